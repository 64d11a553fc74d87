//! The name of a group, and its key, in which names that look alike are equal (B76).

use crate::{
    accounts::server::username::fold,
    server::text::{Text, seen},
    shared::FormErrors,
    staff::forms::{GROUP_NAME_MAX, staff_field},
};

/// A name as it is stored: one line of at most 150 characters.
///
/// # Errors
/// `Required` or `TooLong`, on the field.
pub fn parse(text: &str) -> Result<String, FormErrors> {
    let name = Text::line(text, GROUP_NAME_MAX).and_then(Text::required).map(Text::into_string);
    name.map_err(|code| FormErrors::one(staff_field::NAME, code))
}

/// The key by which a group is looked up, in whatever spelling: what is seen of the name, folded.
pub fn key(name: &str) -> String {
    fold(&seen(name))
}
