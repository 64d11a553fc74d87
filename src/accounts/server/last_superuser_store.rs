//! The rule of the last superuser: one active superuser always remains, because the site could not be run without one.
//! The check and its SQL stand in one file, because the check holds only while the caller has the lock of [`lock_all`].

use crate::{
    accounts::{code::AccountCode, types::UserId},
    server::db::{Db, Tx, with_db, with_tx},
    shared::{AppError, FormErrors, WHOLE_FORM},
};

const IS_LAST: &str = "SELECT EXISTS (SELECT 1 FROM users WHERE id = $1 AND is_superuser = TRUE AND is_active = TRUE) \
    AND NOT EXISTS (SELECT 1 FROM users WHERE is_superuser = TRUE AND is_active = TRUE AND id <> $1)";

/// Whether this user is the last active superuser. For a page: what is decided later is asked again with [`require_another`].
pub async fn is_last(db: &Db, user: UserId) -> Result<bool, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_scalar(IS_LAST).bind(user.0).fetch_one(pool).await)
}

/// Locks the rows of all superusers: of the last two who go at once, the second sees that the first is gone.
pub async fn lock_all(tx: &mut Tx) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET is_superuser = TRUE WHERE is_superuser = TRUE";
    with_tx!(tx, |connection| sqlx::query(SQL).execute(connection).await.map(|_| ()))
}

/// Like [`lock_all`], but locks nothing when the user is no superuser: other deletions do not wait.
pub async fn lock_all_for(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET is_superuser = TRUE WHERE is_superuser = TRUE \
        AND EXISTS (SELECT 1 FROM users AS going WHERE going.id = $1 AND going.is_superuser = TRUE)";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}

/// Refuses when the user is the last active superuser. The rows of all superusers are locked by [`lock_all`].
///
/// # Errors
/// [`AccountCode::LastSuperuser`], on the whole form.
pub async fn require_another(tx: &mut Tx, user: UserId) -> Result<(), AppError> {
    let is_last: bool =
        with_tx!(tx, |connection| sqlx::query_scalar(IS_LAST).bind(user.0).fetch_one(connection).await)?;
    if is_last { Err(FormErrors::one(WHOLE_FORM, AccountCode::LastSuperuser).into()) } else { Ok(()) }
}
