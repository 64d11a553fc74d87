//! What is wrong with a form, shown as the server would have rendered it: above the fields, and below each.

use web_sys::Element;

use super::{
    countdown,
    dom::{all, around, first, make, part},
    post::Refusal,
};

/// Shows a refusal instead of what was shown before.
pub fn show(form: &Element, refusal: &Refusal) {
    clear(form);
    let mut alert: Vec<Element> = Vec::new();
    match &refusal.wait {
        Some(wait) => alert.extend(countdown::paragraph(wait)),
        None => alert.extend(refusal.alert.iter().filter_map(|sentence| paragraph("p", sentence))),
    }
    for (name, sentences) in &refusal.fields {
        if mark(form, name, sentences).is_none() {
            // A field that the form does not show.
            alert.extend(sentences.iter().filter_map(|sentence| paragraph("p", sentence)));
        }
    }
    show_alert(form, &alert);
}

/// Says that the server cannot be reached.
pub fn show_unreachable(form: &Element) {
    clear(form);
    show_alert(form, part("unreachable").as_slice());
}

/// Removes all errors.
pub fn clear(form: &Element) {
    first(form, ".form-alert").inspect(|alert| alert.remove());
    all(form, ".field.invalid").iter().for_each(clear_field);
}

/// Removes the errors of one field.
pub fn clear_field(field: &Element) {
    _ = field.class_list().remove_1("invalid");
    let errors = first(field, ".errors");
    let id = errors.as_ref().map(|errors| errors.id());
    for control in all(field, "[aria-invalid]") {
        _ = control.remove_attribute("aria-invalid");
        describe(&control, |other| Some(other) != id.as_deref(), "");
    }
    errors.inspect(|errors| errors.remove());
}

/// Puts the sentences below the control of this name; `None` where the form shows none.
fn mark(form: &Element, name: &str, sentences: &[String]) -> Option<()> {
    let control =
        all(form, ".field [name]").into_iter().find(|it| it.get_attribute("name").as_deref() == Some(name))?;
    mark_control(&control, sentences)
}

/// Puts the sentences below this control.
pub fn mark_control(control: &Element, sentences: &[String]) -> Option<()> {
    let field = around(control, ".field")?;
    let (errors, id) = (make("ul")?, format!("{}_errors", control.id()));
    errors.set_class_name("errors");
    errors.set_id(&id);
    sentences.iter().filter_map(|text| paragraph("li", text)).for_each(|item| _ = errors.append_child(&item));
    field.append_child(&errors).ok()?;
    _ = field.class_list().add_1("invalid");
    _ = control.set_attribute("aria-invalid", "true");
    describe(control, |_| true, &id);
    Some(())
}

/// Sets the ids of what describes a control: those of before that are kept, and another one.
fn describe(control: &Element, keep: impl Fn(&str) -> bool, another: &str) {
    let before = control.get_attribute("aria-describedby").unwrap_or_default();
    let ids: Vec<&str> = before.split_whitespace().filter(|id| keep(id)).chain(another.split_whitespace()).collect();
    _ = match ids.is_empty() {
        true => control.remove_attribute("aria-describedby"),
        false => control.set_attribute("aria-describedby", &ids.join(" ")),
    };
}

fn paragraph(tag: &str, text: &str) -> Option<Element> {
    let paragraph = make(tag)?;
    paragraph.set_text_content(Some(text));
    Some(paragraph)
}

/// The alert stands first, after the hidden fields, and is read aloud at once.
fn show_alert(form: &Element, sentences: &[Element]) {
    let Some(alert) = make("div").filter(|_| !sentences.is_empty()) else { return };
    alert.set_class_name("form-alert");
    _ = alert.set_attribute("role", "alert");
    _ = alert.set_attribute("tabindex", "-1");
    sentences.iter().for_each(|sentence| _ = alert.append_child(sentence));
    let place = first(form, ":scope > :not(input[type=hidden])");
    _ = form.insert_before(&alert, place.as_deref());
}
