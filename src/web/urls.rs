//! The table of contents: every page and every server function, and who may use it. The server refuses to start when a
//! route or a server function is missing here, and one middleware enforces what is declared. Django: `urls.py` and its
//! decorators.

use std::fmt;

use crate::accounts::{
    forms::{Reason, field as account},
    types::Viewer,
};
use crate::articles::forms::field as article;
use crate::ui::OWNER;

/// Who may open a page or call a server function. Whose article it is, is decided by the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Only who is not logged in; others are sent on (S4).
    AnonymousOnly,
    /// Only who is logged in; others are sent to log in and come back (S6).
    Login,
}

impl Access {
    pub fn allows(self, viewer: &Viewer) -> bool {
        match self {
            Self::Public => true,
            Self::AnonymousOnly => !viewer.is_authenticated(),
            Self::Login => viewer.is_authenticated(),
        }
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Public => "public",
            Self::AnonymousOnly => "anonymous only",
            Self::Login => "login",
        })
    }
}

/// A page: its path with `{parameters}`, and who may open it.
#[derive(Debug)]
pub struct PageUrl {
    pub path: &'static str,
    pub access: Access,
    /// What else is asked, decided by the service.
    pub rule: &'static str,
}

/// A server function: its path, who may call it, and the form that posts to it.
#[derive(Debug)]
pub struct FunctionUrl {
    pub path: &'static str,
    pub access: Access,
    pub rule: &'static str,
    /// What it does, after "to", where that may need a password that was entered a short while ago.
    pub step_up: Option<&'static str>,
    pub form: Option<FormUrl>,
}

/// The page that owns a form, and what of a refused post is kept for it. A password is never in this list.
#[derive(Debug)]
pub struct FormUrl {
    /// The page's path; `{id}` is filled from the posted field of that name.
    pub page: &'static str,
    pub keep: &'static [&'static str],
    /// Its other fields, which are never kept.
    pub also: &'static [&'static str],
    /// What is kept waits until somebody has logged in, when nobody was.
    pub is_parked: bool,
}

impl FormUrl {
    /// Whether the form has a field of that name.
    pub fn has(&self, name: &str) -> bool {
        self.keep.contains(&name) || self.also.contains(&name) || name == OWNER
    }

    /// The same form, whose text must not be lost when a session ends (design, section 6).
    const fn parked(self) -> Self {
        Self { is_parked: true, ..self }
    }
}

const NO_RULE: &str = "";
const OWN: &str = "one's own only";
const MAY_CHANGE: &str = "author or superuser";

const fn page(path: &'static str, access: Access, rule: &'static str) -> PageUrl {
    PageUrl { path, access, rule }
}

const fn query(path: &'static str, access: Access, rule: &'static str) -> FunctionUrl {
    FunctionUrl { path, access, rule, step_up: None, form: None }
}

const fn form(path: &'static str, access: Access, rule: &'static str, form: FormUrl) -> FunctionUrl {
    FunctionUrl { path, access, rule, step_up: None, form: Some(form) }
}

const fn at(page: &'static str, keep: &'static [&'static str], also: &'static [&'static str]) -> FormUrl {
    FormUrl { page, keep, also, is_parked: false }
}

impl FunctionUrl {
    const fn step_up(self, purpose: &'static str) -> Self {
        Self { step_up: Some(purpose), ..self }
    }
}

/// Every page.
pub const PAGES: &[PageUrl] = &[
    page("/articles/", Access::Public, NO_RULE),
    page("/articles/create/", Access::Login, NO_RULE),
    page("/articles/{id}/", Access::Public, NO_RULE),
    page("/articles/{id}/update/", Access::Login, MAY_CHANGE),
    page("/articles/{id}/delete/", Access::Login, MAY_CHANGE),
    page("/accounts/", Access::Login, NO_RULE),
    page("/accounts/login/", Access::AnonymousOnly, NO_RULE),
    page("/accounts/signup/", Access::AnonymousOnly, NO_RULE),
    page("/accounts/logout/", Access::Public, NO_RULE),
    page("/accounts/update/", Access::Login, NO_RULE),
    page("/accounts/password/", Access::Login, NO_RULE),
    page("/accounts/password/done/", Access::Login, NO_RULE),
    page("/accounts/sessions/", Access::Login, NO_RULE),
    page("/accounts/activity/", Access::Login, NO_RULE),
    page("/accounts/reauthenticate/", Access::Login, NO_RULE),
    page("/accounts/delete/", Access::Login, NO_RULE),
    page("/accounts/goodbye/", Access::Public, NO_RULE),
];

/// Every server function. Logging in is public: over another user's session it replaces that session (B35).
pub const FUNCTIONS: &[FunctionUrl] = &[
    form("/api/accounts/signup", Access::AnonymousOnly, NO_RULE, at("/accounts/signup/", &[account::USERNAME], SIGNUP)),
    form(
        "/api/accounts/login",
        Access::Public,
        NO_RULE,
        at("/accounts/login/", &[account::USERNAME, account::KEEP], &[account::PASSWORD, account::NEXT]),
    ),
    form("/api/accounts/logout", Access::Public, NO_RULE, at("/accounts/logout/", &[], &[account::NEXT])),
    form(
        "/api/accounts/reauthenticate",
        Access::Login,
        NO_RULE,
        at("/accounts/reauthenticate/", &[], &[account::PASSWORD, account::NEXT, account::ACTION]),
    ),
    query("/api/accounts/pending-action", Access::Login, NO_RULE),
    query("/api/accounts/profile", Access::Login, NO_RULE),
    form("/api/accounts/update", Access::Login, OWN, at("/accounts/update/", PROFILE, &[]).parked())
        .step_up("change your e-mail address"),
    form("/api/accounts/password", Access::Login, OWN, at("/accounts/password/", &[], PASSWORDS)),
    query("/api/accounts/sessions", Access::Login, OWN),
    form("/api/accounts/sessions/end", Access::Login, OWN, at("/accounts/sessions/", &[], &[account::ID]))
        .step_up("end a session"),
    form("/api/accounts/sessions/end-others", Access::Login, OWN, at("/accounts/sessions/", &[], &[]))
        .step_up("end all other sessions"),
    form("/api/accounts/logout-everywhere", Access::Login, OWN, at("/accounts/sessions/", &[], &[]))
        .step_up("log out everywhere"),
    query("/api/accounts/activity", Access::Login, OWN),
    query("/api/accounts/leaving", Access::Login, OWN),
    form("/api/accounts/delete", Access::Login, OWN, at("/accounts/delete/", DELETION, &[account::PASSWORD])),
    query("/api/articles/list", Access::Public, NO_RULE),
    query("/api/articles/detail", Access::Public, NO_RULE),
    query("/api/articles/editable", Access::Login, MAY_CHANGE),
    form("/api/articles/create", Access::Login, NO_RULE, at("/articles/create/", ARTICLE, &[]).parked()),
    form(
        "/api/articles/update",
        Access::Login,
        MAY_CHANGE,
        at("/articles/{id}/update/", ARTICLE, &[article::ID, article::VERSION]).parked(),
    ),
    form("/api/articles/delete", Access::Login, MAY_CHANGE, at("/articles/{id}/delete/", &[], &[article::ID])),
];

const SIGNUP: &[&str] = &[account::PASSWORD1, account::PASSWORD2, account::NEXT];
const PROFILE: &[&str] = &[account::EMAIL, account::FIRST_NAME, account::LAST_NAME];
/// The user name is there for password managers; nothing reads it.
const PASSWORDS: &[&str] = &[account::USERNAME, account::OLD_PASSWORD, account::NEW_PASSWORD1, account::NEW_PASSWORD2];
const ARTICLE: &[&str] = &[article::TITLE, article::CONTENT];
const DELETION: &[&str] = &[
    account::BELONGINGS,
    Reason::NotUsed.field(),
    Reason::NotUseful.field(),
    Reason::TooHard.field(),
    Reason::Privacy.field(),
    Reason::OtherAccount.field(),
    account::REASON,
];

/// The page with exactly this path, parameters as `{name}`.
pub fn find_page(path: &str) -> Option<&'static PageUrl> {
    PAGES.iter().find(|page| page.path == path)
}

/// The server function with this path.
pub fn find_function(path: &str) -> Option<&'static FunctionUrl> {
    FUNCTIONS.iter().find(|function| function.path == path)
}

/// The page that an address of this site belongs to, by its segments; fixed segments win over parameters.
pub fn resolve(path: &str) -> Option<&'static PageUrl> {
    let fits = |page: &&PageUrl| {
        let (mut pattern, mut actual) = (page.path.split('/'), path.split('/'));
        loop {
            match (pattern.next(), actual.next()) {
                (None, None) => return true,
                (Some(pattern), Some(actual))
                    if pattern == actual || (pattern.starts_with('{') && !actual.is_empty()) => {}
                _ => return false,
            }
        }
    };
    find_page(path).or_else(|| PAGES.iter().find(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_resolves_to_its_page_and_fixed_segments_win() {
        assert_eq!(resolve("/articles/7/").unwrap().path, "/articles/{id}/");
        assert_eq!(resolve("/articles/create/").unwrap().path, "/articles/create/");
        assert!(resolve("/articles/7").is_none() && resolve("/nowhere/").is_none());
    }

    #[test]
    fn no_form_keeps_a_password() {
        for function in FUNCTIONS {
            let kept = function.form.iter().flat_map(|form| form.keep);
            assert!(kept.into_iter().all(|name| !name.contains("password")), "{}", function.path);
        }
    }

    #[test]
    fn every_form_belongs_to_a_page_of_the_table() {
        for form in FUNCTIONS.iter().filter_map(|function| function.form.as_ref()) {
            assert!(find_page(form.page).is_some(), "{}", form.page);
        }
    }
}
