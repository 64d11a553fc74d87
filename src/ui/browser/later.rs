//! What is there only later: promises, each with one closure. A future of Rust for each would weigh more than what waits for it.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{RequestInit, Response};

use super::dom::window;

type Run<T> = Box<dyn FnOnce(Option<T>)>;

/// Runs with the value of a promise, or with `None` when it is refused.
pub fn then(promise: &JsValue, run: Run<JsValue>) {
    let run = Rc::new(RefCell::new(Some(run)));
    // One of the two runs, once.
    let finish = |is_kept: bool| {
        let run = run.clone();
        let finish = move |value: JsValue| {
            let run = run.take();
            run.into_iter().for_each(|run| run(is_kept.then(|| value.clone())));
        };
        Closure::<dyn Fn(JsValue)>::wrap(Box::new(finish)).into_js_value()
    };
    let method = Reflect::get(promise, &"then".into()).ok().and_then(|then| then.dyn_into::<Function>().ok());
    method.iter().for_each(|method| _ = method.call2(promise, &finish(true), &finish(false)));
}

/// The status of an answer, and its text.
pub type Answered = (u16, String);

/// Requests an address; `run` gets the answer, or `None` where there is none.
pub fn request(address: &str, how: &RequestInit, run: Run<Answered>) {
    let answer: Promise = window().fetch_with_str_and_init(address, how);
    then(
        &answer,
        Box::new(|answer| {
            let answer = answer.and_then(|answer| answer.dyn_into::<Response>().ok());
            let status = answer.as_ref().map_or(0, Response::status);
            match answer.and_then(|answer| answer.text().ok()) {
                Some(text) => then(
                    &text,
                    Box::new(move |text| {
                        run(text.and_then(|text| text.as_string()).map(|text| (status, text)));
                    }),
                ),
                None => run(None),
            }
        }),
    );
}
