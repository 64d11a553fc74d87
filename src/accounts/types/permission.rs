//! Permissions. Each domain names its models, and each model has four permissions (B76).
//! Django: `Permission`, `ContentType`, `AbstractUser.has_perm`.

use std::{collections::BTreeSet, fmt};

/// A kind of object that has permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Model {
    pub app: &'static str,
    pub name: &'static str,
    /// Its name in the plural, in words.
    pub plural: &'static str,
    /// What is checked somewhere; a permission that is not would be given in vain, and forms do not offer it.
    pub checked: &'static [PermissionAction],
}

/// What a permission allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PermissionAction {
    Add,
    Change,
    Delete,
    View,
}

impl PermissionAction {
    pub const ALL: [Self; 4] = [Self::Add, Self::Change, Self::Delete, Self::View];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Change => "change",
            Self::Delete => "delete",
            Self::View => "view",
        }
    }
}

/// One permission, known at compile time. Its full name is `<app>.<action>_<model>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission {
    pub model: Model,
    pub action: PermissionAction,
}

impl Model {
    pub const fn new(app: &'static str, name: &'static str, plural: &'static str) -> Self {
        Self { app, name, plural, checked: &PermissionAction::ALL }
    }

    /// Names the actions that are checked, where not all of them are.
    pub const fn checking(self, checked: &'static [PermissionAction]) -> Self {
        Self { checked, ..self }
    }

    pub const fn may(self, action: PermissionAction) -> Permission {
        Permission { model: self, action }
    }

    /// The four permissions of this model.
    pub fn permissions(self) -> [Permission; 4] {
        PermissionAction::ALL.map(|action| self.may(action))
    }
}

impl Permission {
    /// Whether it is asked for anywhere.
    pub fn is_checked(self) -> bool {
        self.model.checked.contains(&self.action)
    }

    /// The name that is stored and given at the command line: `articles.change_article`.
    pub fn full_name(self) -> String {
        format!("{}.{}_{}", self.model.app, self.action.word(), self.model.name)
    }

    /// Whether this is its full name.
    fn is_named(self, name: &str) -> bool {
        let action = name.strip_prefix(self.model.app).and_then(|rest| rest.strip_prefix('.'));
        let model =
            action.and_then(|rest| rest.strip_prefix(self.action.word())).and_then(|rest| rest.strip_prefix('_'));
        model == Some(self.model.name)
    }

    /// In words: `change articles`.
    pub fn label(self) -> String {
        format!("{} {}", self.action.word(), self.model.plural)
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.full_name())
    }
}

/// The permissions of a user by full name, given directly or by groups (B77).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PermissionSet(BTreeSet<String>);

impl PermissionSet {
    pub fn contains(&self, permission: Permission) -> bool {
        self.0.iter().any(|name| permission.is_named(name))
    }

    /// A name without its app never matches (B78).
    pub fn contains_name(&self, full_name: &str) -> bool {
        self.0.contains(full_name)
    }

    /// Whether it has any permission of this app (B78).
    pub fn any_in_app(&self, app: &str) -> bool {
        self.0.iter().any(|name| name.split_once('.').is_some_and(|(of, _)| of == app))
    }

    pub fn is_subset(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromIterator<String> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Self {
        Self(names.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: Model = Model::new("articles", "article", "articles");

    #[test]
    fn b76_each_model_has_four_permissions_with_names_that_tell_them_apart() {
        let names: Vec<String> = ARTICLE.permissions().iter().map(|permission| permission.full_name()).collect();
        assert_eq!(
            names,
            ["articles.add_article", "articles.change_article", "articles.delete_article", "articles.view_article"]
        );
    }

    #[test]
    fn b78_a_name_without_its_app_is_never_matched_and_any_in_app_can_be_asked() {
        let set: PermissionSet = ["articles.add_article".to_owned()].into_iter().collect();
        assert!(
            set.contains(ARTICLE.may(PermissionAction::Add)) && !set.contains(ARTICLE.may(PermissionAction::Change))
        );
        assert!(set.contains_name("articles.add_article") && !set.contains_name("add_article"));
        assert!(set.any_in_app("articles") && !set.any_in_app("article") && !set.any_in_app(""));
    }
}
