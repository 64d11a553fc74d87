//! SQL of invitations. What changes one runs after `serialise`, so one after the other.

use crate::{
    accounts::{
        server::invitation_link::Sent,
        types::{PermissionSet, UserId},
    },
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
    staff::types::Ended,
};

/// An invitation that waits, or has expired.
#[derive(sqlx::FromRow)]
pub struct InvitationRow {
    pub id: i64,
    pub email: String,
    pub email_key: String,
    pub invited_by: i64,
    pub is_staff: bool,
    pub ends: i64,
    pub token_hash: String,
    /// Its newest mail, as long as that is stored.
    pub mail_id: Option<i64>,
}

/// A query for [`InvitationRow`]s: their columns, named once, and the rest of the statement.
macro_rules! select_row {
    ($rest:literal) => {
        concat!("SELECT id, email, email_key, invited_by, is_staff, ends, token_hash, mail_id FROM invitations ", $rest)
    };
}

/// The columns of a new one.
pub struct NewRow<'a> {
    pub email: &'a str,
    pub email_key: &'a str,
    pub bounce_key: &'a str,
    pub by: UserId,
    pub is_staff: bool,
    pub sent: &'a Sent,
}

pub async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<i64, sqlx::Error> {
    const SQL: &str = "INSERT INTO invitations (email, email_key, bounce_key, token_hash, invited_by, is_staff, state, made, sent, \
        ends, mail_id) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7, $8, $9) RETURNING id";
    with_tx!(tx, |connection| {
        let query = sqlx::query_scalar(SQL).bind(row.email).bind(row.email_key).bind(row.bounce_key);
        let query = query.bind(&row.sent.token_hash).bind(row.by.0).bind(row.is_staff);
        query.bind(row.sent.at.0).bind(row.sent.until.0).bind(row.sent.mail).fetch_one(connection).await
    })
}

/// Notes which groups and permissions an invitation gives.
pub async fn put_gift(tx: &mut Tx, id: i64, groups: &[i64], permissions: &[String]) -> Result<(), sqlx::Error> {
    const GROUP: &str = "INSERT INTO invitation_groups (invitation_id, group_id) VALUES ($1, $2)";
    const PERMISSION: &str = "INSERT INTO invitation_permissions (invitation_id, permission_id) SELECT $1, id \
        FROM permissions WHERE name = $2";
    with_tx!(tx, |connection| {
        for group in groups {
            sqlx::query(GROUP).bind(id).bind(*group).execute(&mut *connection).await?;
        }
        for name in permissions {
            sqlx::query(PERMISSION).bind(id).bind(name).execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// The groups of an invitation that still exist.
pub async fn read_groups(tx: &mut Tx, id: i64) -> Result<Vec<i64>, sqlx::Error> {
    const SQL: &str = "SELECT group_id FROM invitation_groups WHERE invitation_id = $1 ORDER BY group_id";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(id).fetch_all(connection).await)
}

/// The permissions that it gives directly.
pub async fn read_permissions(tx: &mut Tx, id: i64) -> Result<PermissionSet, sqlx::Error> {
    const SQL: &str = "SELECT p.name FROM invitation_permissions ip JOIN permissions p ON p.id = ip.permission_id \
        WHERE ip.invitation_id = $1";
    let names: Vec<String> = with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(id).fetch_all(connection).await)?;
    Ok(names.into_iter().collect())
}

/// One that has not ended otherwise than by time.
pub async fn read(tx: &mut Tx, id: i64) -> Result<Option<InvitationRow>, sqlx::Error> {
    const SQL: &str = select_row!("WHERE id = $1 AND state = 'waiting'");
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(id).fetch_optional(connection).await)
}

/// The one that a link opens now.
pub async fn read_open(tx: &mut Tx, token_hash: &str) -> Result<Option<InvitationRow>, sqlx::Error> {
    const SQL: &str = select_row!("WHERE token_hash = $1 AND state = 'waiting' AND ends > $2");
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(token_hash).bind(now().0).fetch_optional(connection).await)
}

/// To which address a link was sent that opens an invitation now, and the name of who invites.
pub async fn find_open(db: &Db, token_hash: &str) -> Result<Option<(String, String)>, sqlx::Error> {
    const SQL: &str = "SELECT i.email, u.username FROM invitations i JOIN users u ON u.id = i.invited_by \
        WHERE i.token_hash = $1 AND i.state = 'waiting' AND i.ends > $2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(token_hash).bind(now().0).fetch_optional(pool).await)
}

/// Whether an invitation of this address waits, other than this one.
pub async fn is_any_waiting(tx: &mut Tx, email_key: &str, other_than: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM invitations WHERE email_key = $1 AND state = 'waiting' AND ends > $2 \
        AND id <> $3)";
    with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(email_key).bind(now().0).bind(other_than).fetch_one(connection).await
    })
}

/// How many invitations wait, other than this one.
pub async fn count_waiting(tx: &mut Tx, other_than: i64) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM invitations WHERE state = 'waiting' AND ends > $1 AND id <> $2";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(now().0).bind(other_than).fetch_one(connection).await)
}

/// Gives an invitation another link, by another user.
pub async fn renew(tx: &mut Tx, id: i64, by: UserId, bounce_key: &str, sent: &Sent) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE invitations SET token_hash = $2, invited_by = $3, sent = $4, ends = $5, bounce_key = $6, mail_id = $7 \
        WHERE id = $1";
    with_tx!(tx, |connection| {
        let query = sqlx::query(SQL).bind(id).bind(&sent.token_hash).bind(by.0).bind(sent.at.0).bind(sent.until.0);
        query.bind(bounce_key).bind(sent.mail).execute(connection).await.map(|_| ())
    })
}

/// Ends one that waits, as it was read: its link opens nothing any more. One that was sent again meanwhile goes on.
pub async fn end(tx: &mut Tx, row: &InvitationRow, how: Ended, accepted_by: Option<UserId>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE invitations SET state = $3, accepted_by = $4, ends = $5 \
        WHERE id = $1 AND token_hash = $2 AND state = 'waiting'";
    with_tx!(tx, |connection| {
        let query = sqlx::query(SQL).bind(row.id).bind(&row.token_hash).bind(how.id());
        let query = query.bind(accepted_by.map(|user| user.0)).bind(now().0);
        query.execute(connection).await.map(|_| ())
    })
}

/// Lets all that wait expire now.
pub async fn expire_all(db: &Db) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE invitations SET ends = $1 WHERE state = 'waiting' AND ends > $1";
    with_db!(write db, |pool| sqlx::query(SQL).bind(now().0).execute(pool).await.map(|_| ()))
}

/// Deletes up to `limit` that ended before this time; gives how many there were.
pub async fn delete_old(db: &Db, before: i64, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM invitations WHERE id IN \
        (SELECT id FROM invitations WHERE ends < $1 ORDER BY ends LIMIT $2) RETURNING id";
    let mut tx = db.begin().await?;
    let deleted: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(before).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}

/// Whether there is an invitation with this number, ended or not.
pub async fn is_known(tx: &mut Tx, id: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM invitations WHERE id = $1)";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(id).fetch_one(connection).await)
}
