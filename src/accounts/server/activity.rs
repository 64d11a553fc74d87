//! What happens to an account, recorded once: for its owner, who reads it on a page, and under the same names for the operator's
//! log. Django has signals for some of it (`user_logged_in`, `user_login_failed`, `user_logged_out`).

pub use super::activity_store::delete_old;
use super::{
    activity_log::log,
    activity_store::{self as store, ActivityRow},
    member::Member,
    sessions::user_agent,
};
use crate::{
    accounts::types::{ActivityEntry, ActivityEvent, UserId},
    server::{
        context::Client,
        db::{Db, Tx},
    },
    shared::{AppError, Cursor, Page, Timestamp},
};

/// How many entries a page shows.
const PAGE_SIZE: u32 = 20;

/// One page of the viewer's activity, newest first.
pub async fn list(cursor: Cursor) -> Result<Page<ActivityEntry>, AppError> {
    let member = Member::current()?;
    let rows = store::find_of(member.db(), member.user.id, cursor, PAGE_SIZE + 1).await?;
    let Page { items, has_newer, has_older } = Page::from_rows(cursor, rows, PAGE_SIZE as usize);
    Ok(Page { items: items.into_iter().filter_map(entry).collect(), has_newer, has_older })
}

/// The newest entries of a user.
pub async fn latest(db: &Db, user: UserId, count: u32) -> Result<Vec<ActivityEntry>, sqlx::Error> {
    let rows = store::find_of(db, user, Cursor::First, count).await?;
    Ok(rows.into_iter().filter_map(entry).collect())
}

/// `None` for an event that this version does not know.
fn entry(row: ActivityRow) -> Option<ActivityEntry> {
    let is_by_operator = row.user_agent.is_empty() && row.address.is_empty();
    let device = if is_by_operator { String::new() } else { user_agent::describe(&row.user_agent) };
    let event = ActivityEvent::from_id(&row.event)?;
    Some(ActivityEntry { id: row.id, at: Timestamp(row.at), event, device, address: row.address, mailed: row.mailed })
}

/// Records an event in the transaction of what has happened, for the account's owner; and in the log, once it is stored.
pub async fn record(tx: &mut Tx, user: UserId, event: ActivityEvent, client: &Client) -> Result<(), sqlx::Error> {
    record_mailed(tx, user, event, client, false).await
}

/// The same, and whether a mail tells of it (`told.rs`).
pub async fn record_mailed(
    tx: &mut Tx,
    user: UserId,
    event: ActivityEvent,
    client: &Client,
    is_mailed: bool,
) -> Result<(), sqlx::Error> {
    store::insert(tx, user, event, client, is_mailed).await?;
    let client = client.clone();
    tx.on_commit(async move { log(event, Some(user), &client) });
    Ok(())
}

/// Records what staff or the operator did, without address and user agent: the owner of the account must not see those.
pub async fn record_by_staff(tx: &mut Tx, user: UserId, event: ActivityEvent) -> Result<(), sqlx::Error> {
    record(tx, user, event, &Client::default()).await
}
