//! Every server function of the domain: a signature, a sentence, one call. This is a public interface: anybody can post to
//! it. Who may call which is declared in the URL table and decided before these run.

use leptos::prelude::*;

use super::{
    forms::{LoginForm, LogoutForm, SignupForm},
    types::OwnProfile,
};
use crate::shared::{AppError, Outcome};

/// Makes a user and logs them in (B11 to B17). Refused for somebody who is logged in.
#[server(prefix = "/api", endpoint = "accounts/signup")]
pub async fn signup(#[server(flatten)] form: SignupForm) -> Result<Outcome, AppError> {
    super::server::registration::signup(form).await
}

/// Checks user name and password and opens a session under a new id (B28 to B38).
#[server(prefix = "/api", endpoint = "accounts/login")]
pub async fn login(#[server(flatten)] form: LoginForm) -> Result<Outcome, AppError> {
    super::server::auth::login(form).await
}

/// Ends this session, row and cookie (B43 to B47). No error for somebody who is not logged in.
#[server(prefix = "/api", endpoint = "accounts/logout")]
pub async fn logout(#[server(flatten)] form: LogoutForm) -> Result<Outcome, AppError> {
    super::server::auth::logout(form).await
}

/// Ends every session of this person, on every device.
#[server(prefix = "/api", endpoint = "accounts/logout-everywhere")]
pub async fn logout_everywhere() -> Result<Outcome, AppError> {
    super::server::auth::logout_everywhere().await
}

/// The viewer's own profile.
#[server(prefix = "/api", endpoint = "accounts/profile")]
pub async fn profile() -> Result<OwnProfile, AppError> {
    super::server::auth::profile().await
}
