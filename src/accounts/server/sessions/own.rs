//! The sessions page: a user sees their sessions and ends one, all others, or all (ASVS 7.5.2).

use super::{ListedSession, user_agent};
use crate::{
    accounts::{
        messages::notice,
        paths,
        server::{activity::record, addresses, auth, member::Member, reauthentication::require_recent_password},
        types::{ActivityEvent, SessionInfo},
    },
    shared::{AppError, Cursor, NextPath, Outcome, Page, Timestamp},
};

/// How many sessions a page shows.
const PAGE_SIZE: u32 = 20;

/// One page of the viewer's sessions, the newest login first.
pub async fn list(cursor: Cursor) -> Result<Page<SessionInfo>, AppError> {
    let member = Member::current()?;
    let rows = member.sessions().list(member.user.id, cursor, PAGE_SIZE + 1).await?;
    let others_are_unknown = !member.sessions().knows_all();
    let sessions = rows.into_iter().map(|row| info(row, member.session_row.id(), others_are_unknown)).collect();
    Ok(Page::from_rows(cursor, sessions, PAGE_SIZE as usize))
}

fn info(row: ListedSession, current: Option<i64>, others_are_unknown: bool) -> SessionInfo {
    SessionInfo {
        id: row.id,
        device: user_agent::describe(&row.user_agent),
        address: row.address,
        created: Timestamp(row.created),
        last_seen: Timestamp(row.last_seen),
        is_this: Some(row.id) == current,
        others_are_unknown,
    }
}

/// Ends one session of the viewer. Another user's is not found.
pub async fn end(id: i64) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    require_recent_password(&member).await?;
    if member.session_row.id() == Some(id) {
        return auth::end_this_session(NextPath::default()).await;
    }
    let mut acting = member.act().await?;
    if !member.sessions().end_one(&mut acting.tx, member.user.id, id).await? {
        let (user_id, address) = (member.user.id.0, member.client.address);
        tracing::warn!(event = "session_not_found", session_id = id, user_id, address);
        return Err(AppError::NotFound);
    }
    record(&mut acting.tx, member.user.id, ActivityEvent::SessionEnded, &member.client).await?;
    drop(acting);
    notice::SESSION_ENDED.remember(&member.session).await?;
    Ok(Outcome::reload(paths::SESSIONS))
}

/// Ends all sessions of the viewer but the current one.
pub async fn end_others() -> Result<Outcome, AppError> {
    let member = Member::current()?;
    require_recent_password(&member).await?;
    end_all_but(&member, member.session_row.id()).await?;
    notice::SESSIONS_ENDED.remember(&member.session).await?;
    Ok(Outcome::reload(paths::SESSIONS))
}

/// Ends all sessions of the viewer, the current one too.
pub async fn end_all() -> Result<Outcome, AppError> {
    let member = Member::current()?;
    require_recent_password(&member).await?;
    end_all_but(&member, None).await?;
    member.session.flush().await?;
    Ok(Outcome::ended(NextPath::default()))
}

async fn end_all_but(member: &Member, kept: Option<i64>) -> Result<(), AppError> {
    let mut acting = member.act().await?;
    member.sessions().end_all_but(&mut acting.tx, member.user.id, kept).await?;
    // One of them may have been a thief's, who has asked for another address.
    addresses::forget_asked(&mut acting.tx, member.user.id).await?;
    Ok(record(&mut acting.tx, member.user.id, ActivityEvent::SessionsEnded, &member.client).await?)
}
