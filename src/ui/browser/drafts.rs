//! Drafts: the text in a form is saved on this device until it is sent or discarded, and offered back, never put in without being
//! asked. Each document saves its own, so that two tabs do not overwrite each other. No draft outlives a logout.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use web_sys::HtmlFormElement;

use super::{
    dom::focus_first,
    draft_store::{self, Draft},
    fields::{self, Text},
    listen::{Timer, after},
    offers, page, storage,
};

pub use super::draft_store::{forget_all, forget_named, forget_others, forget_own};

/// How long typing must rest before the draft is saved, in milliseconds.
const REST: i32 = 300;

/// How long a draft is offered, in milliseconds, and how many of one form.
const AGE: f64 = 30.0 * 24.0 * 3_600.0 * 1_000.0;
const OFFERED: usize = 3;

/// The drafts of one form.
pub struct Drafts {
    /// The name of the form's drafts, such as `article/7`.
    name: String,
    form: HtmlFormElement,
    /// The key of this document's own draft.
    own: RefCell<String>,
    is_saved: Cell<bool>,
    is_over: Cell<bool>,
    timer: RefCell<Option<Timer>>,
}

impl Drafts {
    /// Starts to save the text in this form, if it asks for that.
    pub fn of(form: &HtmlFormElement) -> Option<Rc<Self>> {
        let drafts = Rc::new(Self {
            name: form.get_attribute("data-draft")?,
            form: form.clone(),
            own: RefCell::default(),
            is_saved: Cell::new(false),
            is_over: Cell::new(false),
            timer: RefCell::default(),
        });
        drafts.find();
        let left = drafts.clone();
        page::on_left(move || left.save_now());
        // Restored by the browser, the form can be sent once more.
        let shown = drafts.clone();
        page::on_shown(move |_| shown.is_over.set(false));
        Some(drafts)
    }

    /// Notes that the user is typing.
    pub fn typed(self: &Rc<Self>) {
        self.stop_timer();
        let rested = self.clone();
        self.timer.replace(after(REST, move || rested.save_now()));
    }

    /// Notes that the form was sent, so its text is no draft any longer.
    pub fn sent(self: &Rc<Self>) {
        self.stop_timer();
        storage::forget(&self.own.borrow());
        self.is_over.set(true);
    }

    /// The prefix of this form's keys; none when nothing is to be saved.
    fn prefix(&self) -> Option<String> {
        if self.is_over.get() { None } else { draft_store::prefix(&self.name) }
    }

    /// Finds the drafts of this form. One with the text that the form already has is this document's own.
    fn find(self: &Rc<Self>) {
        let Some(prefix) = self.prefix() else { return };
        self.own.replace(format!("{prefix}{}", page::clock() as u64));
        let here = fields::texts(&self.form);
        let is_redisplayed = self.is_redisplayed();
        let mut drafts: Vec<Draft> = Vec::new();
        for key in storage::stored_keys(&prefix) {
            match Draft::read(&key).filter(|draft| draft.at + AGE > page::clock()) {
                Some(draft) if draft.says(&here, |text| &text.value) => _ = self.own.replace(key),
                Some(draft) if is_redisplayed || !draft.says(&here, |text| &text.default) => {
                    // The newest first.
                    let place = drafts.iter().position(|other| other.at < draft.at).unwrap_or(drafts.len());
                    drafts.insert(place, draft);
                }
                _ => storage::forget(&key),
            }
        }
        drafts.split_off(OFFERED.min(drafts.len())).iter().for_each(|draft| storage::forget(&draft.key));
        // Each is inserted before the one that is there.
        drafts.into_iter().rev().for_each(|draft| self.offer(draft));
        // The browser itself may have restored text.
        self.save();
    }

    /// The form shows a submission again, whose text exists nowhere else.
    fn is_redisplayed(&self) -> bool {
        self.form.has_attribute("data-redisplayed")
    }

    fn offer(self: &Rc<Self>, draft: Draft) {
        let (taking, discarding, key) = (self.clone(), self.clone(), draft.key.clone());
        let take = {
            let draft = draft.clone();
            move || taking.take(&draft)
        };
        offers::show(&self.form, &draft, take, move || discarding.discard(&key));
    }

    /// Saves the text that is in the form now, unless it is the text that the server has put there.
    fn save(&self) {
        if self.prefix().is_none() {
            return;
        }
        let texts = fields::texts(&self.form);
        let key = self.own.borrow().clone();
        let is_own = self.is_redisplayed() || texts.iter().any(Text::is_own);
        if is_own {
            self.is_saved.set(draft_store::write(&key, &texts));
            _ = self.form.set_attribute("data-draft-key", &key);
        } else {
            storage::forget(&key);
            self.is_saved.set(false);
        }
        offers::note(&self.form, self.is_saved.get());
    }

    /// Saves what the timer was set for.
    fn save_now(&self) {
        if self.stop_timer() {
            self.save();
        }
    }

    /// Whether there was one.
    fn stop_timer(&self) -> bool {
        let timer = self.timer.take();
        timer.iter().for_each(Timer::stop);
        timer.is_some()
    }

    /// Puts a draft into the form. The text in the form is saved as another draft.
    fn take(&self, draft: &Draft) {
        self.save();
        if !self.is_saved.get() {
            storage::forget(&self.own.borrow());
        }
        self.own.replace(draft.key.clone());
        draft.texts.iter().for_each(|(name, text)| fields::set_text(&self.form, name, text));
        focus_first(&self.form, "textarea");
    }

    fn discard(&self, key: &str) {
        storage::forget(key);
        focus_first(&self.form, ".draft button, input[type=text], textarea");
    }
}

/// Removes the draft of the touched form.
pub fn forget_touched() {
    fields::touched().and_then(|form| form.get_attribute("data-draft-key")).inspect(|key| storage::forget(key));
}
