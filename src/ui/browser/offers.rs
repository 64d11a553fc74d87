//! What a user sees of drafts: the offers above the fields, and the note that the text is saved, with the time.

use web_sys::Element;

use super::{
    dom::{around, first, part_of},
    draft_store::Draft,
    listen::listen,
    page::clock,
    time::{clock_time, local},
};
use crate::shared::excerpt;

/// How much of a draft is shown, in characters.
const EXCERPT: usize = 80;

/// Offers a draft, above those that are offered already. It goes when it has been taken or discarded.
pub fn show(form: &Element, draft: &Draft, take: impl Fn() + 'static, discard: impl Fn() + 'static) {
    let Some(offer) = part_of(form, "offer") else { return };
    let text = draft.texts.iter().map(|(_, text)| text.trim()).find(|text| !text.is_empty()).unwrap_or_default();
    first(&offer, "strong").inspect(|place| place.set_text_content(Some(&excerpt(text, EXCERPT))));
    first(&offer, "time").inspect(|place| place.set_text_content(local(draft.at).as_deref()));
    on_click(&offer, "[data-continue]", take);
    on_click(&offer, "[data-discard]", discard);
    let place = first(form, ":scope > :not(input[type=hidden], .form-alert)");
    _ = form.insert_before(&offer, place.as_deref());
}

fn on_click(offer: &Element, button: &str, run: impl Fn() + 'static) {
    let Some(button) = first(offer, button) else { return };
    let offer = offer.clone();
    listen(&button, "click", move |_| {
        offer.remove();
        run();
    });
}

/// Says at the top of the page when the text was saved, or no longer says so.
pub fn note(form: &Element, is_saved: bool) {
    let Some(top) = around(form, ".narrow") else { return };
    let shown = first(&top, ".draft-note");
    if !is_saved {
        shown.inspect(|note| note.remove());
        return;
    }
    let note = shown.or_else(|| {
        let note = part_of(form, "draft-note")?;
        top.insert_before(&note, top.first_child().as_ref()).ok()?;
        Some(note)
    });
    let time = note.and_then(|note| first(&note, "time"));
    time.inspect(|time| time.set_text_content(clock_time(clock()).as_deref()));
}
