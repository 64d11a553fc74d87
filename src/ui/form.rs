//! The one form of this site. It posts to a server function in three states with one outcome: hydrated (fetch), before
//! hydration and without scripting (a plain post, redirected back). Inputs are uncontrolled: their text stays.
//! Django: `Form` rendering, `form_invalid`, `form_valid`.

use std::marker::PhantomData;

use leptos::{
    ev::{Event, SubmitEvent},
    html,
    prelude::*,
    server_fn::{
        Http, ServerFn,
        client::Client,
        codec::{Json, PostUrl},
        request::ClientReq,
        response::ClientRes,
    },
};
use serde::{Deserialize, Serialize};

use super::{
    browser,
    draft::{DraftNote, DraftOffers, Drafts, DraftsOf},
    form_alert::FormAlert,
    form_answer::{Answering, StepUp},
    form_state::FormState,
    notice::FirstNotice,
    submission::{HELD_ID, submission_to},
    under_way::count_under_way,
};
use crate::shared::{AppError, Outcome};

/// In context: the sealed id of the logged-in user, which every form carries. When the form is posted after a logout or as another
/// user, the server still knows its owner.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedOwner(pub Option<String>);

/// The field with the sealed owner.
pub const OWNER: &str = "owner";

/// The field of a form that is not to be sent, only to be held until the login.
pub const HOLD: &str = "park";

/// Which server function a form posts to.
pub struct To<F>(PhantomData<fn() -> F>);

/// Names the server function: `to::<Login>()`.
pub fn to<F: ServerFn>() -> To<F> {
    To(PhantomData)
}

/// A form that posts to the server function that `action` names.
#[component]
pub fn PostForm<F>(
    #[allow(unused_variables)] action: To<F>,
    /// Classes of the form element.
    #[prop(default = "form")]
    class: &'static str,
    /// Run when it is done, instead of following where the form leads.
    #[prop(optional)]
    on_done: Option<Callback<()>>,
    /// Saves the text as drafts of this name, on the device.
    #[prop(optional, into)]
    draft: Option<String>,
    /// Removes the drafts of this name when it is done.
    #[prop(optional, into)]
    ends_drafts: Option<String>,
    children: Children,
) -> impl IntoView
where
    F: ServerFn<Output = Outcome, Error = AppError, Protocol = Http<PostUrl, Json>> + 'static,
    <F as ServerFn>::Client: Client<AppError>,
{
    let submission = submission_to(F::PATH);
    let leaving = RwSignal::new(false);
    // The body is sent as the form has it, so that every field arrives, even one that the function does not read.
    let action = Action::new(|body: &String| send::<F>(body.clone()));
    let pending = action.pending();
    let busy = Signal::derive(move || pending.get() || leaving.get());
    let state = FormState::new(submission.as_ref(), busy);
    provide_context(state);
    let form = NodeRef::<html::Form>::new();
    let is_redisplayed = submission.is_some();
    let drafts = draft.and_then(|name| Drafts::of(name, form, is_redisplayed));
    let owner = use_context::<SealedOwner>().and_then(|owner| owner.0);
    let held_id = submission.and_then(|submission| submission.held_id);
    touch_filled(form, is_redisplayed);
    let on_input = follow_typing(form, owner.is_some(), drafts);
    // The body that was sent last, to be sent again after the password prompt.
    let sent = StoredValue::new(String::new());
    let on_submit = submitting(form, state, move |body| {
        sent.set_value(body.clone());
        action.dispatch(body);
    });
    let send_again = Callback::new(move |()| _ = action.dispatch(sent.get_value()));
    let (drafts_of, step_up) = (use_context::<DraftsOf>(), use_context::<StepUp>());
    let answering = Answering { state, form, drafts, drafts_of, ends_drafts, on_done, step_up, send_again, leaving };
    answering.follow(move || action.value().get());
    count_under_way(busy);
    // A page that is restored from the browser's cache must not show a form that is still "sending".
    Effect::new(move |_| browser::on_page_shown(move || leaving.set(false)));

    view! {
        <form class=class method="post" action=F::PATH novalidate on:submit=on_submit on:input=on_input node_ref=form>
            {owner.map(|sealed| view! { <input type="hidden" name=OWNER value=sealed/> })}
            {held_id.map(|id| view! { <input type="hidden" name=HELD_ID value=id/> })}
            <FormAlert state/>
            {drafts.map(|drafts| view! { <DraftOffers drafts/> })}
            {children()}
            {drafts.map(|drafts| view! { <DraftNote drafts/> })}
        </form>
    }
}

/// Counts a form as touched whose text is from before hydration or of a submission shown again.
fn touch_filled(form: NodeRef<html::Form>, is_redisplayed: bool) {
    Effect::new(move |_| {
        let has_text = |form: &_| {
            is_redisplayed || browser::texts(form).iter().any(|text| !text.is_hidden && text.value != text.default)
        };
        form.get().filter(|form| has_text(form)).inspect(|form| browser::mark_touched(form));
    });
}

/// Follows what the user types.
fn follow_typing(form: NodeRef<html::Form>, has_owner: bool, drafts: Option<Drafts>) -> impl Fn(Event) {
    move |event| {
        // Passwords are never held, so in a logged-in user's form they do not count as touched.
        if !(has_owner && browser::is_password(&event)) {
            form.get_untracked().inspect(|form| browser::mark_touched(form));
        }
        drafts.inspect(|drafts| drafts.typed());
    }
}

/// Sends the form instead of the browser, unless it is busy.
fn submitting(form: NodeRef<html::Form>, state: FormState, dispatch: impl Fn(String)) -> impl Fn(SubmitEvent) {
    let notice = use_context::<FirstNotice>();
    move |event| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        // The notice is about an earlier action.
        notice.inspect(|FirstNotice(notice)| notice.set(None));
        if let Some(body) = form.get_untracked().and_then(|form| browser::form_body(&form)) {
            dispatch(body);
        }
    }
}

/// Posts a form's body to its function and reads the answer.
async fn send<F>(body: String) -> Result<Outcome, AppError>
where
    F: ServerFn<Output = Outcome, Error = AppError>,
    <F as ServerFn>::Client: Client<AppError>,
{
    let (form, json) = ("application/x-www-form-urlencoded", "application/json");
    let request = <F::Client as Client<AppError>>::Request::try_new_post(F::PATH, form, json, body)?;
    let response = F::Client::send(request).await?;
    let is_done = (200..300).contains(&response.status());
    let text = response.try_into_string().await?;
    // An answer that is not from this site, such as a proxy's page, counts as none.
    let answer = match is_done {
        true => serde_json::from_str(&text).map(Ok),
        false => serde_json::from_str(&text).map(Err),
    };
    answer.unwrap_or(Err(AppError::Unreachable))
}
