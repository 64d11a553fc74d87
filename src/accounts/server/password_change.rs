//! Changing one's password: the old one is asked for, every other session ends, and this one continues under a new id.
//! Django: `PasswordChangeForm`, `update_session_auth_hash` (B62 to B65, S11).

use super::{
    Accounts, activity,
    audit::Entry,
    auth,
    member::Member,
    passwords::{NewPassword, attributes_of, clean_twice},
    reauthentication::check_own_password,
    sessions,
    store::{self, HashChange, UserRow},
    throttle::devices,
};
use crate::{
    accounts::{
        forms::{PasswordForm, field},
        paths,
        types::{ActivityEvent, UserId},
    },
    server::context::extension,
    shared::{AppError, FormErrors, Outcome},
};

/// The form, posted.
pub async fn change(form: PasswordForm) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let mut user = member.row().await?;
    let mut errors = FormErrors::default();
    let (names, passwords) = ([field::NEW_PASSWORD1, field::NEW_PASSWORD2], [form.new_password1, form.new_password2]);
    let new = clean_twice(&member.accounts, &mut errors, names, passwords, &attributes_of(&user));
    check_own_password(&member, &user, form.old_password, field::OLD_PASSWORD, &mut errors).await?;
    errors.into_result()?;
    let new = new.ok_or(AppError::BadRequest)?;
    let Member { accounts, session, session_row, client, .. } = &member;
    if !set(accounts, &mut user, new, session_row.id(), None).await? {
        // Another device was faster, and that has ended this session.
        return Err(AppError::LoginRequired);
    }
    sessions::renew(session, session_row, &auth::session_mac(accounts, &user.password), client).await?;
    if accounts.0.throttle.is_on {
        devices::remember(&accounts.0.secret_key, client, &extension()?, &user)?;
    }
    activity::record_own(&member, ActivityEvent::PasswordChanged).await?;
    Ok(Outcome::go(paths::PASSWORD_DONE))
}

/// Sets another password and ends all sessions but `kept`. Every password is replaced here and nowhere else, so whatever must
/// follow belongs here, once and after it is stored (B23). `entry` is for the audit trail. False when another change was faster.
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
