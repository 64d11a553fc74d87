//! What members of staff see of people, groups, and of what was changed.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::types::{ActivityEntry, Change, UserId},
    shared::{Cursor, Page, Timestamp},
};

/// Which users a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserFilter {
    #[default]
    Everybody,
    Staff,
    Superusers,
    Inactive,
}

impl UserFilter {
    pub const ALL: [Self; 4] = [Self::Everybody, Self::Staff, Self::Superusers, Self::Inactive];

    /// The value in an address.
    pub fn id(self) -> &'static str {
        match self {
            Self::Everybody => "everybody",
            Self::Staff => "staff",
            Self::Superusers => "superusers",
            Self::Inactive => "inactive",
        }
    }

    /// Anything unknown shows everybody.
    pub fn from_id(id: &str) -> Self {
        Self::ALL.into_iter().find(|filter| filter.id() == id).unwrap_or_default()
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Everybody => "Everybody",
            Self::Staff => "Staff",
            Self::Superusers => "Superusers",
            Self::Inactive => "Deactivated",
        }
    }
}

/// In which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserOrder {
    /// Who joined last comes first.
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
            Self::Newest => "Newest first",
            Self::Name => "By user name",
        }
    }
}

/// What a list of users is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserQuery {
    /// The beginning of a user name or of an e-mail address; empty for all. People who are looked for come by name.
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

/// A permission that can be given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionChoice {
    /// `articles.change_article`.
    pub name: String,
    /// `change articles`.
    pub label: String,
    pub is_given: bool,
    /// Whether the viewer has it, and so may give it or take it away.
    pub may_be_given: bool,
}

/// A group by number and name.
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
    /// The groups that the user is in.
    pub groups: Vec<GroupName>,
    /// Every permission, and which ones the user was given directly.
    pub permissions: Vec<PermissionChoice>,
    /// A mark of this state: a change of a later one is told.
    pub seen: String,
    /// Whether the viewer may change this user: has the permission, and the user has nothing that the viewer lacks.
    pub may_change: bool,
    /// Whether the viewer may make and unmake superusers.
    pub may_make_superusers: bool,
    pub may_delete: bool,
    pub activity: Vec<ActivityEntry>,
    /// A link to set a password with, made just now; shown once.
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

/// Up to how many members of a group are counted; so many means "or more".
pub const MEMBERS_COUNTED: u32 = 1_000;

/// A group as its form shows it; `id` is 0 for one that is still to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupDetail {
    pub id: i64,
    pub name: String,
    pub permissions: Vec<PermissionChoice>,
    /// One page of members, the earliest users first.
    pub members: Page<GroupMember>,
    /// Counted up to [`MEMBERS_COUNTED`].
    pub member_count: u32,
    pub seen: String,
    pub may_change: bool,
    pub may_delete: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupMember {
    pub id: UserId,
    pub username: String,
}

/// What is told to whoever may delete a user or a group, and perhaps not see it: what it is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    pub id: i64,
    pub name: String,
    /// Of a group, counted up to [`MEMBERS_COUNTED`].
    pub members: u32,
    /// It has nothing that the viewer lacks.
    pub may_delete: bool,
}

/// What the audit trail is searched for; an empty text is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditQuery {
    /// Who did it: a whole user name.
    pub actor: String,
    /// To whom or what: a whole name.
    pub target: String,
    /// The id of an action, such as `user_changed`.
    pub action: String,
    pub cursor: Cursor,
}

/// One change that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: i64,
    pub at: Timestamp,
    /// Names can be given to somebody else; numbers never. Nothing for the command line.
    pub actor_id: Option<i64>,
    /// A user name, or `command line`.
    pub actor: String,
    /// What was done, as one searches for it: `sessions_ended`.
    pub act: String,
    /// The same in words: `ended all sessions of`.
    pub action: String,
    /// `user`, `group`.
    pub target_kind: String,
    pub target_id: Option<i64>,
    pub target: String,
    pub changes: Vec<Change>,
    pub address: String,
}

/// Why people left, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartureSummary {
    /// The span of days that is summed up.
    pub days: u32,
    pub count: u32,
    pub kept_belongings: u32,
    /// Reason in words, and how many gave it.
    pub reasons: Vec<(String, u32)>,
    /// The latest that people wrote: day and text.
    pub comments: Vec<(Timestamp, String)>,
}
