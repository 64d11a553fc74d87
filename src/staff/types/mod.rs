//! What staff sees of users, invitations, groups, the exit survey and the audit trail: wire-safe, no I/O.

mod invitation;
mod user_query;

pub use invitation::{Ended, InvitationChoices, InvitationDetail, InvitationState, InvitationSummary};
pub use user_query::{GROUP_ID, ORDER, SHOW, TEXT, UserFilter, UserOrder, UserQuery};

use serde::{Deserialize, Serialize};

use crate::{
    accounts::types::{ActivityEntry, Change, UserId},
    shared::{Cursor, Page, Timestamp},
};

/// Users of a list are counted up to this number, which then means "or more".
pub const USERS_COUNTED: u32 = 1_000;

/// A user in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSummary {
    pub id: UserId,
    pub username: String,
    /// First and last name; empty when there is neither.
    pub full_name: String,
    pub email: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    pub date_joined: Timestamp,
    pub last_login: Option<Timestamp>,
}

/// A permission in a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionChoice {
    /// `articles.change_article`.
    pub name: String,
    /// `change articles`.
    pub label: String,
    pub is_given: bool,
    /// Whether the viewer has it, and so may grant and revoke it.
    pub may_be_given: bool,
    /// Whether it is asked for anywhere.
    pub is_checked: bool,
}

/// What a user may do, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    /// `change articles`.
    pub label: String,
    /// It is given to the user directly.
    pub is_own: bool,
    /// The names of the groups that give it.
    pub groups: Vec<String>,
}

/// A group by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupName {
    pub id: i64,
    pub name: String,
}

/// A group in the form of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupChoice {
    pub id: i64,
    pub name: String,
    /// The user is in it.
    pub is_given: bool,
    /// Whether the viewer has every permission of the group, and so may put others into it.
    pub may_be_given: bool,
}

/// A user as their page shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    pub user: UserSummary,
    pub first_name: String,
    pub last_name: String,
    pub has_password: bool,
    /// Whether their address was confirmed by a mail.
    pub has_confirmed_email: bool,
    /// When mail to it came back, if it did.
    pub email_bounced: Option<Timestamp>,
    /// Counted up to [`SESSIONS_COUNTED`](crate::accounts::types::SESSIONS_COUNTED); none where that cannot be known.
    pub sessions: Option<u32>,
    pub groups: Vec<GroupName>,
    /// Those of the user first, then the others by name: for a viewer who may change the user.
    pub group_choices: Vec<GroupChoice>,
    /// There are more groups than these.
    pub has_more_groups: bool,
    /// Every permission, with those that are granted directly.
    pub permissions: Vec<PermissionChoice>,
    /// All that they have, directly and by groups. A superuser needs none.
    pub rights: Vec<Right>,
    /// Of the rights: a form that was made from older ones is refused.
    #[serde(rename = "seen")]
    pub access_etag: String,
    /// The same of names and address.
    #[serde(rename = "profile_seen")]
    pub profile_etag: String,
    /// Whether the viewer has the permission, and every right of this user.
    pub may_change: bool,
    /// Whether the viewer may make and unmake superusers.
    pub may_make_superusers: bool,
    pub may_delete: bool,
    pub activity: Vec<ActivityEntry>,
    /// A password link that has just been made; shown once.
    pub reset_link: Option<String>,
}

/// Users who are to be activated or deactivated together, for the page that asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activation {
    pub is_active: bool,
    pub changed: Vec<GroupMember>,
    /// Those who stay as they are, and why.
    pub kept: Vec<(GroupMember, Kept)>,
}

/// Why a user stays as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    AlreadySo,
    Oneself,
    /// They have a right that the viewer lacks.
    HasMore,
}

/// The most users who are activated or deactivated together.
pub const ACTIVATED_AT_ONCE: usize = 100;

/// A group in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSummary {
    pub id: i64,
    pub name: String,
    /// Counted up to [`MEMBERS_COUNTED`].
    pub members: u32,
    pub permissions: u32,
}

/// Members of a group are counted up to this number, which then means "or more".
pub const MEMBERS_COUNTED: u32 = 1_000;

/// A group as its form shows it; `id` is 0 for a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDetail {
    pub id: i64,
    pub name: String,
    pub permissions: Vec<PermissionChoice>,
    /// One page of members, the earliest users first.
    pub members: Page<GroupMember>,
    /// Counted up to [`MEMBERS_COUNTED`].
    pub member_count: u32,
    #[serde(rename = "seen")]
    pub etag: String,
    pub may_change: bool,
    pub may_delete: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMember {
    pub id: UserId,
    pub username: String,
}

/// A user or a group to be deleted. The viewer may delete it and perhaps not view it, so this is no more than its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    pub id: i64,
    pub name: String,
    /// Of a group, counted up to [`MEMBERS_COUNTED`].
    pub members: u32,
    /// Whether the viewer has every right that it has.
    pub may_delete: bool,
}

/// A search of the audit trail; an empty text is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// An exact user name.
    pub actor: String,
    /// The exact name of a user, a group or another thing.
    pub target: String,
    /// The id of an action, such as `sessions_ended`.
    pub action: String,
    pub cursor: Cursor,
}

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: i64,
    pub at: Timestamp,
    /// A name can be taken by another user later; an id cannot. `None` for the command line.
    pub actor_id: Option<i64>,
    /// A user name, or `command line`.
    pub actor: String,
    /// The id of the action: `sessions_ended`.
    #[serde(rename = "act")]
    pub action: String,
    /// The action in words, before the target: `ended all sessions of`.
    #[serde(rename = "action")]
    pub phrase: String,
    /// `user`, `group`.
    pub target_kind: String,
    pub target_id: Option<i64>,
    pub target: String,
    pub changes: Vec<Change>,
    pub address: String,
}

/// The exit survey, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExitSurveySummary {
    /// The number of days that are summed up.
    pub days: u32,
    pub count: u32,
    /// Of accounts whose content stayed.
    #[serde(rename = "kept_belongings")]
    pub kept_content: u32,
    /// Each reason in words, and the number of users who gave it.
    pub reasons: Vec<(String, u32)>,
    /// The newest comments: day and text.
    pub comments: Vec<(Timestamp, String)>,
}
