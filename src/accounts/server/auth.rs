//! Checking credentials, logging in and out, and finding out who is asking.
//! Django: `authenticate`, `login`, `logout`, `get_user` in `django.contrib.auth`.

use tower_sessions_core::Session;

use super::{
    Accounts, activity,
    activity_store::FailedLogin,
    hasher::Verdict,
    permissions,
    sessions::{self, CurrentRow, key},
    store::{self, HashChange, UserRow},
    throttle::{
        Bucket,
        devices::{self, DeviceCookie},
    },
    username::Username,
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{LoginForm, LogoutForm, field},
        policy::PASSWORD_MAX,
        types::{ActivityEvent, PasswordInput, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        db::RequestTx,
        secret_key::MadeWith,
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome, WHOLE_FORM},
};

/// The purpose of the MAC that ties a session to the password hash.
const PURPOSE: &str = "session";

/// Checks a user name, as entered, and a password: the user, or `None` for unknown, wrong and inactive alike, after exactly one
/// hash run (B28 to B31). A name that breaks the rules is as wrong as one that does not exist, and costs the same.
///
/// # Errors
/// [`AppError::Throttled`] after too many failures, before any hash; [`AppError::Busy`] when no hash can be queued.
pub async fn authenticate(
    accounts: &Accounts,
    username: &str,
    password: PasswordInput,
    client: &Client,
) -> Result<Option<UserRow>, AppError> {
    let inner = &accounts.0;
    let valid = Username::parse(username).ok();
    let key = valid.as_ref().map_or_else(|| username.to_lowercase(), Username::key);
    let exact = valid.as_ref().map_or(username, Username::as_str);
    // The index finds the name in any case; its case must be right, too (B5).
    let found = store::find_by_key(&inner.db, &key).await?.filter(|user| user.username == exact);
    let device = found.as_ref().and_then(|user| devices::known(&inner.secret_key, client, user));
    let buckets = match device {
        Some(nonce) => vec![Bucket::Device(nonce)],
        None => [vec![Bucket::Account(key.clone())], Bucket::networks(client)].concat(),
    };
    let attempt = inner.throttle.attempt(buckets, client).await?;
    let stored = found.as_ref().map(|user| user.password.clone());
    let verdict = match inner.hasher.verify(password.clone(), stored).await {
        Ok(verdict) => verdict,
        Err(error) => {
            attempt.not_tried().await?;
            return Err(error);
        }
    };
    let user_id = found.as_ref().map(|user| UserId(user.id));
    let Some(mut user) = found.filter(|user| user.is_active && verdict != Verdict::Wrong) else {
        activity::log(ActivityEvent::LoginFailed, user_id, client);
        attempt.login_failed(FailedLogin { username: exact, username_key: &key, client }).await?;
        return Ok(None);
    };
    attempt.succeeded().await?;
    if verdict == Verdict::NeedsRehash && !upgrade_hash(accounts, &mut user, password).await? {
        return Ok(None);
    }
    store::note_login(&inner.db, UserId(user.id), now()).await?;
    Ok(Some(user))
}

/// Hashes a right password anew with the present parameters (B24). Where another request has replaced the hash meanwhile, the
/// password is checked against the new one: false when it is wrong now.
async fn upgrade_hash(accounts: &Accounts, user: &mut UserRow, password: PasswordInput) -> Result<bool, AppError> {
    let (inner, id) = (&accounts.0, UserId(user.id));
    let new = inner.hasher.hash(password.clone()).await?;
    let (old_mac, new_mac) = (session_mac(accounts, &user.password), session_mac(accounts, &new));
    let change = HashChange { old: &user.password, new: &new, old_mac: &old_mac, new_mac: &new_mac };
    if store::upgrade_hash(&inner.db, id, &change).await? {
        user.password = new;
        return Ok(true);
    }
    let Some(now) = store::find_by_id(&inner.db, id).await?.filter(|user| user.is_active) else {
        return Ok(false);
    };
    *user = now;
    Ok(inner.hasher.verify(password, Some(user.password.clone())).await? != Verdict::Wrong)
}

/// The login form, posted.
pub async fn login(form: LoginForm) -> Result<Outcome, AppError> {
    let (accounts, client): (Accounts, Client) = (extension()?, extension()?);
    let mut errors = FormErrors::default();
    if form.password.is_empty() {
        errors.add(field::PASSWORD, Code::Required);
    }
    // No account can have it: refused at once, before any hash, for every name alike.
    if form.password.is_too_long() {
        errors.add(field::PASSWORD, AccountCode::PasswordTooLong { max: PASSWORD_MAX });
    }
    if let Err(code @ (Code::Required | Code::TooLong { .. })) = Username::parse(&form.username) {
        errors.add(field::USERNAME, code);
    }
    errors.into_result()?;
    let Some(user) = authenticate(&accounts, &form.username, form.password, &client).await? else {
        return Err(FormErrors::one(WHOLE_FORM, AccountCode::InvalidLogin).into());
    };
    start_session(&accounts, &user, !form.remember.is_empty(), ActivityEvent::Login).await?;
    Ok(Outcome::new_document(NextPath::or_default(&form.next)))
}

/// Logs a user in at the current session, under a new id, and remembers the browser.
pub async fn start_session(
    accounts: &Accounts,
    user: &UserRow,
    remember: bool,
    event: ActivityEvent,
) -> Result<(), AppError> {
    let (session, client, device): (Session, Client, DeviceCookie) = (extension()?, extension()?, extension()?);
    let id = UserId(user.id);
    sessions::start(&session, id, &session_mac(accounts, &user.password), remember, &client).await?;
    if accounts.0.throttle.is_on {
        devices::remember(&accounts.0.secret_key, &client, &device, user)?;
    }
    Ok(activity::record(&accounts.0.db, id, event, &client).await?)
}

/// The MAC over the password hash that a session carries (B40). Django: `get_session_auth_hash`.
pub(super) fn session_mac(accounts: &Accounts, password_hash: &str) -> String {
    accounts.0.secret_key.mac(PURPOSE, password_hash)
}

/// The logout form, posted: the row is deleted and the data gone; the session layer removes the cookie.
pub async fn logout(form: LogoutForm) -> Result<Outcome, AppError> {
    end_this_session(NextPath::or_default(&form.next)).await
}

/// Ends the current session; no error when there is none.
pub(super) async fn end_this_session(next: NextPath) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (client, current): (Client, CurrentRow) = (extension()?, extension()?);
    if let Some(user) = viewer.user() {
        // Recorded first, while the session still says whose it is (B45).
        activity::record(&accounts.0.db, user.id, ActivityEvent::Logout, &client).await?;
    }
    let request: RequestTx = extension()?;
    current.end(&mut *request.begin(&accounts.0.db).await?).await?;
    session.flush().await?;
    Ok(Outcome::ended(next))
}

/// Whose session this is (B39 to B42). When the user was deleted or deactivated, or their password changed, the session is
/// flushed and the viewer is anonymous. A MAC made with an older key is renewed.
pub async fn viewer(accounts: &Accounts, session: &Session) -> Result<Viewer, AppError> {
    let Some(id) = session.get::<String>(key::USER_ID).await? else {
        return Ok(Viewer::Anonymous);
    };
    let user = match id.parse() {
        Ok(id) => store::find_by_id(&accounts.0.db, UserId(id)).await?.filter(|user| user.is_active),
        Err(_) => None,
    };
    let mac: String = session.get(key::MAC).await?.unwrap_or_default();
    let secret_key = &accounts.0.secret_key;
    let known = user.and_then(|user| Some((secret_key.verify(PURPOSE, &user.password, &mac)?, user)));
    let Some((made_with, user)) = known else {
        tracing::info!(event = "session_refused");
        session.flush().await?;
        return Ok(Viewer::Anonymous);
    };
    // The id stays: a new one would be a new row, which a request in flight could bring back after a logout.
    if made_with == MadeWith::Fallback {
        session.insert(key::MAC, secret_key.mac(PURPOSE, &user.password)).await?;
    }
    let permissions = permissions::of_user(&accounts.0.db, &user).await?;
    Ok(Viewer::User(user.user(permissions)))
}
