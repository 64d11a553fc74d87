//! The state of an open page towards its session. While the page is visible it follows the server (`lead.rs`); other tabs report a
//! change of user. When the session has ended or belongs to another user, the page is covered at once and reloaded; a form with
//! unsaved text is held until the login first.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use web_sys::Element;

use super::{
    cover,
    ending::Ending,
    lead::{Hear, Lead},
    session::State,
    tabs::{Channel, USERS},
    visitor,
};
use crate::ui::browser::{
    dom::{around, part, window},
    drafts, fields,
    listen::{every_second, listen},
    page::{self, clock},
    storage, under_way,
};

/// How long before its end a session warns, in seconds.
const WARN: f64 = 120.0;

/// A session that ends more than this many milliseconds before its time was ended by someone.
const EARLY: f64 = 3_000.0;

/// How long the end of a session waits for the answer to a form, in milliseconds.
const ANSWERED: f64 = 10_000.0;

/// What a user's page knows of its session.
struct Guard {
    own: Weak<Self>,
    /// The user whose page this is.
    owner: String,
    lead: Rc<Lead>,
    is_covered: Cell<bool>,
    /// The page has unsaved text, and its user decides what becomes of it.
    is_asking: Cell<bool>,
    /// Since when an end waits for the answer to a form, in milliseconds, and whether another user has logged in.
    waits: Cell<Option<(f64, bool)>>,
    /// When the session ends by this device's clock, in milliseconds.
    ends: Cell<Option<f64>>,
    lasts_by_use: Cell<bool>,
    ending: Ending,
    /// The notice that the user may do more or less than this page shows, while it is shown.
    outdated: RefCell<Option<Element>>,
    /// The island, after which the warning stands.
    place: Element,
}

/// Begins to follow the session.
pub fn start(island: &Element) {
    let place = around(island, "leptos-island").unwrap_or_else(|| island.clone());
    match page::user() {
        None => visitor::start(place),
        Some(owner) => Guard::new(owner, place).start(),
    }
}

impl Guard {
    fn new(owner: String, place: Element) -> Rc<Self> {
        Rc::new_cyclic(|own| Self {
            own: own.clone(),
            owner,
            lead: Lead::new(),
            is_covered: Cell::default(),
            is_asking: Cell::default(),
            waits: Cell::default(),
            ends: Cell::default(),
            lasts_by_use: Cell::new(true),
            ending: Ending::default(),
            outdated: RefCell::default(),
            place,
        })
    }

    fn start(self: &Rc<Self>) {
        drafts::forget_others();
        self.lead.join(self.clone());
        let [tab, seen, shown, left, ticking, rested, back, covered] = std::array::from_fn(|_| self.clone());
        let users = Channel::join(USERS, move |said| tab.hear_tab(said));
        users.say(&self.owner);
        cover::start(move || covered.is_covered.get());
        page::on_visibility_change(move |is_visible| seen.change_visibility(is_visible));
        page::on_shown(move |is_restored| {
            if is_restored {
                shown.cover(true);
                shown.listen();
            }
        });
        page::on_left(move || left.lead.pause());
        every_second(move || ticking.tick());
        // A form of this page may itself end the session: its answer comes first.
        under_way::at_rest(move || rested.listen_if_covered());
        listen(&window(), "online", move |_| back.listen_if_covered());
        self.change_visibility(page::is_visible());
    }

    /// Another tab has said whose page it shows. It may be an old page; only the server knows.
    fn hear_tab(&self, said: &str) {
        if said != self.owner {
            self.doubt();
        }
    }

    /// Something speaks against this page: only the server's word shows it again.
    fn doubt(&self) {
        match page::is_visible() {
            true => self.listen(),
            false => self.cover(true),
        }
    }

    fn change_visibility(&self, is_visible: bool) {
        if is_visible { self.listen() } else { self.lead.pause() }
    }

    fn listen_if_covered(&self) {
        self.waits.set(None);
        if self.is_covered.get() {
            self.listen();
        }
    }

    fn listen(&self) {
        if !self.is_asking.get() && page::is_visible() {
            self.lead.listen();
        }
    }

    fn note(&self, state: &State) {
        self.ends.set(Some(clock() + state.ends_in * 1_000.0));
        self.lasts_by_use.set(state.lasts_by_use);
        self.compare_rights(state.rights.as_ref());
    }

    /// A page that shows more or less than its user may do now says so. Text in it stays, so it is not reloaded by itself.
    fn compare_rights(&self, now: Option<&String>) {
        let own = page::rights();
        let is_outdated = own.is_some() && now.is_some() && own.as_ref() != now;
        let mut shown = self.outdated.borrow_mut();
        if !is_outdated {
            shown.take().inspect(|notice| notice.remove());
        } else if shown.is_none() {
            *shown = part("rights").inspect(|notice| _ = self.place.after_with_node_1(notice));
        }
    }

    /// The session is over for this page.
    fn end(&self, is_other_user: bool) {
        self.cover(true);
        self.lead.pause();
        if under_way::is_any() {
            self.waits.set(Some((clock(), is_other_user)));
        } else {
            self.conclude(is_other_user);
        }
    }

    /// Leaves the page whose session is over, or asks what becomes of its text.
    fn conclude(&self, is_other_user: bool) {
        self.waits.set(None);
        let before = self.ends.get().map_or(0.0, |ends| ends - clock());
        if before > EARLY || is_other_user {
            drafts::forget_own();
        }
        if is_other_user {
            page::reload();
        } else if fields::touched().is_some() {
            self.is_asking.set(true);
            cover::ask();
        } else {
            storage::tell_next_document(visitor::OVER);
            page::reload();
        }
    }

    /// Runs once a second.
    fn tick(&self) {
        self.lead.tick();
        if let Some((since, is_other_user)) = self.waits.get()
            && clock() - since >= ANSWERED
        {
            return self.conclude(is_other_user);
        }
        let Some(ends) = self.ends.get() else { return };
        let left = ((ends - clock()) / 1_000.0).ceil();
        let is_covered = self.is_covered.get();
        let shown = (left <= WARN && !is_covered).then(|| left.max(0.0) as u32);
        let own = self.own.clone();
        let ended = move || own.upgrade().iter().for_each(|guard| guard.listen());
        self.ending.show(&self.place, shown, self.lasts_by_use.get(), ended);
        if left <= 0.0 && !is_covered {
            self.cover(true);
            self.listen();
        }
    }

    fn cover(&self, is_covered: bool) {
        self.is_covered.set(is_covered);
        cover::show(is_covered);
    }
}

impl Hear for Guard {
    fn learn(&self, state: State) {
        if state.user.as_ref() != Some(&self.owner) {
            return self.end(state.user.is_some());
        }
        self.note(&state);
        self.cover(false);
        self.tick();
    }

    fn hear_say(&self, state: State) {
        match state.user.as_ref() == Some(&self.owner) {
            true if self.is_covered.get() => {}
            true => self.note(&state),
            false => {
                self.cover(true);
                self.doubt();
            }
        }
    }

    fn fail(&self) {
        if self.is_covered.get() && !self.is_asking.get() {
            cover::say_failed();
        }
    }
}
