//! Confirming an address: by the link of a mail in any browser, or by the code beside it where the user is logged in.

use super::store::{self, ChangeRow};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{EmailConfirmForm, field},
        messages::notice,
        paths,
        server::{
            Accounts, activity,
            mail_link::{self, MailLink},
            mails,
            member::Member,
            recovery::codes::{self, Bound},
            store::{self as user_store, UserRow},
            throttle::{Attempt, Bucket},
            told,
        },
        types::{ActivityEvent, UserId, Viewer},
    },
    server::{
        clock::now,
        context::{Client, extension},
        db::{RequestTx, Tx},
    },
    shared::{AppError, Code, FormErrors, Id, Outcome, WHOLE_FORM},
};

/// How long a link is valid, in seconds.
const AGE: i64 = 259_200;

/// How many such mails an address gets for one account in an hour and in a day, and for all accounts: it may be a stranger's.
const LIMITS: [(i64, i64, i64); 2] = [(3, 6, 3_600), (5, 12, 86_400)];

/// The purpose of the MAC in a token, and of that of a code.
const PURPOSE: &str = "email confirmation";
const CODE: &str = "email confirmation code";

/// What a token and a code are bound to: the address to be confirmed, the one that it replaces, and that the account is as it was.
fn bound(user: &UserRow, email: &str, at: i64) -> String {
    format!("{}\n{at}\n{email}\n{}\n{}\n{}", user.id, user.email, user.links_epoch, user.password)
}

/// Begins to ask, before the transaction: each time counts, for the user and the network, whichever addresses are asked.
///
/// # Errors
/// [`AppError::Throttled`] after too many.
pub async fn begin_to_ask(member: &Member) -> Result<Attempt, AppError> {
    let buckets = Bucket::confirmations(&member.client, member.user.id);
    member.accounts.0.throttle.attempt(buckets, &member.client).await
}

/// Notes that a user has to confirm an address, and writes to it, in the transaction of what asks for it. False where the address got
/// too many such mails: then nothing is noted, and the last mail goes on counting.
pub async fn ask(accounts: &Accounts, tx: &mut Tx, user: &UserRow, email: &str) -> Result<bool, AppError> {
    let mail = accounts.mail();
    mail.serialise_to(tx, email).await?;
    for (of_one, of_all, seconds) in LIMITS {
        let sent = mail.count_for(tx, email, mails::EMAIL_CONFIRMATION, seconds, user.id).await?;
        let all = mail.count_to(tx, email, mails::EMAIL_CONFIRMATION, seconds).await?;
        if sent >= of_one || all >= of_all {
            tracing::warn!(event = "confirmation_limited", user_id = user.id);
            return Ok(false);
        }
    }
    let (at, id) = (now().0, UserId(user.id));
    store::put_change(tx, id, email, at).await?;
    let text = bound(user, email, at);
    let mac = accounts.0.secret_key.mac(PURPOSE, &text);
    let path = MailLink::EmailConfirmation.with(&format!("{}-{at}-{mac}", id.0));
    let code = codes::make_bound(accounts, tx, &Bound { user: id, purpose: CODE, text: &text, at }).await?;
    mail.post(tx, &mails::email_confirmation(user, email, path, code)).await?;
    Ok(true)
}

/// The address that waits to be confirmed, if there is one.
pub async fn waiting(accounts: &Accounts, user: UserId) -> Result<Option<String>, AppError> {
    Ok(store::find_change(&accounts.0.db, user).await?.map(|change| change.email))
}

/// Sends the mail of the viewer's address that waits once more.
pub async fn send_again() -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let attempt = begin_to_ask(&member).await?;
    let mut acting = member.act().await?;
    let row = &acting.row;
    let email = match store::read_change(&mut acting.tx, member.user.id).await? {
        Some(change) => change.email,
        None => row.email.clone(),
    };
    let mut is_sent = true;
    let mail = member.accounts.mail();
    let has_to = email != row.confirmed_email || mail.has_bounced(&mut acting.tx, &email).await?;
    if mail.is_on() && !email.is_empty() && has_to {
        is_sent = ask(&member.accounts, &mut acting.tx, &acting.row, &email).await?;
    }
    attempt.failed_in(&mut acting.tx).await?;
    drop(acting);
    let notice = if is_sent { notice::CONFIRMATION_SENT } else { notice::CONFIRMATION_LIMITED };
    notice.remember(&member.session).await?;
    Ok(Outcome::reload(paths::ACCOUNT))
}

/// The form, posted: by the link of the mail in any browser, or by its code where the user is logged in.
pub async fn confirm(form: EmailConfirmForm) -> Result<Outcome, AppError> {
    let (accounts, request, client): (Accounts, RequestTx, Client) = (extension()?, extension()?, extension()?);
    let (id, is_by_link) = match (parse(&form.token), extension::<Viewer>()?.user()) {
        (Some((id, _, _)), _) => (id, true),
        (None, Some(user)) if form.token.is_empty() => (user.id, false),
        _ => return Err(FormErrors::one(WHOLE_FORM, AccountCode::WrongLink).into()),
    };
    if !is_by_link && form.code.trim().is_empty() {
        return Err(FormErrors::one(field::CODE, Code::Required).into());
    }
    // A try at a code counts, whatever comes of it.
    let tried = if is_by_link { None } else { codes::try_own(&accounts, id, CODE).await? };
    let mut tx = request.begin(&accounts.0.db).await?;
    let user = user_store::read_locked(&mut tx, id).await?;
    let change = store::read_change(&mut tx, id).await?;
    let (Some(user), Some(change)) = (user.filter(|user| user.is_active), change) else {
        return Err(FormErrors::one(WHOLE_FORM, AccountCode::WrongLink).into());
    };
    let is_right = match (is_by_link, tried) {
        (true, _) => is_for(&accounts, &form.token, &user, &change),
        (false, Some(tried)) => {
            let text = bound(&user, &change.email, change.made);
            codes::fits(&accounts, CODE, &text, &form.code, &tried)
        }
        (false, None) => false,
    };
    if !is_right {
        let (place, code) =
            if is_by_link { (WHOLE_FORM, AccountCode::WrongLink) } else { (field::CODE, AccountCode::WrongCode) };
        return Err(FormErrors::one(place, code).into());
    }
    take_over(&accounts, &mut tx, &user, &change.email, &client).await?;
    drop(tx);
    mail_link::forget(&extension()?, MailLink::EmailConfirmation).await?;
    Ok(Outcome::reload(paths::EMAIL_DONE))
}

/// Whether a token confirms an address now; false for any other text, however malformed.
pub async fn is_valid(accounts: &Accounts, token: &str) -> Result<bool, AppError> {
    let Some((id, _, _)) = parse(token) else { return Ok(false) };
    let user = user_store::find_by_id(&accounts.0.db, id).await?.filter(|user| user.is_active);
    let change = store::find_change(&accounts.0.db, id).await?;
    Ok(user.zip(change).is_some_and(|(user, change)| is_for(accounts, token, &user, &change)))
}

fn is_for(accounts: &Accounts, token: &str, user: &UserRow, change: &ChangeRow) -> bool {
    let Some((id, at, mac)) = parse(token) else { return false };
    let is_fresh = at == change.made && (0..=AGE).contains(&(now().0 - at));
    let text = bound(user, &change.email, change.made);
    id.0 == user.id && is_fresh && accounts.0.secret_key.verify(PURPOSE, &text, mac).is_some()
}

/// Makes the address the account's, confirmed; where another one was, its mailbox is told.
async fn take_over(
    accounts: &Accounts,
    tx: &mut Tx,
    user: &UserRow,
    email: &str,
    client: &Client,
) -> Result<(), AppError> {
    let id = UserId(user.id);
    store::set_confirmed(tx, id, email).await?;
    accounts.mail().forget_bounce(tx, email).await?;
    store::delete_change(tx, id).await?;
    if user.email == email {
        return Ok(activity::record(tx, id, ActivityEvent::EmailConfirmed, client).await?);
    }
    told::record(accounts, tx, user, ActivityEvent::EmailChanged, client).await
}

/// Id, time and MAC of a token.
fn parse(token: &str) -> Option<(UserId, i64, &str)> {
    let mut pieces = token.splitn(3, '-');
    let mut number = || pieces.next().and_then(|piece| piece.parse().ok()).map(Id::get);
    let (id, at) = (number()?, number()?);
    Some((UserId(id), at, pieces.next()?))
}
