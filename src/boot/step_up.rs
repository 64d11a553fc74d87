//! An action that was refused until the password is entered again: it waits in the session of whoever asked for it, and is
//! finished as soon as the password is right. Which password, and how long it counts, is the accounts' part.

use tower_sessions_core::Session;

use super::{App, body::Fields};
use crate::{
    accounts::{
        forms::field,
        server::reauthentication::{PATH, PENDING, Pending},
        types::PendingAction,
    },
    server::errors::internal,
    shared::AppError,
    web::urls::{FunctionUrl, find_function},
};

/// The page that asks.
pub const PAGE: &str = PATH;
/// The server function that takes the password.
pub const FUNCTION: &str = "/api/accounts/reauthenticate";

/// Lets an action wait, with the fields that its form may keep. It takes the place of another one that waited.
pub async fn wait(app: &App, session: &Session, function: &FunctionUrl, fields: &Fields) -> Result<(), AppError> {
    let keep = function.form.as_ref().map(|form| form.keep).unwrap_or_default();
    let kept = fields.iter().filter(|(name, _)| keep.contains(&name.as_str()) || *name == field::ID);
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(internal)?;
    let pending = Pending {
        action: PendingAction {
            token: bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
            purpose: function.step_up.unwrap_or("go on").to_owned(),
        },
        function: function.path.to_owned(),
        fields: kept.map(|(name, value)| (name.clone(), value.clone())).collect(),
    };
    Ok(session.insert(PENDING, app.secret_key.seal(PENDING, &pending)?).await?)
}

/// The action for which this password was asked, once. Another one that waits is left alone.
pub async fn take(app: &App, session: &Session, fields: &Fields) -> Option<(&'static FunctionUrl, Fields)> {
    let sealed: String = session.get(PENDING).await.ok()??;
    let pending: Pending = app.secret_key.open(PENDING, &sealed)?;
    if fields.get(field::ACTION) != Some(&pending.action.token) {
        return None;
    }
    session.remove_value(PENDING).await.ok()?;
    Some((find_function(&pending.function)?, pending.fields))
}
