//! Writing in a text area: buttons that put marks around the selection, an address pasted onto it, lines that begin like the one before,
//! Ctrl+Enter, and a preview. The buttons are one stop of the Tab key, as in the toolbar pattern of WAI-ARIA. All changes go through the browser's own editing, so that they can be undone. The browser's
//! functions are called by name, and texts are looked at by bytes: either way the program is smaller.

use js_sys::{Array, JsString, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlTextAreaElement};

use super::{
    dom::{all, around, document, first, focus_first, target},
    fields, json,
    listen::{listen, method_of},
    post::ask,
};

type Act = fn(&Event, Element) -> Option<()>;

pub fn start() {
    let acts: [(&str, Act); 3] = [("click", click), ("keydown", press), ("paste", paste)];
    for (event, act) in acts {
        listen(&document(), event, move |event| _ = target(&event).and_then(|element| act(&event, element)));
    }
}

/// Calls a method of an object.
fn call(object: &JsValue, method: &str, arguments: &Array) -> Option<JsValue> {
    method_of(object, method, arguments)?.call0(object).ok()
}

/// The text area of the field around an element, if it has buttons for marks.
fn area_of(element: &Element) -> Option<HtmlTextAreaElement> {
    let field = around(element, ".field")?;
    first(&field, ".tools")?;
    Some(first(&field, "textarea")?.unchecked_into())
}

/// The text up to the selection, the selection, and where both end.
fn selected(area: &HtmlTextAreaElement) -> Option<(JsString, String, u32, u32)> {
    let end_of = |name| json::number(area, name).map(|end| end as u32);
    let (start, end) = (end_of("selectionStart")?, end_of("selectionEnd")?);
    let text = JsString::from(area.value());
    Some((text.slice(0, start), text.slice(start, end).into(), start, end))
}

fn select(area: &HtmlTextAreaElement, start: u32, end: u32) {
    for (name, place) in [("selectionEnd", end), ("selectionStart", start)] {
        _ = Reflect::set(area, &name.into(), &place.into());
    }
}

/// Replaces the selection as if it were typed.
fn type_in(area: &HtmlTextAreaElement, text: &str) -> Option<()> {
    _ = area.focus();
    let arguments = Array::of2(&"insertText".into(), &JsValue::FALSE).concat(&Array::of1(&text.into()));
    call(&document(), "execCommand", &arguments).map(|_| ())
}

fn click(event: &Event, element: Element) -> Option<()> {
    match around(&element, "[data-preview]") {
        Some(button) => preview(event, button),
        None => mark(&around(&element, "[data-before]")?),
    }
}

/// Puts the marks of a button around the selection; those that begin with a line break, before each of its lines.
fn mark(button: &Element) -> Option<()> {
    let area = area_of(button)?;
    let (mut text, after) = (button.get_attribute("data-before")?, button.get_attribute("data-after")?);
    let (before, inside, start, end) = selected(&area)?;
    if text.as_bytes().first() == Some(&b'\n') {
        let line = before.last_index_of("\n", i32::MAX) + 1;
        select(&area, line.unsigned_abs(), end);
        let mark = text.split_off(1);
        text.clear();
        text.push_str(&mark);
        for c in selected(&area)?.1.chars() {
            text.push(c);
            if c == '\n' {
                text.push_str(&mark);
            }
        }
        return type_in(&area, &text);
    }
    // What was selected is selected again; the marks have one unit for each byte.
    let marks = text.len() as u32;
    text.push_str(&inside);
    text.push_str(&after);
    type_in(&area, &text)?;
    select(&area, start + marks, end + marks);
    Some(())
}

/// Ctrl+Enter sends the form; Enter begins a line like the one before it; arrows go from button to button. While characters are
/// composed, the key has another code.
fn press(event: &Event, element: Element) -> Option<()> {
    let key = json::number(event, "keyCode")? as u32;
    if key != 13 {
        return travel(key, event, &element);
    }
    let area = area_of(&element).filter(|_| element.matches("textarea").unwrap_or_default())?;
    if json::is_true(event, "ctrlKey") || json::is_true(event, "metaKey") {
        event.prevent_default();
        let form = around(&area, "form")?;
        return call(&form, "requestSubmit", &Array::new()).map(|_| ());
    }
    let text = String::from(selected(&area)?.0);
    let line = &text[text.rfind('\n').map_or(0, |end| end + 1)..];
    let is_mark = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'>' | b'-');
    let length = line.as_bytes().iter().take_while(is_mark).count();
    // The marks alone, without a text, are where a list ends.
    if length == 0 || length == line.len() || line.as_bytes()[length - 1] > b' ' {
        return None;
    }
    event.prevent_default();
    type_in(&area, &["\n", &line[..length]].concat())
}

/// From a button to another one, by Left, Right, Home and End. The one that has the focus is the stop of the Tab key.
fn travel(key: u32, event: &Event, button: &Element) -> Option<()> {
    let buttons = all(&around(button, ".tools")?, "button");
    let here = buttons.iter().position(|other| other.is_same_node(Some(button)))?;
    let place = match key {
        35 => buttons.len() - 1,
        36 => 0,
        37 => here.checked_sub(1).unwrap_or(buttons.len() - 1),
        39 => (here + 1) % buttons.len(),
        _ => return None,
    };
    event.prevent_default();
    for (index, button) in buttons.iter().enumerate() {
        _ = button.set_attribute("tabindex", if index == place { "0" } else { "-1" });
    }
    call(buttons.get(place)?, "focus", &Array::new()).map(|_| ())
}

/// An address that is pasted onto a selection becomes its link.
fn paste(event: &Event, element: Element) -> Option<()> {
    let area = area_of(&element)?;
    let data = json::value(event, "clipboardData")?;
    let address = call(&data, "getData", &Array::of1(&"text".into()))?.as_string()?;
    let text = selected(&area)?.1;
    if text.is_empty() || !address.starts_with("http") || address.bytes().any(|byte| byte <= b' ') {
        return None;
    }
    event.prevent_default();
    type_in(&area, &["[", &text, "](", &address, ")"].concat())
}

/// Shows the text as others will see it, or the text area again.
fn preview(event: &Event, button: Element) -> Option<()> {
    let form = around(&button, "form")?;
    let body = fields::body(form.unchecked_ref())?;
    event.prevent_default();
    if form.matches(".previewing").ok()? {
        _ = form.class_list().toggle_with_force("previewing", false);
        focus_first(&form, "textarea");
        return Some(());
    }
    ask(&button.get_attribute("data-preview")?, &body, move |answer| {
        match answer.and_then(|answer| json::text(&answer, "html")) {
            Some(html) => {
                first(&form, "[data-preview-panel] > *").inspect(|body| body.set_inner_html(&html));
                _ = form.class_list().toggle_with_force("previewing", true);
                focus_first(&form, "[data-preview-panel]");
            }
            // The server's page shows it, or tells why not.
            None => _ = call(&form, "requestSubmit", &Array::of1(&button)),
        }
    })
}
