//! SQL of whole accounts: the password link, deletion.

use crate::{
    accounts::types::UserId,
    server::db::{Tx, with_tx},
    shared::Timestamp,
};

/// Notes when the newest password link was made, which ends any older one.
pub async fn set_reset_at(tx: &mut Tx, user: UserId, at: Timestamp) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET reset_at = $2 WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).bind(at.0).execute(connection).await.map(|_| ()))
}

/// Deletes a user with all dependent rows. Their content in other domains stays, without an author.
pub async fn delete(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM users WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}
