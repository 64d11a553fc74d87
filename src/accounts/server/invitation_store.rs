//! SQL of the link of an invitation. The rest of the table belongs to the staff area.

use crate::{
    accounts::types::UserId,
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
};

/// Whether a link leads to an invitation that waits, of a user who is active.
pub async fn is_open(db: &Db, token_hash: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM invitations i JOIN users u ON u.id = i.invited_by \
        WHERE i.token_hash = $1 AND i.state = 'waiting' AND i.ends > $2 AND u.is_active = TRUE)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(token_hash).bind(now().0).fetch_one(pool).await)
}

/// Lets all that a user has sent expire: with a new password, and when the account is deactivated, for a thief may have sent them. Staff
/// sends those that were meant again.
pub async fn expire_all_by(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE invitations SET ends = $2 WHERE invited_by = $1 AND state = 'waiting' AND ends > $2";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).bind(now().0).execute(connection).await.map(|_| ()))
}
