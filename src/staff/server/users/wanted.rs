//! What a form of staff, or a command, wants a user to be. A form is one part of them: the other stays as it is stored.

use super::state_store::UserState;
use crate::{
    accounts::{
        forms::field,
        server::{email::parse_email_or_keep, profile::parse_name, store::UserRow, username::Username},
        types::PermissionSet,
    },
    server::text::Text,
    shared::{AppError, FormErrors},
    staff::forms::{AccessForm, GROUP_NAME_MAX, ProfileForm, staff_field},
};

/// The values of the form, valid as far as they can be checked without the database.
pub struct Wanted {
    pub username: Username,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    /// Ids of the groups to be in.
    pub groups: Vec<i64>,
    pub permissions: PermissionSet,
    /// The name of a group to join besides; empty for none.
    pub join: String,
}

/// The form of names and address, valid as far as it can be checked without the database.
pub struct WantedProfile {
    username: Username,
    email: String,
    first_name: String,
    last_name: String,
}

impl WantedProfile {
    /// Checks the form. A name or an address that it leaves as it is stored may be one of an earlier release, by other rules.
    pub fn parse(form: &ProfileForm, stored: &UserRow) -> Result<Self, AppError> {
        let mut errors = FormErrors::default();
        let username = match form.username == stored.username {
            true => Some(Username::stored(&stored.username)),
            false => errors.check(field::USERNAME, Username::parse(&form.username)),
        };
        let email = errors.check(field::EMAIL, parse_email_or_keep(&form.email, &stored.email));
        let first_name = errors.check(field::FIRST_NAME, parse_name(&form.first_name));
        let last_name = errors.check(field::LAST_NAME, parse_name(&form.last_name));
        let (Some(username), Some(email), Some(first_name), Some(last_name)) = (username, email, first_name, last_name)
        else {
            return Err(errors.into());
        };
        Ok(Self { username, email, first_name, last_name })
    }

    /// The user with this profile.
    pub fn of(self, user: &UserState) -> Wanted {
        let Self { username, email, first_name, last_name } = self;
        Wanted { username, email, first_name, last_name, ..Wanted::unchanged(user) }
    }
}

/// The form of flags, groups and permissions, likewise.
pub struct WantedAccess {
    is_active: bool,
    is_staff: bool,
    is_superuser: bool,
    groups: Vec<i64>,
    permissions: PermissionSet,
    join: String,
}

impl WantedAccess {
    pub fn parse(form: &AccessForm) -> Result<Self, AppError> {
        let mut errors = FormErrors::default();
        let join = errors.check(staff_field::ADD_GROUP, Text::line(&form.add_group, GROUP_NAME_MAX));
        let Some(join) = join else { return Err(errors.into()) };
        let is_superuser = !form.is_superuser.is_empty();
        Ok(Self {
            is_active: !form.is_active.is_empty(),
            // A superuser is always staff (B98).
            is_staff: !form.is_staff.is_empty() || is_superuser,
            is_superuser,
            groups: form.groups().collect(),
            permissions: form.permissions().map(str::to_owned).collect(),
            join: join.into_string(),
        })
    }

    /// The user with these rights.
    pub fn of(self, user: &UserState) -> Wanted {
        let Self { is_active, is_staff, is_superuser, groups, permissions, join } = self;
        Wanted { is_active, is_staff, is_superuser, groups, permissions, join, ..Wanted::unchanged(user) }
    }
}

impl Wanted {
    /// The user as they are, for a command that changes a part.
    pub fn unchanged(user: &UserState) -> Self {
        let row = &user.row;
        Self {
            username: Username::stored(&row.username),
            email: row.email.clone(),
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            is_active: row.is_active,
            is_staff: row.is_staff,
            is_superuser: row.is_superuser,
            groups: user.groups.iter().map(|group| group.id).collect(),
            permissions: user.own.clone(),
            join: String::new(),
        }
    }
}
