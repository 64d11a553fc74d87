//! The form of an article: field names and lengths. Its rules are in `server/valid_article.rs`. Django: `ArticleForm(ModelForm)`.

use serde::{Deserialize, Serialize};

use super::{code::ArticleCode, messages};
use crate::shared::Code;

/// Field names, as posted.
pub mod field {
    pub const TITLE: &str = "title";
    pub const CONTENT: &str = "content";
    pub const VISIBILITY: &str = "visibility";
    pub const VERSION: &str = "version";
    pub const ID: &str = "id";
    /// The button that asks for a preview, without scripting.
    pub const PREVIEW: &str = "preview";
}

/// Values of the visibility field.
pub mod visibility {
    pub const PUBLISHED: &str = "published";
    pub const DRAFT: &str = "draft";
}

/// Lengths in characters.
pub const TITLE_MAX: u32 = 200;
pub const CONTENT_MAX: u32 = 20_000;

/// What is posted to create or update an article.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleForm {
    pub title: String,
    pub content: String,
    /// Not a check box: a client that does not send this field must not unpublish the article.
    pub visibility: String,
    /// Not empty: the form is to be shown again with a preview of its text, and nothing is stored.
    pub preview: String,
}

/// The sentence of a code on a field of this form.
pub fn sentence(field: &str, code: &Code) -> Option<String> {
    let sentence = match (field, code) {
        (field::TITLE, Code::Required) => messages::form::TITLE_REQUIRED,
        (field::CONTENT, Code::Required) => messages::form::CONTENT_REQUIRED,
        (_, code) => return code.domain::<ArticleCode>().map(|code| code.to_string()),
    };
    Some(sentence.to_owned())
}
