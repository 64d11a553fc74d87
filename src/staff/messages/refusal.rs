//! What an account cannot do, after "Your account cannot".

pub const HAS_MORE: &str = "change a user or group that has more permissions than yours";
pub const SUPERUSER: &str = "give or take superuser rights";
pub const GROUP: &str = "add a user to a group that has more permissions than yours";
pub const INVITE_WITH_RIGHTS: &str = "give rights by an invitation";
pub const OWN_ACTIVATION: &str = "be changed together with others; it is your own";
pub const OWN_ACCOUNT: &str = "be deleted here; you can do it on your account page";

pub const OWN_LINK: &str = "make a password link for itself; change the password on the page of your own account";
pub const OWN_RIGHTS: &str = "give rights to itself; ask another member of staff";

pub fn grant(permission: &str) -> String {
    format!("give {permission}")
}
