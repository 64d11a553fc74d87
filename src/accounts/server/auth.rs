//! Checking credentials, logging in and out, and finding out who is asking.
//! Django: `authenticate`, `login`, `logout`, `get_user` in `django.contrib.auth`.

use std::sync::Arc;

use tower_sessions_core::Session;

use super::{
    Accounts, activity,
    activity_store::FailedLogin,
    entered::{Entered, find},
    hasher::{Payer, Verdict},
    sessions::{self, CurrentRow, LoadedUser, NewMac, key},
    store::{self, HashChange, UserRow},
    throttle::{
        Attempt, Bucket,
        devices::{self, DeviceCookie},
    },
    told,
    username::{Username, key_of},
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{LoginForm, LogoutForm, field},
        messages::notice,
        policy::PASSWORD_MAX,
        types::{ActivityEvent, PasswordInput, PermissionSet, User, UserId, Viewer},
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

/// Checks a user name, as entered, and a password, and notes the login in the transaction of the request: the user, or `None`
/// for unknown, wrong and inactive alike, after exactly one hash run (B28 to B31). A name that breaks the rules costs the same as one
/// that does not exist.
///
/// # Errors
/// [`AppError::Throttled`] after too many failures, before any hash; [`AppError::Busy`] when no hash can be queued.
async fn authenticate(
    accounts: &Accounts,
    username: &str,
    password: PasswordInput,
    client: &Client,
) -> Result<Option<UserRow>, AppError> {
    let inner = &accounts.0;
    let entered = Entered::of(accounts, username);
    let (found, key) = (find(accounts, &entered).await?, entered.budget());
    let device = found.as_ref().and_then(|user| devices::known(&inner.secret_key, client, user));
    let is_known = device.is_some();
    let (buckets, payer) = match device {
        Some(nonce) => (vec![Bucket::Device(nonce.clone())], Payer::known_browser(client, &nonce)),
        None => ([vec![Bucket::Account(key.clone())], Bucket::networks(client)].concat(), Payer::visitor(client, &key)),
    };
    inner.hasher.admit(&payer)?;
    let mut attempt = inner.throttle.attempt(buckets, client).await?;
    let user_id = found.as_ref().map(|user| UserId(user.id));
    // Its owner reads of a failure, by whatever it was tried.
    let theirs = found.as_ref().map_or_else(|| key.clone(), |user| key_of(&user.username));
    let mut user = found;
    for _ in 0..TRIES {
        let right = match check(accounts, attempt, user, &password, &payer).await? {
            Checked::Right(still, right) => {
                attempt = still;
                right
            }
            Checked::Wrong(wrong) => {
                attempt = wrong;
                break;
            }
        };
        match note_login(accounts, attempt, *right, client, is_known).await? {
            Noted::Yes(user) => return Ok(Some(user)),
            Noted::No(still, stored) => (attempt, user) = (still, stored),
        }
    }
    attempt.login_failed(FailedLogin { username_key: &theirs, client }, user_id).await?;
    Ok(None)
}

/// How often a password is checked when its hash is replaced while it is checked: by logins that rehash it, or by a change.
const TRIES: usize = 3;

/// Whether a login was noted.
enum Noted {
    Yes(UserRow),
    /// The hash that was checked is not the stored one any more; with the attempt, and the user as they are now.
    No(Attempt, Option<UserRow>),
}

/// A password that was checked, with the attempt that it was.
enum Checked {
    Right(Attempt, Box<RightPassword>),
    Wrong(Attempt),
}

/// A user whose password was right, and its new hash where the stored one is of other parameters (B24).
struct RightPassword {
    user: UserRow,
    rehashed: Option<String>,
}

async fn check(
    accounts: &Accounts,
    attempt: Attempt,
    user: Option<UserRow>,
    password: &PasswordInput,
    payer: &Payer,
) -> Result<Checked, AppError> {
    let hasher = &accounts.0.hasher;
    // An inactive user costs what an unknown one does, so that deactivating an account takes its costlier hash out of use.
    let stored = user.as_ref().filter(|user| user.is_active).map(|user| user.password.clone());
    let verdict = match hasher.verify(password.clone(), stored, payer).await {
        Ok(verdict) => verdict,
        Err(error) => {
            attempt.not_tried().await?;
            return Err(error);
        }
    };
    // A client that has gone away before its turn counts as one that was wrong: guessing must not be free.
    let is_right = matches!(verdict, Some(Verdict::Right | Verdict::NeedsRehash));
    let Some(user) = user.filter(|user| user.is_active && is_right) else { return Ok(Checked::Wrong(attempt)) };
    let rehashed = match verdict {
        // Where there is no room for it, the next login does it.
        Some(Verdict::NeedsRehash) => hasher.hash(password.clone(), payer).await.ok(),
        _ => None,
    };
    Ok(Checked::Right(attempt, Box::new(RightPassword { user, rehashed })))
}

/// Notes a login in the transaction of the request, where it is decided again whether the user may log in with the hash that was
/// checked: hashing took time.
async fn note_login(
    accounts: &Accounts,
    attempt: Attempt,
    right: RightPassword,
    client: &Client,
    is_known: bool,
) -> Result<Noted, AppError> {
    let request: RequestTx = extension()?;
    let mut tx = request.begin(&accounts.0.db).await?;
    let id = UserId(right.user.id);
    let is_as_checked = |user: &UserRow| user.is_active && user.password == right.user.password;
    let mut user = match store::read_locked(&mut tx, id).await? {
        Some(user) if is_as_checked(&user) => user,
        stored => {
            drop(tx);
            request.rollback().await;
            return Ok(Noted::No(attempt, stored));
        }
    };
    attempt.succeeded(&mut tx).await?;
    if let Some(new) = right.rehashed {
        let (old_mac, new_mac) = (session_mac(accounts, &user.password), session_mac(accounts, &new));
        let change = HashChange { old: &user.password, new: &new };
        if store::replace_hash(&mut tx, id, &change).await? {
            accounts.sessions().replace_mac(&mut tx, id, NewMac { old: &old_mac, new: &new_mac }).await?;
        }
        user.password = new;
    }
    store::note_login(&mut tx, id, now()).await?;
    told::record_login(accounts, &mut tx, &user, client, is_known).await?;
    Ok(Noted::Yes(user))
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
        // By what was entered alone, not by what is known of it.
        let code = match form.username.contains('@') {
            true => AccountCode::InvalidLoginByAddress,
            false => AccountCode::InvalidLogin,
        };
        return Err(FormErrors::one(WHOLE_FORM, code).into());
    };
    start_session(&accounts, &user, !form.remember.is_empty()).await?;
    // Where a form waits for this login, its page says that instead.
    notice::LOGGED_IN.remember(&extension::<Session>()?).await?;
    Ok(Outcome::new_document(NextPath::or_default(&form.next)))
}

/// Logs a user in at the current session, under a new id, and remembers the browser.
pub(super) async fn start_session(accounts: &Accounts, user: &UserRow, remember: bool) -> Result<(), AppError> {
    let (session, client, device): (Session, Client, DeviceCookie) = (extension()?, extension()?, extension()?);
    make_room(accounts, UserId(user.id), &client).await?;
    let mac = session_mac(accounts, &user.password);
    sessions::start(&session, UserId(user.id), &mac, remember, &client).await?;
    if accounts.0.throttle.is_on {
        devices::remember(&accounts.0.secret_key, &client, &device, user)?;
    }
    Ok(())
}

/// Makes room for one more session of a user, in the transaction of the login: where there are too many, the oldest end, and the
/// user is told.
async fn make_room(accounts: &Accounts, user: UserId, client: &Client) -> Result<(), AppError> {
    let (request, current): (RequestTx, CurrentRow) = (extension()?, extension()?);
    let (db, others) = (&accounts.0.db, accounts.0.sessions_per_user.saturating_sub(1));
    let mut tx = request.begin(db).await?;
    if accounts.sessions().end_oldest(&mut tx, user, current.id(), others).await? {
        activity::record(&mut tx, user, ActivityEvent::OldestSessionEnded, client).await?;
    }
    Ok(())
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
    let request: RequestTx = extension()?;
    let mut tx = request.begin(&accounts.0.db).await?;
    if let Some(user) = viewer.user() {
        // Recorded first, while the session still says whose it is (B45).
        activity::record(&mut tx, user.id, ActivityEvent::Logout, &client).await?;
    }
    current.end(&mut tx).await?;
    drop(tx);
    session.flush().await?;
    Ok(Outcome::ended(next))
}

/// Whose session this is (B39 to B42). When the user was deleted or deactivated, or their password changed, the session is
/// flushed and the viewer is anonymous. A MAC made with an older key is renewed.
pub async fn viewer(accounts: &Accounts, session: &Session, current: &CurrentRow) -> Result<Viewer, AppError> {
    let Some(id) = session.get::<String>(key::USER_ID).await? else {
        return Ok(Viewer::Anonymous);
    };
    let is_theirs = |user: &LoadedUser| user.row.is_active && user.row.id.to_string() == id;
    let user = current.take_user().filter(is_theirs);
    let mac: String = session.get(key::MAC).await?.unwrap_or_default();
    let secret_key = &accounts.0.secret_key;
    // A session of some engines carries two for a while, when the hash of the password has been replaced.
    let made_with =
        |user: &LoadedUser| mac.split(' ').find_map(|mac| secret_key.verify(PURPOSE, &user.row.password, mac));
    let known = user.and_then(|user| Some((made_with(&user)?, user)));
    let Some((made_with, LoadedUser { row, permissions, .. })) = known else {
        tracing::info!(event = "session_refused");
        session.flush().await?;
        return Ok(Viewer::Anonymous);
    };
    // The id stays: a new one would be a new row, which a request in flight could bring back after a logout.
    if made_with == MadeWith::Fallback {
        session.insert(key::MAC, secret_key.mac(PURPOSE, &row.password)).await?;
    }
    // A superuser needs no permission.
    let permissions = if row.is_superuser { PermissionSet::default() } else { permissions };
    let must_confirm_email = accounts.must_confirm(&row);
    Ok(Viewer::User(Arc::new(User { must_confirm_email, ..row.user(permissions) })))
}
