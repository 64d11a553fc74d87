//! All SQL of users. Each query reads on both databases. Sessions have their own store (`sessions.rs`).
//! Django: the model's manager.

use crate::{
    accounts::types::{User, UserId},
    server::db::{Db, with_db},
    shared::Timestamp,
};

/// A user as stored, password hash included: never leaves the server.
#[derive(sqlx::FromRow)]
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
}

impl UserRow {
    pub fn user(&self) -> User {
        User {
            id: UserId(self.id),
            username: self.username.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            is_staff: self.is_staff,
            is_superuser: self.is_superuser,
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
        date_joined FROM users WHERE username_key = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).fetch_optional(pool).await)
}

pub async fn find_by_id(db: &Db, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = "SELECT id, username, password, email, first_name, last_name, is_active, is_staff, is_superuser, \
        date_joined FROM users WHERE id = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id.0).fetch_optional(pool).await)
}

/// Stores somebody new, or gives `None` when the name is taken: of two that race, one wins (B16).
pub async fn insert(db: &Db, user: &NewUser<'_>) -> Result<Option<UserId>, sqlx::Error> {
    const SQL: &str = "INSERT INTO users (username, username_key, password, email, is_staff, is_superuser, date_joined) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (username_key) DO NOTHING RETURNING id";
    let id: Option<i64> = with_db!(write db, |pool| {
        sqlx::query_scalar(SQL)
            .bind(user.username)
            .bind(user.username_key)
            .bind(user.password)
            .bind(user.email)
            .bind(user.is_superuser)
            .bind(user.is_superuser)
            .bind(user.date_joined.0)
            .fetch_optional(pool)
            .await?
    });
    Ok(id.map(UserId))
}

/// Notes a login; with a new hash when the stored one was made with older parameters (B24, B37).
pub async fn note_login(db: &Db, id: UserId, now: Timestamp, new_hash: Option<&str>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET last_login = $2, password = COALESCE($3, password) WHERE id = $1";
    with_db!(write db, |pool| {
        sqlx::query(SQL).bind(id.0).bind(now.0).bind(new_hash).execute(pool).await?;
    });
    Ok(())
}

/// Whether there is any user at all.
pub async fn any(db: &Db) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM users)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}
