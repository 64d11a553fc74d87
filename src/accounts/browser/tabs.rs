//! The other tabs of this site in this browser. Each says whose page it shows; the one that listens to the server passes on what it
//! hears. What a tab says is never believed where it matters: only the server knows.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::ui::browser::listen::call_at_end;

/// Whose page a tab shows: the id of a user, or nothing for a visitor.
pub const USERS: &str = "session";

/// What the server says of the session, as its stream has it.
pub const STATES: &str = "session-states";

/// One channel between tabs.
pub struct Channel(Option<BroadcastChannel>);

impl Channel {
    /// Receives what other tabs say.
    pub fn join(name: &str, hear: impl Fn(&str) + 'static) -> Self {
        let Ok(channel) = BroadcastChannel::new(name) else { return Self(None) };
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            event.data().as_string().inspect(|said| hear(said));
        });
        channel.set_onmessage(Some(hear.into_js_value().unchecked_ref()));
        call_at_end(&channel, "close", &Array::new());
        Self(Some(channel))
    }

    pub fn say(&self, text: &str) {
        self.0.iter().for_each(|channel| _ = channel.post_message(&JsValue::from_str(text)));
    }
}
