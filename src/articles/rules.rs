//! Who may do what with which article: each rule is declared once, and everything follows from that: the check in the service,
//! the query of the list, the buttons, the words in the URL table. Both sides know them, only the server decides by them.
//! Django leaves this to you: `has_perm(perm, obj)`, and a queryset that has to agree with it.

use super::types::ARTICLE;
use crate::accounts::types::{Permission, PermissionAction, UserId, Viewer};

/// What makes somebody allowed; one of them is enough.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The rule in words, for the URL table.
    pub name: &'static str,
    /// Anybody at all, once the article is published.
    pub if_published: bool,
    /// Who wrote it.
    pub author: bool,
    /// Whoever was given this, for every article there is.
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

/// Of what one may see. Who may not see an article is not told that it exists.
pub const CHANGE: Rule = Rule {
    name: "author, or articles.change_article",
    if_published: false,
    author: true,
    permission: ARTICLE.may(PermissionAction::Change),
    staff_only: false,
};

/// Of what one may see, too.
pub const DELETE: Rule = Rule {
    name: "author, or articles.delete_article",
    if_published: false,
    author: true,
    permission: ARTICLE.may(PermissionAction::Delete),
    staff_only: false,
};

/// What rules ask about an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Nobody, when the person has left.
    pub author: Option<UserId>,
    pub is_published: bool,
}

/// A rule for one viewer: what is left to ask about an article. Small enough to become a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    pub if_published: bool,
    pub as_author: Option<UserId>,
    /// Nothing is left to ask.
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
            // What nobody wrote is not of those who are nobody.
            || self.as_author.is_some_and(|viewer| facts.author == Some(viewer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::types::User;

    const AUTHOR: UserId = UserId(1);
    /// Among permissions: is a member of staff.
    const STAFF: &str = "staff";
    const RULES: [(&str, &Rule); 3] = [("view", &VIEW), ("change", &CHANGE), ("delete", &DELETE)];

    fn user(id: i64, is_superuser: bool, permissions: &[&str]) -> Viewer {
        Viewer::User(User {
            id: UserId(id),
            username: "joe".to_owned(),
            first_name: String::new(),
            last_name: String::new(),
            is_staff: is_superuser || permissions.contains(&STAFF),
            is_superuser,
            permissions: permissions.iter().map(|name| (*name).to_owned()).collect(),
        })
    }

    /// What this viewer may do with an article: published and not, of the author and of a former member.
    fn allowed(viewer: &Viewer) -> [String; 4] {
        let facts = [(Some(AUTHOR), true), (Some(AUTHOR), false), (None, true), (None, false)];
        facts.map(|(author, is_published)| {
            let facts = Facts { author, is_published };
            let names = RULES.iter().filter(|(_, rule)| rule.allows(viewer, facts)).map(|(name, _)| *name);
            names.collect::<Vec<_>>().join(" ")
        })
    }

    #[test]
    fn anybody_may_see_what_is_published_and_its_author_everything() {
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
    fn what_is_unpublished_is_seen_by_staff_only_and_being_staff_alone_gives_nothing() {
        assert_eq!(allowed(&user(2, false, &["articles.view_article"])), ["view", "", "view", ""]);
        assert_eq!(allowed(&user(2, false, &[STAFF])), ["view", "", "view", ""]);
    }

    #[test]
    fn a_superuser_may_do_everything_and_nothing_is_left_to_ask() {
        let root = user(2, true, &[]);
        assert_eq!(allowed(&root), ["view change delete"; 4]);
        assert!(RULES.iter().all(|(_, rule)| rule.terms(&root).always));
    }

    #[test]
    fn the_terms_of_a_rule_say_what_is_left_to_ask() {
        let terms = |if_published, as_author, always| Terms { if_published, as_author, always };
        assert_eq!(VIEW.terms(&Viewer::Anonymous), terms(true, None, false));
        assert_eq!(VIEW.terms(&user(1, false, &[])), terms(true, Some(AUTHOR), false));
        assert_eq!(CHANGE.terms(&Viewer::Anonymous), terms(false, None, false));
        assert_eq!(DELETE.terms(&user(1, false, &["articles.delete_article"])), terms(false, Some(AUTHOR), true));
    }

    #[test]
    fn the_words_of_a_rule_name_what_it_asks() {
        for (_, rule) in RULES {
            let parts: Vec<&str> = rule.name.split(", ").map(|part| part.trim_start_matches("or ")).collect();
            let staff = if rule.staff_only { "staff with " } else { "" };
            assert!(parts.contains(&format!("{staff}{}", rule.permission.full_name()).as_str()), "{}", rule.name);
            assert_eq!(parts.contains(&"author"), rule.author, "{}", rule.name);
            assert_eq!(parts.contains(&"published"), rule.if_published, "{}", rule.name);
        }
    }
}
