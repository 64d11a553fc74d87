//! What a form with drafts has in its document: the offer of a saved draft, and the note that the text is saved. The browser's code
//! saves drafts on the device and inserts copies of these; without it a form has no drafts.

use leptos::prelude::*;

use super::messages::draft as messages;

/// An offered draft, to be copied for each and filled in.
#[component]
pub fn DraftOffer() -> impl IntoView {
    view! {
        <template data-part="offer">
            <section class="draft" aria-label=messages::LABEL>
                <p><strong dir="auto"></strong>" "<span class="meta">{messages::UNSAVED}<time></time></span></p>
                <div class="form-actions">
                    <button type="button" class="button small" data-continue="">{messages::CONTINUE}</button>
                    <button type="button" class="button quiet small" data-discard="">{messages::DISCARD}</button>
                </div>
            </section>
        </template>
    }
}

/// Says at the top of the page that the text is saved on this device, and when.
#[component]
pub fn DraftNote() -> impl IntoView {
    view! { <template data-part="draft-note"><p class="draft-note">{messages::SAVED}<time></time></p></template> }
}

/// Says above the form that what stands in it is not saved, although another form of the page has just been.
#[component]
pub fn UnsavedNote() -> impl IntoView {
    view! { <template data-part="unsaved"><p class="notice">{messages::NOT_SAVED_YET}</p></template> }
}
