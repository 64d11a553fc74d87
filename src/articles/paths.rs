//! The address of every page of this domain. The addresses of its server functions are in `api.rs`, as `Update::PATH`.
//! Who may open which is declared in `web/urls/`. Django: the names in `urls.py`.

pub const LIST: &str = "/articles/";
pub const CREATE: &str = "/articles/create/";
pub const DETAIL: &str = "/articles/{id}/";
pub const UPDATE: &str = "/articles/{id}/update/";
pub const DELETE: &str = "/articles/{id}/delete/";
/// All articles, in the staff area.
pub const MODERATION: &str = "/staff/articles/";
/// The unpublished ones among them.
pub const MODERATION_DRAFTS: &str = "/staff/articles/?show=drafts";
/// The home of the staff area, which leads to [`MODERATION`].
pub const STAFF: &str = "/staff/";

pub fn detail(id: i64) -> String {
    format!("{LIST}{id}/")
}

pub fn update(id: i64) -> String {
    detail(id) + "update/"
}

pub fn delete(id: i64) -> String {
    detail(id) + "delete/"
}
