//! Events and timers that can be taken back. Each part of the page is started under a signal of its own: when the part has failed, the
//! walker (`web/start.js`) aborts the signal, nothing calls into this program any more, and links and forms work as without scripting.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{AbortSignal, AddEventListenerOptions, Event, EventTarget};

use super::dom::window;

thread_local! {
    static SIGNAL: RefCell<Option<AbortSignal>> = const { RefCell::new(None) };
}

/// What is started from now on ends with this signal.
pub fn under(signal: AbortSignal) {
    SIGNAL.set(Some(signal));
}

/// Runs this at each such event.
pub fn listen(target: &EventTarget, event: &str, run: impl Fn(Event) + 'static) {
    listen_to(target, event, Box::new(run));
}

/// One function for all, so that each listener adds little to this program.
fn listen_to(target: &EventTarget, event: &str, run: Box<dyn Fn(Event)>) {
    let options = AddEventListenerOptions::new();
    SIGNAL.with_borrow(|signal| signal.iter().for_each(|signal| options.set_signal(signal)));
    let run = Closure::wrap(run).into_js_value();
    let run: &Function = run.unchecked_ref();
    _ = target.add_event_listener_with_callback_and_add_event_listener_options(event, run, &options);
}

/// Calls a method of an object when the part is taken back. Neither is part of this program, which may be dead then.
pub fn call_at_end(object: &JsValue, method: &str, arguments: &Array) {
    if let Some(call) = method_of(object, method, arguments) {
        at_end(&call);
    }
}

/// Calls a function of the browser when the part is taken back.
pub fn at_end(function: &Function) {
    SIGNAL.with_borrow(|signal| {
        signal.iter().for_each(|signal| _ = signal.add_event_listener_with_callback("abort", function));
    });
}

/// A method bound to its object and arguments, as a function of its own.
pub fn method_of(object: &JsValue, name: &str, arguments: &Array) -> Option<Function> {
    let method: Function = Reflect::get(object, &name.into()).ok()?.dyn_into().ok()?;
    let bind: Function = Reflect::get(&method, &"bind".into()).ok()?.dyn_into().ok()?;
    let bound = Array::of1(object).concat(arguments);
    Reflect::apply(&bind, &method, &bound).ok()?.dyn_into().ok()
}

/// A timer of the browser.
#[derive(Clone)]
pub struct Timer {
    stop: Option<Function>,
    /// Ends the timer, too.
    signal: Option<AbortSignal>,
}

impl Timer {
    /// `stop` is the browser's function that stops the timer of this id.
    fn new(stop: &str, id: i32) -> Self {
        let stop = method_of(&window(), stop, &Array::of1(&id.into()));
        stop.iter().for_each(at_end);
        Self { stop, signal: SIGNAL.with_borrow(Clone::clone) }
    }

    pub fn stop(&self) {
        self.stop.iter().for_each(|stop| _ = stop.call0(&JsValue::NULL));
        self.forget();
    }

    /// The signal need not know a timer that is over.
    fn forget(&self) {
        if let (Some(stop), Some(signal)) = (&self.stop, &self.signal) {
            _ = signal.remove_event_listener_with_callback("abort", stop);
        }
    }
}

/// Runs this every second.
pub fn every_second(run: impl Fn() + 'static) -> Option<Timer> {
    let run = closure(Box::new(run));
    let id = window().set_interval_with_callback_and_timeout_and_arguments_0(&run, 1_000).ok()?;
    Some(Timer::new("clearInterval", id))
}

/// Runs this once, after these milliseconds.
pub fn after(milliseconds: i32, run: impl FnOnce() + 'static) -> Option<Timer> {
    let run: RefCell<Option<Box<dyn FnOnce()>>> = RefCell::new(Some(Box::new(run)));
    let own: Rc<RefCell<Option<Timer>>> = Rc::default();
    let ending = own.clone();
    let run = closure(Box::new(move || {
        ending.take().iter().for_each(Timer::forget);
        run.take().into_iter().for_each(|run| run());
    }));
    let id = window().set_timeout_with_callback_and_timeout_and_arguments_0(&run, milliseconds).ok()?;
    let timer = Timer::new("clearTimeout", id);
    own.replace(Some(timer.clone()));
    Some(timer)
}

fn closure(run: Box<dyn Fn()>) -> Function {
    Closure::wrap(run).into_js_value().unchecked_into()
}
