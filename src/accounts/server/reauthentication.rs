//! Step-up: an action that must not be done by a passer-by at an open browser asks for the password again, unless it was entered
//! recently (ASVS 7.5.1 to 7.5.3). A refused action is pending in the session and finished afterwards; `boot/http/forms/step_up.rs`
//! does that. Django has no such thing; others call it sudo mode.

use std::collections::BTreeMap;

use super::{
    activity, auth,
    hasher::{Payer, Verdict},
    member::Member,
    sessions::{self, key},
    store::UserRow,
    throttle::Bucket,
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{ReauthenticateForm, field},
        paths,
        policy::PASSWORD_MAX,
        types::{ActivityEvent, PasswordInput, PendingAction},
    },
    server::{clock::now, sealed_list::SealedList},
    shared::{AppError, Code, FormErrors, NextPath, Outcome},
};
use serde::{Deserialize, Serialize};

/// For how many seconds a password that an action asked for counts for that action.
const ONE_ACTION: i64 = 60;

/// The pending actions of a session, several because each tab can have one.
pub const PENDING: SealedList<StoredAction> =
    SealedList { key: "pending_actions", max: 4, max_age: 900, made_at: |pending| pending.at };

/// A pending action as the session stores it, with all that is needed to finish it. Never a password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StoredAction {
    pub action: PendingAction,
    /// When it was asked for, in Unix seconds.
    pub at: i64,
    /// The path of its server function.
    pub function: String,
    pub fields: BTreeMap<String, String>,
}

/// The form with the password, posted.
pub async fn reauthenticate(form: ReauthenticateForm) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let user = member.row().await?;
    let mut errors = FormErrors::default();
    check_own_password(&member, &user, form.password, field::PASSWORD, &mut errors).await?;
    errors.into_result()?;
    let Member { accounts, session, session_row, client, .. } = &member;
    // A session that has ended meanwhile, or a password that has changed, is not renewed.
    let mut acting = member.act().await?;
    // Nor is one that another request has just renewed: a form that is sent twice runs its pending action once.
    if acting.row.password != user.password || session_row.has_new_id() {
        return Err(AppError::LoginRequired);
    }
    let (user_id, address) = (user.id, client.address.clone());
    acting.tx.on_commit(async move { tracing::info!(event = "reauthenticated", user_id, address) });
    drop(acting);
    sessions::renew(session, session_row, &auth::session_mac(accounts, &user.password), client).await?;
    session.insert(key::REAUTHENTICATED, now().0).await?;
    let next = NextPath::parse(&form.next).unwrap_or_else(|| NextPath::own(paths::ACCOUNT));
    Ok(Outcome::new_document(next))
}

/// The newest pending action of this session, as its page shows it.
pub async fn pending() -> Result<Option<PendingAction>, AppError> {
    let member = Member::current()?;
    let mut actions = PENDING.read(&member.accounts.0.secret_key, &member.session).await?;
    Ok(actions.pop().map(|stored| stored.action))
}

/// Accepts a password that was entered recently, or just now because this action asked for it.
///
/// # Errors
/// [`AppError::StepUpRequired`] otherwise.
pub async fn require_recent_password(member: &Member) -> Result<(), AppError> {
    let (now, session) = (now().0, &member.session);
    let is_within = |entered: Option<i64>, age: i64| entered.is_some_and(|entered| now - entered < age);
    if is_within(session.get(key::PASSWORD_ENTERED).await?, i64::from(member.accounts.0.step_up_age)) {
        return Ok(());
    }
    let asked_for = session.get(key::REAUTHENTICATED).await?;
    if asked_for.is_some() {
        session.remove_value(key::REAUTHENTICATED).await?;
    }
    if let Some(entered) = asked_for.filter(|_| is_within(asked_for, ONE_ACTION))
        && member.session_row.use_password(entered).await?
    {
        return Ok(());
    }
    tracing::info!(event = "step_up_required");
    Err(AppError::StepUpRequired)
}

/// Checks the password of the current user; what is wrong with it is added to the errors of the field `name`. A form that has
/// other errors is refused anyway, so its password is not compared and costs no hash. Failures are counted for this session, so
/// that an open browser cannot be used to guess, and an attacker elsewhere cannot lock the user out.
///
/// # Errors
/// [`AppError::Throttled`] and [`AppError::Busy`].
pub(super) async fn check_own_password(
    member: &Member,
    user: &UserRow,
    password: PasswordInput,
    name: &str,
    errors: &mut FormErrors,
) -> Result<(), AppError> {
    if password.is_empty() {
        errors.add(name, Code::Required);
        return Ok(());
    }
    if password.is_too_long() {
        errors.add(name, AccountCode::PasswordTooLong { max: PASSWORD_MAX });
        return Ok(());
    }
    if !errors.is_empty() {
        return Ok(());
    }
    let accounts = &member.accounts.0;
    let payer = Payer::user(&member.client, member.user.id);
    accounts.hasher.admit(&payer)?;
    let bucket = Bucket::Session(member.session_row.id().unwrap_or(0));
    let attempt = accounts.throttle.attempt(vec![bucket], &member.client).await?;
    match accounts.hasher.verify(password, Some(user.password.clone()), &payer).await {
        Ok(None | Some(Verdict::Wrong)) => {
            let mut tx = accounts.db.begin().await?;
            attempt.failed_in(&mut tx).await?;
            activity::record(&mut tx, member.user.id, ActivityEvent::WrongPassword, &member.client).await?;
            tx.commit().await?;
            errors.add(name, AccountCode::WrongPassword);
            Ok(())
        }
        Ok(Some(Verdict::Right | Verdict::NeedsRehash)) => {
            let mut tx = accounts.db.begin().await?;
            attempt.succeeded(&mut tx).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            attempt.not_tried().await?;
            Err(error)
        }
    }
}
