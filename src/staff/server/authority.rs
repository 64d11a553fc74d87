//! How far the authority of a member of staff reaches: no one grants, revokes or changes what goes beyond their own rights. So no
//! form of the staff area is a way to more rights than one has. Who may at all: the URL table, and `staff_with`.

use crate::{
    accounts::{
        server::{Accounts, audit::COMMAND_LINE},
        types::{Permission, PermissionSet, User, UserId},
    },
    shared::AppError,
    staff::{messages::refusal, types::PermissionChoice},
};

/// The rights of a user or of a group.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    pub is_superuser: bool,
    /// Granted directly and through groups.
    pub permissions: PermissionSet,
}

/// The operator at the command line, who has every right.
pub fn operator() -> User {
    User {
        id: UserId(0),
        username: COMMAND_LINE.to_owned(),
        first_name: String::new(),
        last_name: String::new(),
        is_staff: true,
        is_superuser: true,
        must_confirm_email: false,
        permissions: PermissionSet::default(),
    }
}

/// Whether the actor has every right that the target has.
pub fn covers(actor: &User, target: &Holdings) -> bool {
    actor.is_superuser || (!target.is_superuser && target.permissions.is_subset(&actor.permissions))
}

/// The actor, if they still have the permission, and every right that the target has.
///
/// # Errors
/// [`AppError::NotPermitted`], and a line in the log.
pub fn authorise(actor: Option<User>, permission: Permission, target: &Holdings) -> Result<User, AppError> {
    let needed = match actor {
        Some(actor) if actor.is_staff && actor.has(permission) && covers(&actor, target) => return Ok(actor),
        Some(ref actor) if actor.is_staff && actor.has(permission) => refusal::HAS_MORE.to_owned(),
        _ => permission.label(),
    };
    log_refusal(actor.as_ref(), &needed);
    Err(AppError::NotPermitted { needed })
}

/// Refuses what no user does for themselves: it would turn a stolen session into more than that session. The table of such ways
/// is in `ways.rs`.
///
/// # Errors
/// [`AppError::NotPermitted`], and a line in the log.
pub fn not_for_oneself(actor: &User, target: UserId, what: &str) -> Result<(), AppError> {
    if actor.id != target {
        return Ok(());
    }
    log_refusal(Some(actor), what);
    Err(AppError::NotPermitted { needed: what.to_owned() })
}

/// Logs a refusal. The pages offer nothing that leads here: it was an attempt, or the actor's rights have just changed.
pub fn log_refusal(actor: Option<&User>, needed: &str) {
    tracing::warn!(event = "authority_refused", user_id = actor.map(|actor| actor.id.0), needed);
}

/// Whether the actor may grant and revoke this permission.
pub fn may_grant(actor: &User, full_name: &str) -> bool {
    actor.is_superuser || actor.permissions.contains_name(full_name)
}

/// The full names of the permissions that a form grants and revokes.
#[derive(Debug, Clone, Default)]
pub struct PermissionChanges {
    pub grant: Vec<String>,
    pub revoke: Vec<String>,
}

impl PermissionChanges {
    /// Compares the permissions that are granted now with those that the form wants. A permission that the actor lacks has a
    /// disabled check box, so the form omits it and it stays as it is. A form that posts it is an attempt.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for an attempt, [`AppError::BadRequest`] for a name that is no permission.
    pub fn between(
        actor: &User,
        now: &PermissionSet,
        wanted: &PermissionSet,
        known: &[String],
    ) -> Result<Self, AppError> {
        // A permission that only an earlier version knew stays, and is no reason to refuse the rest.
        if wanted.names().any(|name| !now.contains_name(name) && !known.iter().any(|known| known == name)) {
            return Err(AppError::BadRequest);
        }
        let mut changes = Self::default();
        for name in known {
            match (now.contains_name(name), wanted.contains_name(name), may_grant(actor, name)) {
                (false, true, true) => changes.grant.push(name.clone()),
                (true, false, true) => changes.revoke.push(name.clone()),
                (false, true, false) => {
                    log_refusal(Some(actor), name);
                    return Err(AppError::NotPermitted { needed: refusal::grant(name) });
                }
                _ => {}
            }
        }
        Ok(changes)
    }

    /// Each change with its statement, for a store.
    pub fn statements(&self, grant: &'static str, revoke: &'static str) -> impl Iterator<Item = (&'static str, &str)> {
        let granted = self.grant.iter().map(move |name| (grant, name.as_str()));
        granted.chain(self.revoke.iter().map(move |name| (revoke, name.as_str())))
    }

    /// The permissions afterwards, sorted and joined for the audit trail.
    pub fn applied_to(&self, now: &PermissionSet) -> String {
        let stays = now.names().filter(|name| !self.revoke.iter().any(|revoked| revoked == name));
        let mut after: Vec<&str> = stays.chain(self.grant.iter().map(String::as_str)).collect();
        after.sort_unstable();
        after.join(", ")
    }
}

/// Every permission of the site, with those that are granted, as a form shows them to this actor.
pub fn choices(accounts: &Accounts, actor: &User, granted: &PermissionSet) -> Vec<PermissionChoice> {
    let choice = |permission: Permission| PermissionChoice {
        name: permission.full_name(),
        label: permission.label(),
        is_given: granted.contains(permission),
        may_be_given: may_grant(actor, &permission.full_name()),
        is_checked: permission.is_checked(),
    };
    accounts.models().flat_map(|model| model.permissions()).map(choice).collect()
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
            must_confirm_email: false,
            permissions: set(permissions),
        }
    }

    fn set(names: &[&str]) -> PermissionSet {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn only_a_superuser_changes_a_superuser_or_a_user_with_more_rights() {
        let staff = actor(false, &["accounts.change_user", "a.b_c"]);
        let change = USER.may(PermissionAction::Change);
        let with = |is_superuser, names: &[&str]| Holdings { is_superuser, permissions: set(names) };
        assert!(authorise(Some(staff.clone()), change, &with(false, &["a.b_c"])).is_ok());
        assert!(authorise(Some(staff.clone()), change, &with(false, &["a.b_d"])).is_err());
        assert!(authorise(Some(staff.clone()), change, &with(true, &[])).is_err());
        assert!(authorise(Some(actor(true, &[])), change, &with(true, &["a.b_d"])).is_ok());
        assert!(authorise(Some(actor(false, &[])), change, &with(false, &[])).is_err());
        assert!(authorise(None, change, &with(false, &[])).is_err());
        assert!(may_grant(&staff, "a.b_c") && !may_grant(&staff, "a.b_d"));
    }
}
