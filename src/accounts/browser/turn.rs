//! One tab of all: whose turn it is, by the browser's Web Locks. web-sys counts them as unstable, so they are called by name.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::AbortController;

use crate::ui::browser::{
    dom::window,
    later::then,
    listen::{at_end, call_at_end},
};

/// The lock that the tab has whose turn it is.
const LOCK: &str = "session-events";

/// A place among the tabs: waiting, or having the turn. It is given up when this is dropped.
pub struct Turn {
    waiting: AbortController,
    end: Rc<RefCell<Option<Function>>>,
    is_over: Rc<Cell<bool>>,
}

impl Turn {
    /// Takes a place. `mine` runs when it is this tab's turn, or when the browser refuses to queue; before that `anothers`, if another
    /// tab has it now. `None` where the browser has no locks.
    pub fn take(mine: impl Fn() + 'static, anothers: impl Fn() + 'static) -> Option<Self> {
        let waiting = AbortController::new().ok()?;
        let turn = Self { waiting, end: Rc::default(), is_over: Rc::default() };
        let mine: Rc<dyn Fn()> = Rc::new(mine);
        let has = turn.has_it(mine.clone());
        let (wait, queue, is_over) = (turn.options(false), has.clone(), turn.is_over.clone());
        let refused: Rc<dyn Fn()> = Rc::new(move || {
            if !is_over.get() {
                mine();
            }
        });
        let (is_over, queue_refused) = (turn.is_over.clone(), refused.clone());
        let at_first = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |lock: JsValue| {
            if !lock.is_null() {
                return has.call1(&JsValue::NULL, &lock).unwrap_or_default();
            }
            // The page may have been hidden meanwhile.
            if !is_over.get() {
                anothers();
                _ = request(&wait, &queue, queue_refused.clone());
            }
            JsValue::UNDEFINED
        });
        call_at_end(&turn.waiting, "abort", &Array::new());
        request(&turn.options(true), at_first.into_js_value().unchecked_ref(), refused)?;
        Some(turn)
    }

    /// Runs when the lock is there, and keeps it until the end.
    fn has_it(&self, mine: Rc<dyn Fn()>) -> Function {
        let (end, is_over) = (self.end.clone(), self.is_over.clone());
        let run = Closure::<dyn Fn(JsValue) -> JsValue>::new(move |_: JsValue| {
            if is_over.get() {
                return JsValue::UNDEFINED;
            }
            let kept = Promise::new(&mut |resolve, _| {
                at_end(&resolve);
                end.replace(Some(resolve));
            });
            mine();
            kept.into()
        });
        run.into_js_value().unchecked_into()
    }

    /// Only if it is free now, or as soon as it is.
    fn options(&self, is_for_now: bool) -> Object {
        let options = Object::new();
        // A lock that is only asked for now knows no signal.
        _ = match is_for_now {
            true => Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE),
            false => Reflect::set(&options, &"signal".into(), &self.waiting.signal()),
        };
        options
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.is_over.set(true);
        self.waiting.abort();
        self.end.take().inspect(|end| _ = end.call0(&JsValue::NULL));
    }
}

/// Asks for the lock; `None` where there are no locks. `refused` runs when the lock is not to be had, also when its place was given up.
fn request(options: &Object, run: &Function, refused: Rc<dyn Fn()>) -> Option<()> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let lock = Reflect::apply(&request, &locks, &Array::of3(&LOCK.into(), options, run)).ok()?;
    let settled = move |kept: Option<JsValue>| {
        if kept.is_none() {
            refused();
        }
    };
    then(&lock, Box::new(settled));
    Some(())
}
