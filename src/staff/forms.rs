//! The forms of the staff area. The full form of a user is here and nowhere else (S17): only its own functions read it.
//! Django: `UserAdmin`, `GroupAdmin`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Field names, as posted.
pub mod staff_field {
    pub const IS_ACTIVE: &str = "is_active";
    pub const IS_STAFF: &str = "is_staff";
    pub const IS_SUPERUSER: &str = "is_superuser";
    /// The name of a group to join.
    pub const ADD_GROUP: &str = "add_group";
    /// The name of a group itself.
    pub const NAME: &str = "name";
    /// The mark of the state that the form was made from.
    pub const SEEN: &str = "seen";
    /// Before the id of a group that stays.
    pub const GROUP_PREFIX: &str = "group_";
    /// Before the full name of a permission that is given.
    pub const PERMISSION_PREFIX: &str = "permission_";
}

use staff_field::{GROUP_PREFIX, PERMISSION_PREFIX};

/// The longest name of a group, in characters (B76).
pub const GROUP_NAME_MAX: u32 = 150;

/// All that staff may set of a user. Never a password.
///
/// Everything is text, because boxes with names of their own share the form: one ticked sends `on`, an empty one nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StaffUserForm {
    pub id: String,
    pub seen: String,
    pub username: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub is_active: String,
    pub is_staff: String,
    pub is_superuser: String,
    pub add_group: String,
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

impl StaffUserForm {
    /// The groups whose boxes are ticked.
    pub fn groups(&self) -> impl Iterator<Item = i64> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(GROUP_PREFIX)?.parse().ok())
    }

    /// The full names of the permissions whose boxes are ticked.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(PERMISSION_PREFIX))
    }
}

/// A group that is made or changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    /// Empty for a new one.
    pub id: String,
    pub seen: String,
    pub name: String,
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

impl GroupForm {
    /// The full names of the permissions whose boxes are ticked.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(PERMISSION_PREFIX))
    }
}

/// Somebody new, made by staff: without a password, until they set one by a link.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewUserForm {
    pub username: String,
    pub email: String,
}
