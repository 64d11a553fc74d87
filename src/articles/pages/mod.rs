//! One page a file. The URL table says who may open which page; the service decides about the single article.

mod create;
mod delete;
mod detail;
mod list;
mod mine;
mod moderation;
mod person;
mod reading;
mod update;

pub use create::create;
pub use delete::delete;
pub use detail::detail;
pub use list::{Newest, list, newest};
pub use mine::mine;
pub use moderation::moderation;
pub use person::person;
pub use reading::reading;
pub use update::update;

use super::{api, forms::field};
use crate::ui::submitted_value;

/// The HTML of the text that was sent to this function to be previewed. A text that cannot be shown is told by the form.
async fn submitted_preview(function: &str) -> Option<String> {
    submitted_value(function, field::PREVIEW).filter(|asked| !asked.is_empty())?;
    let content = submitted_value(function, field::CONTENT)?;
    api::preview(content).await.ok().map(|preview| preview.html)
}

/// The name under which the browser keeps a draft of changes to this article.
fn draft_name(id: i64) -> String {
    format!("article:{id}")
}
