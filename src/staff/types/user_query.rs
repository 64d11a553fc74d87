//! What a list of users is asked for: letters, a state, a group, an order.

use serde::{Deserialize, Serialize};

use crate::{shared::Cursor, staff::messages::users as words};

/// Which users a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserFilter {
    #[default]
    #[serde(rename = "everybody")]
    Everyone,
    Active,
    Staff,
    Superusers,
    Inactive,
}

impl UserFilter {
    pub const ALL: [Self; 5] = [Self::Everyone, Self::Active, Self::Inactive, Self::Staff, Self::Superusers];

    /// The value in an address.
    pub fn id(self) -> &'static str {
        match self {
            Self::Everyone => "everybody",
            Self::Active => "active",
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
            Self::Active => words::ACTIVE,
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
    /// Letters anywhere in the user name, the address or the names; empty for all.
    pub text: String,
    pub filter: UserFilter,
    /// Only members of the group with this id.
    #[serde(default)]
    pub group: Option<i64>,
    /// What is searched by text or by group is sorted by age.
    pub order: UserOrder,
    pub cursor: Cursor,
}

impl UserQuery {
    /// Whether the list is sorted by user name.
    pub fn is_by_name(&self) -> bool {
        self.order == UserOrder::Name && self.text.trim().is_empty() && self.group.is_none()
    }
}
