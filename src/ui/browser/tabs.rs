//! The page among others: other tabs of this site, whether anybody sees it, and what the server tells it.

use std::{cell::RefCell, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, EventSource, MessageEvent, PageTransitionEvent, VisibilityState};

/// Says something to the other tabs of this site, and hears what they say, as long as the document lives.
pub fn join_tabs(channel: &str, say: &str, hear: impl Fn(String) + 'static) {
    let Ok(channel) = BroadcastChannel::new(channel) else { return };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        event.data().as_string().into_iter().for_each(&hear);
    });
    channel.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    _ = channel.post_message(&JsValue::from_str(say));
}

pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Runs this each time the page comes into sight or goes out of it, as long as the document lives.
pub fn on_visibility_change(run: impl Fn(bool) + 'static) {
    let run = Closure::<dyn Fn()>::new(move || run(is_visible()));
    _ = document().add_event_listener_with_callback("visibilitychange", run.as_ref().unchecked_ref());
    run.forget();
}

/// Runs this each time the page is shown again out of the browser's memory, as long as the document lives.
pub fn on_page_restored(run: impl Fn() + 'static) {
    let shown = leptos::ev::Custom::<PageTransitionEvent>::new("pageshow");
    _ = window_event_listener(shown, move |event| {
        if event.persisted() {
            run();
        }
    });
}

/// Runs this each time the page is left: for another one, by closing the tab, or for the browser's memory.
pub fn on_page_left(run: impl Fn() + 'static) -> WindowListenerHandle {
    window_event_listener(leptos::ev::Custom::<PageTransitionEvent>::new("pagehide"), move |_| run())
}

thread_local! {
    /// The document's stream: of the browser's own kind, so no signal can hold it.
    static STREAM: RefCell<Option<EventStream>> = const { RefCell::new(None) };
}

/// A stream of events that the server tells. The browser comes back by itself after a loss.
struct EventStream {
    source: EventSource,
    // Called by the browser as long as the stream is open.
    _hear: Closure<dyn Fn(MessageEvent)>,
    _lost: Closure<dyn Fn()>,
}

/// Opens the stream of this document, in the place of the one before. Hears each event as text; `lost` is run when the
/// connection is.
pub fn open_stream(address: &str, hear: impl Fn(String) + 'static, lost: impl Fn() + 'static) {
    let Ok(source) = EventSource::new(address) else { return };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        event.data().as_string().into_iter().for_each(&hear);
    });
    let lost = Closure::<dyn Fn()>::new(lost);
    source.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    source.set_onerror(Some(lost.as_ref().unchecked_ref()));
    replace_stream(Some(EventStream { source, _hear: hear, _lost: lost }));
}

pub fn close_stream() {
    replace_stream(None);
}

/// Whether the stream is there, or the browser is coming back to it.
pub fn has_stream() -> bool {
    STREAM
        .with_borrow(|stream| stream.as_ref().is_some_and(|stream| stream.source.ready_state() != EventSource::CLOSED))
}

fn replace_stream(stream: Option<EventStream>) {
    let Some(before) = STREAM.replace(stream) else { return };
    before.source.set_onmessage(None);
    before.source.set_onerror(None);
    before.source.close();
    // Perhaps it is one of its own closures that is running: they go when that is done.
    set_timeout(move || drop(before), Duration::ZERO);
}
