//! Submissions held until the login: a form that is posted without a login is not lost (S7, L2). It is held, sealed, in
//! the anonymous session, and its page shows it again after the login, ready to send. It is never sent automatically, only its
//! owner gets it, and it contains no password.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use crate::{
    accounts::types::{UserId, Viewer},
    boot::app::App,
    server::{clock::now, random::random_token, sealed_list::SealedList},
    shared::AppError,
    ui::Submission,
};

/// The key of the session's data.
pub const KEY: &str = "parked_form";

/// The maximum size of one submission, in KiB.
const LIMIT_KIB: u32 = 64;

/// The held submissions of a session, several because each tab can have one.
const HELD: SealedList<Held> = SealedList { key: KEY, max: 4, max_age: 1_800, made_at: |held| held.at };

/// One entry. The stored names are those of the first release.
#[derive(Serialize, Deserialize)]
struct Held {
    #[serde(rename = "mark")]
    id: String,
    /// The path of the page that owns the form.
    path: String,
    #[serde(rename = "form")]
    submission: Submission,
    /// The user from whose page it came, if the form named one.
    owner: Option<UserId>,
    at: i64,
}

/// Refuses a submission that is too long to be held.
///
/// # Errors
/// [`AppError::TooLarge`].
pub fn check_size(values: &BTreeMap<String, String>) -> Result<(), AppError> {
    let size: usize = values.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > LIMIT_KIB as usize * 1_024 { Err(AppError::TooLarge { limit_kib: LIMIT_KIB }) } else { Ok(()) }
}

/// Holds a submission for the page at this path.
pub async fn hold(
    app: &App,
    session: &Session,
    path: String,
    submission: Submission,
    owner: Option<UserId>,
) -> Result<(), AppError> {
    let id = random_token()?;
    let submission = Submission { held_id: Some(id.clone()), ..submission };
    let held = Held { id, path, submission, owner, at: now().0 };
    HELD.push(&app.secret_key, session, held).await
}

/// What is held for one viewer, seen from one page.
#[derive(Default)]
pub struct HeldFor {
    /// The newest one for this page.
    pub submission: Option<Submission>,
    /// Whether there are more, for this page or another.
    pub has_others: bool,
}

/// Finds what is held for this page and viewer. Submissions of another user are dropped.
pub async fn find(app: &App, session: &Session, viewer: &Viewer, path: &str) -> Result<HeldFor, AppError> {
    let (Some(user), true) = (viewer.user(), session.get_value(KEY).await?.is_some()) else {
        return Ok(HeldFor::default());
    };
    let mut entries = HELD.read(&app.secret_key, session).await?;
    let before = entries.len();
    entries.retain(|held| held.owner.is_none_or(|owner| owner == user.id));
    if entries.len() < before || entries.is_empty() {
        HELD.write(&app.secret_key, session, &entries).await?;
    }
    let index = entries.iter().rposition(|held| held.path == path);
    let has_others = entries.len() > usize::from(index.is_some());
    Ok(HeldFor { submission: index.map(|index| entries.swap_remove(index).submission), has_others })
}

/// Drops a submission because its page was shown or because it was sent. Called after showing it and again after sending:
/// a concurrent request may have saved the list with the entry still in it.
pub async fn drop(app: &App, session: &Session, id: &str) -> Result<(), AppError> {
    let mut entries = HELD.read(&app.secret_key, session).await?;
    let before = entries.len();
    entries.retain(|held| held.id != id);
    if entries.len() == before { Ok(()) } else { HELD.write(&app.secret_key, session, &entries).await }
}
