//! An action that was refused until the password is entered again: it waits in the session of whoever asked for it, and is
//! finished as soon as the password is right. Which password, and how long it counts, is the accounts' part.

use tower_sessions_core::Session;

use crate::{
    accounts::{
        forms::field,
        server::reauthentication::{PATH, PENDING, Pending, waiting},
        types::PendingAction,
    },
    boot::{app::App, http::layers::body::Fields},
    server::{clock::now, random::random_token},
    shared::{AppError, Notice},
    web::urls::{FunctionUrl, find_function},
};

/// The page that asks.
pub const PAGE: &str = PATH;
/// The server function that takes the password.
pub const FUNCTION: &str = "/api/accounts/reauthenticate";

/// So many actions may wait, of as many tabs; the oldest makes room.
const MOST: usize = 4;

/// Lets an action wait, with the fields that its form may keep.
pub async fn wait(app: &App, session: &Session, function: &FunctionUrl, fields: &Fields) -> Result<(), AppError> {
    let is_kept = |name: &str| name == field::ID || function.form.as_ref().is_some_and(|form| form.keeps(name));
    let kept = fields.iter().filter(|(name, _)| is_kept(name));
    let mut actions = waiting(&app.secret_key, session).await?;
    actions.push(Pending {
        action: PendingAction { token: random_token()?, purpose: function.step_up.unwrap_or("go on").to_owned() },
        at: now().0,
        function: function.path.to_owned(),
        fields: kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
    });
    let surplus = actions.len().saturating_sub(MOST);
    keep_waiting(app, session, &actions[surplus..]).await
}

/// The action for which this password was asked, once. What is not there any more is said, not passed over.
pub async fn take(
    app: &App,
    session: &Session,
    fields: &Fields,
) -> Result<Option<(&'static FunctionUrl, Fields)>, AppError> {
    let Some(token) = fields.get(field::ACTION).filter(|token| !token.is_empty()) else {
        return Ok(None);
    };
    let mut actions = waiting(&app.secret_key, session).await?;
    let Some(index) = actions.iter().position(|pending| pending.action.token == *token) else {
        Notice::NotDone.keep(session).await?;
        return Ok(None);
    };
    let pending = actions.remove(index);
    keep_waiting(app, session, &actions).await?;
    Ok(find_function(&pending.function).map(|function| (function, pending.fields)))
}

async fn keep_waiting(app: &App, session: &Session, actions: &[Pending]) -> Result<(), AppError> {
    if actions.is_empty() {
        session.remove_value(PENDING).await?;
        return Ok(());
    }
    Ok(session.insert(PENDING, app.secret_key.seal(PENDING, &actions)?).await?)
}
