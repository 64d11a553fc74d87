//! The sessions page: a user sees their sessions and ends one, all others, or all (ASVS 7.5.2).

use tower_sessions_core::Session;

use super::{
    current::CurrentRow,
    list_store::{self as store, SessionRow},
    user_agent,
};
use crate::{
    accounts::{
        server::{Accounts, activity::record, auth, reauthentication::require_recent_password},
        types::{Event, SessionInfo, Viewer},
    },
    server::context::{Client, extension},
    shared::{AppError, Cursor, NextPath, Notice, Outcome, Page, Timestamp},
};

/// How many sessions a page shows.
const PAGE_SIZE: u32 = 20;

/// The page.
const PATH: &str = "/accounts/sessions/";

/// One page of the viewer's sessions, the newest login first.
pub async fn list(cursor: Cursor) -> Result<Page<SessionInfo>, AppError> {
    let (accounts, viewer, current): (Accounts, Viewer, CurrentRow) = (extension()?, extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    let rows = store::find_of(&accounts.0.db, user.id, cursor, PAGE_SIZE + 1).await?;
    let sessions = rows.into_iter().map(|row| info(row, current.id())).collect();
    Ok(Page::from_rows(cursor, sessions, PAGE_SIZE as usize))
}

fn info(row: SessionRow, current: Option<i64>) -> SessionInfo {
    SessionInfo {
        id: row.id,
        device: user_agent::describe(&row.user_agent),
        address: row.address,
        created: Timestamp(row.created),
        last_seen: Timestamp(row.last_seen),
        is_this: Some(row.id) == current,
    }
}

/// Ends one session of the viewer. Another user's is not found.
pub async fn end(id: i64) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (current, client): (CurrentRow, Client) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    require_recent_password(&accounts, &session).await?;
    if current.id() == Some(id) {
        return auth::end_this_session(NextPath::default()).await;
    }
    if !store::delete_one(&accounts.0.db, user.id, id).await? {
        tracing::warn!(event = "session_not_found", session_id = id, user_id = user.id.0, address = client.address);
        return Err(AppError::NotFound);
    }
    record(&accounts.0.db, user.id, Event::SessionEnded, &client).await?;
    Notice::SessionEnded.remember(&session).await?;
    Ok(Outcome::reload(PATH))
}

/// Ends all sessions of the viewer but the current one.
pub async fn end_others() -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (current, client): (CurrentRow, Client) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    require_recent_password(&accounts, &session).await?;
    store::end_all_but(&accounts.0.db, user.id, current.id()).await?;
    record(&accounts.0.db, user.id, Event::SessionsEnded, &client).await?;
    Notice::SessionsEnded.remember(&session).await?;
    Ok(Outcome::reload(PATH))
}

/// Ends all sessions of the viewer, the current one too.
pub async fn end_all() -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let client: Client = extension()?;
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    require_recent_password(&accounts, &session).await?;
    store::end_all_but(&accounts.0.db, user.id, None).await?;
    record(&accounts.0.db, user.id, Event::SessionsEnded, &client).await?;
    session.flush().await?;
    Ok(Outcome::ended(NextPath::default()))
}
