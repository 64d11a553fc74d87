//! All SQL of users. Each query reads on both databases. Sessions have their own stores (`sessions/`).
//! Django: the model's manager.

use super::audit::{Entry, insert_entry};
use crate::{
    accounts::types::{PermissionSet, User, UserId},
    server::db::{Db, with_db},
    shared::Timestamp,
};

/// A user as stored, password hash included: never leaves the server.
#[derive(Default, sqlx::FromRow)]
pub struct UserRow {
    pub id: i64,
    pub username: String,
    pub password: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    pub date_joined: i64,
    pub last_login: Option<i64>,
}

impl UserRow {
    pub fn user(&self, permissions: PermissionSet) -> User {
        User {
            id: UserId(self.id),
            username: self.username.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            is_staff: self.is_staff,
            is_superuser: self.is_superuser,
            permissions,
        }
    }
}

/// What is stored of somebody new.
pub struct NewUser<'a> {
    pub username: &'a str,
    pub username_key: &'a str,
    pub password: &'a str,
    pub email: &'a str,
    pub is_superuser: bool,
    pub date_joined: Timestamp,
}

/// The user with that key of a name, whatever its case.
pub async fn find_by_key(db: &Db, key: &str) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = "SELECT id, username, password, email, first_name, last_name, is_active, is_staff, is_superuser, \
        date_joined, last_login FROM users WHERE username_key = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).fetch_optional(pool).await)
}

pub async fn find_by_id(db: &Db, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = "SELECT id, username, password, email, first_name, last_name, is_active, is_staff, is_superuser, \
        date_joined, last_login FROM users WHERE id = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id.0).fetch_optional(pool).await)
}

pub const INSERT: &str = "INSERT INTO users (username, username_key, password, email, is_staff, is_superuser, date_joined, email_key) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (username_key) DO NOTHING RETURNING id";

/// Stores somebody new, also inside a transaction. A superuser is always staff (B98).
macro_rules! insert_user {
    ($executor:expr, $user:expr) => {{
        let user: &$crate::accounts::server::store::NewUser<'_> = $user;
        let id: Option<i64> = sqlx::query_scalar($crate::accounts::server::store::INSERT)
            .bind(user.username)
            .bind(user.username_key)
            .bind(user.password)
            .bind(user.email)
            .bind(user.is_superuser)
            .bind(user.is_superuser)
            .bind(user.date_joined.0)
            .bind(user.email.to_lowercase())
            .fetch_optional($executor)
            .await?;
        id.map($crate::accounts::types::UserId)
    }};
}
pub(crate) use insert_user;

/// Stores somebody new, or gives `None` when the name is taken: of two that race, one wins (B16).
pub async fn insert(db: &Db, user: &NewUser<'_>) -> Result<Option<UserId>, sqlx::Error> {
    with_db!(write db, |pool| Ok(insert_user!(pool, user)))
}

/// The user whose newest password link was made then (B72).
pub async fn find_by_reset_link(db: &Db, id: UserId, at: i64) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = "SELECT id, username, password, email, first_name, last_name, is_active, is_staff, is_superuser, \
        date_joined, last_login FROM users WHERE id = $1 AND reset_at = $2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id.0).bind(at).fetch_optional(pool).await)
}

/// Notes a login (B37).
pub async fn note_login(db: &Db, id: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET last_login = $2 WHERE id = $1";
    with_db!(write db, |pool| {
        sqlx::query(SQL).bind(id.0).bind(now.0).execute(pool).await?;
    });
    Ok(())
}

/// A change of a password hash, with the MACs over both hashes that sessions carry (B40).
pub struct HashChange<'a> {
    pub old: &'a str,
    pub new: &'a str,
    pub old_mac: &'a str,
    pub new_mac: &'a str,
}

const REPLACE_HASH: &str = "UPDATE users SET password = $3 WHERE id = $1 AND password = $2 RETURNING id";

/// Stores the same password's hash with today's parameters (B24), and lets the user's sessions go on with it. False when the
/// stored hash is another one meanwhile.
pub async fn upgrade_hash(db: &Db, id: UserId, change: &HashChange<'_>) -> Result<bool, sqlx::Error> {
    // A MAC stands nowhere else in the data of a session.
    const UPDATE_MAC: &str = "UPDATE sessions SET data = replace(data, $2, $3) WHERE user_id = $1";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let upgraded: Option<i64> = sqlx::query_scalar(REPLACE_HASH)
            .bind(id.0)
            .bind(change.old)
            .bind(change.new)
            .fetch_optional(&mut *transaction)
            .await?;
        if upgraded.is_some() {
            sqlx::query(UPDATE_MAC).bind(id.0).bind(change.old_mac).bind(change.new_mac).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(upgraded.is_some())
    })
}

/// Sets another password if the stored one is still `old`, and ends every session but `kept`, in one go. False when the
/// password was changed meanwhile: of two changes at once, one wins.
pub async fn change_password(
    db: &Db,
    id: UserId,
    change: &HashChange<'_>,
    kept: Option<i64>,
    entry: Option<&Entry>,
) -> Result<bool, sqlx::Error> {
    const END: &str = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";
    // At once, or another request of the kept session would find a MAC over a password that is gone.
    const UPDATE_MAC: &str = "UPDATE sessions SET data = replace(data, $2, $3) WHERE id = $1";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let changed: Option<i64> = sqlx::query_scalar(REPLACE_HASH)
            .bind(id.0)
            .bind(change.old)
            .bind(change.new)
            .fetch_optional(&mut *transaction)
            .await?;
        if changed.is_some() {
            let kept = kept.unwrap_or(-1);
            sqlx::query(END).bind(id.0).bind(kept).execute(&mut *transaction).await?;
            sqlx::query(UPDATE_MAC).bind(kept).bind(change.old_mac).bind(change.new_mac).execute(&mut *transaction).await?;
            if let Some(entry) = entry {
                insert_entry!(&mut *transaction, entry)?;
            }
        }
        transaction.commit().await?;
        Ok(changed.is_some())
    })
}

/// Stores the three fields of the profile form, and nothing else (B66); without an e-mail address only the names.
pub async fn update_profile(
    db: &Db,
    id: UserId,
    email: Option<&str>,
    first_name: &str,
    last_name: &str,
) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET email = COALESCE($2, email), email_key = COALESCE($5, email_key), first_name = $3, last_name = $4 \
        WHERE id = $1";
    with_db!(write db, |pool| {
        sqlx::query(SQL)
            .bind(id.0)
            .bind(email)
            .bind(first_name)
            .bind(last_name)
            .bind(email.map(str::to_lowercase))
            .execute(pool)
            .await?;
    });
    Ok(())
}

/// Users whose key begins with this text, in the order of their names; at most so many. For the operator.
pub async fn find_by_prefix(db: &Db, key: &str, limit: u32) -> Result<Vec<UserRow>, sqlx::Error> {
    const SQL: &str = "SELECT id, username, password, email, first_name, last_name, is_active, is_staff, is_superuser, \
        date_joined, last_login FROM users WHERE username_key >= $1 AND username_key < $2 ORDER BY username_key LIMIT $3";
    let end = format!("{key}{}", char::MAX);
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).bind(&end).bind(i64::from(limit)).fetch_all(pool).await)
}

/// Whether there is any user at all.
pub async fn any(db: &Db) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM users)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}
