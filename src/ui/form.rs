//! The one form of this site. It posts to a server function in three states with one outcome: hydrated (fetch), before
//! hydration and without scripting (a plain post, redirected back). Inputs are uncontrolled: their text stays.
//! Django: `Form` rendering, `form_invalid`, `form_valid`.

use std::{collections::BTreeMap, marker::PhantomData};

use leptos::{
    ev::SubmitEvent,
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
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};

use super::{
    browser,
    draft::{DraftNote, DraftOffers, Drafts, DraftsOf},
    form_alert::FormAlert,
    notice::FirstNotice,
    submission::{HELD_ID, submission_to},
    under_way::count_under_way,
};
use crate::shared::{AppError, Code, FormErrors, NEXT_DEFAULT, Outcome};

/// In context inside a form: what its fields show.
#[derive(Clone, Copy)]
pub struct FormState {
    errors: RwSignal<FormErrors>,
    /// A refusal that names no field.
    pub(super) problem: RwSignal<Option<AppError>>,
    values: StoredValue<Option<BTreeMap<String, String>>>,
    /// A post is under way, or is done and the next page is loading.
    pub busy: Signal<bool>,
    /// A wrong part of the form has taken the focus when the page was loaded.
    focus_given: StoredValue<bool>,
}

impl FormState {
    /// The value of a field in the submission that is shown again; `None` in a fresh form.
    pub fn submitted(&self, field: &str) -> Option<String> {
        self.values.with_value(|values| Some(values.as_ref()?.get(field).cloned().unwrap_or_default()))
    }

    /// Whether a box is ticked: as it was submitted, or as given in a fresh form. A disabled box is never submitted.
    pub fn is_ticked(&self, field: &str, given: bool, disabled: bool) -> bool {
        let submitted = if disabled { None } else { self.submitted(field) };
        submitted.map_or(given, |value| !value.is_empty())
    }

    pub fn errors_of(&self, field: &str) -> Vec<Code> {
        self.errors.with(|errors| errors.of(field).to_vec())
    }

    pub fn has(&self, code: Code) -> bool {
        self.errors.with(|errors| errors.has(code))
    }

    /// True for the first wrong part of the form: it gets the focus when the page is loaded.
    pub fn takes_focus(&self, is_wrong: bool) -> bool {
        let takes = is_wrong && !self.focus_given.get_value();
        if takes {
            self.focus_given.set_value(true);
        }
        takes
    }

    /// True when nothing in the form is wrong, so that a field may take the focus itself.
    pub fn is_clean(&self) -> bool {
        self.errors.with_untracked(FormErrors::is_empty) && self.problem.with_untracked(Option::is_none)
    }

    fn clear(&self) {
        self.errors.set(FormErrors::default());
        self.problem.set(None);
    }

    fn refuse(&self, error: AppError) {
        match error {
            AppError::Invalid(errors) => {
                self.errors.set(errors);
                self.problem.set(None);
            }
            other => {
                self.errors.set(FormErrors::default());
                self.problem.set(Some(other));
            }
        }
    }
}

/// In context: opens the password prompt and then runs the callback. Set by a form whose action was refused because the password
/// was not entered recently.
#[derive(Clone, Copy)]
pub struct StepUp(pub RwSignal<Option<Callback<()>>>);

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
    let state = FormState {
        errors: RwSignal::default(),
        problem: RwSignal::default(),
        values: StoredValue::new(submission.as_ref().map(|submission| submission.values.clone())),
        busy: Signal::derive(move || pending.get() || leaving.get()),
        focus_given: StoredValue::new(false),
    };
    if let Some(error) = submission.as_ref().and_then(|submission| submission.error.clone()) {
        state.refuse(error);
    }
    provide_context(state);
    let held_id = submission.and_then(|submission| submission.held_id);
    let owner = use_context::<SealedOwner>().and_then(|owner| owner.0);

    let form = NodeRef::<html::Form>::new();
    let is_redisplayed = state.values.with_value(Option::is_some);
    let drafts = draft.and_then(|name| Drafts::of(name, form, is_redisplayed));
    // Text from before hydration, or of a submission shown again, counts as touched.
    Effect::new(move |_| {
        let has_text = |form: &_| {
            is_redisplayed || browser::texts(form).iter().any(|text| !text.is_hidden && text.value != text.default)
        };
        form.get().filter(|form| has_text(form)).inspect(|form| browser::mark_touched(form));
    });
    let (drafts_of, notice) = (use_context::<DraftsOf>(), use_context::<FirstNotice>());
    // Passwords are never held, so in a logged-in user's form they do not count as touched.
    let has_owner = owner.is_some();
    let on_input = move |event| {
        if !(has_owner && browser::is_password(&event)) {
            form.get_untracked().inspect(|form| browser::mark_touched(form));
        }
        drafts.inspect(|drafts| drafts.typed());
    };
    // The body that was sent last, to be sent again after the password prompt.
    let sent = StoredValue::new(String::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        // The notice is about an earlier action.
        notice.inspect(|FirstNotice(notice)| notice.set(None));
        if let Some(body) = form.get_untracked().and_then(|form| browser::form_body(&form)) {
            sent.set_value(body.clone());
            action.dispatch(body);
        }
    };
    let step_up = use_context::<StepUp>();
    let send_again = Callback::new(move |()| _ = action.dispatch(sent.get_value()));
    let navigate = use_navigate();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(outcome)) => {
            drafts.inspect(|drafts| drafts.sent());
            ends_drafts.iter().zip(drafts_of).for_each(|(name, drafts_of)| drafts_of.forget_named(name));
            match on_done {
                Some(on_done) => on_done.run(()),
                None => {
                    leaving.set(true);
                    if outcome.ends_session {
                        drafts_of.inspect(|drafts| drafts.forget_all());
                    }
                    follow(&outcome, &navigate);
                }
            }
        }
        Some(Err(AppError::StepUpRequired)) if step_up.is_some() => {
            state.clear();
            if let Some(StepUp(prompt)) = step_up {
                prompt.set(Some(send_again));
            }
        }
        Some(Err(AppError::LoginRequired)) => {
            leaving.set(true);
            // Posted by the browser itself: the server holds the submission and leads to the login.
            if let Some(form) = form.get_untracked() {
                _ = form.submit();
            }
        }
        Some(Err(AppError::AnonymousOnly)) => {
            leaving.set(true);
            browser::load(NEXT_DEFAULT);
        }
        Some(Err(error)) => {
            let is_invalid = matches!(error, AppError::Invalid(_));
            state.refuse(error);
            request_animation_frame(move || {
                if let Some(form) = form.get_untracked() {
                    if is_invalid {
                        browser::clear_passwords(&form);
                    }
                    browser::focus_first(&form, "[role=alert], [aria-invalid=true]");
                }
            });
        }
        None => {}
    });
    count_under_way(state.busy);
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

/// Follows where a finished form leads: in this document, or in a new one when the viewer has changed.
fn follow(outcome: &Outcome, navigate: &impl Fn(&str, NavigateOptions)) {
    if outcome.new_document {
        browser::load(outcome.go.as_str());
    } else {
        navigate(outcome.go.as_str(), NavigateOptions::default());
    }
}
