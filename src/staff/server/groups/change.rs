//! Changes of groups by staff or the operator: creating, changing and deleting one never moves a permission that the actor lacks.

use super::{
    name,
    store::{self, GroupState},
};
use crate::{
    accounts::{
        server::{
            Accounts,
            audit::{Actor, Entry, Target, note},
            audit_store,
            permissions::known,
        },
        types::{AuditAction, Change, GROUP, PermissionAction, PermissionSet, User, changed},
    },
    server::db::{Db, JoinedTx},
    shared::{AppError, FormErrors},
    staff::{
        code::StaffCode,
        forms::staff_field,
        messages::refusal,
        server::{
            authority::{Holdings, PermissionChanges, authorise, not_for_oneself},
            authority_store,
        },
        types::MEMBERS_COUNTED,
    },
};

/// The values of the form.
pub struct Wanted {
    pub name: String,
    pub permissions: PermissionSet,
}

/// A change that has begun: no other change of rights runs, the group is read, the actor is authorised.
struct GroupChange {
    tx: JoinedTx,
    by: Actor,
    actor: User,
    state: GroupState,
}

impl GroupChange {
    async fn begin(db: &Db, by: Actor, id: i64, action: PermissionAction) -> Result<Self, AppError> {
        let mut tx = by.begin(db).await?;
        authority_store::serialise(&mut tx).await?;
        let actor = authority_store::find_actor(&mut tx, &by).await?;
        let state = store::read(&mut tx, id).await?.ok_or(AppError::NotFound)?;
        let actor = authorise(actor, GROUP.may(action), &state.holdings())?;
        Ok(Self { tx, by, actor, state })
    }

    /// Records the change in the audit trail; a form that was saved unchanged leaves no entry. Commits what the operator does; what
    /// a user does is committed with their request.
    async fn finish(mut self, action: AuditAction, changes: Vec<Change>) -> Result<(), AppError> {
        let target = Target::group(self.state.id, &self.state.name);
        let entry = Entry { actor: self.by, action, target, changes };
        if !entry.is_empty() {
            audit_store::record(&mut self.tx, entry).await?;
        }
        Ok(self.tx.finish().await?)
    }
}

/// Creates a group and returns its id.
pub async fn create(accounts: &Accounts, by: Actor, wanted: &Wanted) -> Result<i64, AppError> {
    let name = name::parse(&wanted.name)?;
    let mut tx = by.begin(accounts.db()).await?;
    authority_store::serialise(&mut tx).await?;
    let actor = authority_store::find_actor(&mut tx, &by).await?;
    let actor = authorise(actor, GROUP.may(PermissionAction::Add), &Holdings::default())?;
    let none = PermissionSet::default();
    let permissions = PermissionChanges::between(&actor, &none, &wanted.permissions, &known(accounts))?;
    let id = store::insert(&mut tx, &name, &name::key(&name)).await?;
    let id = id.ok_or_else(|| FormErrors::one(staff_field::NAME, StaffCode::GroupTaken))?;
    store::update_permissions(&mut tx, id, &permissions).await?;
    let mut changes = Vec::new();
    note(&mut changes, changed::NAME, "", &name);
    note(&mut changes, changed::PERMISSIONS, "", permissions.applied_to(&none));
    let target = Target::group(id, &name);
    audit_store::record(&mut tx, Entry { actor: by, action: AuditAction::Created, target, changes }).await?;
    tx.finish().await?;
    Ok(id)
}

/// Changes a group to what `want` makes of it. Returns the changes.
pub async fn change(
    accounts: &Accounts,
    by: Actor,
    id: i64,
    want: impl FnOnce(&GroupState) -> Result<Wanted, AppError>,
) -> Result<Vec<Change>, AppError> {
    let mut change = GroupChange::begin(accounts.db(), by, id, PermissionAction::Change).await?;
    let wanted = want(&change.state)?;
    let now = &change.state.permissions;
    // A name that stays may be one of an earlier release, by other rules.
    let new_name = Some(&wanted.name).filter(|name| **name != change.state.name);
    let new_name = new_name.map(|name| name::parse(name)).transpose()?;
    let permissions = PermissionChanges::between(&change.actor, now, &wanted.permissions, &known(accounts))?;
    if !permissions.grant.is_empty() && store::has_member(&mut change.tx, id, change.actor.id).await? {
        // They would keep it when their own is revoked, or when they are no superuser any more.
        not_for_oneself(&change.actor, change.actor.id, refusal::OWN_RIGHTS)?;
    }
    if let Some(name) = &new_name {
        store::rename(&mut change.tx, id, name, &name::key(name)).await?;
    }
    store::update_permissions(&mut change.tx, id, &permissions).await?;
    if !permissions.grant.is_empty() {
        store::end_securing_links(&mut change.tx, id).await?;
    }
    let mut changes = Vec::new();
    let before: Vec<&str> = now.names().collect();
    note(&mut changes, changed::NAME, &change.state.name, new_name.as_ref().unwrap_or(&change.state.name));
    note(&mut changes, changed::PERMISSIONS, before.join(", "), permissions.applied_to(now));
    change.finish(AuditAction::Changed, changes.clone()).await?;
    Ok(changes)
}

/// Deletes a group; its members lose the permissions that it granted them.
pub async fn delete(accounts: &Accounts, by: Actor, id: i64) -> Result<(), AppError> {
    let mut change = GroupChange::begin(accounts.db(), by, id, PermissionAction::Delete).await?;
    let members = store::member_names(&mut change.tx, id).await?;
    store::delete(&mut change.tx, id).await?;
    let more = if members.len() == MEMBERS_COUNTED as usize { " and perhaps others" } else { "" };
    let permissions: Vec<&str> = change.state.permissions.names().collect();
    let mut changes = Vec::new();
    note(&mut changes, changed::MEMBERS, members.join(", ") + more, "");
    note(&mut changes, changed::PERMISSIONS, permissions.join(", "), "");
    change.finish(AuditAction::Deleted, changes).await
}
