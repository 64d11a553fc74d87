//! Drafts: the text in a form is saved on this device until it is sent or discarded, and offered back, never put in without being
//! asked. Each document saves its own, so that two tabs do not overwrite each other. No draft outlives a logout.

use std::time::Duration;

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*};
use serde::{Deserialize, Serialize};

use super::{Time, browser, messages::draft as messages};
use crate::shared::{Timestamp, excerpt};

/// In context: the user whose drafts this page saves; none for an anonymous visitor and after a logout.
#[derive(Clone, Copy)]
pub struct DraftsOf(pub StoredValue<Option<i64>>);

/// The prefix of all keys.
const ALL: &str = "draft/";

/// How long typing must rest before the draft is saved.
const REST: Duration = Duration::from_millis(300);

/// How long a draft is offered, in milliseconds, and how many of one form.
const AGE: f64 = 30.0 * 24.0 * 3_600.0 * 1_000.0;
const OFFERED: usize = 3;

impl DraftsOf {
    /// Removes every draft from this device and saves no more.
    pub fn forget_all(self) {
        self.0.set_value(None);
        browser::stored_keys(ALL).iter().for_each(|key| browser::forget(key));
    }

    /// Removes the user's drafts and saves no more. The drafts of a user who has logged in since stay.
    pub fn forget_own(self) {
        let Some(owner) = self.0.get_value() else { return };
        self.0.set_value(None);
        browser::stored_keys(&format!("{ALL}{owner}/")).iter().for_each(|key| browser::forget(key));
    }

    /// Removes the user's drafts of this name.
    pub fn forget_named(self, name: &str) {
        let Some(owner) = self.0.get_value() else { return };
        browser::stored_keys(&prefix(owner, name)).iter().for_each(|key| browser::forget(key));
    }

    /// Removes the drafts of other users.
    pub fn forget_others(self) {
        let Some(owner) = self.0.get_value() else { return };
        let own = format!("{ALL}{owner}/");
        browser::stored_keys(ALL).iter().filter(|key| !key.starts_with(&own)).for_each(|key| browser::forget(key));
    }
}

/// A draft as it is stored.
#[derive(Serialize, Deserialize)]
struct Stored {
    /// In milliseconds.
    at: f64,
    /// Names and texts.
    texts: Vec<(String, String)>,
}

#[derive(Clone, PartialEq)]
struct Draft {
    key: String,
    at: f64,
    texts: Vec<(String, String)>,
}

/// The drafts of one form.
#[derive(Clone, Copy)]
pub struct Drafts {
    owner: DraftsOf,
    /// The name of the form's drafts, such as `article/7`.
    name: StoredValue<String>,
    form: NodeRef<html::Form>,
    /// The key of this document's own draft.
    own: StoredValue<String>,
    offered: RwSignal<Vec<Draft>>,
    is_saved: RwSignal<bool>,
    /// The form shows a submission again, whose text exists nowhere else.
    is_redisplayed: bool,
    is_over: StoredValue<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Drafts {
    /// Starts to save the text in this form.
    pub fn of(name: String, form: NodeRef<html::Form>, is_redisplayed: bool) -> Option<Self> {
        let drafts = Self {
            owner: use_context::<DraftsOf>()?,
            name: StoredValue::new(name),
            form,
            own: StoredValue::default(),
            offered: RwSignal::default(),
            is_saved: RwSignal::new(false),
            is_redisplayed,
            is_over: StoredValue::new(false),
            timer: StoredValue::new(None),
        };
        Effect::new(move |_| {
            if form.get().is_some() {
                drafts.find();
            }
        });
        Effect::new(move |_| {
            let handle = browser::on_page_left(move || drafts.save_now());
            on_cleanup(move || {
                handle.remove();
                drafts.save_now();
            });
        });
        Some(drafts)
    }

    /// Notes that the user is typing.
    pub fn typed(self) {
        self.stop_timer();
        self.timer.set_value(set_timeout_with_handle(move || self.save(), REST).ok());
    }

    /// Notes that the form was sent, so its text is no draft any longer.
    pub fn sent(self) {
        self.stop_timer();
        self.own.with_value(|key| browser::forget(key));
        self.is_over.set_value(true);
    }

    /// The prefix of this form's keys; none when nothing is to be saved.
    fn prefix(self) -> Option<String> {
        if self.is_over.try_get_value()? {
            return None;
        }
        let owner = self.owner.0.try_get_value()??;
        Some(self.name.with_value(|name| prefix(owner, name)))
    }

    /// Finds the drafts of this form. One with the text that the form already has is this document's own.
    fn find(self) {
        let (Some(prefix), Some(form)) = (self.prefix(), self.form.get_untracked()) else { return };
        self.own.set_value(format!("{prefix}{}", browser::clock()));
        let here = browser::texts(&form);
        let mut drafts: Vec<Draft> = Vec::new();
        for key in browser::stored_keys(&prefix) {
            let stored = browser::stored(&key).and_then(|stored| serde_json::from_str::<Stored>(&stored).ok());
            let fresh = stored.filter(|stored| stored.at + AGE > browser::clock());
            match fresh {
                Some(stored) if says(&stored.texts, &here, |text| &text.value) => self.own.set_value(key),
                Some(Stored { at, texts }) if self.is_redisplayed || !says(&texts, &here, |text| &text.default) => {
                    drafts.push(Draft { key, at, texts });
                }
                _ => browser::forget(&key),
            }
        }
        drafts.sort_by(|a, b| b.at.total_cmp(&a.at));
        drafts.split_off(OFFERED.min(drafts.len())).iter().for_each(|draft| browser::forget(&draft.key));
        self.offered.set(drafts);
        // The browser itself may have restored text.
        self.save();
    }

    /// Saves the text that is in the form now, unless it is the text that the server has put there.
    fn save(self) {
        let (Some(_), Some(form)) = (self.prefix(), self.form.get_untracked()) else { return };
        let texts = browser::texts(&form);
        let is_own = self.is_redisplayed || texts.iter().any(|text| !text.is_hidden && text.value != text.default);
        let key = self.own.get_value();
        if !is_own {
            browser::forget(&key);
            self.is_saved.set(false);
            return;
        }
        // Visible text comes first: the offer shows its beginning.
        let (hidden, seen): (Vec<_>, Vec<_>) = texts.into_iter().partition(|text| text.is_hidden);
        let texts = seen.into_iter().chain(hidden).map(|text| (text.name, text.value)).collect();
        let stored = serde_json::to_string(&Stored { at: browser::clock(), texts });
        let is_saved = stored.is_ok_and(|stored| browser::store(&key, &stored));
        self.is_saved.set(is_saved);
        browser::set_draft_key(&form, &key);
    }

    /// Saves what the timer was set for.
    fn save_now(self) {
        if self.timer.try_get_value().flatten().is_some() {
            self.stop_timer();
            self.save();
        }
    }

    fn stop_timer(self) {
        if let Some(Some(timer)) = self.timer.try_update_value(Option::take) {
            timer.clear();
        }
    }

    /// Puts a draft into the form. The text in the form is saved as another draft.
    fn take(self, draft: &Draft) {
        let Some(form) = self.form.get_untracked() else { return };
        self.save();
        if !self.is_saved.get_untracked() {
            browser::forget(&self.own.get_value());
        }
        self.own.set_value(draft.key.clone());
        draft.texts.iter().for_each(|(name, text)| browser::set_text(&form, name, text));
        self.offered.update(|offered| offered.retain(|other| other != draft));
        browser::focus_first(&form, "textarea");
    }

    fn discard(self, key: &str) {
        browser::forget(key);
        self.offered.update(|offered| offered.retain(|draft| draft.key != key));
        // After the offer is gone.
        request_animation_frame(move || {
            if let Some(form) = self.form.get_untracked() {
                browser::focus_first(&form, ".draft button, input[type=text], textarea");
            }
        });
    }
}

/// The prefix of the keys of a user's drafts of this name.
fn prefix(owner: i64, name: &str) -> String {
    format!("{ALL}{owner}/{name}/")
}

/// Whether the visible texts of a draft are those of the form.
fn says(texts: &[(String, String)], here: &[browser::Text], said: impl Fn(&browser::Text) -> &String) -> bool {
    let seen = here.iter().filter(|text| !text.is_hidden);
    let same = |text: &browser::Text| texts.iter().any(|(name, value)| *name == text.name && value == said(text));
    seen.into_iter().all(same)
}

/// The offered drafts, above the form's fields.
#[component]
pub fn DraftOffers(drafts: Drafts) -> impl IntoView {
    view! { <For each=move || drafts.offered.get() key=|draft| draft.key.clone() let:draft><Offer drafts draft/></For> }
}

/// How much of a draft is shown, in characters.
const EXCERPT: usize = 80;

#[component]
fn Offer(drafts: Drafts, draft: Draft) -> impl IntoView {
    let at = Timestamp((draft.at / 1_000.0) as i64);
    let first = draft.texts.iter().map(|(_, text)| text.trim()).find(|text| !text.is_empty()).unwrap_or_default();
    let first = excerpt(first, EXCERPT);
    let key = draft.key.clone();
    view! {
        <section class="draft" aria-label=messages::LABEL>
            <p><strong dir="auto">{first}</strong> <span class="meta">{messages::UNSAVED}<Time at/></span></p>
            <div class="form-actions">
                <button type="button" class="button small" on:click=move |_| drafts.take(&draft)>{messages::CONTINUE}</button>
                <button type="button" class="button quiet small" on:click=move |_| drafts.discard(&key)>{messages::DISCARD}</button>
            </div>
        </section>
    }
}

/// Says below the form that its text is saved.
#[component]
pub fn DraftNote(drafts: Drafts) -> impl IntoView {
    move || drafts.is_saved.get().then(|| view! { <p class="draft-note">{messages::SAVED}</p> })
}
