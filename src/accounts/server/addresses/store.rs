//! SQL of addresses that wait to be confirmed, and of the mailboxes that can secure an account (`securing.rs`).

use crate::{
    accounts::{server::email::email_key, types::UserId},
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
};

/// An address that waits to be confirmed.
#[derive(Debug, sqlx::FromRow)]
pub struct ChangeRow {
    pub email: String,
    pub made: i64,
}

const OF_USER: &str = "SELECT email, made FROM email_changes WHERE user_id = $1";

pub async fn find_change(db: &Db, user: UserId) -> Result<Option<ChangeRow>, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_as(OF_USER).bind(user.0).fetch_optional(pool).await)
}

pub async fn read_change(tx: &mut Tx, user: UserId) -> Result<Option<ChangeRow>, sqlx::Error> {
    with_tx!(tx, |connection| sqlx::query_as(OF_USER).bind(user.0).fetch_optional(connection).await)
}

/// Replaces any address that waited by this one.
pub async fn put_change(tx: &mut Tx, user: UserId, email: &str, made: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO email_changes (user_id, email, made) VALUES ($1, $2, $3) \
        ON CONFLICT (user_id) DO UPDATE SET email = $2, made = $3";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(user.0).bind(email).bind(made).execute(connection).await.map(|_| ())
    })
}

pub async fn delete_change(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM email_changes WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}

/// Makes an address the user's, confirmed.
pub async fn set_confirmed(tx: &mut Tx, user: UserId, email: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET email = $2, email_key = $3, confirmed_email = $2 WHERE id = $1";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(user.0).bind(email).bind(email_key(email)).execute(connection).await.map(|_| ())
    })
}

/// A mailbox that was told of something, and can secure the account by that mail.
#[derive(Debug, sqlx::FromRow)]
pub struct UndoRow {
    pub id: i64,
    pub user_id: i64,
    pub email: String,
    /// It has been used, and no password set since.
    pub is_used: bool,
}

pub async fn insert_undo(tx: &mut Tx, user: UserId, nonce_hash: &str, email: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO email_undos (user_id, nonce_hash, email, made) VALUES ($1, $2, $3, $4)";
    with_tx!(tx, |connection| {
        let query = sqlx::query(SQL).bind(user.0).bind(nonce_hash).bind(email).bind(now().0);
        query.execute(connection).await.map(|_| ())
    })
}

const UNDO: &str = "SELECT id, user_id, email, is_used FROM email_undos WHERE nonce_hash = $1 AND made >= $2";

pub async fn find_undo(db: &Db, nonce_hash: &str, oldest: i64) -> Result<Option<UndoRow>, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_as(UNDO).bind(nonce_hash).bind(oldest).fetch_optional(pool).await)
}

pub async fn read_undo(tx: &mut Tx, nonce_hash: &str, oldest: i64) -> Result<Option<UndoRow>, sqlx::Error> {
    with_tx!(tx, |connection| sqlx::query_as(UNDO).bind(nonce_hash).bind(oldest).fetch_optional(connection).await)
}

/// Notes that an account was secured by this mail: no mail to another address that came later does it any more.
pub async fn use_undo(tx: &mut Tx, undo: &UndoRow) -> Result<(), sqlx::Error> {
    const LATER: &str = "DELETE FROM email_undos WHERE user_id = $1 AND id > $2 AND email <> $3";
    const USED: &str = "UPDATE email_undos SET is_used = TRUE WHERE user_id = $1 AND id = $2 AND email = $3";
    with_tx!(tx, |connection| {
        for sql in [LATER, USED] {
            let query = sqlx::query(sql).bind(undo.user_id).bind(undo.id).bind(&undo.email);
            query.execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// The addresses by which a user's account can be secured.
pub async fn open_undos(tx: &mut Tx, user: UserId, oldest: i64) -> Result<Vec<String>, sqlx::Error> {
    const SQL: &str =
        "SELECT DISTINCT email FROM email_undos WHERE user_id = $1 AND is_used = FALSE AND made >= $2 ORDER BY email";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(user.0).bind(oldest).fetch_all(connection).await)
}

/// With a new password: nothing that was asked before counts, and an account that was secured is its owner's again.
pub async fn forget_with_password(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const CHANGES: &str = "DELETE FROM email_changes WHERE user_id = $1";
    const CODES: &str = "DELETE FROM mail_codes WHERE user_id = $1";
    const USED: &str = "DELETE FROM email_undos WHERE user_id = $1 AND is_used = TRUE";
    with_tx!(tx, |connection| {
        for sql in [CHANGES, CODES, USED] {
            sqlx::query(sql).bind(user.0).execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// Deletes up to `limit` mailboxes whose mail is too old; gives how many there were.
pub async fn delete_old_undos(db: &Db, oldest: i64, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM email_undos WHERE id IN \
        (SELECT id FROM email_undos WHERE made < $1 ORDER BY made LIMIT $2) RETURNING id";
    let mut tx = db.begin().await?;
    let deleted: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(oldest).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}
