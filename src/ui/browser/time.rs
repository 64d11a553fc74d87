//! Moments, in the reader's own zone. The server has written how long ago they were, or the day in UTC, so nothing moves here but a day that
//! is another one where the reader is. It learns the zone of a user by a cookie.

use js_sys::{Array, Date, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::{
    dom::{document, find_all, window},
    page,
};

/// Rewrites all times of the page, and tells the server the zone of a user whom it shows times.
pub fn start() {
    let times = find_all("time[datetime]");
    times.iter().for_each(rewrite);
    // A whole number: those with fractions would bring their own large code for reading and writing.
    let zone = -(Date::new_0().get_timezone_offset() as i32);
    if !times.is_empty() && page::user().is_some() && page::zone() != zone {
        let secure = if window().location().protocol().is_ok_and(|it| it == "https:") { "; secure" } else { "" };
        let cookie = format!("zone={zone}; path=/; max-age=31536000; samesite=lax{secure}");
        _ = Reflect::set(&document(), &"cookie".into(), &cookie.into());
    }
}

fn rewrite(time: &Element) {
    let Some(moment) = time.get_attribute("datetime").map(|machine| Date::parse(&machine)) else { return };
    let is_day = time.has_attribute("data-day") || !time.has_attribute("title");
    local(moment).inspect(|whole| _ = time.set_attribute("title", whole));
    let date = Date::new(&moment.into());
    // What differs from the server's is the number alone, but at the end of a month.
    let text = time.text_content().unwrap_or_default();
    let day = date.get_date().to_string();
    if is_day && text.split(' ').next() != Some(&day) {
        day_text(&date).inspect(|day| time.set_text_content(Some(day)));
    }
}

/// As the server writes it: `23 Nov 2026`.
fn day_text(date: &Date) -> Option<String> {
    let month = MONTHS.get(date.get_month() as usize * 3..)?.get(..3)?;
    Some([&date.get_date().to_string(), month, &date.get_full_year().to_string()].join(" "))
}

const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";

/// Milliseconds since 1970 for people, without seconds. A browser may name its language in a way that its own formats refuse; then
/// the formats choose one.
pub fn local(milliseconds: f64) -> Option<String> {
    in_language(milliseconds, &[TIME, ("dateStyle", "medium")])
}

/// The time of the day alone.
pub fn clock_time(milliseconds: f64) -> Option<String> {
    in_language(milliseconds, &[TIME])
}

const TIME: (&str, &str) = ("timeStyle", "short");

type Styles<'a> = &'a [(&'a str, &'a str)];

fn in_language(milliseconds: f64, styles: Styles) -> Option<String> {
    let language = window().navigator().language().map_or(JsValue::UNDEFINED, JsValue::from);
    format(milliseconds, &language, styles).or_else(|| format(milliseconds, &JsValue::UNDEFINED, styles))
}

/// `None` where the browser throws.
fn format(milliseconds: f64, language: &JsValue, styles: Styles) -> Option<String> {
    let (date, options) = (Date::new(&milliseconds.into()), Object::new());
    for (key, value) in styles.iter().copied() {
        Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    let format: Function = Reflect::get(&date, &"toLocaleString".into()).ok()?.dyn_into().ok()?;
    let text = Reflect::apply(&format, &date, &Array::of2(language, &options)).ok()?.as_string()?;
    (!milliseconds.is_nan()).then_some(text)
}
