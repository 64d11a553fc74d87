//! One page a file. The URL table says who may open which page; the service decides about the single article.

mod create;
mod delete;
mod detail;
mod list;
mod moderation;
mod update;

pub use create::ArticleCreatePage;
pub use delete::ArticleDeletePage;
pub use detail::ArticleDetailPage;
pub use list::ArticleListPage;
pub use moderation::ModerationPage;
pub use update::ArticleUpdatePage;

use leptos::prelude::*;

use super::types::Article;
use crate::{
    shared::{AppError, Id},
    ui::id_of_address,
};

/// The name under which the browser keeps a draft of changes to this article.
fn draft_name(id: i64) -> String {
    format!("article:{id}")
}

/// The article whose id is in the address, fetched by the given server function. An id that is not a number is not found.
fn article_of_address<F, Fut>(fetch: F) -> Resource<Result<Article, AppError>>
where
    F: Fn(Id) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<Article, AppError>> + Send + 'static,
{
    Resource::new(id_of_address(), move |id| async move {
        match id {
            Some(id) => fetch(id).await,
            None => Err(AppError::NotFound),
        }
    })
}
