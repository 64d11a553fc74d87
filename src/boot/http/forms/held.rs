//! Nothing is lost when one must log in: a form that was posted while nobody was logged in waits, sealed, in the anonymous
//! session, and stands on its page again after the login, ready to send. It is never sent by itself, it goes to nobody but the
//! person whose form it was, and passwords are no part of it (S7, L2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use crate::{
    accounts::types::{UserId, Viewer},
    boot::app::App,
    server::{clock::now, random::random_token},
    shared::AppError,
    ui::FormReturn,
};

/// The key of the session's data.
pub const KEY: &str = "parked_form";

/// What one form may hold, in KiB; how long it waits, in seconds; and how many wait, of as many tabs: the oldest makes room.
const LIMIT_KIB: u32 = 64;
const AGE: i64 = 1_800;
const MOST: usize = 4;

#[derive(Serialize, Deserialize)]
struct Parked {
    /// Tells it from the others.
    mark: String,
    /// The page that owns the form.
    path: String,
    form: FormReturn,
    /// Whose form it was, as far as it said.
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

/// Holds a submission for the page at this path until somebody has logged in, beside those that are held already.
pub async fn add(
    app: &App,
    session: &Session,
    (path, function, values): (String, &str, BTreeMap<String, String>),
    owner: Option<UserId>,
) -> Result<(), AppError> {
    let mark = random_token()?;
    let form = FormReturn { function: function.to_owned(), error: None, values, waited: Some(mark.clone()) };
    let mut waiting = waiting(app, session).await?;
    waiting.push(Parked { mark, path, form, owner, at: now().0 });
    let surplus = waiting.len().saturating_sub(MOST);
    keep(app, session, &waiting[surplus..]).await
}

/// What waits for a viewer.
#[derive(Default)]
pub struct Waiting {
    /// For this page, the latest.
    pub form: Option<FormReturn>,
    /// Others, for this page or another one.
    pub others: bool,
}

/// What waits for this page and this viewer. It goes to nobody but its owner: as soon as somebody else is logged in it is dropped.
pub async fn find(app: &App, session: &Session, viewer: &Viewer, path: &str) -> Result<Waiting, AppError> {
    let (Some(user), true) = (viewer.user(), session.get_value(KEY).await?.is_some()) else {
        return Ok(Waiting::default());
    };
    let mut waiting = waiting(app, session).await?;
    let before = waiting.len();
    waiting.retain(|parked| parked.owner.is_none_or(|owner| owner == user.id));
    if waiting.len() < before || waiting.is_empty() {
        keep(app, session, &waiting).await?;
    }
    let index = waiting.iter().rposition(|parked| parked.path == path);
    let others = waiting.len() > usize::from(index.is_some());
    Ok(Waiting { form: index.map(|index| waiting.swap_remove(index).form), others })
}

/// Drops the one with this mark: its page was shown, or it was sent. Both, because of two requests at once the later one may
/// bring back what the other one has dropped.
pub async fn done(app: &App, session: &Session, mark: &str) -> Result<(), AppError> {
    let mut waiting = waiting(app, session).await?;
    let before = waiting.len();
    waiting.retain(|parked| parked.mark != mark);
    if waiting.len() == before { Ok(()) } else { keep(app, session, &waiting).await }
}

/// Those that have not waited too long, the latest last.
async fn waiting(app: &App, session: &Session) -> Result<Vec<Parked>, AppError> {
    let sealed: Option<String> = session.get(KEY).await?;
    let waiting: Option<Vec<Parked>> = sealed.and_then(|sealed| app.secret_key.open(KEY, &sealed));
    Ok(waiting.unwrap_or_default().into_iter().filter(|parked| parked.at + AGE > now().0).collect())
}

async fn keep(app: &App, session: &Session, waiting: &[Parked]) -> Result<(), AppError> {
    if waiting.is_empty() {
        session.remove_value(KEY).await?;
        return Ok(());
    }
    Ok(session.insert(KEY, app.secret_key.seal(KEY, &waiting)?).await?)
}
