//! Answers requests for a password link, apart from the request: looks whose address it is, and puts the letters into the outbox, in
//! one transaction with the end of the request. So a request is answered once, and by one of several servers.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::{ACCOUNTS_MAX, Asked, SEAL, codes, store};
use crate::{
    accounts::{
        server::{
            Accounts, activity,
            hasher::is_usable,
            mails, permission_store,
            reset::{self, LinkState, MadeBy},
            store::UserRow,
        },
        types::{ActivityEvent, UserId},
    },
    server::{clock::now, context::Client, db::Tx, mail::Prepare},
    shared::AppError,
};

/// How many letters an address gets in an hour and in a day, for each of its accounts.
const HOURLY: i64 = 3;
const DAILY: i64 = 8;

/// How many requests are answered before mails are sent again.
const ROUND: u32 = 50;

/// How often a request is tried that cannot be answered.
const TRIES: i64 = 5;

/// For the worker that sends mail: answers some of what was asked meanwhile.
pub fn prepare(accounts: &Accounts) -> Prepare {
    let accounts = accounts.clone();
    Arc::new(move || {
        let accounts = accounts.clone();
        Box::pin(async move {
            if answer_some(&accounts, ROUND).await == ROUND {
                accounts.mail().ring();
            }
        })
    })
}

/// Answers all requests; gives how many there were.
pub async fn answer_all(accounts: &Accounts) -> u32 {
    answer_some(accounts, u32::MAX).await
}

/// Answers up to `most` requests; gives how many there were. One that fails ends the round, and comes after the rest in the next.
pub async fn answer_some(accounts: &Accounts, most: u32) -> u32 {
    let mut count = 0;
    while count < most {
        match answer_one(accounts).await {
            Ok(true) => count += 1,
            // The cause is in the log.
            Ok(false) | Err(_) => break,
        }
    }
    count
}

async fn answer_one(accounts: &Accounts) -> Result<bool, AppError> {
    let db = &accounts.0.db;
    if !store::is_any_request(db).await? {
        return Ok(false);
    }
    let mut tx = db.begin().await?;
    let Some(request) = store::take_request(&mut tx, db).await? else { return Ok(false) };
    // Sealed with a key that is gone: there is nothing to answer.
    let answered = match accounts.0.secret_key.open::<Asked>(SEAL, &request.sealed) {
        Some(asked) => answer(accounts, &mut tx, &asked).await,
        None => Ok(()),
    };
    if let Err(error) = answered {
        tx.rollback().await;
        tracing::warn!(event = "reset_not_answered", cause = %error);
        store::note_failure(db, request.id, TRIES).await?;
        return Err(error);
    }
    tx.commit().await?;
    Ok(true)
}

async fn answer(accounts: &Accounts, tx: &mut Tx, asked: &Asked) -> Result<(), AppError> {
    let found = store::find_by_email(tx, &asked.email, ACCOUNTS_MAX).await?;
    let users: Vec<UserRow> = found.into_iter().filter(|user| may_reset(user, &asked.email)).collect();
    // Two servers that answer for one address count one after the other.
    accounts.mail().serialise_to(tx, &asked.email).await?;
    let Some(first) = users.first() else {
        tracing::info!(event = "reset_without_account", address = asked.address);
        return Ok(());
    };
    let most = i64::from(u32::try_from(users.len()).unwrap_or(ACCOUNTS_MAX));
    for (limit, seconds) in [(HOURLY, 3_600), (DAILY, 86_400)] {
        if accounts.mail().count_to(tx, &first.email, mails::PASSWORD_RESET, seconds).await? >= limit * most {
            tracing::warn!(event = "reset_limited", user_id = first.id, address = asked.address);
            return Ok(());
        }
    }
    for user in users {
        write(accounts, tx, &user, asked).await?;
    }
    Ok(())
}

/// Active, with a password that can be forgotten, and a confirmed address that is the one asked for by how Unicode folds text: another one
/// that only looks like it would be another person's (B70, CVE-2019-19844).
fn may_reset(user: &UserRow, email: &str) -> bool {
    user.is_active && is_usable(&user.password) && user.has_confirmed_email() && folded(&user.email) == folded(email)
}

fn folded(email: &str) -> String {
    caseless::default_case_fold_str(&email.nfkc().collect::<String>()).nfkc().collect()
}

/// The letter goes to the address that is stored, never to the one that was entered.
async fn write(accounts: &Accounts, tx: &mut Tx, user: &UserRow, asked: &Asked) -> Result<(), AppError> {
    let permissions = permission_store::read_of_user(tx, UserId(user.id)).await?;
    let state = LinkState { user, permissions: &permissions, at: now().0, by: MadeBy::Mail };
    let code = codes::make(accounts, tx, &state).await?;
    let client = Client { address: asked.address.clone(), user_agent: asked.user_agent.clone(), ..Client::default() };
    let letter = mails::password_reset(user, reset::link(accounts, &state), code, &client);
    if accounts.mail().post(tx, &letter).await?.is_none() {
        tracing::info!(event = "reset_bounced", user_id = user.id);
        return Ok(());
    }
    Ok(activity::record(tx, UserId(user.id), ActivityEvent::ResetLinkMailed, &client).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::server::hasher::unusable_password;

    fn user(email: &str) -> UserRow {
        UserRow {
            email: email.to_owned(),
            confirmed_email: email.to_owned(),
            password: "$argon2id$x".to_owned(),
            is_active: true,
            ..UserRow::default()
        }
    }

    #[test]
    fn b70_cve_2019_19844_an_address_is_found_by_folding_and_one_that_looks_like_it_is_not() {
        for (stored, asked, is_found) in [
            ("mike@example.org", "MIKE@example.org", true),
            ("mike@example.org", "ｍｉｋｅ@example.org", true),
            ("MIKE@example.org", "mi\u{212a}e@example.org", true),
            ("mike@example.org", "m\u{131}ke@example.org", false),
            ("m\u{131}ke@example.org", "mike@example.org", false),
            ("mike@example.org", "mike@example.com", false),
        ] {
            assert_eq!(may_reset(&user(stored), asked), is_found, "{stored} {asked}");
        }
    }

    #[test]
    fn b69_only_an_active_user_with_a_password_and_a_confirmed_address_gets_a_letter() {
        let [mut inactive, mut unusable, mut unconfirmed] = [(); 3].map(|()| user("a@b.example"));
        unconfirmed.confirmed_email = "b@b.example".to_owned();
        assert!(!may_reset(&unconfirmed, "a@b.example"));
        inactive.is_active = false;
        unusable.password = unusable_password().unwrap();
        assert!(may_reset(&user("a@b.example"), "a@b.example"));
        assert!(!may_reset(&inactive, "a@b.example") && !may_reset(&unusable, "a@b.example"));
    }
}
