//! SQL of whole accounts: the password link, deletion.

use crate::{
    accounts::{server::invitation_link::expire_all_by, types::UserId},
    server::db::{Tx, with_tx},
    shared::Timestamp,
};

/// Notes when the newest password link was made, which ends any older one.
pub async fn set_reset_at(tx: &mut Tx, user: UserId, at: Timestamp) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET reset_at = $2 WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).bind(at.0).execute(connection).await.map(|_| ()))
}

/// Ends every link by which the password of a user could be set, their address confirmed or the account secured, by staff or by a mail, and
/// the invitations that they have sent: a thief may have been told too.
pub async fn end_links(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const LINKS: &str = "UPDATE users SET reset_at = 0, links_epoch = links_epoch + 1 WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(LINKS).bind(user.0).execute(connection).await.map(|_| ()))?;
    expire_all_by(tx, user).await?;
    end_securing_links(tx, user).await
}

/// Ends the links "Was it not you?" of all mails to a user.
pub async fn end_securing_links(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM email_undos WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}

/// Deletes a user with all dependent rows. Their content in other domains stays, without an author.
pub async fn delete(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM users WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}
