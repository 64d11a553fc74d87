//! Who may do what with which article. Each rule is declared once; the check in the service, the buttons and the words in the URL table
//! follow from it. Both sides know the rules, only the server decides by them.
//! Django leaves this to you: `has_perm(perm, obj)`, and a queryset that has to agree with it.

use super::types::{ARTICLE, Facts};
use crate::accounts::types::{Permission, PermissionAction, UserId, Viewer};

/// The conditions under which a viewer is allowed; one of them is enough.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule in words, for the URL table.
    pub name: &'static str,
    /// Every viewer, once the article is published.
    pub if_published: bool,
    /// The article's author.
    pub author: bool,
    /// Users with this permission, for every article.
    pub permission: Permission,
    /// The permission counts for members of staff only.
    pub staff_only: bool,
}

pub const VIEW: Rule = Rule {
    name: "published, or author, or staff with articles.view_article",
    if_published: true,
    author: true,
    permission: ARTICLE.may(PermissionAction::View),
    staff_only: true,
};

/// Only of articles that the viewer may see: a hidden one answers 404, whatever other permission the viewer has.
pub const CHANGE: Rule = Rule {
    name: "author, or articles.change_article",
    if_published: false,
    author: true,
    permission: ARTICLE.may(PermissionAction::Change),
    staff_only: false,
};

/// Only of articles that the viewer may see, as for [`CHANGE`].
pub const DELETE: Rule = Rule {
    name: "author, or articles.delete_article",
    if_published: false,
    author: true,
    permission: ARTICLE.may(PermissionAction::Delete),
    staff_only: false,
};

/// A rule for one viewer: the conditions that depend on the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub if_published: bool,
    pub as_author: Option<UserId>,
    /// Allowed for every article.
    pub always: bool,
}

impl Rule {
    pub fn terms(&self, viewer: &Viewer) -> Terms {
        Terms {
            if_published: self.if_published,
            as_author: viewer.user().filter(|_| self.author).map(|user| user.id),
            always: viewer.has(self.permission) && (viewer.is_staff() || !self.staff_only),
        }
    }

    pub fn allows(&self, viewer: &Viewer, facts: Facts) -> bool {
        self.terms(viewer).hold_for(facts)
    }
}

impl Terms {
    pub fn hold_for(self, facts: Facts) -> bool {
        self.always
            || (self.if_published && facts.is_published)
            // An article without an author belongs to no viewer: an anonymous one, who has no id either, must not match it.
            || self.as_author.is_some_and(|viewer| facts.author == Some(viewer))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::accounts::types::User;

    const AUTHOR: UserId = UserId(1);
    /// Listed among the permissions: the user is a member of staff.
    const STAFF: &str = "staff";
    const RULES: [(&str, &Rule); 3] = [("view", &VIEW), ("change", &CHANGE), ("delete", &DELETE)];

    fn user(id: i64, is_superuser: bool, permissions: &[&str]) -> Viewer {
        Viewer::User(Arc::new(User {
            id: UserId(id),
            username: "joe".to_owned(),
            first_name: String::new(),
            last_name: String::new(),
            is_staff: is_superuser || permissions.contains(&STAFF),
            is_superuser,
            must_confirm_email: false,
            permissions: permissions.iter().map(|name| (*name).to_owned()).collect(),
        }))
    }

    /// What this viewer may do with four articles: published or not, by the author or without one.
    fn allowed(viewer: &Viewer) -> [String; 4] {
        let facts = [(Some(AUTHOR), true), (Some(AUTHOR), false), (None, true), (None, false)];
        facts.map(|(author, is_published)| {
            let facts = Facts { author, is_published };
            let names = RULES.iter().filter(|(_, rule)| rule.allows(viewer, facts)).map(|(name, _)| *name);
            names.collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn a_published_article_is_open_to_all_and_its_author_may_do_everything() {
        assert_eq!(allowed(&Viewer::Anonymous), ["view", "", "view", ""]);
        assert_eq!(allowed(&user(2, false, &[])), ["view", "", "view", ""]);
        assert_eq!(allowed(&user(1, false, &[])), ["view change delete", "view change delete", "view", ""]);
    }

    #[test]
    fn a_permission_is_for_every_article_and_gives_nothing_else() {
        assert_eq!(allowed(&user(2, false, &["articles.view_article", STAFF])), ["view"; 4]);
        let may_change = allowed(&user(2, false, &["articles.change_article"]));
        assert_eq!(may_change, ["view change", "change", "view change", "change"]);
        let may_delete = allowed(&user(2, false, &["articles.delete_article"]));
        assert_eq!(may_delete, ["view delete", "delete", "view delete", "delete"]);
        assert_eq!(allowed(&user(2, false, &["articles.add_article", "view_article"])), ["view", "", "view", ""]);
    }

    #[test]
    fn an_unpublished_article_is_open_to_staff_only_and_being_staff_alone_gives_nothing() {
        assert_eq!(allowed(&user(2, false, &["articles.view_article"])), ["view", "", "view", ""]);
        assert_eq!(allowed(&user(2, false, &[STAFF])), ["view", "", "view", ""]);
    }

    #[test]
    fn a_superuser_may_do_everything_whatever_the_article() {
        let root = user(2, true, &[]);
        assert_eq!(allowed(&root), ["view change delete"; 4]);
        assert!(RULES.iter().all(|(_, rule)| rule.terms(&root).always));
    }

    #[test]
    fn the_terms_of_a_rule_are_what_depends_on_the_article() {
        let terms = |if_published, as_author, always| Terms { if_published, as_author, always };
        assert_eq!(VIEW.terms(&Viewer::Anonymous), terms(true, None, false));
        assert_eq!(VIEW.terms(&user(1, false, &[])), terms(true, Some(AUTHOR), false));
        assert_eq!(CHANGE.terms(&Viewer::Anonymous), terms(false, None, false));
        assert_eq!(DELETE.terms(&user(1, false, &["articles.delete_article"])), terms(false, Some(AUTHOR), true));
    }

    #[test]
    fn the_name_of_a_rule_lists_its_conditions() {
        for (_, rule) in RULES {
            let parts: Vec<&str> = rule.name.split(", ").map(|part| part.trim_start_matches("or ")).collect();
            let staff = if rule.staff_only { "staff with " } else { "" };
            assert!(parts.contains(&format!("{staff}{}", rule.permission.full_name()).as_str()), "{}", rule.name);
            assert_eq!(parts.contains(&"author"), rule.author, "{}", rule.name);
            assert_eq!(parts.contains(&"published"), rule.if_published, "{}", rule.name);
        }
    }
}
