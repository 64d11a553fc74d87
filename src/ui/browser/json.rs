//! Answers of the server and stored values, read by the browser's own `JSON.parse`. What is missing or of another type is `None`.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Reads a text; `None` where it is no JSON.
pub fn parse(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}

/// The value of this name.
pub fn value(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &name.into()).ok()?;
    (!value.is_null() && !value.is_undefined()).then_some(value)
}

pub fn text(object: &JsValue, name: &str) -> Option<String> {
    value(object, name)?.as_string()
}

pub fn number(object: &JsValue, name: &str) -> Option<f64> {
    value(object, name)?.as_f64()
}

/// Whether the value of this name is `true`.
pub fn is_true(object: &JsValue, name: &str) -> bool {
    value(object, name).is_some_and(|value| value == JsValue::TRUE)
}

/// The texts in a list.
pub fn texts(list: &JsValue) -> Vec<String> {
    items(list).into_iter().filter_map(|item| item.as_string()).collect()
}

/// The numbers in a list.
pub fn numbers(list: &JsValue) -> Vec<f64> {
    items(list).into_iter().filter_map(|item| item.as_f64()).collect()
}

/// Pairs of texts in a list.
pub fn pairs(list: &JsValue) -> Vec<(String, String)> {
    let pair = |item: JsValue| {
        let mut texts = texts(&item).into_iter();
        Some((texts.next()?, texts.next()?))
    };
    items(list).into_iter().filter_map(pair).collect()
}

fn items(list: &JsValue) -> Vec<JsValue> {
    list.dyn_ref::<Array>().map(|list| list.iter().collect()).unwrap_or_default()
}

/// Names and values of an object.
pub fn entries(object: &JsValue) -> Vec<(String, JsValue)> {
    let Some(object) = object.dyn_ref::<Object>() else { return Vec::new() };
    let entry = |pair: JsValue| {
        let pair: Array = pair.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1)))
    };
    Object::entries(object).iter().filter_map(entry).collect()
}

/// Writes an object.
pub fn write(entries: &[(&str, JsValue)]) -> Option<String> {
    let object = Object::new();
    entries.iter().for_each(|(name, value)| _ = Reflect::set(&object, &(*name).into(), value));
    JSON::stringify(&object).ok()?.as_string()
}

/// A list of pairs of texts, to be written.
pub fn list_of_pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> JsValue {
    pairs.map(|(name, text)| Array::of2(&name.into(), &text.into())).collect::<Array>().into()
}
