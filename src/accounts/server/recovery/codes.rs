//! The short code beside a link, for typing on another device: eight digits, ten minutes, five tries, one use, stored as a MAC
//! that is bound to what the link is bound to.

use tower_sessions_core::Session;

use super::{
    ACCOUNTS_MAX,
    store::{self, Bounds, CodeRow, TryKeys},
};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{ResetCodeForm, field},
        paths,
        server::{
            Accounts,
            email::{email_key, parse_email},
            permission_store,
            reset::{self, LinkState, MadeBy},
            store::{self as user_store, UserRow},
            throttle::{Attempt, Bucket},
        },
        types::{PermissionSet, UserId},
    },
    server::{
        clock::now,
        context::{Client, extension},
        db::{RequestTx, Tx},
        errors::internal,
    },
    shared::{AppError, Code, FormErrors, Outcome},
};

/// How long a code is valid, in seconds.
const AGE: i64 = 600;

/// How many tries a code has: from one network, or by its user; and in all.
const TRIES: i64 = 5;
const TRIES_IN_ALL: i64 = 20;

const DIGITS: usize = 8;

/// What the code is for, in the table and as the purpose of its MAC.
const PURPOSE: &str = "password reset code";

/// Makes the code of a password link and stores it in place of an earlier one.
pub async fn make(accounts: &Accounts, tx: &mut Tx, state: &LinkState<'_>) -> Result<String, AppError> {
    store::forget_tries(tx, &address_key(accounts, &state.user.email)).await?;
    let to = Bound { user: UserId(state.user.id), purpose: PURPOSE, text: &state.text(), at: state.at };
    make_bound(accounts, tx, &to).await
}

/// What a code is bound to.
pub struct Bound<'a> {
    pub user: UserId,
    pub purpose: &'static str,
    /// It is worth nothing once this is another text.
    pub text: &'a str,
    /// When it was made, in Unix seconds.
    pub at: i64,
}

/// Makes a code and stores it in place of an earlier one of the same purpose.
pub async fn make_bound(accounts: &Accounts, tx: &mut Tx, to: &Bound<'_>) -> Result<String, AppError> {
    let code = random_digits()?;
    let mac = accounts.0.secret_key.mac(to.purpose, &bound(to.text, &code));
    store::put_code(tx, to.user, to.purpose, &mac, to.at).await?;
    Ok(format!("{} {}", &code[..DIGITS / 2], &code[DIGITS / 2..]))
}

fn bound(text: &str, code: &str) -> String {
    format!("{text}\n{code}")
}

/// A code as people type it.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// Counts a try at the user's own code for a purpose, and stores that whatever comes of it; gives the code, if it may still be tried.
pub async fn try_own(accounts: &Accounts, user: UserId, purpose: &'static str) -> Result<Option<CodeRow>, AppError> {
    let bounds = Bounds { purpose, oldest: now().0 - AGE, tries: TRIES };
    let tried = async {
        let mut tx = accounts.0.db.begin().await?;
        let tried = store::try_code_of(&mut tx, user, &bounds).await?;
        tx.commit().await.map(|()| tried)
    };
    tried.await.map_err(not_counted)
}

/// Whether a code is the one that was tried.
pub fn fits(accounts: &Accounts, purpose: &str, text: &str, code: &str, tried: &CodeRow) -> bool {
    accounts.0.secret_key.verify(purpose, &bound(text, &plain(code)), &tried.mac).is_some()
}

/// A try that is not counted is none.
fn not_counted(error: sqlx::Error) -> AppError {
    match AppError::from(error) {
        AppError::Internal => AppError::NotStored,
        other => other,
    }
}

/// Every number of eight digits is as likely as any other.
fn random_digits() -> Result<String, AppError> {
    const NUMBERS: u64 = 100_000_000;
    loop {
        let mut bytes = [0_u8; 8];
        getrandom::fill(&mut bytes).map_err(internal)?;
        let number = u64::from_le_bytes(bytes);
        if number < u64::MAX - u64::MAX % NUMBERS {
            return Ok(format!("{:0DIGITS$}", number % NUMBERS));
        }
    }
}

/// The form, posted: a right code opens what the link opens, in this browser. A wrong one counts, for the code and for the network,
/// and gets one answer whether an account has the address or not.
pub async fn enter(form: ResetCodeForm) -> Result<Outcome, AppError> {
    let (accounts, client): (Accounts, Client) = (extension()?, extension()?);
    if !accounts.mail().is_on() {
        return Ok(Outcome::reload(paths::PASSWORD_RESET));
    }
    let mut errors = FormErrors::default();
    let email = errors.check(field::EMAIL, parse_email(&form.email));
    if email.as_ref().is_some_and(String::is_empty) {
        errors.add(field::EMAIL, Code::Required);
    }
    let code = plain(&form.code);
    if code.is_empty() {
        errors.add(field::CODE, Code::Required);
    }
    errors.into_result()?;
    let email = email.ok_or(AppError::BadRequest)?;
    let attempt = accounts.0.throttle.attempt(Bucket::networks(&client), &client).await?;
    let may_try = count_try(&accounts, &email, &client).await?;
    let found = find_right(&accounts, &email, &code).await?;
    if let Some((row, user, permissions)) = found.filter(|_| may_try) {
        return open(&accounts, attempt, &row, &user, &permissions).await;
    }
    tracing::info!(event = "reset_code_refused", address = client.address);
    attempt.failed().await?;
    Err(FormErrors::one(field::CODE, AccountCode::WrongCode).into())
}

/// Counts a try at the codes of an address, and stores that whatever comes of it; false where there were too many. A network has few, so
/// that a stranger cannot use up those of the one who has the code; and all of them together have not many.
async fn count_try(accounts: &Accounts, email: &str, client: &Client) -> Result<bool, AppError> {
    let keys = TryKeys { address: address_key(accounts, email), network: network_key(accounts, client) };
    let tried = async {
        let mut tx = accounts.0.db.begin().await?;
        let tried = store::count_try(&mut tx, &keys, now().0 - AGE).await?;
        tx.commit().await.map(|()| tried)
    };
    let tried = tried.await.map_err(not_counted)?;
    Ok(tried.of_network <= TRIES && tried.in_all <= TRIES_IN_ALL)
}

/// What stands for an address, and for a network, where tries are counted.
fn address_key(accounts: &Accounts, email: &str) -> String {
    accounts.0.secret_key.mac("address of code tries", &email_key(email))
}

fn network_key(accounts: &Accounts, client: &Client) -> String {
    let network = client.networks().next().map(|network| network.to_string()).unwrap_or_default();
    accounts.0.secret_key.mac("network of code tries", &network)
}

/// The account of the address whose code this is. Always as many look-ups and MACs, however many accounts have the address: the time
/// does not tell.
async fn find_right(
    accounts: &Accounts,
    email: &str,
    code: &str,
) -> Result<Option<(CodeRow, UserRow, PermissionSet)>, AppError> {
    let db = &accounts.0.db;
    let mut rows = store::codes_of(db, email, PURPOSE, now().0 - AGE, ACCOUNTS_MAX).await?;
    rows.resize_with(ACCOUNTS_MAX as usize, CodeRow::default);
    let mut found = None;
    for row in rows {
        let id = UserId(row.user_id);
        let user = user_store::find_by_id(db, id).await?.unwrap_or_default();
        let permissions = permission_store::of_user(db, id).await?;
        let state = LinkState { user: &user, permissions: &permissions, at: row.made, by: MadeBy::Mail };
        let is_right = accounts.0.secret_key.verify(PURPOSE, &bound(&state.text(), code), &row.mac).is_some();
        if is_right && user.is_active {
            found = Some((row, user, permissions));
        }
    }
    Ok(found)
}

/// Uses the code up, and puts what the link would have brought into the session.
async fn open(
    accounts: &Accounts,
    attempt: Attempt,
    row: &CodeRow,
    user: &UserRow,
    permissions: &PermissionSet,
) -> Result<Outcome, AppError> {
    let (session, request): (Session, RequestTx) = (extension()?, extension()?);
    let mut tx = request.begin(&accounts.0.db).await?;
    attempt.succeeded(&mut tx).await?;
    if !store::use_code(&mut tx, UserId(user.id), PURPOSE, &row.mac).await? {
        return Err(FormErrors::one(field::CODE, AccountCode::WrongCode).into());
    }
    drop(tx);
    let state = LinkState { user, permissions, at: row.made, by: MadeBy::Mail };
    reset::put_opened(accounts, &session, &state).await?;
    Ok(Outcome::reload(paths::RESET))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_eight_digits_and_is_not_the_last_one_again() {
        let codes: std::collections::BTreeSet<String> = (0..50).map(|_| random_digits().unwrap()).collect();
        assert!(codes.len() > 45, "{codes:?}");
        assert!(codes.iter().all(|code| code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_digit())));
    }
}
