//! A user's own profile: shown to them, and changed in exactly three fields (S10, B66). Django: `UserChangeForm`, cut down.

use super::{
    addresses,
    email::parse_email_or_keep,
    member::Member,
    reauthentication::require_recent_password,
    store::{self, Profile, UserRow, WithSessions},
    throttle::Attempt,
    told,
};
use crate::{
    accounts::{
        forms::{NAME_MAX, ProfileForm, field},
        messages::notice,
        paths,
        types::{ActivityEvent, OwnProfile, SESSIONS_COUNTED},
    },
    server::text::Text,
    shared::{AppError, Code, FormErrors, Outcome, Timestamp},
};

/// The viewer's own profile.
pub async fn profile() -> Result<OwnProfile, AppError> {
    let member = Member::current()?;
    let found = store::find_with_sessions(member.db(), member.user.id).await?;
    let WithSessions { user: row, sessions } = found.ok_or(AppError::LoginRequired)?;
    let mail = member.accounts.mail();
    let outside = member.sessions().count_outside(member.user.id).await?;
    let is_confirmed = (mail.is_on() && !row.email.is_empty()).then(|| row.has_confirmed_email());
    let new_email = match mail.is_on() {
        true => addresses::waiting(&member.accounts, member.user.id).await?.filter(|email| *email != row.email),
        false => None,
    };
    let email_bounced = mail.bounced_at(&row.email).await?;
    Ok(OwnProfile {
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        email_confirmed: is_confirmed,
        email_bounced,
        new_email,
        date_joined: Timestamp(row.date_joined),
        sessions: outside.unwrap_or_else(|| u32::try_from(sessions).unwrap_or(SESSIONS_COUNTED)),
    })
}

/// The profile form, posted. A new e-mail address needs a password that was entered recently (ASVS 7.5.1).
pub async fn update(form: ProfileForm) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let before = member.row().await?;
    let mut errors = FormErrors::default();
    let email = errors.check(field::EMAIL, parse_email_or_keep(&form.email, &before.email));
    if email.as_ref().is_some_and(String::is_empty) && member.accounts.email_policy().needs_address() {
        errors.add(field::EMAIL, Code::Required);
    }
    let first_name = errors.check(field::FIRST_NAME, parse_name(&form.first_name));
    let last_name = errors.check(field::LAST_NAME, parse_name(&form.last_name));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let (Some(email), Some(first_name), Some(last_name)) = (email, first_name, last_name) else {
        return Err(errors.into());
    };
    let attempt = begin_to_ask(&member, &before, &email).await?;
    let mut acting = member.act().await?;
    let has_new_email = email != acting.row.email;
    if has_new_email {
        require_recent_password(&member).await?;
    }
    let has_to_confirm = has_new_email && !email.is_empty() && member.accounts.mail().is_on();
    // One that is confirmed stays until another one is.
    let waits = has_to_confirm && acting.row.has_confirmed_email();
    // An address that this form leaves as it was is not written: another tab may have changed it meanwhile.
    let stored = (has_new_email && !waits).then_some(email.as_str());
    let profile = Profile { email: stored, first_name: &first_name, last_name: &last_name };
    let (id, tx, mut row) = (member.user.id, &mut acting.tx, acting.row);
    store::update_profile(tx, id, &profile).await?;
    if has_new_email {
        let event = if waits { ActivityEvent::EmailChangeAsked } else { ActivityEvent::EmailChanged };
        told::record(&member.accounts, tx, &row, event, &member.client).await?;
    } else {
        // Who saves the stored address does not want another one that waits.
        addresses::forget_asked(tx, id).await?;
    }
    let mut notice = notice::PROFILE_SAVED;
    if has_to_confirm {
        row.email = stored.map_or(row.email, str::to_owned);
        let is_sent = addresses::ask(&member.accounts, tx, &row, &email).await?;
        notice = if is_sent { notice::CONFIRMATION_SENT } else { notice::CONFIRMATION_LIMITED };
    }
    if let Some(attempt) = attempt {
        attempt.failed_in(tx).await?;
    }
    tx.on_commit(async move { tracing::info!(event = "profile_changed", user_id = id.0) });
    drop(acting.tx);
    notice.remember(&member.session).await?;
    // A new document: the header shows the name, and a document never changes its viewer.
    Ok(Outcome::reload(paths::ACCOUNT))
}

/// Begins to ask for a mail to a new address, where the form has one: before the transaction, and not before the password.
async fn begin_to_ask(member: &Member, before: &UserRow, email: &str) -> Result<Option<Attempt>, AppError> {
    if email.is_empty() || email == before.email || !member.accounts.mail().is_on() {
        return Ok(None);
    }
    require_recent_password(member).await?;
    addresses::begin_to_ask(member).await.map(Some)
}

/// A first or last name: one line, possibly empty (B8).
pub(crate) fn parse_name(text: &str) -> Result<String, Code> {
    Text::line(text, NAME_MAX).map(Text::into_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b8_a_name_is_one_line_of_at_most_150_characters() {
        assert_eq!(parse_name("  Anna\r\n Maria\t"), Ok("Anna Maria".to_owned()));
        assert_eq!(parse_name(""), Ok(String::new()));
        assert_eq!(parse_name("\u{200b}\u{202e} \u{2060}\u{200d}"), Ok(String::new()));
        assert_eq!(parse_name("\u{202e}Joe"), Ok("Joe".to_owned()));
        assert!(parse_name(&"가".repeat(150)).is_ok());
        assert_eq!(parse_name(&"a".repeat(151)), Err(Code::TooLong { max: 150, actual: 151 }));
    }
}
