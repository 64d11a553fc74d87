//! A new password by a link that staff hands over, or that was asked for by mail. A link works once, for three days, as long as nothing
//! else of the account changes; one of staff until a newer one is made. Opening it moves its token into the browser's session, so that no address shows it
//! (B72 to B75). Django: `PasswordResetTokenGenerator`, `PasswordResetConfirmView`.

use tower_sessions_core::Session;

pub use super::reset_link::{LinkState, MadeBy, mail};
pub(super) use super::reset_link::{link, token};
use super::{
    Accounts,
    addresses::store::set_confirmed,
    hasher::Payer,
    mail_link::MailLink,
    password_change::NewHash,
    passwords::{attributes_of, clean_twice},
    permission_store,
    store::{self, UserRow},
    told,
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{ResetForm, field},
        paths,
        types::{ActivityEvent, OpenedLink, PermissionSet, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        db::{RequestTx, Tx},
    },
    shared::{AppError, FormErrors, Id, Outcome, WHOLE_FORM},
};

/// How long a link is valid, in seconds (B72).
const AGE: i64 = 259_200;

/// Keys of the session's data, and purposes of their seals: the link that staff has just made, and the token that was opened.
const LINK: &str = "reset_link";
pub const OPENED: &str = MailLink::PasswordReset.key();

/// Key of the session's data: the one user whose links were opened in it, or `SEVERAL`. It outlives a link that is not valid any
/// more: the form of that one may still be open.
pub const OPENED_FOR: &str = "reset_opened_for";
const SEVERAL: i64 = 0;

/// The purpose of the MAC that binds a form to a token.
const BINDING: &str = "password reset form";

/// The longest token that is read, in bytes.
const TOKEN_MAX: usize = 200;

/// Makes a link, and stores it in the session for the next load of the user's page.
pub async fn store_link(accounts: &Accounts, session: &Session, state: &LinkState<'_>) -> Result<(), AppError> {
    let sealed = accounts.0.secret_key.seal(LINK, &(state.user.id, link(accounts, state)))?;
    Ok(session.insert(LINK, sealed).await?)
}

/// The link that was just made for this user; given once.
pub async fn take_link(accounts: &Accounts, session: &Session, user: UserId) -> Result<Option<String>, AppError> {
    let Some(sealed) = session.get::<String>(LINK).await? else { return Ok(None) };
    let opened = accounts.0.secret_key.open::<(i64, String)>(LINK, &sealed);
    match opened {
        Some((of, _)) if of != user.0 => Ok(None),
        opened => {
            session.remove_value(LINK).await?;
            Ok(opened.map(|(_, link)| link))
        }
    }
}

/// The user whose password this token sets, if it is valid now; `None` for any other text, however malformed (B72, B74).
async fn user_of(accounts: &Accounts, token: &str) -> Result<Option<UserRow>, AppError> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let db = &accounts.0.db;
    let permissions = permission_store::of_user(db, token.id).await?;
    let user = store::find_by_reset_link(db, token.id, token.at).await?;
    if let Some(user) = user.filter(|user| token.made_by_staff(accounts, user, &permissions).is_some()) {
        return Ok(Some(user));
    }
    let user = store::find_by_id(db, token.id).await?;
    Ok(user.filter(|user| token.is_for(accounts, user, &permissions, MadeBy::Mail)))
}

/// The text of a link, taken apart.
struct Token<'a> {
    id: UserId,
    at: i64,
    mac: &'a str,
}

impl<'a> Token<'a> {
    /// `None` for a token that is malformed or too old.
    fn parse(token: &'a str) -> Option<Self> {
        let mut pieces = token.splitn(3, '-').filter(|_| token.len() <= TOKEN_MAX);
        let mut number = || pieces.next().and_then(|piece| piece.parse().ok()).map(Id::get);
        let (id, at) = (UserId(number()?), number()?);
        is_fresh(at, now().0).then(|| Self { id, at, mac: pieces.next().unwrap_or_default() })
    }

    fn is_for(&self, accounts: &Accounts, user: &UserRow, permissions: &PermissionSet, by: MadeBy) -> bool {
        let state = LinkState { user, permissions, at: self.at, by };
        user.is_active && accounts.0.secret_key.verify(by.purpose(), &state.text(), self.mac).is_some()
    }

    fn made_by_staff(&self, accounts: &Accounts, user: &UserRow, permissions: &PermissionSet) -> Option<MadeBy> {
        [MadeBy::Staff, MadeBy::StaffByMail].into_iter().find(|by| self.is_for(accounts, user, permissions, *by))
    }

    /// Decides again, in the transaction that sets the password: hashing it took time.
    async fn still_is_for(&self, accounts: &Accounts, tx: &mut Tx) -> Result<Option<(UserRow, MadeBy)>, sqlx::Error> {
        let newest = store::lock_by_reset_link(tx, self.id, self.at).await?;
        let permissions = permission_store::read_of_user(tx, self.id).await?;
        if let Some(user) = newest
            && let Some(by) = self.made_by_staff(accounts, &user, &permissions)
        {
            return Ok(Some((user, by)));
        }
        let user = store::read(tx, self.id).await?;
        let user = user.filter(|user| self.is_for(accounts, user, &permissions, MadeBy::Mail));
        Ok(user.map(|user| (user, MadeBy::Mail)))
    }
}

/// Whether a link that was made at that second is still valid: for three days, and not one second more (B72).
fn is_fresh(at: i64, now: i64) -> bool {
    (0..=AGE).contains(&now.saturating_sub(at))
}

/// Opens a link: a valid token is stored in the session. The page tells whether there is one.
pub async fn open(accounts: &Accounts, session: &Session, token: &str) -> Result<(), AppError> {
    match user_of(accounts, token).await? {
        Some(user) => {
            tracing::info!(event = "reset_opened", user_id = user.id);
            note_opened(accounts, session, user.id).await?;
            session.insert(OPENED, accounts.0.secret_key.seal(OPENED, &token.to_owned())?).await?;
        }
        None => {
            tracing::info!(event = "reset_refused");
            // A token that was opened before must not be mistaken for this one.
            if session.get_value(OPENED).await?.is_some() {
                session.remove_value(OPENED).await?;
            }
        }
    }
    Ok(())
}

/// Whether a token sets a password now.
pub(super) async fn is_valid(accounts: &Accounts, token: &str) -> Result<bool, AppError> {
    Ok(user_of(accounts, token).await?.is_some())
}

/// Opens in this session what a link with this state opens, without one.
pub(super) async fn put_opened(accounts: &Accounts, session: &Session, state: &LinkState<'_>) -> Result<(), AppError> {
    note_opened(accounts, session, state.user.id).await?;
    let sealed = accounts.0.secret_key.seal(OPENED, &token(accounts, state))?;
    Ok(session.insert(OPENED, sealed).await?)
}

/// Notes for whom a link is opened, before its token takes the place of an earlier one.
async fn note_opened(accounts: &Accounts, session: &Session, user: i64) -> Result<(), AppError> {
    let before = match session.get::<i64>(OPENED_FOR).await? {
        Some(before) => Some(before),
        // Opened in an earlier release.
        None => token_in(accounts, session).await?.and_then(|token| token.split('-').next()?.parse::<i64>().ok()),
    };
    let users = if before.is_none_or(|before| before == user) { user } else { SEVERAL };
    Ok(session.insert(OPENED_FOR, users).await?)
}

/// Forgets the link that was opened. Where links of several users were, a form of another one may still be open.
async fn forget_opened(session: &Session, viewer: &Viewer) -> Result<(), AppError> {
    session.remove_value(OPENED).await?;
    let users: Option<i64> = session.get(OPENED_FOR).await?;
    // A visitor's session ends with it.
    if !viewer.is_authenticated() && users.is_some_and(|users| users != SEVERAL) {
        session.remove_value(OPENED_FOR).await?;
    }
    Ok(())
}

/// The token that was opened last in this session.
async fn token_in(accounts: &Accounts, session: &Session) -> Result<Option<String>, AppError> {
    let sealed: Option<String> = session.get(OPENED).await?;
    Ok(sealed.and_then(|sealed| accounts.0.secret_key.open(OPENED, &sealed)))
}

/// The token that was opened in this session, and the user for whom it is valid now.
async fn opened(accounts: &Accounts, session: &Session) -> Result<Option<(String, UserRow)>, AppError> {
    let Some(token) = token_in(accounts, session).await? else { return Ok(None) };
    Ok(user_of(accounts, &token).await?.map(|user| (token, user)))
}

/// The link that was opened here, and whose password it sets.
pub async fn reset_of() -> Result<Option<OpenedLink>, AppError> {
    let (accounts, session): (Accounts, Session) = (extension()?, extension()?);
    let opened = opened(&accounts, &session).await?;
    Ok(opened.map(|(token, user)| OpenedLink { username: user.username, binding: binding(&accounts, &token) }))
}

/// What a form carries that was made for this token.
fn binding(accounts: &Accounts, token: &str) -> String {
    accounts.0.secret_key.mac(BINDING, token)
}

/// Whether the form was made for another link than the one that is open now: of two links in one browser the later counts, and a
/// form must not set the password of a user whom it did not show. A form that says neither is for the one user whose links were
/// opened in this session, and for no user where there were several.
fn is_for_another(accounts: &Accounts, form: &ResetForm, token: &str, user: &UserRow, opened_for: Option<i64>) -> bool {
    match (form.link.as_str(), form.username.as_str()) {
        ("", "") => opened_for.is_some_and(|opened_for| opened_for != user.id),
        // A form of an earlier release says only the name.
        ("", username) => username != user.username,
        (link, _) => link != binding(accounts, token),
    }
}

/// The form, posted. All sessions of the user end, and no new one begins (B75).
pub async fn set_password(form: ResetForm) -> Result<Outcome, AppError> {
    let (accounts, session, client): (Accounts, Session, Client) = (extension()?, extension()?, extension()?);
    let request: RequestTx = extension()?;
    let Some((token, user)) = opened(&accounts, &session).await? else { return Ok(Outcome::reload(paths::RESET)) };
    if is_for_another(&accounts, &form, &token, &user, session.get(OPENED_FOR).await?) {
        tracing::info!(event = "reset_of_another_link", user_id = user.id);
        return Err(FormErrors::one(WHOLE_FORM, AccountCode::OtherLink).into());
    }
    let mut errors = FormErrors::default();
    let (names, passwords) = ([field::NEW_PASSWORD1, field::NEW_PASSWORD2], [form.new_password1, form.new_password2]);
    let new = clean_twice(&accounts, &mut errors, names, passwords, &attributes_of(&user));
    errors.into_result()?;
    let payer = Payer::visitor(&client, &user.username);
    let new = NewHash::of(&accounts, new.ok_or(AppError::BadRequest)?, &payer).await?;
    let mut tx = request.begin(&accounts.0.db).await?;
    let still = match Token::parse(&token) {
        Some(token) => token.still_is_for(&accounts, &mut tx).await?,
        None => None,
    };
    let is_set = match &still {
        Some((user, _)) => new.set(&accounts, &mut tx, user, None).await?,
        None => false,
    };
    if is_set {
        if let Some((user, by)) = &still
            && by.proves_mailbox()
        {
            // It was opened in the mailbox of that address.
            set_confirmed(&mut tx, UserId(user.id), &user.email).await?;
        }
        told::record(&accounts, &mut tx, &user, ActivityEvent::PasswordChanged, &client).await?;
    }
    drop(tx);
    forget_opened(&session, &extension()?).await?;
    Ok(Outcome::reload(if is_set { paths::RESET_DONE } else { paths::RESET }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b72_a_link_is_valid_for_three_days_and_not_one_second_more() {
        assert!(is_fresh(1_000, 1_000) && is_fresh(1_000, 1_000 + 259_200));
        assert!(!is_fresh(1_000, 1_000 + 259_201) && !is_fresh(1_000, 999));
        assert!(!is_fresh(i64::MIN, i64::MAX) && !is_fresh(i64::MAX, 0));
    }
}
