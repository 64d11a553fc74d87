//! Changing one's password: the old one is asked for, every other session ends, and this one goes on under a new id.
//! Django: `PasswordChangeForm`, `update_session_auth_hash` (B62 to B65, S11).

use tower_sessions_core::Session;

use super::{
    Accounts, activity, auth, devices,
    passwords::{NewPassword, attributes_of, clean_twice},
    reauthentication::{check_own_password, own_row},
    session_store::CurrentRow,
    sessions,
    staff::audit::Entry,
    store::{self, Marked, UserRow},
};
use crate::{
    accounts::{
        forms::{PasswordForm, field},
        types::{Event, UserId, Viewer},
    },
    server::context::{Client, extension},
    shared::{AppError, FormErrors, Outcome},
};

/// The page that says that it is done.
const DONE: &str = "/accounts/password/done/";

/// The form, posted.
pub async fn change(form: PasswordForm) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (client, current): (Client, CurrentRow) = (extension()?, extension()?);
    let mut user = own_row(&accounts, &viewer).await?;
    let mut errors = FormErrors::default();
    let (names, news) = ([field::NEW_PASSWORD1, field::NEW_PASSWORD2], [form.new_password1, form.new_password2]);
    let new = clean_twice(&accounts, &mut errors, names, news, &attributes_of(&user));
    check_own_password(&accounts, &user, form.old_password, field::OLD_PASSWORD, &mut errors).await?;
    errors.into_result()?;
    let new = new.ok_or(AppError::BadRequest)?;
    let kept = current.get().map(|row| row.id);
    if !set(&accounts, &mut user, new, kept, None).await? {
        // Another device was faster, and that has ended this session.
        return Err(AppError::LoginRequired);
    }
    sessions::renew(&session, &current, &auth::mark(&accounts, &user.password), &client).await?;
    if accounts.0.throttle.is_on {
        devices::remember(&accounts.0.secret_key, &client, &extension()?, &user)?;
    }
    activity::record(&accounts.0.db, UserId(user.id), Event::PasswordChanged, &client).await?;
    Ok(Outcome::go(DONE))
}

/// Sets another password and ends the sessions, but the one that is kept. The one place where a password is replaced, so also
/// the place for whatever has to be told of it, once and after it is stored (B23); `entry` is for the audit trail. False when
/// another change was faster.
pub(super) async fn set(
    accounts: &Accounts,
    user: &mut UserRow,
    new: NewPassword,
    kept: Option<i64>,
    entry: Option<&Entry>,
) -> Result<bool, AppError> {
    let hash = accounts.0.hasher.hash(new.into_input()).await?;
    let (old_mark, new_mark) = (auth::mark(accounts, &user.password), auth::mark(accounts, &hash));
    let (old, new) = (Marked { hash: &user.password, mark: &old_mark }, Marked { hash: &hash, mark: &new_mark });
    let changed = store::change_password(&accounts.0.db, UserId(user.id), (old, new), kept, entry).await?;
    user.password = hash;
    Ok(changed)
}
