//! Articles as both sides know them, and the rule for who may change one: used by the check and by the buttons.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::types::{UserId, Viewer},
    shared::Timestamp,
};

/// Who wrote something; nobody, when the person has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: UserId,
    pub name: String,
}

/// An article in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSummary {
    pub id: i64,
    pub title: String,
    pub excerpt: String,
    pub author: Option<Author>,
    pub created: Timestamp,
}

/// A whole article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub id: i64,
    pub title: String,
    pub content: String,
    pub author: Option<Author>,
    /// Grows by one with each save; a save that names an older one is told (design: two people editing).
    pub version: i64,
    pub created: Timestamp,
    pub updated: Timestamp,
}

/// The author may change an article, and so may a superuser. Nobody else.
pub fn may_change(viewer: &Viewer, author: Option<UserId>) -> bool {
    viewer.is_superuser() || author.is_some_and(|author| viewer.is(author))
}

/// The address of an article's page.
pub fn article_path(id: i64) -> String {
    format!("/articles/{id}/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::types::User;

    fn user(id: i64, is_superuser: bool) -> Viewer {
        let (username, first_name, last_name) = ("joe".to_owned(), String::new(), String::new());
        Viewer::User(User { id: UserId(id), username, first_name, last_name, is_staff: is_superuser, is_superuser })
    }

    #[test]
    fn only_the_author_and_a_superuser_may_change_an_article() {
        let author = Some(UserId(1));
        assert!(may_change(&user(1, false), author) && may_change(&user(2, true), author));
        assert!(!may_change(&user(2, false), author) && !may_change(&Viewer::Anonymous, author));
    }

    #[test]
    fn nobody_but_a_superuser_may_change_what_a_former_member_wrote() {
        assert!(!may_change(&user(1, false), None) && !may_change(&Viewer::Anonymous, None));
        assert!(may_change(&user(1, true), None));
    }
}
