//! A user's own profile: shown to them, and changed in exactly three fields (S10, B66). Django: `UserChangeForm`, cut down.

use super::{
    activity,
    email::parse_email_or_keep,
    member::Member,
    reauthentication::require_recent_password,
    store::{self, Profile, WithSessions},
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
    Ok(OwnProfile {
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        date_joined: Timestamp(row.date_joined),
        sessions: u32::try_from(sessions).unwrap_or(SESSIONS_COUNTED),
    })
}

/// The profile form, posted. A new e-mail address needs a password that was entered recently (ASVS 7.5.1).
pub async fn update(form: ProfileForm) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let mut errors = FormErrors::default();
    let email = errors.check(field::EMAIL, parse_email_or_keep(&form.email, &member.row().await?.email));
    let first_name = errors.check(field::FIRST_NAME, parse_name(&form.first_name));
    let last_name = errors.check(field::LAST_NAME, parse_name(&form.last_name));
    let (Some(email), Some(first_name), Some(last_name)) = (email, first_name, last_name) else {
        return Err(errors.into());
    };
    let mut acting = member.act().await?;
    let has_new_email = email != acting.row.email;
    if has_new_email {
        require_recent_password(&member).await?;
    }
    // An address that this form leaves as it was is not written: another tab may have changed it meanwhile.
    let email = has_new_email.then_some(email.as_str());
    let profile = Profile { email, first_name: &first_name, last_name: &last_name };
    let (id, tx) = (member.user.id, &mut acting.tx);
    store::update_profile(tx, id, &profile).await?;
    if has_new_email {
        activity::record(tx, id, ActivityEvent::EmailChanged, &member.client).await?;
    }
    tx.on_commit(async move { tracing::info!(event = "profile_changed", user_id = id.0) });
    drop(acting);
    notice::PROFILE_SAVED.remember(&member.session).await?;
    // A new document: the header shows the name, and a document never changes its viewer.
    Ok(Outcome::reload(paths::ACCOUNT))
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
