//! Tells the owner of an account by mail what has happened to it, in the transaction in which it happens and is recorded: ASVS 6.3.5,
//! 6.3.7. Only a confirmed address is told: any other may be a stranger's.

use super::{Accounts, activity, mails, securing_link, store::UserRow};
use crate::{
    accounts::types::{ActivityEvent, UserId},
    server::{clock::now, context::Client, db::Tx},
    shared::AppError,
};

/// How many such mails an account gets in a day: each login of a browser that forgets its cookies is one.
const DAILY: i64 = 20;

/// For how many seconds an account is so young that each of its devices is a new one.
const YOUNG: i64 = 600;

/// What is told. Everything else stands on the page of recent activity only.
fn is_told(event: ActivityEvent) -> bool {
    use ActivityEvent::{
        Activated, AllSessionsEnded, Deactivated, EmailChangeAsked, EmailChanged, EmailRestored, PasswordChanged,
        PasswordSet, RightsChanged,
    };
    matches!(
        event,
        PasswordChanged
            | PasswordSet
            | EmailChangeAsked
            | EmailChanged
            | EmailRestored
            | AllSessionsEnded
            | RightsChanged
            | Activated
            | Deactivated
    )
}

/// Records an event in the activity of a user, and writes to them if it is one to be told. `user` is as they were before it, so that the
/// mail goes to the address that was theirs then.
pub async fn record(
    accounts: &Accounts,
    tx: &mut Tx,
    user: &UserRow,
    event: ActivityEvent,
    client: &Client,
) -> Result<(), AppError> {
    let is_mailed = is_told(event) && tell(accounts, tx, user, event, client).await?;
    Ok(activity::record_mailed(tx, UserId(user.id), event, client, is_mailed).await?)
}

/// Records a login, and writes to the user if it was from a browser that has not logged in to the account before; an account of a few
/// minutes has no other.
pub async fn record_login(
    accounts: &Accounts,
    tx: &mut Tx,
    user: &UserRow,
    client: &Client,
    is_known: bool,
) -> Result<(), AppError> {
    let is_strange = !is_known && accounts.0.throttle.is_on && now().0 - user.date_joined > YOUNG;
    let is_mailed = is_strange && tell(accounts, tx, user, ActivityEvent::Login, client).await?;
    Ok(activity::record_mailed(tx, UserId(user.id), ActivityEvent::Login, client, is_mailed).await?)
}

/// Whether a letter was written.
async fn tell(
    accounts: &Accounts,
    tx: &mut Tx,
    user: &UserRow,
    event: ActivityEvent,
    client: &Client,
) -> Result<bool, AppError> {
    let mail = accounts.mail();
    if !mail.is_on() || !user.has_confirmed_email() {
        return Ok(false);
    }
    if !mails::takes_away(event)
        && (mail.has_bounced(tx, &user.email).await?
            || mail.count_to(tx, &user.email, mails::TOLD, 86_400).await? >= DAILY)
    {
        return Ok(false);
    }
    let secure = match event {
        // The first goes to an address that is not the account's any more, the second to an account that no link opens.
        ActivityEvent::EmailRestored | ActivityEvent::Deactivated => None,
        _ => Some(securing_link::make(tx, user).await?),
    };
    accounts.mail().post(tx, &mails::told(user, event, client, secure)).await.map(|mail| mail.is_some())
}

/// Records what staff or the operator did, and writes to the user; without address and user agent, which the owner must not see.
pub async fn record_by_staff(
    accounts: &Accounts,
    tx: &mut Tx,
    user: &UserRow,
    event: ActivityEvent,
) -> Result<(), AppError> {
    record(accounts, tx, user, event, &Client::default()).await
}

/// Takes leave of a user whose account is deleted, at their address and at those that could have secured it: the letters are all that
/// is left, and go when they are sent. What waits for the user is not sent any more.
pub async fn farewell(accounts: &Accounts, tx: &mut Tx, user: &UserRow) -> Result<(), AppError> {
    accounts.mail().forget_user(tx, user.id).await?;
    let mut to = securing_link::open_addresses(tx, UserId(user.id)).await?;
    to.retain(|email| *email != user.email);
    if user.has_confirmed_email() {
        to.push(user.email.clone());
    }
    for email in to {
        accounts.mail().post(tx, &mails::farewell(user, email)).await?;
    }
    Ok(())
}
