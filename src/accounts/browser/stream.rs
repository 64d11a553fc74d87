//! The stream of events from the server. The browser reconnects by itself after a loss.

use js_sys::Array;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{EventSource, MessageEvent};

use crate::ui::browser::listen::call_at_end;

/// An open stream.
pub struct Stream {
    source: EventSource,
    // The browser calls these as long as the stream is open.
    _hear: Closure<dyn Fn(MessageEvent)>,
    _lost: Closure<dyn Fn()>,
}

impl Stream {
    /// `hear` gets each event as text; `lost` runs when the connection is lost, with whether the browser reconnects by itself.
    pub fn open(address: &str, hear: impl Fn(&str) + 'static, lost: impl Fn(bool) + 'static) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            event.data().as_string().inspect(|said| hear(said));
        });
        let at_loss = source.clone();
        let lost = Closure::<dyn Fn()>::new(move || lost(at_loss.ready_state() != EventSource::CLOSED));
        source.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        source.set_onerror(Some(lost.as_ref().unchecked_ref()));
        call_at_end(&source, "close", &Array::new());
        Some(Self { source, _hear: hear, _lost: lost })
    }

    /// Nothing more is heard; the closures may still be running.
    pub fn close(&self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
