//! Drafts as they are stored: by user, form and document, in plain text.

use std::cell::Cell;

use super::{fields::Text, json, page, storage};

/// The prefix of all keys.
const ALL: &str = "draft/";

thread_local! {
    /// The user of this document has logged out, or is not who they were: nothing more is saved.
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// The user whose drafts this page saves.
fn owner() -> Option<String> {
    if IS_OVER.get() { None } else { page::user() }
}

/// The prefix of the keys of the user's drafts of this name; none when nothing is to be saved.
pub fn prefix(name: &str) -> Option<String> {
    Some(format!("{ALL}{}/{name}/", owner()?))
}

/// Removes every draft from this device and saves no more.
pub fn forget_all() {
    IS_OVER.set(true);
    storage::stored_keys(ALL).iter().for_each(|key| storage::forget(key));
}

/// Removes the user's drafts and saves no more. The drafts of a user who has logged in since stay.
pub fn forget_own() {
    let Some(owner) = owner() else { return };
    IS_OVER.set(true);
    storage::stored_keys(&format!("{ALL}{owner}/")).iter().for_each(|key| storage::forget(key));
}

/// Removes the user's drafts of this name.
pub fn forget_named(name: &str) {
    let Some(prefix) = prefix(name) else { return };
    storage::stored_keys(&prefix).iter().for_each(|key| storage::forget(key));
}

/// Removes the drafts of other users.
pub fn forget_others() {
    let Some(owner) = owner() else { return };
    let own = format!("{ALL}{owner}/");
    storage::stored_keys(ALL).iter().filter(|key| !key.starts_with(&own)).for_each(|key| storage::forget(key));
}

/// One draft.
#[derive(Clone)]
pub struct Draft {
    pub key: String,
    /// In milliseconds.
    pub at: f64,
    /// Names and texts.
    pub texts: Vec<(String, String)>,
}

impl Draft {
    /// The draft of this key; `None` where it cannot be read.
    pub fn read(key: &str) -> Option<Self> {
        let stored = json::parse(&storage::stored(key)?)?;
        let texts = json::pairs(&json::value(&stored, "texts")?);
        Some(Self { key: key.to_owned(), at: json::number(&stored, "at")?, texts })
    }

    /// Whether its visible texts are those of the form.
    pub fn says(&self, here: &[Text], said: impl Fn(&Text) -> &String) -> bool {
        let is_said = |text: &Text| self.texts.iter().any(|(name, value)| *name == text.name && value == said(text));
        here.iter().filter(|text| !text.is_hidden).all(is_said)
    }
}

/// Stores a draft, and says whether that worked. Visible text comes first: the offer shows its beginning.
pub fn write(key: &str, texts: &[Text]) -> bool {
    let (hidden, seen): (Vec<&Text>, Vec<&Text>) = texts.iter().partition(|text| text.is_hidden);
    let pairs = seen.into_iter().chain(hidden).map(|text| (text.name.as_str(), text.value.as_str()));
    let stored = json::write(&[("at", page::clock().into()), ("texts", json::list_of_pairs(pairs))]);
    stored.is_some_and(|stored| storage::store(key, &stored))
}
