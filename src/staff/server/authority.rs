//! How far the power of a member of staff reaches: nobody gives, takes or touches what they do not have themselves. So no form
//! of the staff area is a way to more rights than one has.

use crate::{
    accounts::{
        server::audit::COMMAND_LINE,
        types::{Permission, PermissionSet, User, UserId},
    },
    shared::AppError,
};

/// What somebody has, as far as it matters for who may touch it.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    pub is_superuser: bool,
    /// Own permissions and those of groups.
    pub permissions: PermissionSet,
}

/// The operator: whoever has the machine has every right.
pub fn operator() -> User {
    User {
        id: UserId(0),
        username: COMMAND_LINE.to_owned(),
        first_name: String::new(),
        last_name: String::new(),
        is_staff: true,
        is_superuser: true,
        permissions: PermissionSet::default(),
    }
}

/// Whether the actor has everything that this one has.
pub fn covers(actor: &User, other: &Holdings) -> bool {
    actor.is_superuser || (!other.is_superuser && other.permissions.is_subset(&actor.permissions))
}

/// Lets an actor pass who is still what the request took them for, and has everything that the other one has.
///
/// # Errors
/// [`AppError::NotPermitted`], written into the log: somebody tried.
pub fn require(actor: Option<&User>, permission: Permission, other: &Holdings) -> Result<(), AppError> {
    let refused = |needed: String| {
        tracing::warn!(event = "authority_refused", user_id = actor.map(|actor| actor.id.0), needed);
        Err(AppError::NotPermitted { needed })
    };
    match actor {
        Some(actor) if !(actor.is_staff && actor.has(permission)) => refused(permission.label()),
        None => refused(permission.label()),
        Some(actor) if !covers(actor, other) => refused("change what has more rights than you have".to_owned()),
        Some(_) => Ok(()),
    }
}

/// Whether the actor may give or take this permission.
pub fn may_give(actor: &User, full_name: &str) -> bool {
    actor.is_superuser || actor.permissions.contains_name(full_name)
}

/// Which permissions are given and which taken. One that the actor lacks has a box that cannot be ticked, so a form says nothing of
/// it and it stays; ticked all the same, somebody is trying.
///
/// # Errors
/// [`AppError::NotPermitted`] for such, [`AppError::BadRequest`] for a name that is no permission.
pub fn permission_changes(
    actor: Option<&User>,
    given: &PermissionSet,
    wanted: &PermissionSet,
    known: &[String],
) -> Result<(Vec<String>, Vec<String>), AppError> {
    let actor = actor.ok_or(AppError::LoginRequired)?;
    // What was given when the program still knew it stays, and is no reason to refuse the rest.
    if wanted.names().any(|name| !given.contains_name(name) && !known.iter().any(|known| known == name)) {
        return Err(AppError::BadRequest);
    }
    let (mut give, mut take) = (Vec::new(), Vec::new());
    for name in known {
        match (given.contains_name(name), wanted.contains_name(name), may_give(actor, name)) {
            (false, true, true) => give.push(name.clone()),
            (true, false, true) => take.push(name.clone()),
            (false, true, false) => {
                tracing::warn!(event = "authority_refused", user_id = actor.id.0, needed = name);
                return Err(AppError::NotPermitted { needed: format!("give {name}") });
            }
            _ => {}
        }
    }
    Ok((give, take))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::types::{PermissionAction, USER};

    fn actor(is_superuser: bool, permissions: &[&str]) -> User {
        User {
            id: UserId(1),
            username: "joe".to_owned(),
            first_name: String::new(),
            last_name: String::new(),
            is_staff: true,
            is_superuser,
            permissions: set(permissions),
        }
    }

    fn set(names: &[&str]) -> PermissionSet {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn nobody_but_a_superuser_touches_a_superuser_or_who_has_more() {
        let staff = actor(false, &["accounts.change_user", "a.b_c"]);
        let change = USER.may(PermissionAction::Change);
        let with = |is_superuser, names: &[&str]| Holdings { is_superuser, permissions: set(names) };
        assert!(require(Some(&staff), change, &with(false, &["a.b_c"])).is_ok());
        assert!(require(Some(&staff), change, &with(false, &["a.b_d"])).is_err());
        assert!(require(Some(&staff), change, &with(true, &[])).is_err());
        assert!(require(Some(&actor(true, &[])), change, &with(true, &["a.b_d"])).is_ok());
        assert!(require(Some(&actor(false, &[])), change, &with(false, &[])).is_err());
        assert!(require(None, change, &with(false, &[])).is_err());
        assert!(may_give(&staff, "a.b_c") && !may_give(&staff, "a.b_d"));
    }
}
