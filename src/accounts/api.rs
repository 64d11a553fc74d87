//! Every server function of the domain: a signature, a sentence, one call. This is a public interface: any client can post to
//! it. Who may call which is declared in the URL table and checked before it runs.

use leptos::prelude::*;

use super::{
    forms::{
        DeletionForm, EmailConfirmForm, LoginForm, LogoutForm, PasswordForm, PasswordResetForm, ProfileForm,
        ReauthenticateForm, ResetCodeForm, ResetForm, SecureForm, SignupForm,
    },
    types::{ActivityEntry, DeletionPreview, OpenedLink, OwnProfile, PendingAction, SessionInfo},
};
use crate::shared::{AppError, Cursor, Id, Outcome, Page};

/// Creates a user and logs them in (B11 to B17). Refused to a logged-in user.
#[server(prefix = "/api", endpoint = "accounts/signup")]
pub async fn signup(#[server(flatten)] form: SignupForm) -> Result<Outcome, AppError> {
    super::server::registration::signup(form).await
}

/// Checks user name and password and starts a session under a new id (B28 to B38).
#[server(prefix = "/api", endpoint = "accounts/login")]
pub async fn login(#[server(flatten)] form: LoginForm) -> Result<Outcome, AppError> {
    super::server::auth::login(form).await
}

/// Ends this session, row and cookie (B43 to B47). No error without a session.
#[server(prefix = "/api", endpoint = "accounts/logout")]
pub async fn logout(#[server(flatten)] form: LogoutForm) -> Result<Outcome, AppError> {
    super::server::auth::logout(form).await
}

/// The numbers of common passwords that begin with this part, for a browser in which one is typed.
#[server(prefix = "/api", endpoint = "accounts/common-passwords")]
pub async fn common_passwords(part: u8) -> Result<Vec<u32>, AppError> {
    Ok(super::server::passwords::common_beginning_with(part))
}

/// Checks the password again, for an action that needs it (step-up).
#[server(prefix = "/api", endpoint = "accounts/reauthenticate")]
pub async fn reauthenticate(#[server(flatten)] form: ReauthenticateForm) -> Result<Outcome, AppError> {
    super::server::reauthentication::reauthenticate(form).await
}

/// The newest pending action, if there is one.
#[server(prefix = "/api", endpoint = "accounts/pending-action")]
pub async fn newest_pending_action() -> Result<Option<PendingAction>, AppError> {
    super::server::reauthentication::pending().await
}

/// Does nothing but use the session, which extends it.
#[server(prefix = "/api", endpoint = "accounts/stay")]
pub async fn stay_logged_in() -> Result<(), AppError> {
    Ok(())
}

/// The viewer's own profile.
#[server(prefix = "/api", endpoint = "accounts/profile")]
pub async fn profile() -> Result<OwnProfile, AppError> {
    super::server::profile::profile().await
}

/// Stores e-mail, first and last name, and nothing else (B66). Another address needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/update")]
pub async fn update(#[server(flatten)] form: ProfileForm) -> Result<Outcome, AppError> {
    super::server::profile::update(form).await
}

/// Sets another password; every other session ends and this one continues (B62 to B65).
#[server(prefix = "/api", endpoint = "accounts/password")]
pub async fn change_password(#[server(flatten)] form: PasswordForm) -> Result<Outcome, AppError> {
    super::server::password_change::change(form).await
}

/// One page of the viewer's sessions.
#[server(prefix = "/api", endpoint = "accounts/sessions")]
pub async fn sessions(cursor: Cursor) -> Result<Page<SessionInfo>, AppError> {
    super::server::sessions::own::list(cursor).await
}

/// Ends one session of the viewer. Needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/sessions/end")]
pub async fn end_session(id: Id) -> Result<Outcome, AppError> {
    super::server::sessions::own::end(id.get()).await
}

/// Ends every session of the viewer but this one. Needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/sessions/end-others")]
pub async fn end_other_sessions() -> Result<Outcome, AppError> {
    super::server::sessions::own::end_others().await
}

/// Ends every session of the viewer. Needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/logout-everywhere")]
pub async fn logout_everywhere() -> Result<Outcome, AppError> {
    super::server::sessions::own::end_all().await
}

/// One page of the viewer's activity.
#[server(prefix = "/api", endpoint = "accounts/activity")]
pub async fn activity(cursor: Cursor) -> Result<Page<ActivityEntry>, AppError> {
    super::server::activity::list(cursor).await
}

/// What is deleted with the viewer's account.
#[server(prefix = "/api", endpoint = "accounts/leaving")]
pub async fn preview_deletion() -> Result<DeletionPreview, AppError> {
    super::server::account_deletion::preview().await
}

/// Deletes the viewer's account for good (B68). Asks for the password.
#[server(prefix = "/api", endpoint = "accounts/delete")]
pub async fn delete_account(#[server(flatten)] form: DeletionForm) -> Result<Outcome, AppError> {
    super::server::account_deletion::delete(form).await
}

/// The link that was opened in this browser; `None` without a valid one.
#[server(prefix = "/api", endpoint = "accounts/reset-of")]
pub async fn reset_of() -> Result<Option<OpenedLink>, AppError> {
    super::server::reset::reset_of().await
}

/// Sets a new password by the link that was opened in this browser (B73, B75). It starts no session.
#[server(prefix = "/api", endpoint = "accounts/reset")]
pub async fn reset_password(#[server(flatten)] form: ResetForm) -> Result<Outcome, AppError> {
    super::server::reset::set_password(form).await
}

/// Asks for a password link by mail (B69 to B71). One answer, whether an account has the address or not.
#[server(prefix = "/api", endpoint = "accounts/password-reset")]
pub async fn request_password_reset(#[server(flatten)] form: PasswordResetForm) -> Result<Outcome, AppError> {
    super::server::recovery::request(form).await
}

/// Opens in this browser what the link of a mail opens, by the code beside it.
#[server(prefix = "/api", endpoint = "accounts/password-reset/code")]
pub async fn enter_reset_code(#[server(flatten)] form: ResetCodeForm) -> Result<Outcome, AppError> {
    super::server::recovery::codes::enter(form).await
}

/// Sends the mail by which the viewer's address is confirmed once more.
#[server(prefix = "/api", endpoint = "accounts/email/send")]
pub async fn send_confirmation() -> Result<Outcome, AppError> {
    super::server::addresses::send_again().await
}

/// Confirms an address by the link of a mail, or by its code.
#[server(prefix = "/api", endpoint = "accounts/email/confirm")]
pub async fn confirm_email(#[server(flatten)] form: EmailConfirmForm) -> Result<Outcome, AppError> {
    super::server::addresses::confirm(form).await
}

/// Ends all sessions and the password of an account, and takes a change of address back, by the link of a mail that told of something.
#[server(prefix = "/api", endpoint = "accounts/secure")]
pub async fn secure_account(#[server(flatten)] form: SecureForm) -> Result<Outcome, AppError> {
    super::server::securing::secure(form).await
}
