//! What staff sees of users, groups, the exit survey and the audit trail: wire-safe, no I/O.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::types::{ActivityEntry, Change, UserId},
    shared::{Cursor, Page, Timestamp},
    staff::messages::users as words,
};

/// Which users a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserFilter {
    #[default]
    #[serde(rename = "everybody")]
    Everyone,
    Staff,
    Superusers,
    Inactive,
}

impl UserFilter {
    pub const ALL: [Self; 4] = [Self::Everyone, Self::Staff, Self::Superusers, Self::Inactive];

    /// The value in an address.
    pub fn id(self) -> &'static str {
        match self {
            Self::Everyone => "everybody",
            Self::Staff => "staff",
            Self::Superusers => "superusers",
            Self::Inactive => "inactive",
        }
    }

    /// Anything unknown shows everyone.
    pub fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.id() == id).unwrap_or_default()
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Everyone => words::EVERYONE,
            Self::Staff => words::STAFF,
            Self::Superusers => words::SUPERUSERS,
            Self::Inactive => words::DEACTIVATED,
        }
    }
}

/// The order of a list of users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserOrder {
    /// By the time of joining, the newest first.
    #[default]
    Newest,
    /// By user name.
    Name,
}

impl UserOrder {
    pub const ALL: [Self; 2] = [Self::Newest, Self::Name];

    pub fn id(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Name => "name",
        }
    }

    pub fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.id() == id).unwrap_or_default()
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Newest => words::NEWEST_FIRST,
            Self::Name => words::BY_USERNAME,
        }
    }
}

/// A search for users.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserQuery {
    /// The start of a user name or of an e-mail address; empty for all. A search by text is sorted by what it searches.
    pub text: String,
    pub filter: UserFilter,
    pub order: UserOrder,
    pub cursor: Cursor,
}

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
}

/// A group by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupName {
    pub id: i64,
    pub name: String,
}

/// A user as the full form shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDetail {
    pub user: UserSummary,
    pub first_name: String,
    pub last_name: String,
    pub has_password: bool,
    /// Counted up to [`SESSIONS_COUNTED`](crate::accounts::types::SESSIONS_COUNTED).
    pub sessions: u32,
    pub groups: Vec<GroupName>,
    /// Every permission, with those that are granted directly.
    pub permissions: Vec<PermissionChoice>,
    /// Of this state: a form that was made from an older one is refused.
    #[serde(rename = "seen")]
    pub etag: String,
    /// Whether the viewer has the permission, and every right of this user.
    pub may_change: bool,
    /// Whether the viewer may make and unmake superusers.
    pub may_make_superusers: bool,
    pub may_delete: bool,
    pub activity: Vec<ActivityEntry>,
    /// A password link that has just been made; shown once.
    pub reset_link: Option<String>,
}

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
