//! What a form of staff, or a command, wants a user to be.

use super::state_store::UserState;
use crate::{
    accounts::{
        forms::field,
        server::{email::parse_email_or_keep, profile::parse_name, store::UserRow, username::Username},
        types::PermissionSet,
    },
    server::text::Text,
    shared::{AppError, FormErrors},
    staff::forms::{GROUP_NAME_MAX, StaffUserForm, staff_field},
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
    /// Ids of the groups to stay in.
    pub groups: Vec<i64>,
    pub permissions: PermissionSet,
    /// The name of a group to join; empty for none.
    pub join: String,
}

impl Wanted {
    /// Checks a form. A name or an address that it leaves as it is stored may be one of an earlier release, by other rules.
    pub fn parse(form: &StaffUserForm, stored: &UserRow) -> Result<Self, AppError> {
        let mut errors = FormErrors::default();
        let username = match form.username == stored.username {
            true => Some(Username::stored(&stored.username)),
            false => errors.check(field::USERNAME, Username::parse(&form.username)),
        };
        let email = errors.check(field::EMAIL, parse_email_or_keep(&form.email, &stored.email));
        let first_name = errors.check(field::FIRST_NAME, parse_name(&form.first_name));
        let last_name = errors.check(field::LAST_NAME, parse_name(&form.last_name));
        let join = errors.check(staff_field::ADD_GROUP, Text::line(&form.add_group, GROUP_NAME_MAX));
        let (Some(username), Some(email), Some(first_name), Some(last_name), Some(join)) =
            (username, email, first_name, last_name, join)
        else {
            return Err(errors.into());
        };
        let is_superuser = !form.is_superuser.is_empty();
        Ok(Self {
            username,
            email,
            first_name,
            last_name,
            is_active: !form.is_active.is_empty(),
            // A superuser is always staff (B98).
            is_staff: !form.is_staff.is_empty() || is_superuser,
            is_superuser,
            groups: form.groups().collect(),
            permissions: form.permissions().map(str::to_owned).collect(),
            join: join.into_string(),
        })
    }

    /// The user as they are, for a command that changes a part.
    pub fn unchanged(user: &UserState) -> Result<Self, AppError> {
        let row = &user.row;
        Ok(Self {
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
        })
    }
}
