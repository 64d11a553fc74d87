//! What the forms of this domain do: each changes cookies, which are sent with the answer.

use super::{
    forms::{ALWAYS, NoticeForm, SYSTEM, ThemeForm, UsernameForm, field},
    paths,
};
use crate::{
    accounts::server::member::Member,
    server::{
        clock::now,
        context::extension,
        preferences::{CHOSEN, Kept, NOTICE, NoticeId, Preferences, THEME, Theme, USERNAME, WELCOME, YEAR},
    },
    shared::{AppError, Code, FormErrors, NextPath, Outcome},
    web::paths as site,
};

const DAY: i64 = 24 * 60 * 60;

pub fn choose_theme(form: &ThemeForm) -> Result<Outcome, AppError> {
    let kept: Kept = extension()?;
    match Theme::from_id(&form.theme) {
        Some(theme) => kept.keep(THEME, theme.id().to_owned(), YEAR),
        None if form.theme == SYSTEM => kept.forget(THEME),
        None => return Err(FormErrors::one(field::THEME, Code::InvalidChoice).into()),
    }
    Ok(Outcome::reload(paths::DEVICE))
}

pub fn remember_username(form: &UsernameForm) -> Result<Outcome, AppError> {
    let (member, kept): (Member, Kept) = (Member::current()?, extension()?);
    match form.remember.is_empty() {
        true => kept.forget(USERNAME),
        false => kept.keep(USERNAME, member.user.username.clone(), YEAR),
    }
    Ok(Outcome::reload(paths::DEVICE))
}

pub fn put_notice_away(form: &NoticeForm) -> Result<Outcome, AppError> {
    let (kept, notice, preferences): (Kept, NoticeId, Preferences) = (extension()?, extension()?, extension()?);
    let until_midnight = DAY - (now().0 + i64::from(preferences.zone) * 60).rem_euclid(DAY);
    let seconds = if form.until == ALWAYS { YEAR } else { until_midnight };
    kept.keep(NOTICE, notice.0.to_string(), seconds);
    Ok(Outcome::reload(NextPath::or_default(&form.next).to_string()))
}

pub fn put_welcome_away() -> Result<Outcome, AppError> {
    let kept: Kept = extension()?;
    kept.keep(WELCOME, "1".to_owned(), YEAR);
    Ok(Outcome::reload(site::FRONT))
}

pub fn forget() -> Result<Outcome, AppError> {
    let kept: Kept = extension()?;
    CHOSEN.iter().for_each(|name| kept.forget(name));
    Ok(Outcome::reload(paths::DEVICE))
}
