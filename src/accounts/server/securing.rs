//! "Was it not you?": the link of every mail that tells what has happened to an account. For a week, whatever has been changed since, the
//! mailbox that was told ends all sessions and the password, and gets the account its address back if it has another one by now. Then
//! the form for a new password opens: who does this has lost the account to someone who may know the old one.

use tower_sessions_core::Session;

pub use super::securing_link::delete_old;
use super::{
    Accounts, activity,
    addresses::store::{self, UndoRow},
    hasher::is_usable,
    mail_link::{self, MailLink},
    password_change::NewHash,
    permission_store,
    reset::{self, LinkState, MadeBy},
    securing_link::Nonce,
    store::{self as user_store, UserRow},
    told,
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::SecureForm,
        paths,
        types::{ActivityEvent, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        db::{RequestTx, Tx},
        errors::internal,
    },
    shared::{AppError, FormErrors, NextPath, Outcome, WHOLE_FORM},
};

/// What a link does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Ends sessions and password.
    Secures,
    /// The same, and gives the address back.
    Restores,
    /// It has done so, and no password has been set since: the form for one opens again.
    OpensAgain,
}

impl Effect {
    /// `None` where the link is worth nothing any more.
    fn of(undo: &UndoRow, user: &UserRow) -> Option<Self> {
        let is_its = user.has_confirmed_email() && user.email == undo.email;
        match (undo.is_used, is_its) {
            (false, true) => Some(Self::Secures),
            (false, false) => Some(Self::Restores),
            (true, true) if !is_usable(&user.password) => Some(Self::OpensAgain),
            _ => None,
        }
    }
}

/// Whose account a token secures, and how; `None` for any text that is no valid token.
pub async fn find(accounts: &Accounts, token: &str) -> Result<Option<(String, Effect)>, AppError> {
    let db = &accounts.0.db;
    let Some(undo) = Nonce::of(token).find(db).await? else { return Ok(None) };
    let user = user_store::find_by_id(db, UserId(undo.user_id)).await?.filter(|user| user.is_active);
    Ok(user.and_then(|user| Effect::of(&undo, &user).map(|effect| (user.username, effect))))
}

/// The form, posted. The same mail opens the form for a new password again, until one is set.
pub async fn secure(form: SecureForm) -> Result<Outcome, AppError> {
    let (accounts, request, client): (Accounts, RequestTx, Client) = (extension()?, extension()?, extension()?);
    let (session, viewer): (Session, Viewer) = (extension()?, extension()?);
    let wrong = || AppError::from(FormErrors::one(WHOLE_FORM, AccountCode::WrongLink));
    let nonce = Nonce::of(&form.token);
    let id = UserId(nonce.find(&accounts.0.db).await?.ok_or_else(wrong)?.user_id);
    let mut tx = request.begin(&accounts.0.db).await?;
    let user = user_store::read_locked(&mut tx, id).await?.filter(|user| user.is_active).ok_or_else(wrong)?;
    let undo = nonce.read(&mut tx).await?.ok_or_else(wrong)?;
    let user = match Effect::of(&undo, &user).ok_or_else(wrong)? {
        Effect::OpensAgain => user,
        effect => end(&accounts, &mut tx, &user, (&undo, effect), &client).await?,
    };
    let permissions = permission_store::read_of_user(&mut tx, id).await?;
    drop(tx);
    if viewer.is_authenticated() {
        session.flush().await?;
        return Ok(Outcome::ended(NextPath::own(paths::SECURE_DONE)));
    }
    let state = LinkState { user: &user, permissions: &permissions, at: now().0, by: MadeBy::Mail };
    reset::put_opened(&accounts, &session, &state).await?;
    mail_link::forget(&session, MailLink::Securing).await?;
    Ok(Outcome::reload(paths::RESET))
}

/// Ends sessions and password. Where the address is another one by now, it is given back, and the one that had taken its place is told.
/// Gives the user as they are then.
async fn end(
    accounts: &Accounts,
    tx: &mut Tx,
    user: &UserRow,
    (undo, effect): (&UndoRow, Effect),
    client: &Client,
) -> Result<UserRow, AppError> {
    let id = UserId(user.id);
    if !NewHash::unusable()?.set(accounts, tx, user, None).await? {
        return Err(internal("a password changed under its lock"));
    }
    store::use_undo(tx, undo).await?;
    if effect == Effect::Restores {
        store::set_confirmed(tx, id, &undo.email).await?;
        told::record(accounts, tx, user, ActivityEvent::EmailRestored, client).await?;
    } else {
        activity::record(tx, id, ActivityEvent::Secured, client).await?;
    }
    user_store::read(tx, id).await?.ok_or_else(|| internal("the user is gone"))
}
