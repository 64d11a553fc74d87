//! The forms of the staff area. Only here are forms with the fields of a user that they cannot change themselves (S17).
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
    /// The etag of the state that the form was made from.
    pub const ETAG: &str = "seen";
    /// Whether a password link goes to the user by mail.
    pub const MAIL: &str = "mail";
    /// The page of the list of users to come back to.
    pub const LIST: &str = "list";
    /// Before the id of a group to be in.
    pub const GROUP_PREFIX: &str = "group_";
    /// Before the id of a user.
    pub const USER_PREFIX: &str = "user_";
    /// Before the full name of a permission.
    pub const PERMISSION_PREFIX: &str = "permission_";
}

use staff_field::{GROUP_PREFIX, PERMISSION_PREFIX, USER_PREFIX};

use crate::{accounts::types::PasswordInput, shared::Id};

/// The longest name of a group, in characters (B76).
pub const GROUP_NAME_MAX: u32 = 150;

/// The names and the address of a user.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub id: String,
    #[serde(rename = "seen")]
    pub etag: String,
    pub username: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

/// What a user may do: flags, groups, permissions.
///
/// Everything is text, because the form has check boxes with names of their own: a ticked one is posted as `on`, others are not.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessForm {
    pub id: String,
    #[serde(rename = "seen")]
    pub etag: String,
    pub is_active: String,
    pub is_staff: String,
    pub is_superuser: String,
    pub add_group: String,
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

/// The ids of the ticked groups.
fn ticked_groups(boxes: &BTreeMap<String, String>) -> impl Iterator<Item = i64> {
    boxes.keys().filter_map(|name| Some(name.strip_prefix(GROUP_PREFIX)?.parse::<Id>().ok()?.get()))
}

impl AccessForm {
    /// The ids of the ticked groups.
    pub fn groups(&self) -> impl Iterator<Item = i64> {
        ticked_groups(&self.boxes)
    }

    /// The full names of the ticked permissions.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(PERMISSION_PREFIX))
    }
}

/// Users who are activated or deactivated together.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActivationForm {
    /// `on` to activate.
    pub is_active: String,
    /// The page of the list that they were chosen on.
    pub list: String,
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

impl ActivationForm {
    /// The ids of the users.
    pub fn users(&self) -> impl Iterator<Item = i64> {
        self.boxes.keys().filter_map(|name| Some(name.strip_prefix(USER_PREFIX)?.parse::<Id>().ok()?.get()))
    }
}

/// A group that is created or changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    /// Empty for a new one.
    pub id: String,
    #[serde(rename = "seen")]
    pub etag: String,
    pub name: String,
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

impl GroupForm {
    /// The full names of the ticked permissions.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(PERMISSION_PREFIX))
    }
}

/// A new user, without a password until they set one by a link.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NewUserForm {
    pub username: String,
    pub email: String,
}

/// An account that is offered by mail, with what it may do.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct InvitationForm {
    pub email: String,
    pub is_staff: String,
    pub add_group: String,
    #[serde(flatten)]
    pub boxes: BTreeMap<String, String>,
}

impl InvitationForm {
    /// The ids of the ticked groups.
    pub fn groups(&self) -> impl Iterator<Item = i64> {
        ticked_groups(&self.boxes)
    }

    /// The full names of the ticked permissions.
    pub fn permissions(&self) -> impl Iterator<Item = &str> {
        self.boxes.keys().filter_map(|name| name.strip_prefix(PERMISSION_PREFIX))
    }
}

/// An invitation that is accepted, by the link of its mail. The address is the one that it was sent to.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AcceptForm {
    pub token: String,
    pub username: String,
    pub password1: PasswordInput,
    pub password2: PasswordInput,
}
