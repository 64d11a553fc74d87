//! The prompt for the present password.

use std::sync::LazyLock;

use leptos::prelude::*;

use crate::{
    accounts::{
        api::Reauthenticate,
        forms::field,
        messages::{label, step_up as words},
    },
    ui::{Fixed, PasswordField, PostForm, SubmitButton, to},
};

/// What stands in the open dialog.
static CONTENT: LazyLock<Fixed> = LazyLock::new(|| Fixed::new(content));

/// Asks for the password in a dialog when a form needs it, and then sends that form again. The browser's code opens the dialog and puts
/// the content of its attribute into it: a page has no form that is not to be seen. Without scripting, the page
/// `/accounts/reauthenticate/` asks.
#[component]
pub fn StepUpDialog() -> impl IntoView {
    view! { <dialog class="dialog" data-step-up="" data-content=CONTENT.html() aria-labelledby="step-up-title"></dialog> }
}

fn content() -> impl IntoView {
    view! {
        <h2 id="step-up-title">{words::HEADING}</h2>
        <p>{words::TEXT}</p>
        <PostForm action={to::<Reauthenticate>()} resends=true>
            <PasswordField name=field::PASSWORD label=label::PASSWORD autocomplete="current-password" autofocus=true/>
            <div class="form-actions">
                <SubmitButton>{label::CONTINUE}</SubmitButton>
                <button type="button" class="button quiet" data-close="">{label::CANCEL}</button>
            </div>
        </PostForm>
    }
}
