//! Nothing is lost when one must log in: a form that was posted while nobody was logged in waits, sealed, in the anonymous
//! session, and stands on its page again after the login, ready to send. It is never sent by itself, it goes to nobody but the
//! person whose form it was, and passwords are no part of it (design, section 6; S7).

use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use super::{App, body::Fields, form_return::Back};
use crate::{
    accounts::types::{UserId, Viewer},
    articles::forms::field::VERSION,
    server::clock::now,
    shared::AppError,
    ui::{FormReturn, OWNER},
};

/// The key of the session's data.
pub const KEY: &str = "parked_form";

/// What one form may hold, in KiB; and how long it waits, in seconds.
const LIMIT_KIB: u32 = 64;
const AGE: i64 = 1_800;

#[derive(Serialize, Deserialize)]
struct Parked {
    /// The page that owns the form.
    path: String,
    form: FormReturn,
    /// Whose form it was, as far as it said.
    owner: Option<UserId>,
    at: i64,
}

/// The mark that the forms of this person carry.
pub fn owner_mark(app: &App, viewer: &Viewer) -> Option<String> {
    app.secret_key.seal(OWNER, &viewer.user()?.id).ok()
}

/// Whose form this was, when it carries a mark that is one of ours.
pub fn owner(app: &App, fields: &Fields) -> Option<UserId> {
    app.secret_key.open(OWNER, fields.get(OWNER)?)
}

/// Lets a form wait until somebody has logged in.
///
/// # Errors
/// [`AppError::TooLarge`], and [`AppError::Throttled`] for a network that lets very many wait.
pub async fn park(back: &Back<'_>) -> Result<(), AppError> {
    let mut values = back.kept(usize::MAX);
    // Of which version a change was made, so that a newer one is told.
    values.extend(back.fields.get(VERSION).map(|version| (VERSION.to_owned(), version.clone())));
    let size: usize = values.iter().map(|(name, value)| name.len() + value.len()).sum();
    if size > LIMIT_KIB as usize * 1_024 {
        return Err(AppError::TooLarge { limit_kib: LIMIT_KIB });
    }
    back.app.accounts.count_parked(back.client).await?;
    let form = FormReturn { function: back.function.path.to_owned(), error: None, values };
    let parked = Parked { path: back.path(), form, owner: owner(back.app, back.fields), at: now().0 };
    tracing::info!(event = "parked", function = back.function.path);
    Ok(back.session.insert(KEY, back.app.secret_key.seal(KEY, &parked)?).await?)
}

/// Gives a waiting form to its page, once, and to nobody but its owner: as soon as somebody else is logged in it is dropped.
pub async fn take(app: &App, session: &Session, viewer: &Viewer, path: &str) -> Result<Option<FormReturn>, AppError> {
    let (Some(user), Some(sealed)) = (viewer.user(), session.get::<String>(KEY).await?) else {
        return Ok(None);
    };
    let parked = app.secret_key.open::<Parked>(KEY, &sealed).filter(|parked| parked.at + AGE > now().0);
    let is_theirs = |parked: &Parked| parked.owner.is_none_or(|owner| owner == user.id);
    match parked.filter(is_theirs) {
        Some(parked) if parked.path == path => {
            session.remove_value(KEY).await?;
            Ok(Some(parked.form))
        }
        Some(_) => Ok(None),
        None => {
            session.remove_value(KEY).await?;
            Ok(None)
        }
    }
}
