//! Who may open a page or call a server function, as the URL table declares it. Django: `login_required`, `permission_required`.

use std::fmt;

use crate::{
    accounts::types::{Permission, Viewer},
    shared::AppError,
    web::messages::access::STAFF_AREA,
};

/// Who may open a page or call a server function. Rules about a single record belong to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Public,
    /// Anonymous visitors; a logged-in user is redirected (S4).
    AnonymousOnly,
    /// Logged-in users; a visitor is sent to the login and back (S6).
    Login,
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
            Self::Staff | Self::StaffWith(_) if !viewer.is_staff() => Err(not_permitted(STAFF_AREA.to_owned())),
            Self::Staff => Ok(()),
            Self::StaffWith(permission) if viewer.has(permission) => Ok(()),
            Self::StaffWith(permission) => Err(not_permitted(permission.label())),
        }
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
            Self::Staff => f.pad("staff"),
            Self::StaffWith(permission) => f.pad(&format!("staff with {permission}")),
        }
    }
}
