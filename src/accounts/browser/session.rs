//! What the server says of a session, on its stream and when it is asked.

use wasm_bindgen::JsValue;

use crate::{
    accounts::paths,
    ui::browser::{json, page, post},
};

/// Whose session it is now, and how long it lives.
#[derive(Clone, PartialEq)]
pub struct State {
    /// `None` when there is no session, or no longer one.
    pub user: Option<String>,
    /// In seconds: the clock of this device may be wrong.
    pub ends_in: f64,
    /// Use extends it; otherwise only the password does.
    pub lasts_by_use: bool,
    /// What the user may do, as a number.
    pub rights: Option<String>,
}

impl State {
    pub fn read(text: &str) -> Option<Self> {
        Self::of(&json::parse(text)?)
    }

    /// `None` where it is no state: the answer of a proxy, for example.
    fn of(state: &JsValue) -> Option<Self> {
        json::text(state, "build").inspect(|build| page::hear_build(build));
        let number = |name| json::number(state, name).map(|number| (number as u64).to_string());
        let (user, rights) = (number("user"), number("rights"));
        let lasts_by_use = json::is_true(state, "lasts_by_use");
        Some(Self { user, ends_in: json::number(state, "ends_in")?, lasts_by_use, rights })
    }
}

/// Asks the server once; `run` gets `None` where it does not answer.
pub fn ask(run: impl FnOnce(Option<State>) + 'static) {
    post::get(paths::SESSION_STATE, |state| run(state.and_then(|state| State::of(&state))));
}
