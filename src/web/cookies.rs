//! Every cookie of this site: its name, what it is for, how long it stays, who reads it. The code takes names and ages from here, and the
//! page `/privacy/` is this table. None is set before it is needed.

use super::messages::cookies as words;
use crate::server::preferences::{NOTICE, READING, THEME, USERNAME, WELCOME, ZONE};

/// The name of a cookie: fixed, or from the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    Session,
    Device,
    Fixed(&'static str),
}

/// One cookie, in words.
#[derive(Debug, Clone, Copy)]
pub struct CookieRow {
    pub name: Name,
    pub purpose: &'static str,
    /// When it is set, and how long it stays.
    pub lasts: &'static str,
    pub read_by: &'static str,
}

const fn row(name: Name, purpose: &'static str, lasts: &'static str, read_by: &'static str) -> CookieRow {
    CookieRow { name, purpose, lasts, read_by }
}

/// All of them.
pub const COOKIES: &[CookieRow] = &[
    row(Name::Session, words::SESSION, words::SESSION_LASTS, words::ONLY_SERVER),
    row(Name::Device, words::DEVICE, words::DEVICE_LASTS, words::ONLY_SERVER),
    row(Name::Fixed(REFUSED_FORM), words::REFUSED_FORM, words::REFUSED_FORM_LASTS, words::ONLY_SERVER),
    row(Name::Fixed(THEME), words::THEME, words::CHOSEN_LASTS, words::ONLY_SERVER),
    row(Name::Fixed(ZONE), words::ZONE, words::ZONE_LASTS, words::SERVER_AND_PAGE),
    row(Name::Fixed(USERNAME), words::USERNAME, words::CHOSEN_LASTS, words::ONLY_SERVER),
    row(Name::Fixed(NOTICE), words::NOTICE, words::NOTICE_LASTS, words::ONLY_SERVER),
    row(Name::Fixed(WELCOME), words::WELCOME, words::WELCOME_LASTS, words::ONLY_SERVER),
    row(Name::Fixed(READING), words::READING, words::READING_LASTS, words::ONLY_SERVER),
];

/// What a visitor's refused form said, until its page shows it.
pub const REFUSED_FORM: &str = "refused_form";
