//! What members of staff do: find people, change what they may do, groups, and read what was changed. Every function first
//! decides who may; every change is recorded in the transaction that makes it.
//! Django: the `auth` part of `django.contrib.admin`.

pub mod audit;
mod audit_store;
pub mod authority;
pub mod commands;
pub mod departures;
pub mod groups;
pub mod users;

use tower_sessions_core::Session;

use crate::{
    accounts::{
        server::{Accounts, audit::Actor, reauthentication::require_recent_password},
        types::{Permission, User, Viewer},
    },
    server::context::{Client, extension},
    shared::AppError,
};

/// A member of staff who may do what is asked.
struct Staff {
    accounts: Accounts,
    session: Session,
    user: User,
    client: Client,
}

impl Staff {
    /// Who is asking, if it is a member of staff with this permission.
    ///
    /// # Errors
    /// [`AppError::LoginRequired`] and [`AppError::NotPermitted`].
    fn with(permission: Permission) -> Result<Self, AppError> {
        let viewer: Viewer = extension()?;
        let user = viewer.user().ok_or(AppError::LoginRequired)?;
        if !(user.is_staff && user.has(permission)) {
            return Err(AppError::NotPermitted { needed: permission.label() });
        }
        Ok(Self { accounts: extension()?, session: extension()?, client: extension()?, user: user.clone() })
    }

    /// The same, for what asks for a password that was entered a short while ago.
    async fn who_has_just_entered_the_password(permission: Permission) -> Result<Self, AppError> {
        let staff = Self::with(permission)?;
        require_recent_password(&staff.accounts, &staff.session).await?;
        Ok(staff)
    }

    fn actor(&self) -> Actor {
        Actor { id: Some(self.user.id), name: self.user.username.clone(), client: self.client.clone() }
    }
}
