//! What users do with single articles; lists are in `lists.rs`. Each function first decides who may, by the rules in `rules.rs`.

use super::{
    Articles, audit,
    made::{Made, up_to_date},
    seed, seed_store,
    store::{self, Saved, Version},
};
use crate::{
    accounts::{
        server::member::Member,
        types::{UserId, Viewer},
    },
    articles::{
        forms::{ArticleForm, CONTENT_MAX, field},
        messages::notice,
        paths,
        rules::{CHANGE, DELETE, Rule, VIEW},
        types::{Article, Facts, Rendering},
    },
    server::{clock::now, context::extension, text::Text},
    shared::{AppError, Code, FormErrors, Id, Outcome, WHOLE_FORM},
};

/// The article, if the viewer may see it; otherwise it is not found.
pub async fn detail(id: i64) -> Result<Article, AppError> {
    let (viewer, articles) = (extension::<Viewer>()?, extension::<Articles>()?);
    let article = store::find(&articles.db, id).await?.ok_or(AppError::NotFound)?;
    if VIEW.allows(&viewer, article.facts()) {
        Ok(up_to_date(article, articles.rules))
    } else {
        Err(AppError::NotFound)
    }
}

/// The article, if the viewer may change it.
pub async fn editable(id: i64) -> Result<Article, AppError> {
    allowed(&CHANGE, id).await
}

/// The article, if the viewer may delete it.
pub async fn deletable(id: i64) -> Result<Article, AppError> {
    allowed(&DELETE, id).await
}

pub async fn create(form: ArticleForm) -> Result<Outcome, AppError> {
    let member = Member::confirmed()?;
    let article = form.validate(true)?;
    let made = Made::of(&article, extension::<Articles>()?.rules);
    let mut acting = member.act().await?;
    let user_id = acting.user.id.0;
    let id = store::insert(&mut acting.tx, acting.user.id, &article, &made, now()).await?;
    acting.tx.on_commit(async move { tracing::info!(event = "article_created", article_id = id, user_id) });
    drop(acting);
    let done = if article.is_published { notice::PUBLISHED } else { notice::DRAFT_SAVED };
    done.remember(&member.session).await?;
    Ok(Outcome::go(paths::detail(id)))
}

/// The HTML that a text would have.
pub async fn preview(content: &str) -> Result<Rendering, AppError> {
    Member::confirmed()?;
    let content = Text::lines(content, CONTENT_MAX).map_err(|code| FormErrors::one(field::CONTENT, code))?;
    Ok(Rendering { html: extension::<Articles>()?.rules.render(content.as_str()).html })
}

/// Saves a change that was made to version `version`. If the article has been saved since, the change is refused and nothing is
/// overwritten.
///
/// Id and version are texts because they share a flattened form with text fields. An id that no row can have is not found; a version
/// that is no number is a bad request.
pub async fn update(id: String, version: String, form: ArticleForm) -> Result<Outcome, AppError> {
    let member = Member::confirmed()?;
    let id = id.parse::<Id>().map_err(|_| AppError::NotFound)?.get();
    let mut acting = member.act().await?;
    let viewer = Viewer::User(acting.user.clone());
    let saved = permit(&CHANGE, &viewer, store::read(&mut acting.tx, id).await?)?;
    let version = version.parse().map_err(|_| AppError::BadRequest)?;
    let changed_meanwhile = || FormErrors::one(WHOLE_FORM, Code::ChangedMeanwhile);
    // Before all other errors: the page that shows them already carries the new version.
    if saved.version != version {
        return Err(changed_meanwhile().into());
    }
    let article = form.validate(saved.is_published)?;
    // An editor may not be allowed to see the draft that they have made of it.
    let stays_visible = VIEW.allows(&viewer, Facts { is_published: article.is_published, ..saved.facts() });
    let entry = audit::updated(&viewer, &saved, &article)?;
    let made = Made::of(&article, extension::<Articles>()?.rules);
    match store::update(&mut acting.tx, Version { id, version }, &article, &made, now(), entry).await? {
        Saved::Yes => {
            acting.tx.on_commit(async move { tracing::info!(event = "article_updated", article_id = id) });
            drop(acting);
            let done = match (saved.is_published, article.is_published) {
                (false, true) => notice::PUBLISHED,
                (_, false) => notice::DRAFT_SAVED,
                (true, true) => notice::SAVED,
            };
            done.remember(&member.session).await?;
            Ok(Outcome::go(if stays_visible { paths::detail(id) } else { paths::LIST.to_owned() }))
        }
        Saved::ChangedMeanwhile => Err(changed_meanwhile().into()),
    }
}

pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let member = Member::current()?;
    let mut acting = member.act().await?;
    let viewer = Viewer::User(acting.user.clone());
    loop {
        let article = permit(&DELETE, &viewer, store::read(&mut acting.tx, id).await?)?;
        let entry = audit::deleted(&viewer, &article)?;
        // False when it was saved just now: then the rule, and the entry, have to be made from the new version.
        if store::delete(&mut acting.tx, id, article.version, entry).await? {
            acting.tx.on_commit(async move { tracing::info!(event = "article_deleted", article_id = id) });
            drop(acting);
            notice::DELETED.remember(&member.session).await?;
            return Ok(Outcome::go(paths::LIST));
        }
    }
}

/// How many articles the magazine of `latchkey seed` has.
pub const MAGAZINE: u32 = seed::TEXTS.len() as u32;

/// Creates articles by these authors in turn, spread over the past; in a magazine some are drafts. For `latchkey seed` only.
pub async fn seed(articles: &Articles, count: u32, authors: &[UserId], is_magazine: bool) -> Result<(), AppError> {
    let texts = seed::texts(articles.rules);
    let of = seed_store::Sown { texts: &texts, count: count as usize, authors, is_magazine };
    seed_store::insert(&articles.db, of, now()).await?;
    Ok(())
}

/// The article, if the rule allows it to the viewer.
async fn allowed(rule: &Rule, id: i64) -> Result<Article, AppError> {
    let (viewer, articles) = (extension::<Viewer>()?, extension::<Articles>()?);
    permit(rule, &viewer, store::find(&articles.db, id).await?).map(|article| up_to_date(article, articles.rules))
}

/// Whether the viewer may see an article is decided first: a hidden one is not found, whatever other permission they have.
fn permit(rule: &Rule, viewer: &Viewer, article: Option<Article>) -> Result<Article, AppError> {
    let user_id = viewer.user().ok_or(AppError::LoginRequired)?.id.0;
    let article = article.filter(|article| VIEW.allows(viewer, article.facts())).ok_or(AppError::NotFound)?;
    if !rule.allows(viewer, article.facts()) {
        tracing::warn!(event = "forbidden", article_id = article.id, user_id);
        return Err(AppError::Forbidden);
    }
    Ok(article)
}
