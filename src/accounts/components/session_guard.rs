//! The state of an open page towards its session. While the page is visible it listens to the server; other tabs report a change
//! of user. When the session has ended or belongs to another user, the page is covered at once and reloaded; a form with
//! unsaved text is held until the login first. What the user sees of this is `session_notices.rs`.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::prelude::*;

use crate::{
    accounts::{
        paths,
        types::{SessionState, UserId},
    },
    ui::{DraftsOf, browser},
};

/// The channel between tabs.
const CHANNEL: &str = "session";

/// What this document tells the next one in its tab: the session has ended.
pub(super) const OVER: &str = "session-over";

/// How long before its end a session warns, in seconds.
const WARN: f64 = 120.0;

/// A session that ends more than this many seconds before its time was ended by someone.
const EARLY: f64 = 3.0;

/// A stream that lived for fewer milliseconds than this is followed by a pause; one that never said anything, by a longer one. Any
/// other is followed by a part of the pause, by chance, so that the pages of a server that restarts do not all come at once.
const SHORT: f64 = 1_000.0;
const PAUSE: Duration = Duration::from_millis(500);
const LONG_PAUSE: Duration = Duration::from_secs(5);

/// What this document knows of its session.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    /// The user whose page this is.
    owner: Option<UserId>,
    /// How many requests of forms are under way.
    under_way: RwSignal<u32>,
    drafts: DraftsOf,
    pub is_covered: RwSignal<bool>,
    /// The page has unsaved text, and its user decides what becomes of it.
    pub is_asking: RwSignal<bool>,
    /// This page is anonymous, and another tab has logged in meanwhile.
    pub is_stale: RwSignal<bool>,
    /// When the session ends by this device's clock, in milliseconds.
    ends: StoredValue<Option<f64>>,
    pub lasts_by_use: RwSignal<bool>,
    /// Seconds left, once they are few.
    pub left: RwSignal<Option<u32>>,
}

impl Guard {
    pub fn new(owner: Option<UserId>, under_way: RwSignal<u32>, drafts: DraftsOf) -> Self {
        Self {
            owner,
            under_way,
            drafts,
            is_covered: RwSignal::new(false),
            is_asking: RwSignal::new(false),
            is_stale: RwSignal::new(false),
            ends: StoredValue::new(None),
            lasts_by_use: RwSignal::new(true),
            left: RwSignal::new(None),
        }
    }

    /// Begins to follow the session. The page is hydrated.
    pub fn start(self) {
        let own = self.owner.map(|owner| owner.0.to_string()).unwrap_or_default();
        let announced = own.clone();
        browser::join_tabs(CHANNEL, &announced, move |said| self.hear_tab(said != own, !said.is_empty()));
        browser::on_visibility_change(move |is_visible| self.change_visibility(is_visible));
        if self.owner.is_none() {
            return;
        }
        self.drafts.forget_others();
        browser::on_page_restored(move || {
            self.cover(true);
            self.listen();
        });
        _ = browser::on_page_left(browser::close_stream);
        _ = set_interval_with_handle(move || self.tick(), Duration::from_secs(1));
        self.change_visibility(browser::is_visible());
    }

    /// A form of this page may itself end the session: its answer comes first.
    pub fn wait_for_forms(self) {
        Effect::new(move |before: Option<u32>| {
            let now = self.under_way.get();
            if now == 0 && before.is_some_and(|before| before > 0) && self.is_covered.get_untracked() {
                self.listen();
            }
            now
        });
    }

    /// Another tab has said whose page it shows.
    fn hear_tab(self, is_other: bool, is_logged_in: bool) {
        match self.owner {
            None => {
                self.is_stale.set(is_logged_in);
                self.reload_if_idle();
            }
            // The other tab may show an old page; only the server knows.
            Some(_) if is_other && browser::is_visible() => self.listen(),
            Some(_) if is_other => self.cover(true),
            Some(_) => {}
        }
    }

    fn change_visibility(self, is_visible: bool) {
        match (self.owner, is_visible) {
            (None, true) => self.reload_if_idle(),
            (None, false) => {}
            (Some(_), true) => self.listen(),
            (Some(_), false) => browser::close_stream(),
        }
    }

    /// Reloads a stale page where that disturbs no one.
    fn reload_if_idle(self) {
        if self.is_stale.get_untracked() && browser::is_visible() && !browser::is_touched() {
            browser::reload();
        }
    }

    /// Asks the server, and listens to it until the session ends.
    pub fn listen(self) {
        if self.is_asking.get_untracked() || !browser::is_visible() {
            return;
        }
        let (opened, has_heard) = (browser::clock(), Rc::new(Cell::new(false)));
        let heard = has_heard.clone();
        let hear = move |text: String| {
            if let Ok(state) = serde_json::from_str::<SessionState>(&text) {
                heard.set(true);
                self.learn(state);
            }
        };
        let lost = move || {
            let again = move || self.listen();
            match has_heard.get() {
                // The stream ends with the session or with the server, and the next answer says which. One that ends as soon as
                // it has begun is not opened again without a pause.
                true if browser::clock() - opened > SHORT => set_timeout(again, browser::part_of(PAUSE)),
                true => set_timeout(again, PAUSE),
                false if !browser::has_stream() => set_timeout(again, LONG_PAUSE),
                false => {}
            }
        };
        browser::open_stream(paths::SESSION_EVENTS, hear, lost);
    }

    fn learn(self, state: SessionState) {
        if state.user == self.owner {
            self.ends.set_value(Some(browser::clock() + f64::from(state.ends_in) * 1_000.0));
            self.lasts_by_use.set(state.lasts_by_use);
            self.cover(false);
            self.tick();
            return;
        }
        self.cover(true);
        browser::close_stream();
        if self.under_way.get_untracked() > 0 {
            return;
        }
        let before = self.ends.get_value().map_or(0.0, |ends| ends - browser::clock());
        if before > EARLY * 1_000.0 || state.user.is_some() {
            self.drafts.forget_own();
        }
        match state.user {
            None if browser::is_touched() => self.is_asking.set(true),
            None => {
                browser::tell_next_document(OVER);
                browser::reload();
            }
            Some(_) => browser::reload(),
        }
    }

    /// Runs once a second.
    fn tick(self) {
        let Some(ends) = self.ends.get_value() else { return };
        let left = ((ends - browser::clock()) / 1_000.0).ceil();
        let shown = (left <= WARN && !self.is_covered.get_untracked()).then(|| left.max(0.0) as u32);
        if self.left.get_untracked() != shown {
            self.left.set(shown);
        }
        if left <= 0.0 && !self.is_covered.get_untracked() {
            self.cover(true);
            self.listen();
        }
    }

    fn cover(self, cover: bool) {
        browser::cover_page(cover);
        self.is_covered.set(cover);
    }
}
