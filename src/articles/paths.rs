//! The address of every page of this domain. The addresses of its server functions are in `api.rs`, as `Update::PATH`.
//! Who may open which is declared in `web/urls/`. Django: the names in `urls.py`.

use crate::shared::{encode_query_value, encode_segment};

pub const LIST: &str = "/articles/";
pub const CREATE: &str = "/articles/create/";
pub const DETAIL: &str = "/articles/{id}/";
pub const UPDATE: &str = "/articles/{id}/update/";
pub const DELETE: &str = "/articles/{id}/delete/";
/// The viewer's own articles, and the drafts among them.
pub const MINE: &str = "/articles/mine/";
pub const MY_DRAFTS: &str = "/articles/mine/?show=drafts";
/// The newest articles for feed readers.
pub const FEED: &str = "/articles/feed.xml";
/// What an author has published.
pub const PERSON: &str = "/people/{name}/";
/// What the viewer has saved to read later.
pub const READING: &str = "/reading-list/";
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

/// The page of an author. None where no address can have their name.
pub fn person(username: &str) -> Option<String> {
    encode_segment(username).map(|name| PERSON.replace("{name}", &name))
}

/// The list with the articles that have these words.
pub fn search(text: &str) -> String {
    format!("{LIST}?q={}", encode_query_value(text))
}
