//! What the audit trail records of an article. Only changes by others: authors change their own without an entry.

use super::valid_article::ValidArticle;
use crate::{
    accounts::{
        server::{
            audit::{Entry, Target, note},
            member::Member,
        },
        types::{AuditAction, Change, Viewer},
    },
    articles::types::Article,
    shared::{AppError, excerpt},
};

/// How much of a text is recorded, and how much of that stands before a difference, in characters.
const RECORDED: usize = 240;
const LEAD: usize = 40;

/// The entry of an update, unless the article is the viewer's own.
pub fn updated(viewer: &Viewer, saved: &Article, article: &ValidArticle) -> Result<Option<Entry>, AppError> {
    entry(viewer, saved, AuditAction::Changed, |changes| {
        note(changes, "title", &saved.title, &article.title);
        note(changes, "published", saved.is_published, article.is_published);
        let (before, after) = first_difference(&saved.content, &article.content);
        note(changes, "text", before, after);
    })
}

/// The entry of a deletion, unless the article is the viewer's own.
pub fn deleted(viewer: &Viewer, article: &Article) -> Result<Option<Entry>, AppError> {
    entry(viewer, article, AuditAction::Deleted, |changes| {
        // Users choose the name that is shown; only the number tells two of them apart.
        let author = article.author.as_ref().map(|author| format!("{} (number {})", author.name, author.id.0));
        note(changes, "author", author.unwrap_or_default(), "");
        note(changes, "published", article.is_published, false);
        note(changes, "text", excerpt(&article.content, RECORDED), "");
    })
}

/// The changes are collected only when they are recorded: comparing two texts takes time.
fn entry(
    viewer: &Viewer,
    article: &Article,
    action: AuditAction,
    collect: impl FnOnce(&mut Vec<Change>),
) -> Result<Option<Entry>, AppError> {
    if article.author.as_ref().is_some_and(|author| viewer.is(author.id)) {
        return Ok(None);
    }
    let target = Target { kind: "article", id: Some(article.id), name: article.title.clone() };
    let mut changes = Vec::new();
    collect(&mut changes);
    Ok(Some(Entry { actor: Member::current()?.actor(), action, target, changes }))
}

/// Both texts from a little before their first difference, each cut to the length that is recorded.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_recorded_part_of_two_texts_is_where_they_differ() {
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
