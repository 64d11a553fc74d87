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
/// Sets a password by a link that was opened in this browser.
pub const RESET: &str = "/accounts/reset/";
pub const RESET_DONE: &str = "/accounts/reset/done/";
/// Opens such a link and leads on to [`RESET`].
pub const RESET_LINK: &str = "/accounts/reset/{token}/";

/// What an open page listens to.
pub const SESSION_EVENTS: &str = "/api/accounts/session-events";
