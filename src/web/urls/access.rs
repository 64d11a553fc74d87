//! Who may open a page or call a server function, as the URL table declares it.

use std::fmt;

use crate::{
    accounts::types::{Permission, Viewer},
    shared::AppError,
};

/// Who may open a page or call a server function. Whose thing it is, is decided by the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Only who is not logged in; others are sent on (S4).
    AnonymousOnly,
    /// Only who is logged in; others are sent to log in and come back (S6).
    Login,
    /// Only members of staff. That alone lets them see the door, and nothing behind it (B77).
    Staff,
    /// Only members of staff who were given this permission.
    StaffWith(Permission),
}

impl Access {
    /// Whether this one may.
    ///
    /// # Errors
    /// Why not: nobody is logged in, somebody is, or a permission is missing. Never a way back to the login for somebody who is
    /// logged in (B55).
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
            Self::Staff | Self::StaffWith(_) if !viewer.is_staff() => {
                Err(not_permitted("use the staff area".to_owned()))
            }
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
