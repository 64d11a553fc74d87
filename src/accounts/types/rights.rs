//! A number for what a user may do: a page carries the one that it was made with, and hears of another.

use serde::Serialize;

use super::{PermissionSet, User};
use crate::shared::fingerprint;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Rights(pub u32);

impl Rights {
    /// A superuser may do everything, whatever permissions are given to them.
    pub fn of(is_staff: bool, is_superuser: bool, permissions: &PermissionSet) -> Self {
        let mut text = format!("{is_staff} {is_superuser}");
        for name in permissions.names().filter(|_| !is_superuser) {
            text.push(' ');
            text.push_str(name);
        }
        Self(fingerprint(&text))
    }
}

impl User {
    pub fn rights(&self) -> Rights {
        Rights::of(self.is_staff, self.is_superuser, &self.permissions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_may_do_has_a_number_that_does_not_depend_on_the_order_of_permissions() {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<PermissionSet>();
        let of = |names: &[&str]| Rights::of(false, false, &set(names));
        assert_eq!(of(&["a.view_b", "a.add_b"]), of(&["a.add_b", "a.view_b"]));
        assert_ne!(of(&["a.view_b"]), of(&[]));
        assert_ne!(Rights::of(true, false, &set(&[])), of(&[]));
        assert_eq!(Rights::of(true, true, &set(&["a.view_b"])), Rights::of(true, true, &set(&[])));
    }
}
