//! The fields of the longer forms, for the rows of the table.

use crate::{
    accounts::forms::{Reason, field as account},
    articles::forms::field as article,
    staff::forms::staff_field,
};

pub(super) const RESET: &[&str] = &[account::LINK, account::USERNAME, account::NEW_PASSWORD1, account::NEW_PASSWORD2];
pub(super) const USER_PROFILE: &[&str] =
    &[account::USERNAME, account::EMAIL, account::FIRST_NAME, account::LAST_NAME, staff_field::ETAG];
pub(super) const USER_ACCESS: &[&str] = &[
    staff_field::IS_ACTIVE,
    staff_field::IS_STAFF,
    staff_field::IS_SUPERUSER,
    staff_field::ADD_GROUP,
    staff_field::ETAG,
];
pub(super) const SIGNUP_SHOWN: &[&str] = &[account::USERNAME, account::EMAIL];
pub(super) const SIGNUP: &[&str] = &[account::PASSWORD1, account::PASSWORD2, account::NEXT];
pub(super) const PROFILE: &[&str] = &[account::EMAIL, account::FIRST_NAME, account::LAST_NAME];
/// The user name is for password managers; no code reads it.
pub(super) const PASSWORDS: &[&str] =
    &[account::USERNAME, account::OLD_PASSWORD, account::NEW_PASSWORD1, account::NEW_PASSWORD2];
pub(super) const WRITTEN: &[&str] = &[article::TITLE, article::CONTENT, article::VISIBILITY, article::PREVIEW];
pub(super) const DELETION: &[&str] = &[
    account::CONTENT,
    Reason::NotUsed.field(),
    Reason::NotUseful.field(),
    Reason::TooHard.field(),
    Reason::Privacy.field(),
    Reason::OtherAccount.field(),
    account::REASON,
];
