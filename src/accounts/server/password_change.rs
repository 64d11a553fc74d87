//! Changing one's password: the old one is asked for, every other session ends, and this one goes on under a new id.
//! Django: `PasswordChangeForm`, `update_session_auth_hash` (B62 to B65, S11).

use tower_sessions_core::Session;

use super::{
    Accounts, activity,
    audit::Entry,
    auth,
    passwords::{NewPassword, attributes_of, clean_twice},
    reauthentication::{check_own_password, own_row},
    sessions::{self, CurrentRow},
    store::{self, HashChange, UserRow},
    throttle::devices,
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
    let kept = current.id();
    if !set(&accounts, &mut user, new, kept, None).await? {
        // Another device was faster, and that has ended this session.
        return Err(AppError::LoginRequired);
    }
    sessions::renew(&session, &current, &auth::session_mac(&accounts, &user.password), &client).await?;
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
    let (old_mac, new_mac) = (auth::session_mac(accounts, &user.password), auth::session_mac(accounts, &hash));
    let change = HashChange { old: &user.password, new: &hash, old_mac: &old_mac, new_mac: &new_mac };
    let changed = store::change_password(&accounts.0.db, UserId(user.id), &change, kept, entry).await?;
    user.password = hash;
    Ok(changed)
}
