//! Every server function of the domain: a signature, a sentence, one call. This is a public interface: any client can post to
//! it. The URL table declares who may call which; the service decides first which articles that includes.

use leptos::prelude::*;

use super::{
    forms::ArticleForm,
    types::{Article, ArticleSummary, ReadingEntry, Rendering},
};
use crate::shared::{AppError, Cursor, Id, Outcome, Page};

/// One page of the published articles, newest first.
#[server(prefix = "/api", endpoint = "articles/list")]
pub async fn list(cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    super::server::lists::list(cursor).await
}

/// One page of the published articles that have all words of a text, newest first.
#[server(prefix = "/api", endpoint = "articles/search")]
pub async fn search(
    #[server(default)] q: String,
    #[server(default)] cursor: Cursor,
) -> Result<Page<ArticleSummary>, AppError> {
    super::server::lists::search(&q, cursor).await
}

/// One page of the viewer's own articles, published ones or drafts.
#[server(prefix = "/api", endpoint = "articles/mine")]
pub async fn mine(
    #[server(default)] drafts: bool,
    #[server(default)] cursor: Cursor,
) -> Result<Page<ArticleSummary>, AppError> {
    super::server::lists::mine(drafts, cursor).await
}

/// One page of the published articles of the user with this name.
#[server(prefix = "/api", endpoint = "articles/by-author")]
pub async fn by_author(
    #[server(default)] username: String,
    #[server(default)] cursor: Cursor,
) -> Result<Page<ArticleSummary>, AppError> {
    super::server::lists::by_author(&username, cursor).await
}

/// One article, to read.
#[server(prefix = "/api", endpoint = "articles/detail")]
pub async fn detail(id: Id) -> Result<Article, AppError> {
    super::server::service::detail(id.get()).await
}

/// One page of all articles, or of the unpublished ones, for staff.
#[server(prefix = "/api", endpoint = "staff/articles")]
pub async fn moderation(#[server(default)] drafts: bool, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    super::server::lists::moderation_list(drafts, cursor).await
}

/// One article, for a viewer who may change it.
#[server(prefix = "/api", endpoint = "articles/editable")]
pub async fn editable(id: Id) -> Result<Article, AppError> {
    super::server::service::editable(id.get()).await
}

/// One article, for a viewer who may delete it.
#[server(prefix = "/api", endpoint = "articles/deletable")]
pub async fn deletable(id: Id) -> Result<Article, AppError> {
    super::server::service::deletable(id.get()).await
}

/// The viewer's reading list, the newest first.
#[server(prefix = "/api", endpoint = "articles/reading")]
pub async fn reading() -> Result<Vec<ReadingEntry>, AppError> {
    super::server::reading::list().await
}

/// Whether an article is on it.
#[server(prefix = "/api", endpoint = "articles/is-saved")]
pub async fn is_saved(id: Id) -> Result<bool, AppError> {
    super::server::reading::has(id.get()).await
}

/// Puts an article on the viewer's reading list.
#[server(prefix = "/api", endpoint = "articles/save")]
pub async fn save(id: Id) -> Result<Outcome, AppError> {
    super::server::reading::save(id.get()).await
}

/// Takes one off it.
#[server(prefix = "/api", endpoint = "articles/unsave")]
pub async fn unsave(id: Id) -> Result<Outcome, AppError> {
    super::server::reading::unsave(id.get()).await
}

/// Stores a new article of the viewer.
#[server(prefix = "/api", endpoint = "articles/create")]
pub async fn create(#[server(flatten)] form: ArticleForm) -> Result<Outcome, AppError> {
    super::server::service::create(form).await
}

/// The HTML that a text would have.
#[server(prefix = "/api", endpoint = "articles/preview")]
pub async fn preview(#[server(default)] content: String) -> Result<Rendering, AppError> {
    super::server::service::preview(&content).await
}

/// Stores a change, unless the article has been saved since `version`.
#[server(prefix = "/api", endpoint = "articles/update")]
pub async fn update(
    id: String,
    #[server(default)] version: String,
    #[server(flatten)] form: ArticleForm,
) -> Result<Outcome, AppError> {
    super::server::service::update(id, version, form).await
}

/// Deletes an article for good.
#[server(prefix = "/api", endpoint = "articles/delete")]
pub async fn delete(id: Id) -> Result<Outcome, AppError> {
    super::server::service::delete(id.get()).await
}
