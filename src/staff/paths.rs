//! The address of every page of the staff area. The addresses of its server functions are in `api.rs`, as `UpdateAccess::PATH`.
//! Who may open which is said in `web/urls/`. Django: the names in `urls.py`.

use crate::accounts::types::UserId;

pub const HOME: &str = "/staff/";
pub const USERS: &str = "/staff/users/";
/// The same as lines for a spreadsheet.
pub const USERS_CSV: &str = "/staff/users.csv";
pub const USER_CREATE: &str = "/staff/users/create/";
/// Asks before users are activated or deactivated together.
pub const USERS_ACTIVATION: &str = "/staff/users/activation/";
pub const USER: &str = "/staff/users/{id}/";
pub const USER_DELETE: &str = "/staff/users/{id}/delete/";
/// Accounts that are offered by mail.
pub const INVITATIONS: &str = "/staff/invitations/";
pub const INVITATION_CREATE: &str = "/staff/invitations/create/";
pub const INVITATION: &str = "/staff/invitations/{id}/";
pub const GROUPS: &str = "/staff/groups/";
pub const GROUP_CREATE: &str = "/staff/groups/create/";
pub const GROUP: &str = "/staff/groups/{id}/";
pub const GROUP_DELETE: &str = "/staff/groups/{id}/delete/";
pub const EXIT_SURVEY: &str = "/staff/departures/";
pub const AUDIT: &str = "/staff/audit/";

pub fn user(id: UserId) -> String {
    format!("{USERS}{}/", id.0)
}

pub fn user_delete(id: UserId) -> String {
    user(id) + "delete/"
}

pub fn invitation(id: i64) -> String {
    format!("{INVITATIONS}{id}/")
}

pub fn group(id: i64) -> String {
    format!("{GROUPS}{id}/")
}

pub fn group_delete(id: i64) -> String {
    group(id) + "delete/"
}
