//! A way back in by mail: the owner of an account's mailbox sets a new password. Asking gets one answer in the same time, whether
//! an account has the address or not: the request only notes what was asked, and the server looks afterwards (`answer.rs`).
//! Django: `PasswordResetView`, `PasswordResetForm` (B69 to B72).

mod answer;
pub mod codes;
mod store;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use answer::{answer_all, answer_some, prepare};
pub use store::delete_old;

use super::{Accounts, email::parse_email, throttle::Bucket};
use crate::{
    accounts::{
        forms::{PasswordResetForm, field},
        paths,
    },
    server::{
        context::{Client, extension},
        db::RequestTx,
    },
    shared::{AppError, Code, FormErrors, Outcome},
};

/// The purpose of the seal of a request.
const SEAL: &str = "reset request";

/// How many accounts one address may have that all get a letter.
const ACCOUNTS_MAX: u32 = 5;

/// How many requests may wait, of all visitors: the rest is told to come back.
const WAITING_MAX: i64 = 1_000;

/// After how many seconds.
const COME_BACK: u32 = 60;

/// A request, as it waits: sealed, because it is anybody's address.
#[derive(Debug, Serialize, Deserialize)]
struct Asked {
    email: String,
    address: String,
    user_agent: String,
}

/// The form, posted.
pub async fn request(form: PasswordResetForm) -> Result<Outcome, AppError> {
    let (accounts, client, request): (Accounts, Client, RequestTx) = (extension()?, extension()?, extension()?);
    if !accounts.mail().is_on() {
        return Ok(Outcome::reload(paths::PASSWORD_RESET));
    }
    let mut errors = FormErrors::default();
    let email = errors.check(field::EMAIL, parse_email(&form.email));
    if email.as_ref().is_some_and(String::is_empty) {
        errors.add(field::EMAIL, Code::Required);
    }
    errors.into_result()?;
    let attempt = accounts.0.throttle.attempt(Bucket::resets(&client), &client).await?;
    let asked = Asked {
        email: email.ok_or(AppError::BadRequest)?,
        address: client.address.clone(),
        user_agent: client.user_agent.clone(),
    };
    let sealed = accounts.0.secret_key.seal(SEAL, &asked)?;
    let mut tx = request.begin(&accounts.0.db).await?;
    // Each request counts, whosever address it names.
    attempt.failed_in(&mut tx).await?;
    if !store::insert_request(&mut tx, &sealed, WAITING_MAX).await? {
        return Err(AppError::Busy { retry_after: COME_BACK });
    }
    accounts.mail().ring_on_commit(&mut tx);
    let client = Arc::new(client);
    tx.on_commit(async move { tracing::info!(event = "reset_requested", address = client.address) });
    Ok(Outcome::reload(paths::PASSWORD_RESET_DONE))
}
