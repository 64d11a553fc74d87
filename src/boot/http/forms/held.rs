//! Submissions held until the login: a form that is posted without a login is not lost (S7, L2). It is held, sealed, in
//! the anonymous session, and its page shows it again after the login, ready to send. It is never sent automatically, only its
//! owner gets it, and it contains no password.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use crate::{
    accounts::types::{UserId, Viewer},
    boot::app::App,
    server::{clock::now, context::Client, errors::internal, random::random_token, sealed_list::SealedList},
    shared::AppError,
    ui::Submission,
};

/// The key of the session's data.
pub const KEY: &str = "parked_form";

/// The maximum size of one submission, in KiB.
const LIMIT_KIB: u32 = 64;

/// The maximum of all of a session, in bytes: what is submitted then is not held.
const ALL_BYTES: usize = 2 * LIMIT_KIB as usize * 1_024;

/// What a row takes beside the submissions, in bytes, generously.
const OVERHEAD: usize = 1_024;

/// How long one is held, in seconds.
const AGE: i64 = 1_800;

/// The held submissions of a session, several because each tab can have one.
const HELD: SealedList<Held> = SealedList { key: KEY, max: 4, max_age: AGE, made_at: |held| held.at };

/// One entry. The stored names are those of the first release.
#[derive(Serialize, Deserialize)]
struct Held {
    #[serde(rename = "mark")]
    id: String,
    /// The path of the page that owns the form.
    path: String,
    #[serde(rename = "form")]
    submission: Submission,
    /// The user from whose page it came. Earlier releases held forms that named none, which no user gets.
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

/// A submission to be held for the page at this path.
pub struct New {
    pub path: String,
    pub submission: Submission,
    pub owner: UserId,
}

/// Holds a submission, which counts for the client and for the process.
///
/// # Errors
/// [`AppError::TooLarge`] when the session holds too much already, [`AppError::Throttled`] when the network or all visitors do.
pub async fn hold(app: &App, session: &Session, client: &Client, new: New) -> Result<(), AppError> {
    let New { path, submission, owner } = new;
    let id = random_token()?;
    let submission = Submission { held_id: Some(id.clone()), ..submission };
    let held = Held { id, path, submission, owner: Some(owner), at: now().0 };
    let size = serde_json::to_vec(&held).map_err(internal)?.len();
    let kept = serde_json::to_vec(&HELD.read(&app.secret_key, session).await?).map_err(internal)?.len();
    if kept + size > ALL_BYTES + OVERHEAD {
        return Err(AppError::TooLarge { limit_kib: LIMIT_KIB });
    }
    // Sealing makes it a third longer.
    let bytes = size.div_ceil(3) * 4 + OVERHEAD;
    app.visitors.take(client, bytes, AGE).map_err(|retry_after| AppError::Throttled { retry_after })?;
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

/// Finds what is held for this page and viewer. Submissions of another user, or of an unknown one, are dropped.
pub async fn find(app: &App, session: &Session, viewer: &Viewer, path: &str) -> Result<HeldFor, AppError> {
    let (Some(user), true) = (viewer.user(), session.get_value(KEY).await?.is_some()) else {
        return Ok(HeldFor::default());
    };
    let mut entries = HELD.read(&app.secret_key, session).await?;
    let before = entries.len();
    entries.retain(|held| held.owner == Some(user.id));
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
