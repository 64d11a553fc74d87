//! The elements of the document: found, copied from a template, inserted, focused.

pub use leptos::prelude::{document, window};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTemplateElement, NodeList};

/// The first element of the document that matches.
pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok()?
}

/// The first element inside that matches.
pub fn first(inside: &Element, selector: &str) -> Option<Element> {
    inside.query_selector(selector).ok()?
}

/// All elements inside that match.
pub fn all(inside: &Element, selector: &str) -> Vec<Element> {
    inside.query_selector_all(selector).map(elements).unwrap_or_default()
}

/// All elements of the document that match.
pub fn find_all(selector: &str) -> Vec<Element> {
    document().query_selector_all(selector).map(elements).unwrap_or_default()
}

fn elements(found: NodeList) -> Vec<Element> {
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}

/// The element around this one that matches, or this one itself.
pub fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok()?
}

/// The element that an event comes from.
pub fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// A new element.
pub fn make(tag: &str) -> Option<Element> {
    document().create_element(tag).ok()
}

/// A copy of the part of this name, which the server has put into the document's template.
pub fn part(name: &str) -> Option<Element> {
    let parts: HtmlTemplateElement = find("template#parts")?.dyn_into().ok()?;
    let part = parts.content().query_selector(&format!("[data-part={name}]")).ok()??;
    copy(&part)
}

/// A copy of the element in the template of this name inside `inside`.
pub fn part_of(inside: &Element, name: &str) -> Option<Element> {
    let template: HtmlTemplateElement = first(inside, &format!("template[data-part={name}]"))?.dyn_into().ok()?;
    copy(&template.content().first_element_child()?)
}

fn copy(element: &Element) -> Option<Element> {
    element.clone_node_with_deep(true).ok()?.dyn_into().ok()
}

/// Sets an attribute that has no value, or removes it.
pub fn flag(element: &Element, name: &str, is_set: bool) {
    _ = element.toggle_attribute_with_force(name, is_set);
}

/// Focuses the first element inside that matches.
pub fn focus_first(inside: &Element, selector: &str) {
    if let Some(element) = first(inside, selector).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        _ = element.focus();
    }
}
