//! Changing one's password: the old one is asked for, every other session ends, and this one continues under a new id.
//! Django: `PasswordChangeForm`, `update_session_auth_hash` (B62 to B65, S11).

use super::{
    Accounts,
    addresses::store::forget_with_password,
    auth,
    hasher::{Payer, unusable_password},
    invitation_link::expire_all_by,
    member::Member,
    passwords::{NewPassword, attributes_of, clean_twice},
    reauthentication::check_own_password,
    sessions::{self, EngineError, NewMac},
    store::{self, HashChange, UserRow},
    throttle::devices,
    told,
};
use crate::{
    accounts::{
        forms::{PasswordForm, field},
        paths,
        types::{ActivityEvent, UserId},
    },
    server::{context::extension, db::Tx},
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
    let Member { accounts, session, session_row, client, .. } = &member;
    let new = NewHash::of(accounts, new.ok_or(AppError::BadRequest)?, &Payer::user(client, member.user.id)).await?;
    let mut acting = member.act().await?;
    if !new.set(accounts, &mut acting.tx, &user, session_row.id()).await? {
        // Another device was faster, and that has ended this session.
        return Err(AppError::LoginRequired);
    }
    told::record(accounts, &mut acting.tx, &user, ActivityEvent::PasswordChanged, client).await?;
    drop(acting);
    user.password = new.0;
    sessions::renew(session, session_row, &auth::session_mac(accounts, &user.password), client).await?;
    if accounts.0.throttle.is_on {
        devices::remember(&accounts.0.secret_key, client, &extension()?, &user)?;
    }
    Ok(Outcome::go(paths::PASSWORD_DONE))
}

/// The hash of a new password, made before the transaction in which it is set: hashing is slow.
pub(super) struct NewHash(String);

impl NewHash {
    pub async fn of(accounts: &Accounts, new: NewPassword, payer: &Payer) -> Result<Self, AppError> {
        accounts.0.hasher.hash(new.into_input(), payer).await.map(Self)
    }

    /// None at all: nothing that is entered matches.
    pub fn unusable() -> Result<Self, AppError> {
        unusable_password().map(Self)
    }

    /// Sets the password and ends all sessions but `kept`. Every password is replaced here and nowhere else, so whatever must
    /// follow belongs here, once (B23). False when the password has been changed since the user was read.
    pub async fn set(
        &self,
        accounts: &Accounts,
        tx: &mut Tx,
        user: &UserRow,
        kept: Option<i64>,
    ) -> Result<bool, EngineError> {
        let (old_mac, new_mac) = (auth::session_mac(accounts, &user.password), auth::session_mac(accounts, &self.0));
        let (id, change) = (UserId(user.id), HashChange { old: &user.password, new: &self.0 });
        let is_set = store::replace_hash(tx, id, &change).await?;
        if is_set {
            if let Some(kept) = kept {
                // In this transaction, or another request of the kept session would find a MAC over a hash that is gone.
                accounts.sessions().replace_mac_of(tx, kept, NewMac { old: &old_mac, new: &new_mac }).await?;
            }
            accounts.sessions().end_all_but(tx, id, kept).await?;
            // What a thief has asked for meanwhile ends with the password that they knew.
            forget_with_password(tx, id).await?;
            expire_all_by(tx, id).await?;
        }
        Ok(is_set)
    }
}
