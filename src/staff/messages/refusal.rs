//! What a refusal says that an account may not do, after "Your account may not".

pub const HAS_MORE: &str = "change a user or group that has more permissions than you";
pub const SUPERUSER: &str = "make or unmake superusers";
pub const OWN_ACCOUNT: &str = "delete itself here; use the page of your own account";

pub fn grant(permission: &str) -> String {
    format!("give {permission}")
}
