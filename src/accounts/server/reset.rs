//! A new password by a link that staff hands over: valid for three days, once, only as long as nothing else happens to the
//! account, and until a newer one is made. The link is opened once and then waits in the browser's session, so that it stands in
//! no address (B72 to B75).
//! Django: `PasswordResetTokenGenerator`, `PasswordResetConfirmView`.

use tower_sessions_core::Session;

use super::{
    Accounts, activity, password_change,
    passwords::{attributes_of, clean_twice},
    permission_store,
    store::{self, UserRow},
};
use crate::{
    accounts::{
        forms::{ResetForm, field},
        types::{Event, PermissionSet, UserId},
    },
    server::{
        clock::now,
        context::{Client, extension},
    },
    shared::{AppError, FormErrors, Outcome, Timestamp},
};

/// The page where a password is set, and the one that says that it is done.
pub const PATH: &str = "/accounts/reset/";
const DONE: &str = "/accounts/reset/done/";

/// How long a link is valid, in seconds (B72).
const AGE: i64 = 259_200;

/// Keys of the session's data: the link that staff has just made, and the one that was opened here.
const LINK: &str = "reset_link";
pub const OPENED: &str = "reset_opened";

/// What its mark is made for.
const PURPOSE: &str = "password reset";

/// The longest token that is looked at.
const TOKEN_MAX: usize = 200;

/// What a link is bound to: it dies when the password, the address, the time of the last login or what the user may do changes.
/// So a link that was made for somebody with few rights is no way to the more that they are given later.
fn bound_to(row: &UserRow, permissions: &PermissionSet, at: i64) -> String {
    let UserRow { id, password, email, is_staff, is_superuser, .. } = row;
    let permissions: Vec<&str> = permissions.names().collect();
    let last_login = row.last_login.unwrap_or(0);
    format!("{id}\n{at}\n{last_login}\n{password}\n{email}\n{is_staff}\n{is_superuser}\n{}", permissions.join(" "))
}

/// Makes the link for this user that was noted at this time, and keeps it for the next load of the user's page.
pub(crate) async fn keep_link(
    accounts: &Accounts,
    session: &Session,
    (row, permissions): (&UserRow, &PermissionSet),
    Timestamp(at): Timestamp,
) -> Result<(), AppError> {
    let mark = accounts.0.secret_key.mac(PURPOSE, &bound_to(row, permissions, at));
    let link = format!("{PATH}{}-{at}-{mark}/", row.id);
    let sealed = accounts.0.secret_key.seal(LINK, &(row.id, link))?;
    Ok(session.insert(LINK, sealed).await?)
}

/// The link that was made for this user just now; given once.
pub(crate) async fn take_link(
    accounts: &Accounts,
    session: &Session,
    user: UserId,
) -> Result<Option<String>, AppError> {
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

/// The user whose password this token sets, if it is valid now. Anything else, however malformed, is none (B72, B74).
async fn user_of(accounts: &Accounts, token: &str) -> Result<Option<UserRow>, AppError> {
    let mut pieces = token.splitn(3, '-');
    let mut number = || pieces.next().and_then(|piece| piece.parse::<i64>().ok());
    let (Some(id), Some(at), true) = (number(), number(), token.len() <= TOKEN_MAX) else { return Ok(None) };
    let mark = pieces.next().unwrap_or_default();
    if !is_fresh(at, now().0) {
        return Ok(None);
    }
    let (db, id) = (&accounts.0.db, UserId(id));
    let row = store::find_by_reset_link(db, id, at).await?.filter(|row| row.is_active);
    let permissions = permission_store::of_user(db, id).await?;
    Ok(row.filter(|row| accounts.0.secret_key.verify(PURPOSE, &bound_to(row, &permissions, at), mark).is_some()))
}

/// Whether a link that was made then is young enough now: up to three days, and not one second more (B72).
fn is_fresh(at: i64, now: i64) -> bool {
    (0..=AGE).contains(&now.saturating_sub(at))
}

/// A link that was opened: a valid one waits in the session from now on. The page tells what there is.
pub async fn open(accounts: &Accounts, session: &Session, token: &str) -> Result<(), AppError> {
    match user_of(accounts, token).await? {
        Some(row) => {
            tracing::info!(event = "reset_opened", user_id = row.id);
            session.insert(OPENED, accounts.0.secret_key.seal(OPENED, &token.to_owned())?).await?;
        }
        None => {
            tracing::info!(event = "reset_refused");
            // An older one that waits must not be mistaken for this one.
            if session.get_value(OPENED).await?.is_some() {
                session.remove_value(OPENED).await?;
            }
        }
    }
    Ok(())
}

/// The user whose valid link was opened in this session.
async fn opened(accounts: &Accounts, session: &Session) -> Result<Option<UserRow>, AppError> {
    let sealed: Option<String> = session.get(OPENED).await?;
    let token: Option<String> = sealed.and_then(|sealed| accounts.0.secret_key.open(OPENED, &sealed));
    match token {
        Some(token) => user_of(accounts, &token).await,
        None => Ok(None),
    }
}

/// Whose password is set here: the user name, for password managers.
pub async fn reset_of() -> Result<Option<String>, AppError> {
    let (accounts, session): (Accounts, Session) = (extension()?, extension()?);
    Ok(opened(&accounts, &session).await?.map(|row| row.username))
}

/// The form, posted. All sessions of the user end, and nobody is logged in by it (B75).
pub async fn set_password(form: ResetForm) -> Result<Outcome, AppError> {
    let (accounts, session, client): (Accounts, Session, Client) = (extension()?, extension()?, extension()?);
    let Some(mut user) = opened(&accounts, &session).await? else { return Ok(Outcome::reload(PATH)) };
    let mut errors = FormErrors::default();
    let (names, news) = ([field::NEW_PASSWORD1, field::NEW_PASSWORD2], [form.new_password1, form.new_password2]);
    let new = clean_twice(&accounts, &mut errors, names, news, &attributes_of(&user));
    errors.into_result()?;
    let new = new.ok_or(AppError::BadRequest)?;
    session.remove_value(OPENED).await?;
    if !password_change::set(&accounts, &mut user, new, None, None).await? {
        return Ok(Outcome::reload(PATH));
    }
    activity::record(&accounts.0.db, UserId(user.id), Event::PasswordChanged, &client).await?;
    Ok(Outcome::reload(DONE))
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
