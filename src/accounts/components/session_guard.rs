//! The page follows the session. As long as it is seen it listens to the server; other tabs tell of themselves. When the session
//! is over, or somebody else's, the page is covered at once and loaded anew; a form in which somebody was writing is sent to
//! wait for the login first. A session that is about to end says so.

use std::{cell::Cell, rc::Rc, time::Duration};

use leptos::prelude::*;

use super::{
    session_notices::{Cover, Outdated, Warning},
    use_viewer,
};
use crate::{
    accounts::types::{SESSION_EVENTS, SessionState, UserId},
    shared::Notice,
    ui::{DraftsOf, FirstNotice, UnderWay, browser},
};

/// The channel between tabs; and the word to the next document in this one.
const CHANNEL: &str = "session";
const OVER: &str = "session-over";

/// How long before its end a session warns, in seconds.
const WARN: f64 = 120.0;

/// A session that ends more than so many seconds before its time was ended by somebody.
const EARLY: f64 = 3.0;

/// A stream that lived for less than so many milliseconds is followed by a pause; one that never told anything by a longer one.
const SHORT: f64 = 1_000.0;
const PAUSE: Duration = Duration::from_millis(500);
const LONG_PAUSE: Duration = Duration::from_secs(5);

/// What this document knows of its session.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    /// Whose page this is.
    owner: Option<UserId>,
    under_way: RwSignal<u32>,
    drafts: DraftsOf,
    pub is_covered: RwSignal<bool>,
    /// Somebody was writing, and decides.
    pub is_asking: RwSignal<bool>,
    /// Nobody's page, and somebody has logged in meanwhile.
    pub is_outdated: RwSignal<bool>,
    /// When the session ends by this device's clock, in milliseconds.
    ends: StoredValue<Option<f64>>,
    pub lasts_by_use: RwSignal<bool>,
    /// Seconds left, when there are few.
    pub left: RwSignal<Option<u32>>,
}

impl Guard {
    fn start(self) {
        let say = self.owner.map(|owner| owner.0.to_string()).unwrap_or_default();
        let own = say.clone();
        browser::join_tabs(CHANNEL, &say, move |said| self.hear(said != own, !said.is_empty()));
        browser::on_visibility_change(move |is_visible| self.come_and_go(is_visible));
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
        self.come_and_go(browser::is_visible());
    }

    /// What a form of this page does may be what ends the session: its answer comes first.
    fn wait_for_forms(self) {
        Effect::new(move |before: Option<u32>| {
            let now = self.under_way.get();
            if now == 0 && before.is_some_and(|before| before > 0) && self.is_covered.get_untracked() {
                self.listen();
            }
            now
        });
    }

    /// Another tab has said whose it is.
    fn hear(self, is_other: bool, is_somebody: bool) {
        match self.owner {
            None => {
                self.is_outdated.set(is_somebody);
                self.catch_up();
            }
            // It may be an old page; only the server knows.
            Some(_) if is_other && browser::is_visible() => self.listen(),
            Some(_) if is_other => self.cover(true),
            Some(_) => {}
        }
    }

    fn come_and_go(self, is_visible: bool) {
        match (self.owner, is_visible) {
            (None, true) => self.catch_up(),
            (None, false) => {}
            (Some(_), true) => self.listen(),
            (Some(_), false) => browser::close_stream(),
        }
    }

    /// Shows nobody's page as what it has become, where that disturbs nobody.
    fn catch_up(self) {
        if self.is_outdated.get_untracked() && browser::is_visible() && !browser::is_touched() {
            browser::reload();
        }
    }

    /// Asks the server, and hears from it until the session ends.
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
                // Ended with the session, or with the server: the next answer tells. One that ends as soon as it has begun is not
                // asked without pause.
                true if browser::clock() - opened > SHORT => again(),
                true => set_timeout(again, PAUSE),
                false if !browser::has_stream() => set_timeout(again, LONG_PAUSE),
                false => {}
            }
        };
        browser::open_stream(SESSION_EVENTS, hear, lost);
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

    /// Once a second.
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

/// Stands once in every document.
#[component]
pub fn SessionGuard() -> impl IntoView {
    let owner = use_viewer().user().map(|user| user.id);
    let notice = expect_context::<FirstNotice>().0;
    let guard = Guard {
        owner,
        under_way: expect_context::<UnderWay>().0,
        drafts: expect_context(),
        is_covered: RwSignal::new(false),
        is_asking: RwSignal::new(false),
        is_outdated: RwSignal::new(false),
        ends: StoredValue::new(None),
        lasts_by_use: RwSignal::new(true),
        left: RwSignal::new(None),
    };
    if owner.is_some() {
        guard.wait_for_forms();
    }
    Effect::new(move |_| {
        browser::when_hydrated(move || {
            guard.start();
            if browser::was_told(OVER) && owner.is_none() {
                notice.set(Some(Notice::SessionOver));
            }
        });
    });
    match owner {
        Some(_) => view! { <Cover guard/> <Warning guard/> }.into_any(),
        None => view! { <Outdated guard/> }.into_any(),
    }
}
