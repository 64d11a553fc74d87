//! What an invitation gives, and who may give it: the rule of the forms of users (`authority.rs`), decided when it is sent and once more when
//! it is accepted, each time from what is stored then.

use super::store::{self, InvitationRow};
use crate::{
    accounts::{
        server::{Accounts, audit::note, permissions::known},
        types::{Change, PermissionAction, PermissionSet, USER, User, changed},
    },
    server::{db::Tx, text::Text},
    shared::{AppError, FormErrors},
    staff::{
        forms::{GROUP_NAME_MAX, InvitationForm, staff_field},
        messages::refusal,
        server::{
            authority::{Holdings, PermissionChanges, authorise, log_refusal},
            groups::store::GroupState,
            users::joining::joined,
        },
    },
};

/// What is to be given, whether the actor may or not. Never superuser status.
#[derive(Default)]
pub struct Gift {
    is_staff: bool,
    groups: Vec<i64>,
    /// The name of one more group; empty for none.
    join: String,
    permissions: PermissionSet,
}

/// What an actor may give.
pub struct Granted {
    pub actor: User,
    pub is_staff: bool,
    pub groups: Vec<GroupState>,
    pub permissions: PermissionChanges,
}

impl Gift {
    /// What the form says; what is wrong with it is added to the errors.
    pub fn parse(form: &InvitationForm, errors: &mut FormErrors) -> Self {
        let join = errors.check(staff_field::ADD_GROUP, Text::line(&form.add_group, GROUP_NAME_MAX));
        Self {
            is_staff: !form.is_staff.is_empty(),
            groups: form.groups().collect(),
            join: join.unwrap_or_default().into_string(),
            permissions: form.permissions().map(str::to_owned).collect(),
        }
    }

    /// What a stored invitation gives, without groups that are gone and permissions that this program does not know.
    pub async fn read(accounts: &Accounts, tx: &mut Tx, row: &InvitationRow) -> Result<Self, sqlx::Error> {
        let (known, stored) = (known(accounts), store::read_permissions(tx, row.id).await?);
        Ok(Self {
            is_staff: row.is_staff,
            groups: store::read_groups(tx, row.id).await?,
            join: String::new(),
            permissions: stored
                .names()
                .filter(|name| known.iter().any(|known| known == name))
                .map(str::to_owned)
                .collect(),
        })
    }

    fn has_rights(&self) -> bool {
        self.is_staff || !self.groups.is_empty() || !self.join.is_empty() || self.permissions.names().next().is_some()
    }

    /// Decides, inside a transaction that is serialised, whether this actor may create users, and give them all of it.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`], and a line in the log; or what is wrong with a group.
    pub async fn grant(&self, accounts: &Accounts, tx: &mut Tx, actor: Option<User>) -> Result<Granted, AppError> {
        let actor = authorise(actor, USER.may(PermissionAction::Add), &Holdings::default())?;
        if self.has_rights() && !may_give(&actor) {
            log_refusal(Some(&actor), refusal::INVITE_WITH_RIGHTS);
            return Err(AppError::NotPermitted { needed: refusal::INVITE_WITH_RIGHTS.to_owned() });
        }
        let groups = joined(tx, &actor, &self.groups, &self.join, |_| false).await?;
        let (none, known) = (PermissionSet::default(), known(accounts));
        let permissions = PermissionChanges::between(&actor, &none, &self.permissions, &known)?;
        Ok(Granted { is_staff: self.is_staff, groups, permissions, actor })
    }
}

/// Whether a user changes the rights of others at all, and so may invite with some.
pub fn may_give(user: &User) -> bool {
    user.has(USER.may(PermissionAction::Change))
}

impl Granted {
    pub fn group_ids(&self) -> Vec<i64> {
        self.groups.iter().map(|group| group.id).collect()
    }

    /// For the audit trail.
    pub fn note(&self, changes: &mut Vec<Change>) {
        let groups: Vec<&str> = self.groups.iter().map(|group| group.name.as_str()).collect();
        note(changes, changed::STAFF, false, self.is_staff);
        note(changes, changed::GROUPS, "", groups.join(", "));
        note(changes, changed::PERMISSIONS, "", self.permissions.applied_to(&PermissionSet::default()));
    }
}
