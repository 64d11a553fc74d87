//! What can be done with articles. Each function decides first who may, by the rules in `rules.rs`.

use super::{
    Articles,
    list_store::{self, Listed},
    seed::seed_text,
    store::{self, Saved},
};
use crate::{
    accounts::{
        server::audit::{Entry, Target, moderation, note},
        types::{AuditAction, Change, User, UserId, Viewer},
    },
    articles::{
        forms::{ArticleForm, ValidArticle},
        rules::{CHANGE, DELETE, Facts, Rule, VIEW},
        types::{Article, ArticleSummary, article_path},
    },
    server::{clock::now, context::extension},
    shared::{AppError, Code, Cursor, FormErrors, Outcome, Page, WHOLE_FORM, excerpt},
};

/// How much of a text is written into the audit trail, and how much of that stands before a difference, in characters.
const RECORDED: usize = 240;
const LEAD: usize = 40;

/// Where one is led when an article is gone.
const LIST: &str = "/articles/";

/// What the viewer may see.
pub async fn list(cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let terms = VIEW.terms(&extension::<Viewer>()?);
    page(Listed::By(terms), cursor).await
}

/// Everything that there is, for staff who may see it.
pub async fn moderation_list(drafts: bool, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let viewer: Viewer = extension()?;
    let terms = VIEW.terms(&viewer);
    if !viewer.is_authenticated() {
        return Err(AppError::LoginRequired);
    }
    if !viewer.is_staff() || !terms.always {
        return Err(AppError::NotPermitted { needed: VIEW.permission.label() });
    }
    page(if drafts { Listed::Drafts } else { Listed::By(terms) }, cursor).await
}

async fn page(listed: Listed, cursor: Cursor) -> Result<Page<ArticleSummary>, AppError> {
    let articles: Articles = extension()?;
    let rows = list_store::list(&articles.db, listed, cursor, articles.page_size + 1).await?;
    Ok(Page::from_rows(cursor, rows, articles.page_size as usize))
}

/// The article, if the viewer may see it. To others there is none.
pub async fn detail(id: i64) -> Result<Article, AppError> {
    let (viewer, articles) = (extension::<Viewer>()?, extension::<Articles>()?);
    let article = store::find(&articles.db, id).await?.ok_or(AppError::NotFound)?;
    if VIEW.allows(&viewer, article.facts()) { Ok(article) } else { Err(AppError::NotFound) }
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
    let author = logged_in()?;
    let articles: Articles = extension()?;
    let article = form.validate(true)?;
    let id = store::insert(&articles.db, author.id, &article, now()).await?.ok_or(AppError::LoginRequired)?;
    tracing::info!(event = "article_created", article_id = id, user_id = author.id.0);
    Ok(Outcome::go(article_path(id)))
}

/// Saves a change made to version `version`. Saved by somebody else since: told, and nothing is overwritten.
///
/// Id and version are texts because they share the form with free fields; what is no number is no article and no version.
pub async fn update(id: String, version: String, form: ArticleForm) -> Result<Outcome, AppError> {
    let id = id.parse().map_err(|_| AppError::BadRequest)?;
    let saved = allowed(&CHANGE, id).await?;
    let (viewer, articles) = (extension::<Viewer>()?, extension::<Articles>()?);
    let version = version.parse().map_err(|_| AppError::BadRequest)?;
    let changed_meanwhile = || FormErrors::one(WHOLE_FORM, Code::ChangedMeanwhile);
    // Told first, whatever else is wrong: the page that shows the errors carries the new version.
    if saved.version != version {
        return Err(changed_meanwhile().into());
    }
    let article = form.validate(saved.is_published)?;
    // An editor may have taken it out of their own sight.
    let stays_visible = VIEW.allows(&viewer, Facts { is_published: article.is_published, ..saved.facts() });
    let entry = entry(&viewer, &saved, AuditAction::Changed, |changes| {
        note(changes, "title", &saved.title, &article.title);
        note(changes, "published", saved.is_published, article.is_published);
        let (before, after) = first_difference(&saved.content, &article.content);
        note(changes, "text", before, after);
    })?;
    match store::update(&articles.db, id, version, &article, now(), entry.as_ref()).await? {
        Saved::Yes => {
            entry.inspect(Entry::log);
            tracing::info!(event = "article_updated", article_id = id);
            Ok(Outcome::go(if stays_visible { article_path(id) } else { LIST.to_owned() }))
        }
        Saved::ChangedMeanwhile => Err(changed_meanwhile().into()),
    }
}

pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let (viewer, articles) = (extension::<Viewer>()?, extension::<Articles>()?);
    loop {
        let article = allowed(&DELETE, id).await?;
        let entry = entry(&viewer, &article, AuditAction::Deleted, |changes| {
            // Everybody chooses their own name; the number is theirs alone.
            let author = article.author.as_ref().map(|author| format!("{} (number {})", author.name, author.id.0));
            note(changes, "author", author.unwrap_or_default(), "");
            note(changes, "published", article.is_published, false);
            note(changes, "text", excerpt(&article.content, RECORDED), "");
        })?;
        // Saved by somebody just now: whether it may be deleted, and what is lost, is another question then.
        if store::delete(&articles.db, id, article.version, entry.as_ref()).await? {
            entry.inspect(Entry::log);
            tracing::info!(event = "article_deleted", article_id = id);
            return Ok(Outcome::go(LIST));
        }
    }
}

/// Makes articles, by these authors in turn, spread over the past. For `latchkey seed` only.
pub async fn seed(articles: &Articles, count: u32, authors: &[UserId]) -> Result<(), AppError> {
    let texts: Vec<ValidArticle> = (0..count).map(seed_text).collect();
    store::insert_many(&articles.db, &texts, authors, now()).await?;
    Ok(())
}

/// The article, for somebody whom the rule allows something with it. Whether they may see it is decided first: what is hidden
/// from them is not there, whatever else they may.
async fn allowed(rule: &Rule, id: i64) -> Result<Article, AppError> {
    let viewer: Viewer = extension()?;
    if !viewer.is_authenticated() {
        return Err(AppError::LoginRequired);
    }
    let article = detail(id).await?;
    if !rule.allows(&viewer, article.facts()) {
        tracing::warn!(event = "forbidden", article_id = id, user_id = viewer.user().map(|user| user.id.0));
        return Err(AppError::Forbidden);
    }
    Ok(article)
}

/// What the audit trail is told when somebody does something with an article that is not theirs; of one's own nothing is compared.
fn entry(
    viewer: &Viewer,
    article: &Article,
    action: AuditAction,
    tell: impl FnOnce(&mut Vec<Change>),
) -> Result<Option<Entry>, AppError> {
    if article.author.as_ref().is_some_and(|author| viewer.is(author.id)) {
        return Ok(None);
    }
    let target = Target { kind: "article", id: Some(article.id), name: article.title.clone() };
    let mut changes = Vec::new();
    tell(&mut changes);
    moderation(action, target, changes).map(Some)
}

/// Two texts from a little before the first place on where they differ, each cut to what a trail has room for.
fn first_difference(before: &str, after: &str) -> (String, String) {
    let same = before.chars().zip(after.chars()).take_while(|(before, after)| before == after).count();
    if same == before.chars().count() && same == after.chars().count() {
        return (String::new(), String::new());
    }
    let from = same.saturating_sub(LEAD);
    let cut = |text: &str| {
        let recorded: String = text.chars().skip(from).take(RECORDED).collect();
        let (lead, more) = (from > 0, text.chars().nth(from + RECORDED).is_some());
        format!("{}{recorded}{}", if lead { "…" } else { "" }, if more { "…" } else { "" })
    };
    (cut(before), cut(after))
}

fn logged_in() -> Result<User, AppError> {
    extension::<Viewer>()?.user().cloned().ok_or(AppError::LoginRequired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_texts_the_trail_has_the_place_where_they_differ() {
        assert_eq!(first_difference("one", "one"), (String::new(), String::new()));
        assert_eq!(first_difference("one two", "one 2"), ("one two".to_owned(), "one 2".to_owned()));
        let long = "한".repeat(1_000);
        let (before, after) = first_difference(&format!("{long}a{long}"), &format!("{long}b"));
        assert!(before.starts_with(&format!("…{}a한", "한".repeat(LEAD))) && before.chars().count() <= RECORDED + 2);
        assert_eq!(after, format!("…{}b", "한".repeat(LEAD)));
        assert_eq!(first_difference(&long, &format!("{long}x")).1, format!("…{}x", "한".repeat(LEAD)));
        assert_eq!(first_difference("a b", "a  b"), ("a b".to_owned(), "a  b".to_owned()));
    }
}
