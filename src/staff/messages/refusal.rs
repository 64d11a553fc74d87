//! What an account cannot do, after "Your account cannot".

pub const HAS_MORE: &str = "change a user or group that has more permissions than yours";
pub const SUPERUSER: &str = "give or take superuser rights";
pub const OWN_ACCOUNT: &str = "be deleted here; you can do it on your account page";

pub fn grant(permission: &str) -> String {
    format!("give {permission}")
}
