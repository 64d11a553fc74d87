//! The one form of this site. It posts to a server function in three states with one outcome: hydrated (fetch), before
//! hydration and without scripting (a plain post, redirected back). Inputs are uncontrolled: what is typed stays.
//! Django: `Form` rendering, `form_invalid`, `form_valid`.

use std::{
    collections::BTreeMap,
    marker::PhantomData,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

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

use super::{browser, returned::returned_to};
use crate::shared::{AppError, Code, FormErrors, NEXT_DEFAULT, Outcome, WHOLE_FORM};

/// In context inside a form: what its fields show.
#[derive(Clone, Copy)]
pub struct FormState {
    errors: RwSignal<FormErrors>,
    /// A refusal that names no field.
    problem: RwSignal<Option<AppError>>,
    values: StoredValue<Option<BTreeMap<String, String>>>,
    /// A post is under way, or done and the next page is loading.
    pub busy: Signal<bool>,
    /// Who has taken the focus that a refused form gives away when the page is loaded.
    focus_given: StoredValue<bool>,
}

impl FormState {
    /// What was typed before the form was refused; `None` when this is a fresh form.
    pub fn typed(&self, field: &str) -> Option<String> {
        self.values.with_value(|values| Some(values.as_ref()?.get(field).cloned().unwrap_or_default()))
    }

    pub fn errors_of(&self, field: &str) -> Vec<Code> {
        self.errors.with(|errors| errors.of(field).to_vec())
    }

    pub fn has(&self, code: &Code) -> bool {
        self.errors.with(|errors| errors.has(code))
    }

    /// True for the first part of the form that is wrong: it gets the focus when the page is loaded.
    pub fn takes_focus(&self, is_wrong: bool) -> bool {
        let takes = is_wrong && !self.focus_given.get_value();
        if takes {
            self.focus_given.set_value(true);
        }
        takes
    }

    /// True when nothing in the form is wrong, so a field may ask for the focus itself.
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

/// In context: how many forms are under way, for the progress line.
#[derive(Clone, Copy)]
pub struct UnderWay(pub RwSignal<u32>);

/// In context: asks for the password over the page, and then runs what is given here. Set by a form whose action was refused
/// for want of a recent password.
#[derive(Clone, Copy)]
pub struct StepUp(pub RwSignal<Option<Callback<()>>>);

/// In context: a sealed mark of who is logged in, which every form carries. Posted as somebody else meanwhile, or as nobody, the
/// form is known to be theirs.
#[derive(Clone)]
pub struct OwnerMark(pub Option<String>);

/// The field of that mark.
pub const OWNER: &str = "owner";

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
    /// Run when it is done, in the place of going where the form leads.
    #[prop(optional)]
    on_done: Option<Callback<()>>,
    children: Children,
) -> impl IntoView
where
    F: ServerFn<Output = Outcome, Error = AppError, Protocol = Http<PostUrl, Json>> + 'static,
    <F as ServerFn>::Client: Client<AppError>,
{
    let returned = returned_to(F::PATH);
    let leaving = RwSignal::new(false);
    // The body is sent as the form has it, so that every field arrives, those too that the function does not read.
    let action = Action::new(|body: &String| send::<F>(body.clone()));
    let pending = action.pending();
    let state = FormState {
        errors: RwSignal::default(),
        problem: RwSignal::default(),
        values: StoredValue::new(returned.as_ref().map(|returned| returned.values.clone())),
        busy: Signal::derive(move || pending.get() || leaving.get()),
        focus_given: StoredValue::new(false),
    };
    if let Some(error) = returned.and_then(|returned| returned.error) {
        state.refuse(error);
    }
    provide_context(state);
    let owner = use_context::<OwnerMark>().and_then(|owner| owner.0);

    let form = NodeRef::<html::Form>::new();
    // What was sent last, to be sent once more after the password.
    let sent = StoredValue::new(String::new());
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if state.busy.get_untracked() {
            return;
        }
        if let Some(body) = form.get_untracked().and_then(|form| browser::form_body(&form)) {
            sent.set_value(body.clone());
            action.dispatch(body);
        }
    };
    let step_up = use_context::<StepUp>();
    let send_again = Callback::new(move |()| _ = action.dispatch(sent.get_value()));
    let navigate = use_navigate();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(outcome)) => match on_done {
            Some(on_done) => on_done.run(()),
            None => {
                leaving.set(true);
                follow(&outcome, &navigate);
            }
        },
        Some(Err(AppError::StepUpRequired)) if step_up.is_some() => {
            state.clear();
            if let Some(StepUp(prompt)) = step_up {
                prompt.set(Some(send_again));
            }
        }
        Some(Err(AppError::LoginRequired)) => {
            leaving.set(true);
            // Posted by the browser itself: the server keeps what was typed and leads to the login.
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
    // A page that comes back out of the browser's memory must not show a form that is still "sending".
    Effect::new(move |_| browser::on_page_shown(move || leaving.set(false)));

    view! {
        <form class=class method="post" action=F::PATH novalidate on:submit=on_submit node_ref=form>
            {owner.map(|mark| view! { <input type="hidden" name=OWNER value=mark/> })}
            <FormAlert state/>
            {children()}
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
    // An answer that is not ours, such as a proxy's page, is as good as none.
    let answer = match is_done {
        true => serde_json::from_str(&text).map(Ok),
        false => serde_json::from_str(&text).map(Err),
    };
    answer.unwrap_or(Err(AppError::Unreachable))
}

/// Counts this form among those under way, as long as it is busy and on the page.
fn count_under_way(busy: Signal<bool>) {
    let Some(UnderWay(count)) = use_context() else { return };
    // Outlives the form's own signals, which are gone when it is taken off the page.
    let counted = Arc::new(AtomicBool::new(false));
    let set = move |now: bool| {
        if counted.swap(now, Ordering::Relaxed) != now {
            count.update(|count| *count = if now { *count + 1 } else { *count - 1 });
        }
    };
    let stop = set.clone();
    Effect::new(move |_| set(busy.get()));
    on_cleanup(move || stop(false));
}

/// What is wrong with the form as a whole.
#[component]
fn FormAlert(state: FormState) -> impl IntoView {
    move || {
        let (errors, problem) = (state.errors_of(WHOLE_FORM), state.problem.get());
        (!errors.is_empty() || problem.is_some()).then(|| {
            let focus = state.takes_focus(true);
            view! {
                <div class="form-alert" role="alert" tabindex="-1" autofocus=focus>
                    {errors.into_iter().map(|code| view! { <p>{code.to_string()}</p> }).collect_view()}
                    {problem.map(|problem| view! { <Problem problem/> })}
                </div>
            }
        })
    }
}

/// A refusal in words; one that ends by itself counts down.
#[component]
fn Problem(problem: AppError) -> impl IntoView {
    match problem {
        AppError::Throttled { retry_after } => view! { <Countdown seconds=retry_after/> }.into_any(),
        other => view! { <p>{other.to_string()}</p> }.into_any(),
    }
}

/// How long to wait, second by second. Read aloud once, not with each second.
#[component]
fn Countdown(seconds: u32) -> impl IntoView {
    let left = RwSignal::new(seconds);
    Effect::new(move |_| browser::count_down(seconds, move |now| left.set(now)));
    let text = move || match left.get() {
        0 => "You can try again now.".to_owned(),
        retry_after => AppError::Throttled { retry_after }.to_string(),
    };
    view! { <p aria-live="off">{text}</p> }
}

/// Goes where a finished form leads: in this document, or in a new one when the identity has changed.
fn follow(outcome: &Outcome, navigate: &impl Fn(&str, NavigateOptions)) {
    if outcome.new_document {
        browser::load(outcome.go.as_str());
    } else {
        navigate(outcome.go.as_str(), NavigateOptions::default());
    }
}
