//! The address of every page of this domain. The addresses of its server functions are in `api.rs`, as `Login::PATH`.
//! Who may open which is said in `web/urls/`. Django: the names in `urls.py`.

/// The account's home.
pub const ACCOUNT: &str = "/accounts/";
pub const LOGIN: &str = "/accounts/login/";
pub const LOGOUT: &str = "/accounts/logout/";
pub const SIGNUP: &str = "/accounts/signup/";
pub const UPDATE: &str = "/accounts/update/";
pub const PASSWORD: &str = "/accounts/password/";
/// Where password managers look for that page (WICG, "A Well-Known URL for Changing Passwords").
pub const CHANGE_PASSWORD: &str = "/.well-known/change-password";
pub const PASSWORD_DONE: &str = "/accounts/password/done/";
pub const SESSIONS: &str = "/accounts/sessions/";
pub const ACTIVITY: &str = "/accounts/activity/";
/// Asks for the password again, where no dialog can.
pub const REAUTHENTICATE: &str = "/accounts/reauthenticate/";
pub const DELETE: &str = "/accounts/delete/";
pub const GOODBYE: &str = "/accounts/goodbye/";
/// Asks for a password link by mail, and says that one may be on its way. Django's addresses.
pub const PASSWORD_RESET: &str = "/accounts/password_reset/";
pub const PASSWORD_RESET_DONE: &str = "/accounts/password_reset/done/";
/// Confirms an address, by a link that was opened in this browser or by a code.
pub const EMAIL_CONFIRM: &str = "/accounts/email/confirm/";
pub const EMAIL_DONE: &str = "/accounts/email/done/";
/// "Was it not you?": where every mail leads that tells what has happened to an account.
pub const SECURE: &str = "/accounts/secure/";
pub const SECURE_DONE: &str = "/accounts/secure/done/";
/// Signs up by an invitation that was opened in this browser. What it shows and does is in `staff`, which knows who may invite.
pub const INVITATION: &str = "/accounts/invitation/";
/// Sets a password by a link that was opened in this browser.
pub const RESET: &str = "/accounts/reset/";
pub const RESET_DONE: &str = "/accounts/reset/done/";
/// The links of mails. Each is opened in the browser's session and leads on to its page, whose address has no token.
pub const RESET_LINK: &str = "/accounts/reset/{token}/";
pub const EMAIL_CONFIRM_LINK: &str = "/accounts/email/confirm/{token}/";
pub const SECURE_LINK: &str = "/accounts/secure/{token}/";
pub const INVITATION_LINK: &str = "/accounts/invitation/{token}/";

/// What an open page listens to.
pub const SESSION_EVENTS: &str = "/api/accounts/session-events";
/// The first event of that stream alone, for a page that hears nothing.
pub const SESSION_STATE: &str = "/api/accounts/session-state";
