//! The page among others: other tabs of this site, its visibility, and the stream of events from the server.

use std::{cell::RefCell, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{BroadcastChannel, EventSource, MessageEvent, PageTransitionEvent, VisibilityState};

/// Sends a message to the other tabs of this site, and receives theirs as long as the document lives.
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

/// Runs this whenever the page becomes visible or hidden, as long as the document lives.
pub fn on_visibility_change(run: impl Fn(bool) + 'static) {
    let run = Closure::<dyn Fn()>::new(move || run(is_visible()));
    _ = document().add_event_listener_with_callback("visibilitychange", run.as_ref().unchecked_ref());
    run.forget();
}

/// Runs this whenever the page is restored from the browser's cache, as long as the document lives.
pub fn on_page_restored(run: impl Fn() + 'static) {
    let shown = leptos::ev::Custom::<PageTransitionEvent>::new("pageshow");
    _ = window_event_listener(shown, move |event| {
        if event.persisted() {
            run();
        }
    });
}

/// Runs this whenever the page is left: by navigating, by closing the tab, or into the browser's cache.
pub fn on_page_left(run: impl Fn() + 'static) -> WindowListenerHandle {
    window_event_listener(leptos::ev::Custom::<PageTransitionEvent>::new("pagehide"), move |_| run())
}

thread_local! {
    /// The document's stream. It is not `Send`, so no signal can contain it.
    static STREAM: RefCell<Option<EventStream>> = const { RefCell::new(None) };
}

/// A stream of events from the server. The browser reconnects by itself after a loss.
struct EventStream {
    source: EventSource,
    // The browser calls these as long as the stream is open.
    _hear: Closure<dyn Fn(MessageEvent)>,
    _lost: Closure<dyn Fn()>,
}

/// Opens the stream of this document and closes the previous one. `hear` gets each event as text; `lost` runs when the connection
/// is lost.
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

/// Whether the stream is open or the browser is reconnecting to it.
pub fn has_stream() -> bool {
    STREAM
        .with_borrow(|stream| stream.as_ref().is_some_and(|stream| stream.source.ready_state() != EventSource::CLOSED))
}

fn replace_stream(stream: Option<EventStream>) {
    let Some(before) = STREAM.replace(stream) else { return };
    before.source.set_onmessage(None);
    before.source.set_onerror(None);
    before.source.close();
    // One of its closures may be running now: they are dropped afterwards.
    set_timeout(move || drop(before), Duration::ZERO);
}
