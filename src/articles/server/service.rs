//! What can be done with articles. Each function decides first who may, by the one rule in `types.rs`.

use super::{
    Articles,
    seed::seed_text,
    store::{self, Saved},
};
use crate::{
    accounts::types::{User, UserId, Viewer},
    articles::{
        forms::{ArticleForm, ValidArticle},
        types::{Article, ArticleSummary, article_path, may_change},
    },
    server::{clock::now, context::extension},
    shared::{AppError, Code, Cursor, FormErrors, Outcome, Page, WHOLE_FORM},
};

/// Anybody may read the list.
pub async fn list(cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let articles: Articles = extension()?;
    let rows = store::list(&articles.db, cursor, articles.page_size + 1).await?;
    Ok(Page::from_rows(cursor, rows, articles.page_size as usize))
}

/// Anybody may read an article.
pub async fn detail(id: i64) -> Result<Article, AppError> {
    let articles: Articles = extension()?;
    store::find(&articles.db, id).await?.ok_or(AppError::NotFound)
}

/// The article, if the viewer may change it.
pub async fn editable(id: i64) -> Result<Article, AppError> {
    let (article, _) = changeable(id).await?;
    Ok(article)
}

pub async fn create(form: ArticleForm) -> Result<Outcome, AppError> {
    let author = logged_in()?;
    let articles: Articles = extension()?;
    let article = form.validate()?;
    let id = store::insert(&articles.db, author.id, &article, now()).await?.ok_or(AppError::LoginRequired)?;
    tracing::info!(event = "article_created", article_id = id, user_id = author.id.0);
    Ok(Outcome::go(article_path(id)))
}

/// Saves a change made to version `version`. Saved by somebody else since: told, and nothing is overwritten.
///
/// Id and version are texts because they share the form with free fields; what is no number is no article and no version.
pub async fn update(id: String, version: String, form: ArticleForm) -> Result<Outcome, AppError> {
    let id = id.parse().map_err(|_| AppError::BadRequest)?;
    let (saved, articles) = changeable(id).await?;
    let version = version.parse().map_err(|_| AppError::BadRequest)?;
    let changed_meanwhile = || FormErrors::one(WHOLE_FORM, Code::ChangedMeanwhile);
    // Told first, whatever else is wrong: the page that shows the errors carries the new version.
    if saved.version != version {
        return Err(changed_meanwhile().into());
    }
    let article = form.validate()?;
    match store::update(&articles.db, id, version, &article, now()).await? {
        Saved::Yes => {
            tracing::info!(event = "article_updated", article_id = id);
            Ok(Outcome::go(article_path(id)))
        }
        Saved::ChangedMeanwhile => Err(changed_meanwhile().into()),
    }
}

pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let (_, articles) = changeable(id).await?;
    store::delete(&articles.db, id).await?;
    tracing::info!(event = "article_deleted", article_id = id);
    Ok(Outcome::go("/articles/"))
}

/// Makes articles, by these authors in turn, spread over the past. For `latchkey seed` only.
pub async fn seed(articles: &Articles, count: u32, authors: &[UserId]) -> Result<(), AppError> {
    let texts: Vec<ValidArticle> = (0..count).map(seed_text).collect();
    store::insert_many(&articles.db, &texts, authors, now()).await?;
    Ok(())
}

/// The article and the way to store it, for somebody who may change it: the check of every change.
async fn changeable(id: i64) -> Result<(Article, Articles), AppError> {
    let viewer: Viewer = extension()?;
    if !viewer.is_authenticated() {
        return Err(AppError::LoginRequired);
    }
    let articles: Articles = extension()?;
    let article = store::find(&articles.db, id).await?.ok_or(AppError::NotFound)?;
    let author = article.author.as_ref().map(|author| author.id);
    if !may_change(&viewer, author) {
        tracing::warn!(event = "forbidden", article_id = id, user_id = viewer.user().map(|user| user.id.0));
        return Err(AppError::Forbidden);
    }
    Ok((article, articles))
}

fn logged_in() -> Result<User, AppError> {
    extension::<Viewer>()?.user().cloned().ok_or(AppError::LoginRequired)
}
