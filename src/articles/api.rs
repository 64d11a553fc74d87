//! Every server function of the domain: a signature, a sentence, one call. This is a public interface: any client can post to
//! it. The URL table declares who may call which; the service decides first which articles that includes.

use leptos::prelude::*;

use super::{
    forms::ArticleForm,
    types::{Article, ArticleSummary},
};
use crate::shared::{AppError, Cursor, Id, Outcome, Page};

/// One page of the list, newest first.
#[server(prefix = "/api", endpoint = "articles/list")]
pub async fn list(cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    super::server::service::list(cursor).await
}

/// One article, to read.
#[server(prefix = "/api", endpoint = "articles/detail")]
pub async fn detail(id: Id) -> Result<Article, AppError> {
    super::server::service::detail(id.get()).await
}

/// One page of all articles, or of the unpublished ones, for staff.
#[server(prefix = "/api", endpoint = "staff/articles")]
pub async fn moderation(#[server(default)] drafts: bool, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    super::server::service::moderation_list(drafts, cursor).await
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

/// Stores a new article of the viewer.
#[server(prefix = "/api", endpoint = "articles/create")]
pub async fn create(#[server(flatten)] form: ArticleForm) -> Result<Outcome, AppError> {
    super::server::service::create(form).await
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
