//! A person's own data: seen by them, and changed in exactly three fields (S10, B66). Django: `UserChangeForm`, cut down.

use tower_sessions_core::Session;

use super::{
    Accounts, activity,
    email::parse_email,
    reauthentication::{own_row, require_recent_password},
    sessions, store,
};
use crate::{
    accounts::{
        forms::{NAME_MAX, ProfileForm, field},
        types::{Event, OwnProfile, UserId, Viewer},
    },
    server::context::{Client, extension},
    shared::{AppError, Code, FormErrors, Notice, Outcome, Timestamp, count_chars},
};

/// The account's home, where a change leads.
const HOME: &str = "/accounts/";

/// The viewer's own data.
pub async fn profile() -> Result<OwnProfile, AppError> {
    let (accounts, viewer): (Accounts, Viewer) = (extension()?, extension()?);
    let row = own_row(&accounts, &viewer).await?;
    let sessions = sessions::count_of(&accounts.0.db, UserId(row.id)).await?;
    Ok(OwnProfile {
        username: row.username,
        first_name: row.first_name,
        last_name: row.last_name,
        email: row.email,
        date_joined: Timestamp(row.date_joined),
        sessions,
    })
}

/// The profile form, posted. Another e-mail address asks for a password that was entered a short while ago (ASVS 7.5.1).
pub async fn update(form: ProfileForm) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let user = own_row(&accounts, &viewer).await?;
    let mut errors = FormErrors::default();
    let email = errors.check(field::EMAIL, parse_email(&form.email));
    let first_name = errors.check(field::FIRST_NAME, parse_name(&form.first_name));
    let last_name = errors.check(field::LAST_NAME, parse_name(&form.last_name));
    let (Some(email), Some(first_name), Some(last_name)) = (email, first_name, last_name) else {
        return Err(errors.into());
    };
    let has_new_email = email != user.email;
    if has_new_email {
        require_recent_password(&accounts, &session).await?;
    }
    // An address that was not changed here is not written: another tab may have changed it meanwhile.
    let new_email = has_new_email.then_some(email.as_str());
    store::update_profile(&accounts.0.db, UserId(user.id), new_email, &first_name, &last_name).await?;
    if has_new_email {
        let client: Client = extension()?;
        activity::record(&accounts.0.db, UserId(user.id), Event::EmailChanged, &client).await?;
    }
    tracing::info!(event = "profile_changed", user_id = user.id);
    Notice::ProfileSaved.remember(&session).await?;
    // The header shows the name, and a document knows its viewer from the beginning.
    Ok(Outcome::reload(HOME))
}

/// A first or last name: one line, trimmed, possibly empty. Signs that show nothing or turn the direction of what follows are
/// dropped, but for the joiners that some scripts need; a name of which nothing is left to see is none.
pub(crate) fn parse_name(text: &str) -> Result<String, Code> {
    let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let pieces = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|piece| !piece.is_empty());
    let name = pieces.collect::<Vec<_>>().join(" ");
    if name.chars().all(|c| matches!(c, ' ' | '\u{200c}' | '\u{200d}')) {
        return Ok(String::new());
    }
    match count_chars(&name) {
        actual if actual > NAME_MAX => Err(Code::TooLong { max: NAME_MAX, actual }),
        _ => Ok(name),
    }
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
