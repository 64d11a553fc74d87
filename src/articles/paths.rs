//! The addresses of this domain's pages.

pub const LIST: &str = "/articles/";
pub const CREATE: &str = "/articles/create/";
/// All articles, in the staff area.
pub const MODERATION: &str = "/staff/articles/";
/// The unpublished ones among them.
pub const MODERATION_DRAFTS: &str = "/staff/articles/?show=drafts";

pub fn detail(id: i64) -> String {
    format!("/articles/{id}/")
}

pub fn update(id: i64) -> String {
    format!("/articles/{id}/update/")
}

pub fn delete(id: i64) -> String {
    format!("/articles/{id}/delete/")
}
