//! Step-up: what must not be done by whoever finds an open browser asks for the password again, unless it was entered a short
//! while ago (ASVS 7.5.1 to 7.5.3). An action that was refused for this waits in the session and is finished afterwards; that
//! is `boot`'s part. Django has no such thing; others call it sudo mode.

use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use super::{
    Accounts, activity, auth,
    hasher::Verdict,
    sessions::{self, CurrentRow, key},
    store::{self, UserRow},
    throttle::Bucket,
};
use crate::{
    accounts::{
        forms::{ReauthenticateForm, field},
        policy::PASSWORD_MAX,
        types::{Event, PasswordInput, PendingAction, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        sealed_list::SealedList,
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome},
};

/// The page that asks for the password, where no prompt can come over the action.
pub const PATH: &str = "/accounts/reauthenticate/";

/// Where people go from there when nothing says otherwise.
const HOME: &str = "/accounts/";

/// How long the action that asked for the password may take to come again, in seconds.
const ONE_ACTION: i64 = 60;

/// The pending actions of a session, several because each tab can have one.
pub const PENDING: SealedList<Pending> =
    SealedList { key: "pending_actions", max: 4, max_age: 900, made_at: |pending| pending.at };

/// A pending action, with what it takes to run it. Never a password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    pub action: PendingAction,
    /// When it was asked for, in Unix seconds.
    pub at: i64,
    /// The path of its server function.
    pub function: String,
    pub fields: std::collections::BTreeMap<String, String>,
}

/// The password, posted again.
pub async fn reauthenticate(form: ReauthenticateForm) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let client: Client = extension()?;
    let user = own_row(&accounts, &viewer).await?;
    let mut errors = FormErrors::default();
    check_own_password(&accounts, &user, form.password, field::PASSWORD, &mut errors).await?;
    errors.into_result()?;
    sessions::renew(&session, &extension()?, &auth::session_mac(&accounts, &user.password), &client).await?;
    session.insert(key::REAUTHENTICATED, now().0).await?;
    tracing::info!(event = "reauthenticated", user_id = user.id, address = client.address);
    let next = NextPath::parse(&form.next).unwrap_or_else(|| NextPath::own(HOME));
    Ok(Outcome::new_document(next))
}

/// The latest pending action of this session, for the page that asks for the password.
pub async fn pending() -> Result<Option<PendingAction>, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    viewer.user().ok_or(AppError::LoginRequired)?;
    let mut actions = PENDING.read(&accounts.0.secret_key, &session).await?;
    Ok(actions.pop().map(|pending| pending.action))
}

/// Lets through whoever entered the password a short while ago, or just now because this action asked for it.
///
/// # Errors
/// [`AppError::StepUpRequired`] for everybody else.
pub async fn require_recent_password(accounts: &Accounts, session: &Session) -> Result<(), AppError> {
    let now = now().0;
    let is_within = |entered: Option<i64>, age: i64| entered.is_some_and(|entered| now - entered < age);
    if is_within(session.get(key::PASSWORD_ENTERED).await?, i64::from(accounts.0.step_up_age)) {
        return Ok(());
    }
    let asked_for = session.get(key::REAUTHENTICATED).await?;
    if asked_for.is_some() {
        session.remove_value(key::REAUTHENTICATED).await?;
    }
    if is_within(asked_for, ONE_ACTION) {
        return Ok(());
    }
    tracing::info!(event = "step_up_required");
    Err(AppError::StepUpRequired)
}

/// The viewer's own row.
///
/// # Errors
/// [`AppError::LoginRequired`] for somebody who is not logged in, or gone meanwhile.
pub(super) async fn own_row(accounts: &Accounts, viewer: &Viewer) -> Result<UserRow, AppError> {
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    store::find_by_id(&accounts.0.db, user.id).await?.ok_or(AppError::LoginRequired)
}

/// Checks the password of somebody who is signed in; what is wrong with it is noted on that field. Failures are counted for
/// this session, so that neither a found browser can be used for guessing nor an attacker elsewhere gets in the way.
///
/// # Errors
/// [`AppError::Throttled`] and [`AppError::Busy`].
pub(super) async fn check_own_password(
    accounts: &Accounts,
    user: &UserRow,
    password: PasswordInput,
    name: &str,
    errors: &mut FormErrors,
) -> Result<(), AppError> {
    let (current, client): (CurrentRow, Client) = (extension()?, extension()?);
    if password.is_empty() {
        errors.add(name, Code::Required);
        return Ok(());
    }
    if password.is_too_long() {
        errors.add(name, Code::PasswordTooLong { max: PASSWORD_MAX });
        return Ok(());
    }
    let bucket = Bucket::Session(current.get().map_or(0, |row| row.id));
    let attempt = accounts.0.throttle.attempt(vec![bucket], &client).await?;
    match accounts.0.hasher.verify(password, Some(user.password.clone())).await {
        Ok(Verdict::Wrong) => {
            attempt.failed().await?;
            activity::record(&accounts.0.db, UserId(user.id), Event::WrongPassword, &client).await?;
            errors.add(name, Code::WrongPassword);
            Ok(())
        }
        Ok(_) => attempt.succeeded().await,
        Err(error) => {
            attempt.not_tried().await?;
            Err(error)
        }
    }
}
