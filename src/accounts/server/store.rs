//! SQL of users. Each statement reads on both databases. Sessions have stores of their own (`sessions/`).
//! Django: the model's manager.

use super::email::email_key;
use crate::{
    accounts::types::{PermissionSet, SESSIONS_COUNTED, User, UserId},
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
    shared::Timestamp,
};

/// The columns of a [`UserRow`], named once.
macro_rules! user_fields {
    () => {
        "id, username, password, email, first_name, last_name, is_active, is_staff, is_superuser, date_joined, last_login, \
         confirmed_email, links_epoch"
    };
}
pub(crate) use user_fields;

/// A query for [`UserRow`]s: their columns, and the rest of the statement.
macro_rules! select_user {
    ($rest:literal) => {
        select_user!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!("SELECT ", $crate::accounts::server::store::user_fields!(), $more, " FROM users ", $rest)
    };
}
pub(crate) use select_user;

/// The columns of a [`UserRow`], of the table `u`, for the queries that find a session with its user.
macro_rules! user_columns {
    () => {
        "u.id, u.username, u.password, u.email, u.first_name, u.last_name, u.is_active, u.is_staff, u.is_superuser, \
         u.date_joined, u.last_login, u.confirmed_email, u.links_epoch"
    };
}
pub(crate) use user_columns;

/// A user as stored, with the password hash: never leaves the server.
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
    /// The address that was confirmed last; it counts while it is `email`.
    pub confirmed_email: String,
    /// What links of mails are bound to: it changes with each deactivation and activation.
    pub links_epoch: i64,
}

impl UserRow {
    pub fn has_confirmed_email(&self) -> bool {
        !self.email.is_empty() && self.email == self.confirmed_email
    }

    pub fn user(&self, permissions: PermissionSet) -> User {
        User {
            id: UserId(self.id),
            username: self.username.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            is_staff: self.is_staff,
            is_superuser: self.is_superuser,
            must_confirm_email: false,
            permissions,
        }
    }
}

/// The columns of a new user.
pub struct NewUser<'a> {
    pub username: &'a str,
    pub username_key: &'a str,
    pub password: &'a str,
    pub email: &'a str,
    pub is_superuser: bool,
    pub date_joined: Timestamp,
}

/// The user with this key of a name, whatever the case of the name.
pub async fn find_by_key(db: &Db, key: &str) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = select_user!("WHERE username_key = $1");
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).fetch_optional(pool).await)
}

/// The user whose confirmed address this is; `None` where it is that of several.
pub async fn find_by_confirmed_email(db: &Db, email: &str) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = select_user!("WHERE email_key = $1 AND email <> '' AND confirmed_email = email LIMIT 2");
    let key = email_key(email);
    let mut found: Vec<UserRow> = with_db!(read db, |pool| sqlx::query_as(SQL).bind(&key).fetch_all(pool).await)?;
    Ok(found.pop().filter(|_| found.is_empty()))
}

/// Whether an account has this confirmed address, given by its key.
pub async fn is_confirmed(tx: &mut Tx, email_key: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str =
        "SELECT EXISTS (SELECT 1 FROM users WHERE email_key = $1 AND email <> '' AND confirmed_email = email)";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(email_key).fetch_one(connection).await)
}

const BY_ID: &str = select_user!("WHERE id = $1");

pub async fn find_by_id(db: &Db, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_as(BY_ID).bind(id.0).fetch_optional(pool).await)
}

/// A user with the number of their live sessions, at most [`SESSIONS_COUNTED`].
#[derive(sqlx::FromRow)]
pub struct WithSessions {
    #[sqlx(flatten)]
    pub user: UserRow,
    pub sessions: i64,
}

pub async fn find_with_sessions(db: &Db, id: UserId) -> Result<Option<WithSessions>, sqlx::Error> {
    const SQL: &str = select_user!(
        ", (SELECT COUNT(*) FROM (SELECT 1 FROM sessions WHERE user_id = $1 AND expires > $2 LIMIT $3) AS counted) AS sessions",
        "WHERE id = $1"
    );
    with_db!(read db, |pool| {
        let query = sqlx::query_as(SQL).bind(id.0).bind(now().0).bind(i64::from(SESSIONS_COUNTED));
        query.fetch_optional(pool).await
    })
}

/// The user, read inside a transaction.
pub async fn read(tx: &mut Tx, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    with_tx!(tx, |connection| sqlx::query_as(BY_ID).bind(id.0).fetch_optional(connection).await)
}

const BY_RESET_LINK: &str = select_user!("WHERE id = $1 AND reset_at = $2");

/// The user whose newest password link was made at this time (B72).
pub async fn find_by_reset_link(db: &Db, id: UserId, at: i64) -> Result<Option<UserRow>, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_as(BY_RESET_LINK).bind(id.0).bind(at).fetch_optional(pool).await)
}

/// The user of a password link, read inside a transaction and locked until its end.
pub async fn lock_by_reset_link(tx: &mut Tx, id: UserId, at: i64) -> Result<Option<UserRow>, sqlx::Error> {
    const LOCK: &str = "UPDATE users SET reset_at = reset_at WHERE id = $1";
    with_tx!(tx, |connection| {
        sqlx::query(LOCK).bind(id.0).execute(&mut *connection).await?;
        sqlx::query_as(BY_RESET_LINK).bind(id.0).bind(at).fetch_optional(connection).await
    })
}

/// Up to `limit` users whose key begins with this text, by name. For the operator.
pub async fn find_by_prefix(db: &Db, key: &str, limit: u32) -> Result<Vec<UserRow>, sqlx::Error> {
    const SQL: &str = select_user!("WHERE username_key >= $1 AND username_key < $2 ORDER BY username_key LIMIT $3");
    let end = format!("{key}{}", char::MAX);
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).bind(&end).bind(i64::from(limit)).fetch_all(pool).await)
}

/// An account with the hash of its password.
#[derive(sqlx::FromRow)]
pub struct HashRow {
    pub id: i64,
    pub username: String,
    pub password: String,
}

/// Up to `limit` active users after this id whose hash begins otherwise, by id.
pub async fn find_other_hashes(db: &Db, present: &str, after: i64, limit: u32) -> Result<Vec<HashRow>, sqlx::Error> {
    const SQL: &str = "SELECT id, username, password FROM users WHERE id > $1 AND is_active = TRUE \
        AND SUBSTR(password, 1, LENGTH($2)) <> $2 ORDER BY id LIMIT $3";
    with_db!(read db, |pool| {
        sqlx::query_as(SQL).bind(after).bind(present).bind(i64::from(limit)).fetch_all(pool).await
    })
}

/// Whether there is any user.
pub async fn any(db: &Db) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM users)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}

/// Stores a new user, or gives `None` when the name is taken: when two race for a name, one wins (B16). A superuser is always
/// staff (B98).
pub async fn insert(tx: &mut Tx, user: &NewUser<'_>) -> Result<Option<UserId>, sqlx::Error> {
    const SQL: &str = "INSERT INTO users (username, username_key, password, email, email_key, is_staff, is_superuser, \
        date_joined) VALUES ($1, $2, $3, $4, $5, $6, $6, $7) ON CONFLICT (username_key) DO NOTHING RETURNING id";
    let id: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(user.username)
            .bind(user.username_key)
            .bind(user.password)
            .bind(user.email)
            .bind(email_key(user.email))
            .bind(user.is_superuser)
            .bind(user.date_joined.0)
            .fetch_optional(connection)
            .await
    })?;
    Ok(id.map(UserId))
}

/// Sets the names of a user, for `latchkey seed`.
pub async fn set_names(tx: &mut Tx, id: UserId, first_name: &str, last_name: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET first_name = $2, last_name = $3 WHERE id = $1";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(id.0).bind(first_name).bind(last_name).execute(connection).await.map(|_| ())
    })
}

/// Notes a login (B37).
pub async fn note_login(tx: &mut Tx, id: UserId, now: Timestamp) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET last_login = $2 WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id.0).bind(now.0).execute(connection).await.map(|_| ()))
}

/// Locks the row of a user, so that what was read of it holds until the end of the transaction.
pub async fn lock(tx: &mut Tx, id: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET last_login = last_login WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id.0).execute(connection).await.map(|_| ()))
}

/// The user as they are now, locked until the end of the transaction.
pub async fn read_locked(tx: &mut Tx, id: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = concat!("UPDATE users SET last_login = last_login WHERE id = $1 RETURNING ", user_fields!());
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(id.0).fetch_optional(connection).await)
}

/// The three fields of the profile form.
pub struct Profile<'a> {
    /// `None` leaves the address as it is.
    pub email: Option<&'a str>,
    pub first_name: &'a str,
    pub last_name: &'a str,
}

/// Stores the profile, and nothing else of the user (B66).
pub async fn update_profile(tx: &mut Tx, id: UserId, profile: &Profile<'_>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET email = COALESCE($2, email), email_key = COALESCE($5, email_key), first_name = $3, \
        last_name = $4 WHERE id = $1";
    with_tx!(tx, |connection| {
        sqlx::query(SQL)
            .bind(id.0)
            .bind(profile.email)
            .bind(profile.first_name)
            .bind(profile.last_name)
            .bind(profile.email.map(email_key))
            .execute(connection)
            .await
            .map(|_| ())
    })
}

/// A change of a password hash.
pub struct HashChange<'a> {
    pub old: &'a str,
    pub new: &'a str,
}

/// Stores a new hash, of the same password (B24) or of another. False when the stored hash has changed meanwhile: of two changes at
/// once, one wins.
pub async fn replace_hash(tx: &mut Tx, id: UserId, change: &HashChange<'_>) -> Result<bool, sqlx::Error> {
    const SQL: &str = "UPDATE users SET password = $3 WHERE id = $1 AND password = $2 RETURNING id";
    let replaced: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(id.0).bind(change.old).bind(change.new).fetch_optional(connection).await
    })?;
    Ok(replaced.is_some())
}
