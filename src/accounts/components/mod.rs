//! Components that know users: the menu in the header, a new password, the prompt for the present one, and activity.

mod gates;
mod session_guard;
mod session_notices;
mod viewer;

pub use gates::Can;
pub use session_notices::SessionGuard;
pub use viewer::use_viewer;

use leptos::{html, prelude::*};
use leptos_router::components::A;

use super::{
    api::{Logout, Reauthenticate},
    forms::field,
    messages::{activity, label, step_up as words},
    paths,
    policy::{Attributes, PasswordRules},
    types::{ActivityEntry, Viewer},
};
use crate::{
    shared::{NextPath, PasswordRule},
    ui::{HelpLine, PasswordField, PostForm, StepUp, SubmitButton, Time, browser, to},
};

/// Log in and Sign up for visitors; the name and Log out for a logged-in user (S3).
#[component]
pub fn UserMenu(
    /// Path and query of the current page: where logging in leads back to.
    #[prop(into)]
    here: Signal<String>,
) -> impl IntoView {
    match use_viewer() {
        Viewer::Anonymous => {
            let login =
                move || NextPath::parse(&here.get()).map_or_else(|| paths::LOGIN.to_owned(), |next| next.login_url());
            view! {
                <div class="user-menu">
                    <A href=login>{label::LOG_IN}</A>
                    <A href=paths::SIGNUP attr:class="button primary small">{label::SIGN_UP}</A>
                </div>
            }
            .into_any()
        }
        Viewer::User(user) => {
            let (name, title) = (user.display_name(), user.display_name());
            view! {
                <div class="user-menu">
                    <A href=paths::ACCOUNT exact=true attr:class="user-name" attr:title=title attr:dir="auto">{name.clone()}</A>
                    <PostForm action={to::<Logout>()} class="inline-form">
                        <SubmitButton class="button quiet small">{label::LOG_OUT}</SubmitButton>
                    </PostForm>
                </div>
            }
            .into_any()
        }
    }
}

/// The two fields of a new password, with its rules. As the user types, each rule shows whether it is met, by the code that
/// decides on the server, too; which passwords are common, only the server knows.
#[component]
pub fn NewPasswordFields(
    names: [&'static str; 2],
    labels: [&'static str; 2],
    /// What is known of the user: the name of each piece in words, and its value.
    #[prop(into)]
    known: Signal<Vec<(&'static str, String)>>,
) -> impl IntoView {
    let PasswordRules { min_length, rules } = use_context().unwrap_or_default();
    let typed = RwSignal::new(String::new());
    let check = move |rule: PasswordRule| {
        let password = typed.get();
        if password.is_empty() || rule == PasswordRule::TooCommon {
            return None;
        }
        known.with(|known| {
            let attributes: Vec<(&str, &str)> = known.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let attributes: &Attributes = &attributes;
            Some(rule.check(&password, attributes, min_length).is_none())
        })
    };
    let help = rules
        .into_iter()
        .map(|rule| HelpLine::rule(rule.help(min_length), Signal::derive(move || check(rule))))
        .collect::<Vec<_>>();
    view! {
        <PasswordField name=names[0] label=labels[0] autocomplete="new-password" help typed/>
        <PasswordField name=names[1] label=labels[1] autocomplete="new-password"/>
    }
}

/// What happened to an account, newest first.
#[component]
pub fn ActivityList(entries: Vec<ActivityEntry>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <p>{activity::EMPTY}</p> }.into_any();
    }
    let items = entries.into_iter().map(|entry| {
        let device =
            (!entry.device.is_empty()).then(|| view! { <span>{entry.device}</span> <bdi>{entry.address}</bdi> });
        view! {
            <li data-event=entry.event.id()>
                <strong>{entry.event.to_string()}</strong>
                <p class="meta"><Time at=entry.at/> {device}</p>
            </li>
        }
    });
    view! { <ul class="activity">{items.collect_view()}</ul> }.into_any()
}

/// Asks for the password in a dialog when a form needs it, and then sends that form again. Without scripting, the page
/// `/accounts/reauthenticate/` asks.
#[component]
pub fn StepUpDialog() -> impl IntoView {
    let StepUp(prompt) = expect_context();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_wanted = prompt.with(Option::is_some);
        if let Some(dialog) = dialog.get() {
            browser::show_dialog(&dialog, is_wanted);
        }
    });
    let content = move |send_again: Callback<()>| {
        let on_done = Callback::new(move |()| {
            prompt.set(None);
            send_again.run(());
        });
        view! {
            <h2 id="step-up-title">{words::HEADING}</h2>
            <p>{words::TEXT}</p>
            <PostForm action={to::<Reauthenticate>()} on_done>
                <PasswordField name=field::PASSWORD label=label::PASSWORD autocomplete="current-password" autofocus=true/>
                <div class="form-actions">
                    <SubmitButton>{label::CONTINUE}</SubmitButton>
                    <button type="button" class="button quiet" on:click=move |_| prompt.set(None)>{label::CANCEL}</button>
                </div>
            </PostForm>
        }
    };
    view! {
        <dialog class="dialog" aria-labelledby="step-up-title" node_ref=dialog on:close=move |_| prompt.set(None)>
            {move || prompt.get().map(content)}
        </dialog>
    }
}
