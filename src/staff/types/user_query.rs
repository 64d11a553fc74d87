//! What a list of users is asked for: letters, a state, a group, an order; and its address.

use serde::{Deserialize, Serialize};

use crate::{
    shared::{Cursor, Id, NextPath, address_with},
    staff::{messages::users as words, paths},
    ui::Address,
};

/// Names in the query of an address.
pub const TEXT: &str = "q";
pub const SHOW: &str = "show";
pub const GROUP_ID: &str = "group";
pub const ORDER: &str = "order";

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
    /// What an address asks for.
    pub fn of(address: &Address) -> Self {
        Self {
            text: address.trimmed(TEXT),
            filter: UserFilter::from_id(&address.trimmed(SHOW)),
            // What is no id is no group.
            group: address.query(GROUP_ID).filter(|id| !id.is_empty()).map(|id| id.parse::<Id>().map_or(0, Id::get)),
            order: UserOrder::from_id(&address.trimmed(ORDER)),
            cursor: address.cursor(),
        }
    }

    /// The address of a list that is asked for the same, at its first page.
    pub fn address(&self, path: &str) -> String {
        self.address_and(path, &[])
    }

    /// The address of this very page of the list of users, with what else it is asked for.
    pub fn address_of_page(&self, more: &[(&str, &str)]) -> String {
        let cursor = match self.cursor {
            Cursor::First => None,
            Cursor::Before(id) => Some(("before", id.to_string())),
            Cursor::After(id) => Some(("after", id.to_string())),
        };
        let cursor = cursor.iter().map(|(name, id)| (*name, id.as_str()));
        self.address_and(paths::USERS, &cursor.chain(more.iter().copied()).collect::<Vec<_>>())
    }

    fn address_and(&self, path: &str, more: &[(&str, &str)]) -> String {
        let show = if self.filter == UserFilter::default() { "" } else { self.filter.id() };
        let order = if self.order == UserOrder::default() { "" } else { self.order.id() };
        let group = self.group.map(|id| id.to_string()).unwrap_or_default();
        let own = [(TEXT, self.text.as_str()), (SHOW, show), (GROUP_ID, group.as_str()), (ORDER, order)];
        address_with(path, &[&own, more].concat())
    }

    /// The page of the list that a text from outside names. Only what the list itself is asked for is taken from it, so it leads nowhere
    /// else, whatever the text is.
    pub fn way_back(text: &str) -> NextPath {
        let address = Self::of(&Address::new(text)).address_of_page(&[]);
        NextPath::parse(&address).unwrap_or_else(|| NextPath::own(paths::USERS))
    }

    /// Whether the list is sorted by user name.
    pub fn is_by_name(&self) -> bool {
        self.order == UserOrder::Name && self.text.trim().is_empty() && self.group.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_list_is_read_and_written() {
        for address in [
            "/staff/users/",
            "/staff/users/?q=kim%2B1&show=inactive&group=7&order=name&before=30",
            "/staff/users/?q=%EA%B8%B8%EB%8F%99&after=9",
        ] {
            assert_eq!(UserQuery::of(&Address::new(address)).address_of_page(&[]), address);
            assert_eq!(UserQuery::way_back(address).as_str(), address);
        }
        let query = UserQuery::of(&Address::new("/staff/users/?q=kim&before=30"));
        assert_eq!(query.address(paths::USERS_CSV), "/staff/users.csv?q=kim");
        assert_eq!(query.address_of_page(&[("all", "1")]), "/staff/users/?q=kim&before=30&all=1");
    }

    #[test]
    fn the_way_back_is_a_page_of_the_list_whatever_was_sent() {
        for (text, way) in [
            ("", "/staff/users/"),
            ("//evil.example/?q=a", "/staff/users/?q=a"),
            ("https://evil.example/?show=staff&next=//evil.example", "/staff/users/?show=staff"),
            ("/accounts/logout/?all=1&user=3", "/staff/users/"),
            ("?q=%0d%0aSet-Cookie: a=b", "/staff/users/?q=Set-Cookie%3A%20a%3Db"),
        ] {
            assert_eq!(UserQuery::way_back(text).as_str(), way, "{text}");
        }
        assert_eq!(UserQuery::way_back(&format!("?q={}", "x".repeat(4_000))).as_str(), "/staff/users/");
    }
}
