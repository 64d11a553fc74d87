//! Users and viewers, for both sides. A password hash has no place here.
//! Django: `AbstractUser` and `AnonymousUser`, without the secrets.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Permission, PermissionSet};

/// The key of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub i64);

/// A logged-in user, as every page may know them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub id: UserId,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub is_staff: bool,
    pub is_superuser: bool,
    /// The site asks them to confirm their e-mail address before they write.
    pub must_confirm_email: bool,
    /// Beyond these flags; a superuser needs none.
    pub permissions: PermissionSet,
}

impl User {
    /// Superusers have every permission; others those given to them or their groups; staff alone has none (B77). Only active
    /// users become a `User`.
    pub fn has(&self, permission: Permission) -> bool {
        self.is_superuser || self.permissions.contains(permission)
    }

    /// Given and family name, or the user name where there is neither.
    pub fn display_name(&self) -> String {
        display_name(&self.username, &self.first_name, &self.last_name)
    }
}

/// The name of a user on pages. A name in Hangul, Han characters or kana stands with the family name first and without a space.
pub fn display_name(username: &str, first_name: &str, last_name: &str) -> String {
    match (first_name.trim(), last_name.trim()) {
        ("", "") => username.to_owned(),
        ("", name) | (name, "") => name.to_owned(),
        (given, family) if has_family_first(given) && has_family_first(family) => format!("{family}{given}"),
        (given, family) => format!("{given} {family}"),
    }
}

/// Whether a name is written in Hangul, Han characters or kana alone.
fn has_family_first(name: &str) -> bool {
    let blocks = [
        '\u{1100}'..='\u{11ff}',
        '\u{3005}'..='\u{3007}',
        '\u{3040}'..='\u{30ff}',
        '\u{3400}'..='\u{4dbf}',
        '\u{4e00}'..='\u{9fff}',
        '\u{ac00}'..='\u{d7af}',
        '\u{f900}'..='\u{faff}',
        '\u{20000}'..='\u{3ffff}',
    ];
    name.chars().all(|c| blocks.iter().any(|block| block.contains(&c)))
}

/// One or two letters that stand for a name: the first of its first and of its last word.
pub fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut words = name.split_whitespace();
    let letters: String =
        [words.next().and_then(first), words.next_back().and_then(first)].into_iter().flatten().collect();
    letters.to_uppercase()
}

/// Who makes the request; every page and every server function knows it. Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Viewer {
    #[default]
    Anonymous,
    User(Arc<User>),
}

impl Viewer {
    /// The logged-in user. Only an active user is ever logged in (B39).
    pub fn user(&self) -> Option<&User> {
        match self {
            Self::Anonymous => None,
            Self::User(user) => Some(user),
        }
    }

    pub fn is_authenticated(&self) -> bool {
        self.user().is_some()
    }

    /// An anonymous visitor has no permission (B77).
    pub fn has(&self, permission: Permission) -> bool {
        self.user().is_some_and(|user| user.has(permission))
    }

    /// An anonymous visitor does not have all of none, either (B54, B78).
    pub fn has_all(&self, permissions: &[Permission]) -> bool {
        self.is_authenticated() && permissions.iter().all(|permission| self.has(*permission))
    }

    pub fn is_staff(&self) -> bool {
        self.user().is_some_and(|user| user.is_staff)
    }

    pub fn is_superuser(&self) -> bool {
        self.user().is_some_and(|user| user.is_superuser)
    }

    /// Whether this is the user with this id.
    pub fn is(&self, id: UserId) -> bool {
        self.user().is_some_and(|user| user.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::types::{PermissionAction, USER};

    #[test]
    fn b10_two_anonymous_viewers_are_equal_and_have_nothing() {
        assert_eq!(Viewer::default(), Viewer::Anonymous);
        assert!(!Viewer::Anonymous.is_authenticated() && !Viewer::Anonymous.is_superuser());
        assert!(!Viewer::Anonymous.is(UserId(0)));
    }

    #[test]
    fn b54_several_permissions_are_all_needed_and_nobody_anonymous_has_even_none() {
        let user = |is_superuser, names: &[&str]| {
            Viewer::User(Arc::new(User {
                id: UserId(1),
                username: "joe".to_owned(),
                first_name: String::new(),
                last_name: String::new(),
                is_staff: true,
                is_superuser,
                must_confirm_email: false,
                permissions: names.iter().map(|name| (*name).to_owned()).collect(),
            }))
        };
        let both = [USER.may(PermissionAction::View), USER.may(PermissionAction::Change)];
        assert!(user(false, &["accounts.view_user", "accounts.change_user"]).has_all(&both));
        assert!(!user(false, &["accounts.view_user"]).has_all(&both) && user(true, &[]).has_all(&both));
        assert!(!Viewer::Anonymous.has_all(&[]));
    }

    #[test]
    fn a_person_is_named_by_full_name_else_by_user_name() {
        assert_eq!(display_name("joe", " ", ""), "joe");
        assert_eq!(display_name("joe", "Joe", "Doe"), "Joe Doe");
        assert_eq!(display_name("joe", "", "Doe"), "Doe");
    }

    #[test]
    fn a_name_in_hangul_han_or_kana_has_the_family_name_first() {
        for (given, family, shown) in [
            ("길동", "홍", "홍길동"),
            ("明", "毛利", "毛利明"),
            ("さくら", "木之本", "木之本さくら"),
            ("Gildong", "홍", "Gildong 홍"),
            ("길동", "Hong", "길동 Hong"),
            ("길동", "", "길동"),
        ] {
            assert_eq!(display_name("u", given, family), shown);
        }
    }

    #[test]
    fn initials_are_the_first_letters_of_the_first_and_the_last_word() {
        for (name, shown) in
            [("Anna Maria Berg", "AB"), ("anna", "A"), ("홍길동", "홍"), ("_joe", "J"), ("…", ""), ("", "")]
        {
            assert_eq!(initials(name), shown, "{name}");
        }
    }
}
