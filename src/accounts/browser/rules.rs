//! The rules of a new password: while it is typed, each line of its help says whether the password keeps the rule, by the code that
//! decides on the server. Which passwords are common, only the server knows: it is asked when typing rests, by a part of a number of the
//! password (`policy::number_of`). The password stays here until it is sent.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

use crate::{
    accounts::policy,
    shared::PasswordRule,
    ui::browser::{
        dom::{all, around, document, find_all, first, flag},
        json,
        listen::{Timer, after, listen},
        post::ask,
    },
};

/// How long typing must rest before the server is asked, in milliseconds.
const REST: i32 = 400;

const COMMON: &str = "/api/accounts/common-passwords";

thread_local! {
    /// What the server has said: parts, and all numbers of each.
    static SAID: RefCell<Vec<(u8, Vec<f64>)>> = const { RefCell::new(Vec::new()) };
    static TIMER: RefCell<Option<Timer>> = const { RefCell::new(None) };
}

/// Checks now, as there may be text from before, and whenever a text of the page changes: the user name counts too.
pub fn start() {
    check_all();
    listen(&document(), "input", |_| check_all());
}

fn check_all() {
    find_all("[data-rules]").iter().for_each(|rules| _ = check(rules));
}

/// What is known of the user: the name of each piece in words, and its value.
type Known = Vec<(String, String)>;

fn check(rules: &Element) -> Option<()> {
    let password = value_of(&first(&around(rules, ".field")?, "input")?)?;
    let given = json::parse(&rules.get_attribute("data-rules")?)?;
    let min_length = json::number(&given, "min_length")? as u32;
    let pairs = |name: &str| json::value(&given, name).map(|list| json::pairs(&list)).unwrap_or_default();
    // A value that stands in a field is the one that is typed there.
    let typed = pairs("fields")
        .into_iter()
        .filter_map(|(name, id)| Some((name, value_of(&document().get_element_by_id(&id)?)?)));
    let known: Known = pairs("known").into_iter().chain(typed).collect();
    let mut is_good = true;
    let mut common = None;
    for line in all(rules, "[data-rule-id]") {
        let id = line.get_attribute("data-rule-id");
        let rule = PasswordRule::ALL.into_iter().find(|rule| Some(rule.id()) == id.as_deref());
        if rule == Some(PasswordRule::TooCommon) {
            common = Some(line);
            continue;
        }
        let keeps = rule.and_then(|rule| keeps(rule, &password, &known, min_length));
        is_good &= keeps != Some(false);
        show(&line, keeps);
    }
    // The last, because one that breaks another rule need not be asked about.
    stop_asking();
    common.inspect(|line| {
        let keeps = if is_good && !password.is_empty() { is_uncommon(&password) } else { None };
        is_good &= keeps != Some(false);
        show(line, keeps);
    });
    let strength = match policy::length(&password) {
        0 => "0",
        _ if !is_good => "1",
        length if length < min_length.max(12) => "2",
        length if length < min_length.max(16) => "3",
        _ => "4",
    };
    rules.set_attribute("data-strength", strength).ok()
}

fn value_of(control: &Element) -> Option<String> {
    Some(control.dyn_ref::<HtmlInputElement>()?.value())
}

/// `None`: nothing is typed, or it is unknown.
fn keeps(rule: PasswordRule, password: &str, known: &Known, min_length: u32) -> Option<bool> {
    if password.is_empty() {
        return None;
    }
    let known: Vec<(&str, &str)> = known.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    Some(!policy::is_broken(rule, password, &known, min_length, lower))
}

/// `None`: the server has not said yet; it is asked then.
fn is_uncommon(password: &str) -> Option<bool> {
    let number = policy::number_of(password, lower);
    let part = policy::part_of(number);
    let said = SAID.with_borrow(|said| {
        let (_, numbers) = said.iter().find(|(known, _)| *known == part)?;
        Some(!numbers.contains(&f64::from(number)))
    });
    if said.is_none() {
        TIMER.set(after(REST, move || ask_about(part)));
    }
    said
}

fn ask_about(part: u8) {
    let body = ["part=", &part.to_string()].concat();
    _ = ask(COMMON, &body, move |answer| {
        // Without an answer the server judges what is sent, as it does in any case.
        if let Some(answer) = answer {
            SAID.with_borrow_mut(|said| said.push((part, json::numbers(&answer))));
            check_all();
        }
    });
}

fn stop_asking() {
    TIMER.take().iter().for_each(Timer::stop);
}

fn show(line: &Element, keeps: Option<bool>) {
    _ = match keeps {
        Some(keeps) => line.set_attribute("data-rule", if keeps { "kept" } else { "broken" }),
        None => line.remove_attribute("data-rule"),
    };
    first(line, ".visually-hidden").inspect(|done| flag(done, "hidden", keeps != Some(true)));
}

/// By the browser's own table.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
