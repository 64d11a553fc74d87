//! Lists of articles: the public ones, those that match a search, a user's own, an author's, and all of them for staff. Each function
//! first decides who may.

use super::{
    Articles,
    list_store::{self, Listed},
    made::up_to_date,
    search_store, store, words,
};
use crate::{
    accounts::{
        server::{member::Member, username},
        types::Viewer,
    },
    articles::{
        rules::VIEW,
        types::{Article, ArticleSummary},
    },
    server::context::extension,
    shared::{AppError, Cursor, Page},
};

/// The longest text that is searched for, in characters; the rest is not read.
const SEARCH_MAX: usize = 200;

/// How many articles the feed has.
const FEED_SIZE: u32 = 20;

/// The published articles: the same for all. Drafts are on the pages of their authors and of staff.
pub async fn list(cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let articles: Articles = extension()?;
    articles.kept.get(cursor, extension()?, page(Listed::Published, cursor)).await
}

/// The published articles that have all words of a text, the newest first.
pub async fn search(text: &str, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let articles: Articles = extension()?;
    let text: String = text.chars().take(SEARCH_MAX).collect();
    let words = words::of_search(&text);
    let rows = match words.is_empty() {
        true => Vec::new(),
        false => search_store::search(&articles.db, &words, cursor, articles.page_size + 1).await?,
    };
    Ok(Page::from_rows(cursor, rows, articles.page_size as usize))
}

/// The viewer's own articles: the published ones, or the drafts.
pub async fn mine(drafts: bool, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let author = Member::current()?.user.id;
    page(if drafts { Listed::DraftsOf(author) } else { Listed::PublishedBy(author) }, cursor).await
}

/// The published articles of the user with this name. One without any is not found, so that the page does not tell who has an account.
pub async fn by_author(name: &str, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let articles: Articles = extension()?;
    let key = username::key_of(name);
    let rows = list_store::by_author(&articles.db, (&key, name), cursor, articles.page_size + 1).await?;
    if rows.is_empty() {
        return Err(AppError::NotFound);
    }
    Ok(Page::from_rows(cursor, rows, articles.page_size as usize))
}

/// The newest published articles, whole, for the feed.
pub async fn newest(articles: &Articles) -> Result<Vec<Article>, AppError> {
    let newest = store::newest(&articles.db, FEED_SIZE).await?;
    Ok(newest.into_iter().map(|article| up_to_date(article, articles.rules)).collect())
}

/// All articles or all drafts, for staff who may see them.
pub async fn moderation_list(drafts: bool, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let viewer = Viewer::User(Member::current()?.user);
    if !viewer.is_staff() || !VIEW.terms(&viewer).always {
        return Err(AppError::NotPermitted { needed: VIEW.permission.label() });
    }
    page(if drafts { Listed::Drafts } else { Listed::All }, cursor).await
}

async fn page(listed: Listed, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let articles: Articles = extension()?;
    let rows = list_store::list(&articles.db, listed, cursor, articles.page_size + 1).await?;
    Ok(Page::from_rows(cursor, rows, articles.page_size as usize))
}
