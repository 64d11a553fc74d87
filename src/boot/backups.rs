//! `latchkey backup` and `latchkey restore`. How it is done is in `server/db/`.

use std::path::Path;

use crate::{
    accounts::server::backup_store::end_all_sessions,
    boot::{app::StartError, messages},
    server::{
        db::{DbError, address::Address, backup, restore::Restore},
        output::{CommandError, say},
        settings::Settings,
    },
    staff::server::invitations::expire_all,
};

/// Copies the database to a new file, while servers use it.
///
/// # Errors
/// Why there is no backup, for the operator.
pub async fn backup(settings: &Settings, file: &Path) -> Result<(), StartError> {
    let bytes = backup::backup(&address(settings)?, file).await.map_err(refused)?;
    Ok(say(messages::backup::done(file, bytes))?)
}

/// Replaces the database by a backup, after a look through it.
///
/// # Errors
/// Why it is not put back, for the operator.
pub async fn restore(settings: &Settings, file: &Path, keeps_sessions: bool) -> Result<(), StartError> {
    let restore = Restore::prepare(&address(settings)?, file).await.map_err(refused)?;
    if !keeps_sessions {
        end_all_sessions(&restore.db).await.map_err(refused)?;
    }
    expire_all(&restore.db).await.map_err(refused)?;
    let kept = restore.finish().await.map_err(refused)?;
    say(messages::backup::restored(file, keeps_sessions))?;
    Ok(kept.map_or(Ok(()), |kept| say(messages::backup::kept(&kept)))?)
}

fn address(settings: &Settings) -> Result<Address, DbError> {
    Ok(Address::parse(&settings.database.url, &settings.base)?)
}

fn refused(error: impl std::fmt::Display) -> CommandError {
    error.to_string().into()
}
