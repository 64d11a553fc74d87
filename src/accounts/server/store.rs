//! All SQL of users. Each query reads on both databases. Sessions have their own store (`sessions.rs`).
//! Django: the model's manager.

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

/// Stores somebody new, or gives `None` when the name is taken: of two that race, one wins (B16).
pub async fn insert(db: &Db, user: &NewUser<'_>) -> Result<Option<UserId>, sqlx::Error> {
    const SQL: &str = "INSERT INTO users (username, username_key, password, email, is_staff, is_superuser, date_joined, email_key) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (username_key) DO NOTHING RETURNING id";
    let id: Option<i64> = with_db!(write db, |pool| {
        sqlx::query_scalar(SQL)
            .bind(user.username)
            .bind(user.username_key)
            .bind(user.password)
            .bind(user.email)
            .bind(user.is_superuser)
            .bind(user.is_superuser)
            .bind(user.date_joined.0)
            .bind(user.email.to_lowercase())
            .fetch_optional(pool)
            .await?
    });
    Ok(id.map(UserId))
}

/// Notes a login (B37).
pub async fn note_login(db: &Db, id: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET last_login = $2 WHERE id = $1";
    with_db!(write db, |pool| {
        sqlx::query(SQL).bind(id.0).bind(now.0).execute(pool).await?;
    });
    Ok(())
}

/// Stores the same password's hash with today's parameters (B24). False when the stored hash is another one meanwhile.
pub async fn upgrade_hash(db: &Db, id: UserId, old: &str, new: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str = "UPDATE users SET password = $3 WHERE id = $1 AND password = $2 RETURNING id";
    let upgraded: Option<i64> = with_db!(write db, |pool| {
        sqlx::query_scalar(SQL).bind(id.0).bind(old).bind(new).fetch_optional(pool).await?
    });
    Ok(upgraded.is_some())
}

/// Sets another password if the stored one is still `old`, and ends every session but `kept`, in one go. False when the
/// password was changed meanwhile: of two changes at once, one wins.
pub async fn change_password(
    db: &Db,
    id: UserId,
    old: &str,
    new: &str,
    kept: Option<i64>,
) -> Result<bool, sqlx::Error> {
    const CHANGE: &str = "UPDATE users SET password = $3 WHERE id = $1 AND password = $2 RETURNING id";
    const END: &str = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let changed: Option<i64> =
            sqlx::query_scalar(CHANGE).bind(id.0).bind(old).bind(new).fetch_optional(&mut *transaction).await?;
        if changed.is_some() {
            sqlx::query(END).bind(id.0).bind(kept.unwrap_or(-1)).execute(&mut *transaction).await?;
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

/// Lets somebody in again.
pub async fn activate(db: &Db, id: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET is_active = TRUE WHERE id = $1";
    with_db!(write db, |pool| {
        sqlx::query(SQL).bind(id.0).execute(pool).await?;
    });
    Ok(())
}

/// Shuts somebody out and ends all their sessions, in one go (B39, ASVS 7.4.2). False for the last active superuser.
pub async fn deactivate(db: &Db, id: UserId) -> Result<bool, sqlx::Error> {
    const LOCK: &str = "UPDATE users SET is_superuser = TRUE WHERE is_superuser = TRUE";
    const DEACTIVATE: &str = "UPDATE users SET is_active = FALSE WHERE id = $1 AND NOT (is_superuser AND is_active AND \
        NOT EXISTS (SELECT 1 FROM users AS others WHERE others.is_superuser = TRUE AND others.is_active = TRUE \
        AND others.id <> $1)) RETURNING id";
    const END: &str = "DELETE FROM sessions WHERE user_id = $1";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        sqlx::query(LOCK).execute(&mut *transaction).await?;
        let changed: Option<i64> =
            sqlx::query_scalar(DEACTIVATE).bind(id.0).fetch_optional(&mut *transaction).await?;
        if changed.is_some() {
            sqlx::query(END).bind(id.0).execute(&mut *transaction).await?;
        }
        transaction.commit().await?;
        Ok(changed.is_some())
    })
}

/// Whether there is any user at all.
pub async fn any(db: &Db) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM users)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}
