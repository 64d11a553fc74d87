//! How this page hears of its session. One visible tab of the browser listens to the server and passes on what it hears, so that many
//! tabs need one connection. What matters is asked of the server itself: each tab may do that at any time, in one short request.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::{
    session::{self, State},
    stream::Stream,
    tabs::{Channel, STATES},
    turn::Turn,
};
use crate::{
    accounts::paths,
    ui::browser::{
        listen::after,
        page::{clock, is_visible},
    },
};

/// A stream that lived for fewer milliseconds than this is followed by a pause; one that never said anything, by a longer one.
const SHORT: f64 = 1_000.0;
const PAUSE: i32 = 500;
const LONG_PAUSE: i32 = 5_000;

/// How long a page waits for the server's word before it asks in the other way, in milliseconds.
const PATIENCE: f64 = 10_000.0;

/// What happens with what is heard.
pub trait Hear {
    /// The server has said this to this tab.
    fn learn(&self, state: State);
    /// Another tab has heard this.
    fn hear_say(&self, state: State);
    /// The server has not answered.
    fn fail(&self);
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Not listening: hidden, or left.
    Out,
    /// It is not known yet whose turn it is.
    Entering,
    /// Another tab listens.
    Waiting,
    /// This tab listens.
    Leading,
}

pub struct Lead {
    place: Cell<Place>,
    turn: RefCell<Option<Turn>>,
    stream: RefCell<Option<Stream>>,
    /// Between tabs, as soon as one of them hears.
    states: RefCell<Option<Channel>>,
    hear: RefCell<Option<Rc<dyn Hear>>>,
    opened: Cell<f64>,
    has_heard: Cell<bool>,
    /// Since when the server's word is waited for, in milliseconds.
    waits_since: Cell<Option<f64>>,
    /// Which answer is the newest that still matters.
    asked: Cell<u32>,
}

impl Lead {
    pub fn new() -> Rc<Self> {
        Rc::new(Self {
            place: Cell::new(Place::Out),
            turn: RefCell::default(),
            stream: RefCell::default(),
            states: RefCell::default(),
            hear: RefCell::default(),
            opened: Cell::default(),
            has_heard: Cell::default(),
            waits_since: Cell::default(),
            asked: Cell::default(),
        })
    }

    /// Begins to hear what other tabs hear.
    pub fn join(self: &Rc<Self>, hear: Rc<dyn Hear>) {
        let other = hear.clone();
        self.hear.replace(Some(hear));
        let said = move |text: &str| State::read(text).into_iter().for_each(|state| other.hear_say(state));
        self.states.replace(Some(Channel::join(STATES, said)));
    }

    /// Gets the server's word, and follows it from now on.
    pub fn listen(self: &Rc<Self>) {
        self.waits_since.set(Some(clock()));
        match self.place.get() {
            Place::Leading => self.open(),
            Place::Waiting => self.ask(),
            Place::Entering => {}
            Place::Out => self.enter(),
        }
    }

    /// Listens no longer.
    pub fn pause(&self) {
        self.place.set(Place::Out);
        self.waits_since.set(None);
        self.asked.set(self.asked.get() + 1);
        self.turn.take();
        self.close();
    }

    /// Runs once a second: a stream may be held back on its way without a word.
    pub fn tick(self: &Rc<Self>) {
        if self.waits_since.get().is_some_and(|since| clock() - since >= PATIENCE) {
            self.waits_since.set(Some(clock()));
            self.ask();
        }
    }

    fn enter(self: &Rc<Self>) {
        self.place.set(Place::Entering);
        let (mine, anothers) = (self.clone(), self.clone());
        let anothers = move || {
            anothers.place.set(Place::Waiting);
            anothers.ask();
        };
        match Turn::take(move || mine.lead(), anothers) {
            Some(turn) => _ = self.turn.replace(Some(turn)),
            // Without locks each tab listens for itself.
            None => self.lead(),
        }
    }

    fn lead(self: &Rc<Self>) {
        self.place.set(Place::Leading);
        self.open();
    }

    fn open(self: &Rc<Self>) {
        self.close();
        self.opened.set(clock());
        self.has_heard.set(false);
        let (hearing, losing) = (self.clone(), self.clone());
        let stream =
            Stream::open(paths::SESSION_EVENTS, move |text| hearing.hear(text), move |returns| losing.lose(returns));
        self.stream.replace(stream);
    }

    fn close(&self) {
        let before = self.stream.take();
        // One of its closures may be running now: it is dropped afterwards.
        before.inspect(Stream::close).map(|before| after(0, move || drop(before)));
    }

    fn hear(&self, text: &str) {
        let Some(state) = State::read(text) else { return };
        self.has_heard.set(true);
        self.states.borrow().iter().for_each(|states| states.say(text));
        self.answer(Some(state));
    }

    fn lose(self: &Rc<Self>, browser_returns: bool) {
        let (own, opened) = (self.clone(), self.opened.get());
        let again = move || {
            // Unless another stream was opened meanwhile.
            if own.place.get() == Place::Leading && is_visible() && own.opened.get() == opened {
                own.open();
            }
        };
        match self.has_heard.get() {
            // The stream ends with the session or with the server, and the next answer says which. One that ends as soon as it has
            // begun is not opened again without a pause; any other after a part of the pause, by chance, so that the pages of a
            // server that restarts do not all come at once.
            true if clock() - self.opened.get() > SHORT => {
                _ = after((f64::from(PAUSE) * js_sys::Math::random()) as i32, again)
            }
            true => _ = after(PAUSE, again),
            false if browser_returns => {}
            false => {
                // It never said anything and is closed: something on the way does not let it through.
                self.ask();
                after(LONG_PAUSE, again);
            }
        }
    }

    /// Asks the server in one short request.
    pub fn ask(self: &Rc<Self>) {
        let (lead, number) = (self.clone(), self.asked.get() + 1);
        self.asked.set(number);
        session::ask(move |state| {
            if lead.asked.get() == number {
                lead.answer(state);
            }
        });
    }

    fn answer(&self, state: Option<State>) {
        let hear = self.hear.borrow().clone();
        match (hear, state) {
            (Some(hear), Some(state)) => {
                self.waits_since.set(None);
                hear.learn(state);
            }
            (Some(hear), None) => hear.fail(),
            (None, _) => {}
        }
    }
}
