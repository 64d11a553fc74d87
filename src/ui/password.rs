//! A password field: never filled by the server, pasted and filled in freely, shown on request, with a hint when Caps Lock is on.
//! Django: `PasswordInput`; showing it is NIST SP 800-63B 3.1.1.2 and ASVS 6.2.6.

use leptos::prelude::*;

use super::{
    field::{Control, Field, HelpLine},
    form_state::FormState,
    messages::form as messages,
};

#[component]
pub fn PasswordField(
    name: &'static str,
    label: &'static str,
    /// What a password manager may fill in: `current-password` or `new-password`.
    autocomplete: &'static str,
    #[prop(optional)] help: Vec<HelpLine>,
    /// What the browser needs to check the rules in `help` during typing, as JSON.
    #[prop(optional, into)]
    rules: Option<String>,
    /// The field that this one repeats, and what is said when the two differ.
    #[prop(optional)]
    repeats: Option<(&'static str, String)>,
    /// What the key for a new line does on a keyboard on the screen: `next`, `go`.
    #[prop(default = "go")]
    enter_key: &'static str,
    /// Takes the focus when the page is loaded, unless another field is wrong.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let (repeated, differs) = repeats.map(|(name, differs)| (format!("id_{name}"), differs)).unzip();
    let control = Control::new(&FormState::current(), name, !help.is_empty(), autofocus);
    view! {
        <Field name label help rules>
            <div class="password">
                <input
                    type="password"
                    name=name
                    id=control.id()
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    enterkeyhint=enter_key
                    autofocus=control.takes_focus
                    required
                    data-required=control.required(true)
                    data-repeats=repeated
                    data-differs=differs
                    aria-invalid=control.invalid()
                    aria-describedby=control.described_by()
                />
                // Shows the password, or hides it again.
                <button type="button" class="button quiet small" aria-controls=control.id() data-reveal=messages::HIDE>
                    {messages::SHOW}
                    <span class="visually-hidden">" " {label}</span>
                </button>
            </div>
            <p class="caps-lock" role="status" data-text=messages::CAPS_LOCK></p>
        </Field>
    }
}
