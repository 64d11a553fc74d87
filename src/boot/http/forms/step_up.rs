//! A plain form that was refused until the password is entered again: the session remembers it as a pending action, which runs
//! as soon as the password is right. Which password that is, and how long it counts, the accounts decide.

use leptos::server_fn::ServerFn;
use tower_sessions_core::Session;

use crate::{
    accounts::{
        api::Reauthenticate,
        forms::field,
        paths,
        server::reauthentication::{PENDING, StoredAction},
        types::PendingAction,
    },
    boot::{app::App, http::layers::body::Fields},
    server::{clock::now, random::random_token},
    shared::AppError,
    web::{
        messages::notice,
        urls::{FunctionUrl, find_function},
    },
};

/// The page that asks for the password.
pub const PAGE: &str = paths::REAUTHENTICATE;
/// The server function that takes the password.
pub const FUNCTION: &str = Reauthenticate::PATH;

/// Remembers an action with those of its fields that may be remembered; false when they are too long for the session.
pub async fn remember(app: &App, session: &Session, function: &FunctionUrl, fields: &Fields) -> Result<bool, AppError> {
    let is_remembered =
        |name: &str| name == field::ID || function.form.as_ref().is_some_and(|form| form.remembers(name));
    let remembered = fields.iter().filter(|(name, _)| is_remembered(name));
    let size: usize = remembered.clone().map(|(name, value)| name.len() + value.len()).sum();
    if size > app.settings.sessions.form_kib.get() as usize * 1_024 {
        return Ok(false);
    }
    let pending = StoredAction {
        action: PendingAction { token: random_token()?, purpose: function.step_up.unwrap_or("go on").to_owned() },
        at: now().0,
        function: function.path.to_owned(),
        fields: remembered.map(|(name, value)| (name.clone(), value.clone())).collect(),
    };
    PENDING.push(&app.secret_key, session, pending).await?;
    Ok(true)
}

/// Takes the action for which this password was asked. One that has expired is reported by a notice.
pub async fn take(
    app: &App,
    session: &Session,
    fields: &Fields,
) -> Result<Option<(&'static FunctionUrl, Fields)>, AppError> {
    let Some(token) = fields.get(field::ACTION).filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let mut actions = PENDING.read(&app.secret_key, session).await?;
    let Some(index) = actions.iter().position(|pending| pending.action.token == *token) else {
        notice::ACTION_EXPIRED.remember(session).await?;
        return Ok(None);
    };
    let pending = actions.remove(index);
    PENDING.write(&app.secret_key, session, &actions).await?;
    Ok(find_function(&pending.function).map(|function| (function, pending.fields)))
}
