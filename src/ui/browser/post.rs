//! Posts a form and reads the answer, as `boot/http/forms/` writes it.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Headers, RequestInit};

use super::{
    json,
    later::{self, Answered},
};

/// The answer to a form, before the one that other programs get.
const ACCEPT: &str = "application/x-form-answer+json, application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// How long an answer is waited for, in milliseconds.
const PATIENCE: u32 = 60_000;

/// What the server has answered.
pub enum Answer {
    Done(Done),
    Refused(Refusal),
    /// Refused in a way that this program does not know: by another build of the server, or by a proxy. Nothing was done.
    Strange,
    /// No answer, or none that says whether it is done.
    Lost,
}

/// It is done; `go` is the next page.
pub struct Done {
    pub go: String,
    /// The user was logged out: nothing of theirs may stay on the device.
    pub ends_session: bool,
}

/// It is refused, in sentences.
pub struct Refusal {
    pub code: String,
    /// About the form as a whole.
    pub alert: Vec<String>,
    /// About single fields, by their names.
    pub fields: Vec<(String, Vec<String>)>,
    pub wait: Option<Wait>,
    /// The answer to this form is a page: the browser posts it itself.
    pub is_for_a_page: bool,
}

/// How long to wait for another try.
pub struct Wait {
    pub seconds: u32,
    /// With `{}` for the time that is left.
    pub sentence: String,
    /// What is said when the time is over.
    pub over: String,
}

/// Posts a form's body; `run` gets the answer. `None`: it could not begin.
pub fn post(action: &str, body: &str, run: impl FnOnce(Answer) + 'static) -> Option<()> {
    send(action, body, Box::new(|answered| run(read(answered))))
}

/// Posts a form's body to be told something; `run` gets `None` without an answer that is a success.
pub fn ask(action: &str, body: &str, run: impl FnOnce(Option<JsValue>) + 'static) -> Option<()> {
    send(action, body, Box::new(|answered| run(success(answered))))
}

fn send(action: &str, body: &str, run: Box<dyn FnOnce(Option<Answered>)>) -> Option<()> {
    let headers = Headers::new().ok()?;
    headers.set("Accept", ACCEPT).ok()?;
    headers.set("Content-Type", FORM).ok()?;
    let how = RequestInit::new();
    how.set_method("POST");
    how.set_headers(&headers);
    how.set_body(&body.into());
    how.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    later::request(action, &how, run);
    Some(())
}

/// Gets something that is no page; `run` gets `None` without an answer that is a success.
pub fn get(address: &str, run: impl FnOnce(Option<JsValue>) + 'static) {
    let how = RequestInit::new();
    // The state of a moment, so never one from a cache.
    _ = Reflect::set(&how, &"cache".into(), &"no-store".into());
    later::request(address, &how, Box::new(|answered| run(success(answered))));
}

fn success(answered: Option<Answered>) -> Option<JsValue> {
    answered.filter(|(status, _)| is_success(*status)).and_then(|(_, text)| json::parse(&text))
}

fn read(answered: Option<Answered>) -> Answer {
    let Some((status, text)) = answered else { return Answer::Lost };
    let answer = json::parse(&text);
    let known = match is_success(status) {
        true => answer.and_then(|answer| done(&answer)).map(Answer::Done),
        false => answer.and_then(|answer| refusal(&answer)).map(Answer::Refused),
    };
    known.unwrap_or(if (400..500).contains(&status) { Answer::Strange } else { Answer::Lost })
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

fn done(answer: &JsValue) -> Option<Done> {
    Some(Done { go: json::text(answer, "go")?, ends_session: json::is_true(answer, "ends_session") })
}

fn refusal(answer: &JsValue) -> Option<Refusal> {
    let texts = |value: Option<JsValue>| value.map(|list| json::texts(&list)).unwrap_or_default();
    let fields = json::value(answer, "fields").map(|fields| json::entries(&fields)).unwrap_or_default();
    Some(Refusal {
        code: json::text(answer, "code")?,
        alert: texts(json::value(answer, "alert")),
        fields: fields.into_iter().map(|(name, sentences)| (name, json::texts(&sentences))).collect(),
        wait: wait(answer),
        is_for_a_page: json::is_true(answer, "plainly"),
    })
}

fn wait(answer: &JsValue) -> Option<Wait> {
    Some(Wait {
        seconds: json::number(answer, "retry_after")? as u32,
        sentence: json::text(answer, "sentence")?,
        over: json::text(answer, "over")?,
    })
}
