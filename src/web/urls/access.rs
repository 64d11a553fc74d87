//! Who may open a page or call a server function, as the URL table declares it. Django: `login_required`, `permission_required`.

use std::fmt;

use super::resolve;
use crate::{
    accounts::types::{Permission, Viewer},
    shared::AppError,
    ui::Address,
    web::messages::access::STAFF_AREA,
};

/// What the service asks for besides, about a single record, in words.
pub(super) const NO_RULE: &str = "";
pub(super) const OWN: &str = "own only";
/// The address may have the token of a link in it.
pub const WITH_LINK: &str = "holder of a valid link";
pub(super) const PUBLISHED: &str = "published only";
pub(super) const NOT_MORE: &str = "only rights that the viewer has";

/// Who may open a page or call a server function. Rules about a single record belong to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Public,
    /// Anonymous visitors; a logged-in user is redirected (S4).
    AnonymousOnly,
    /// Logged-in users; a visitor is sent to the login and back (S6).
    Login,
    /// Logged-in users who have confirmed their e-mail address, where the site asks for that.
    Confirmed,
    /// Staff. That opens the home page of the staff area and nothing else (B77).
    Staff,
    /// Staff with this permission.
    StaffWith(Permission),
}

impl Access {
    /// Checks the viewer.
    ///
    /// # Errors
    /// A login is missing, is one too many, or lacks a permission. A logged-in user is never sent to the login (B55).
    pub fn check(self, viewer: &Viewer) -> Result<(), AppError> {
        let not_permitted = |needed: String| match viewer.is_authenticated() {
            true => AppError::NotPermitted { needed },
            false => AppError::LoginRequired,
        };
        match self {
            Self::Public => Ok(()),
            Self::AnonymousOnly if viewer.is_authenticated() => Err(AppError::AnonymousOnly),
            Self::AnonymousOnly => Ok(()),
            Self::Login if viewer.is_authenticated() => Ok(()),
            Self::Login => Err(AppError::LoginRequired),
            Self::Confirmed => match viewer.user() {
                Some(user) if user.must_confirm_email => Err(AppError::EmailUnconfirmed),
                Some(_) => Ok(()),
                None => Err(AppError::LoginRequired),
            },
            Self::Staff | Self::StaffWith(_) if !viewer.is_staff() => Err(not_permitted(STAFF_AREA.to_owned())),
            Self::Staff => Ok(()),
            Self::StaffWith(permission) if viewer.has(permission) => Ok(()),
            Self::StaffWith(permission) => Err(not_permitted(permission.label())),
        }
    }

    /// What every visitor wants who is refused here; a page for users says it itself.
    pub(super) const fn purpose(self) -> Option<&'static str> {
        match self {
            Self::Staff | Self::StaffWith(_) => Some(STAFF_AREA),
            _ => None,
        }
    }

    /// Whether any user may, or any who has confirmed an address.
    pub fn is_for_users(self) -> bool {
        matches!(self, Self::Login | Self::Confirmed)
    }

    pub fn allows(self, viewer: &Viewer) -> bool {
        self.check(viewer).is_ok()
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Public => f.pad("public"),
            Self::AnonymousOnly => f.pad("anonymous only"),
            Self::Login => f.pad("login"),
            Self::Confirmed => f.pad("login, address confirmed"),
            Self::Staff => f.pad("staff"),
            Self::StaffWith(permission) => f.pad(&format!("staff with {permission}")),
        }
    }
}
/// What a visitor logs in for who then goes to this address: in the words of its page in the table, never in those of the address.
pub fn purpose(next: &Address) -> Option<&'static str> {
    resolve(next.path())?.purpose
}
