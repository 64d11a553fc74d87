//! Every server function of the domain: a signature, a sentence, one call.

use leptos::prelude::*;

use super::forms::{NoticeForm, ThemeForm, UsernameForm};
use crate::shared::{AppError, Outcome};

/// Chooses light, dark, or what the browser chooses.
#[server(prefix = "/api", endpoint = "device/theme")]
pub async fn choose_theme(#[server(flatten)] form: ThemeForm) -> Result<Outcome, AppError> {
    super::server::choose_theme(&form)
}

/// Fills in the viewer's user name on the login page of this browser, or no longer does.
#[server(prefix = "/api", endpoint = "device/username")]
pub async fn remember_username(#[server(flatten)] form: UsernameForm) -> Result<Outcome, AppError> {
    super::server::remember_username(&form)
}

/// Puts the operator's notice away, for today or for good.
#[server(prefix = "/api", endpoint = "device/notice")]
pub async fn put_notice_away(#[server(flatten)] form: NoticeForm) -> Result<Outcome, AppError> {
    super::server::put_notice_away(&form)
}

/// Puts the welcome of the front page away.
#[server(prefix = "/api", endpoint = "device/welcome")]
pub async fn put_welcome_away() -> Result<Outcome, AppError> {
    super::server::put_welcome_away()
}

/// Removes all that this browser keeps without a session.
#[server(prefix = "/api", endpoint = "device/forget")]
pub async fn forget() -> Result<Outcome, AppError> {
    super::server::forget()
}
