//! The one form of this site. It posts to a server function in three states with one outcome: sent by the browser's code (fetch),
//! before that has started, and without scripting (a plain post, redirected back).
//! Django: `Form` rendering, `form_invalid`, `form_valid`.

use leptos::{
    prelude::*,
    server_fn::{
        Http, ServerFn,
        codec::{Json, PostUrl},
    },
};

use super::{
    context::{submission_to, with_page},
    draft::{DraftNote, DraftOffer, UnsavedNote},
    form_alert::FormAlert,
    form_state::FormState,
    islands::FormIsland,
    submission::HELD_ID,
};
use crate::shared::{AppError, Outcome};

/// The field with the sealed owner.
pub const OWNER: &str = "owner";

/// The field of a form that is not to be sent, only to be held until the login.
pub const HOLD: &str = "park";

/// Which server function a form posts to.
pub struct To(&'static str);

/// Names the server function: `to::<Login>()`.
pub fn to<F: ServerFn<Output = Outcome, Error = AppError, Protocol = Http<PostUrl, Json>>>() -> To {
    To(F::PATH)
}

/// A form that posts to the server function that `action` names.
#[component]
pub fn PostForm(
    action: To,
    /// Classes of the form element.
    #[prop(default = "form")]
    class: &'static str,
    /// When it is done, the form that was refused before is sent again, instead of following where this one leads.
    #[prop(optional)]
    resends: bool,
    /// Saves the text as drafts of this name, on the device.
    #[prop(optional, into)]
    draft: Option<String>,
    /// What is changed here and not saved stays when another form of the page is saved.
    #[prop(optional)]
    stays_unsaved: bool,
    /// What the next document of this tab is told when it is done.
    #[prop(optional)]
    tells: Option<&'static str>,
    /// Removes the drafts of this name when it is done.
    #[prop(optional, into)]
    ends_drafts: Option<String>,
    children: Children,
) -> impl IntoView {
    let To(action) = action;
    let submission = submission_to(action);
    let state = FormState::new(submission.as_ref());
    let owner = with_page(|page| page.sealed_owner.0.clone()).flatten();
    let has_drafts = draft.is_some() && owner.is_some();
    let redisplayed = submission.is_some().then_some("");
    let held_id = submission.and_then(|submission| submission.held_id);
    view! {
        <FormIsland>
            <form
                class=class
                method="post"
                action=action
                novalidate
                data-form=""
                data-draft=draft
                data-unsaved=stays_unsaved.then_some("")
                data-tells=tells
                data-ends-drafts=ends_drafts
                data-redisplayed=redisplayed
                data-then=resends.then_some("resend")
            >
                {owner.map(|sealed| view! { <input type="hidden" name=OWNER value=sealed/> })}
                {held_id.map(|id| view! { <input type="hidden" name=HELD_ID value=id/> })}
                <Fields state children/>
                {has_drafts.then(|| view! { <DraftOffer/> <DraftNote/> })}
                {stays_unsaved.then(|| view! { <UnsavedNote/> })}
            </form>
        </FormIsland>
    }
}

/// The alert and the fields, which show the state of their form.
#[component]
fn Fields(state: FormState, children: Children) -> impl IntoView {
    provide_context(state.clone());
    view! { <FormAlert state/> {children()} }
}
