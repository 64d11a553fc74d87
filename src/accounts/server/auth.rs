//! Checking credentials, logging in and out, and finding out who is asking.
//! Django: `authenticate`, `login`, `logout`, `get_user` in `django.contrib.auth`.

use tower_sessions_core::Session;

use super::{
    Accounts,
    hasher::Verdict,
    sessions::{self, key},
    store::{self, UserRow},
    username::Username,
};
use crate::{
    accounts::{
        forms::{LoginForm, LogoutForm, field},
        policy::PASSWORD_MAX,
        types::{OwnProfile, PasswordInput, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        secret_key::MadeWith,
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome, Timestamp, WHOLE_FORM},
};

/// What the session's mark over the password hash is made for.
const MARK: &str = "session";

/// Checks a user name and a password: the user, or `None` for unknown, wrong and inactive alike, after exactly one hash
/// run (B28 to B31).
///
/// # Errors
/// [`AppError::Busy`] when no hash can be queued.
pub async fn authenticate(
    accounts: &Accounts,
    username: &Username,
    password: PasswordInput,
) -> Result<Option<UserRow>, AppError> {
    let inner = &accounts.0;
    // One index finds the name in any case; the case itself must be right (B5).
    let found = store::find_by_key(&inner.db, &username.key()).await?;
    let found = found.filter(|user| user.username == username.as_str());
    let stored = found.as_ref().map(|user| user.password.clone());
    let verdict = inner.hasher.verify(password.clone(), stored).await?;
    let Some(mut user) = found.filter(|user| user.is_active && verdict != Verdict::Wrong) else {
        return Ok(None);
    };
    let rehashed = match verdict {
        Verdict::RightButOutdated => Some(inner.hasher.hash(password).await?),
        _ => None,
    };
    store::note_login(&inner.db, UserId(user.id), now(), rehashed.as_deref()).await?;
    user.password = rehashed.unwrap_or(user.password);
    Ok(Some(user))
}

/// The login form, posted.
pub async fn login(form: LoginForm) -> Result<Outcome, AppError> {
    let accounts: Accounts = extension()?;
    let mut errors = FormErrors::default();
    if form.password.is_empty() {
        errors.add(field::PASSWORD, Code::Required);
    }
    // Nobody can have one: refused at once, before any hash, the same for every name.
    if form.password.reveal().chars().count() > PASSWORD_MAX as usize {
        errors.add(field::PASSWORD, Code::PasswordTooLong { max: PASSWORD_MAX });
    }
    let refused = || FormErrors::one(WHOLE_FORM, Code::InvalidLogin);
    let username = match Username::parse(&form.username) {
        Ok(username) => Some(username),
        // A name that nobody can have is as wrong as one that nobody has, and costs the same.
        Err(Code::InvalidUsername) => None,
        Err(code) => errors.check(field::USERNAME, Err(code)),
    };
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let user = match username {
        Some(username) => authenticate(&accounts, &username, form.password).await?,
        None => {
            accounts.0.hasher.verify(form.password, None).await?;
            None
        }
    };
    let Some(user) = user else {
        tracing::info!(event = "login_failed");
        return Err(refused().into());
    };
    start_session(&accounts, &user, !form.keep.is_empty()).await?;
    Ok(Outcome::new_document(NextPath::or_default(&form.next)))
}

/// Logs this user in at the current session, under a new id.
pub async fn start_session(accounts: &Accounts, user: &UserRow, keep: bool) -> Result<(), AppError> {
    let (session, client): (Session, Client) = (extension()?, extension()?);
    let mark = accounts.0.secret_key.mark(MARK, &user.password);
    sessions::start(&session, UserId(user.id), &mark, keep, &client).await?;
    tracing::info!(event = "login", user_id = user.id);
    Ok(())
}

/// The logout form, posted: the row is deleted and the data gone; the session layer removes the cookie.
pub async fn logout(form: LogoutForm) -> Result<Outcome, AppError> {
    let (session, viewer): (Session, Viewer) = (extension()?, extension()?);
    // The event comes first, so that it still knows who it was (B45).
    tracing::info!(event = "logout", user_id = viewer.user().map(|user| user.id.0));
    session.flush().await?;
    Ok(Outcome::new_document(NextPath::or_default(&form.next)))
}

/// Ends all sessions of the viewer, this one included.
pub async fn logout_everywhere() -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    tracing::info!(event = "logout_everywhere", user_id = user.id.0);
    sessions::end_all_of(&accounts.0.db, user.id).await?;
    session.flush().await?;
    Ok(Outcome::new_document(NextPath::default()))
}

/// The viewer's own data.
pub async fn profile() -> Result<OwnProfile, AppError> {
    let (accounts, viewer): (Accounts, Viewer) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    let row = store::find_by_id(&accounts.0.db, user.id).await?.ok_or(AppError::LoginRequired)?;
    let sessions = sessions::count_of(&accounts.0.db, user.id).await?;
    Ok(OwnProfile {
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        date_joined: Timestamp(row.date_joined),
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
    })
}

/// Who this session belongs to (B39 to B42). Deleted, deactivated, or with another password since: the session is flushed
/// and the answer is anonymous. A mark made with an older key is renewed.
pub async fn viewer(accounts: &Accounts, session: &Session) -> Result<Viewer, AppError> {
    let Some(id) = session.get::<String>(key::USER_ID).await? else {
        return Ok(Viewer::Anonymous);
    };
    let user = match id.parse() {
        Ok(id) => store::find_by_id(&accounts.0.db, UserId(id)).await?.filter(|user| user.is_active),
        Err(_) => None,
    };
    let mark: String = session.get(key::HASH).await?.unwrap_or_default();
    let secret_key = &accounts.0.secret_key;
    let known = user.and_then(|user| Some((secret_key.verify(MARK, &user.password, &mark)?, user)));
    let Some((made_with, user)) = known else {
        tracing::info!(event = "session_refused");
        session.flush().await?;
        return Ok(Viewer::Anonymous);
    };
    // Under the same id: a new one would be a new row, which a request in flight could bring back after a logout.
    if made_with == MadeWith::Fallback {
        session.insert(key::HASH, secret_key.mark(MARK, &user.password)).await?;
    }
    Ok(Viewer::User(user.user()))
}
