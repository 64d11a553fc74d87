//! A password field: never filled by the server, pasted and filled in freely, shown on request, with a hint when Caps Lock is on.
//! Django: `PasswordInput`; showing it is NIST SP 800-63B 3.1.1.2 and ASVS 6.2.6.

use leptos::{html, prelude::*};

use super::{
    browser,
    field::{Control, Field, HelpLine, follow_text},
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
    /// Takes the focus when the page is loaded, unless another field is wrong.
    #[prop(optional)]
    autofocus: bool,
    /// Follows the text, for rules that are checked during typing.
    #[prop(optional)]
    typed: Option<RwSignal<String>>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let control = Control::new(name, !help.is_empty(), autofocus);
    let (is_shown, caps_lock) = (RwSignal::new(false), RwSignal::new(false));
    let input = NodeRef::<html::Input>::new();
    let follow = follow_text(input, move |text| _ = typed.inspect(|typed| typed.set(text)));
    // A password that is being sent does not stay readable on the screen.
    Effect::new(move |_| {
        if state.busy.get() {
            is_shown.set(false);
        }
    });
    view! {
        <Field name label help>
            <div class="password">
                <input
                    type=move || if is_shown.get() { "text" } else { "password" }
                    name=name
                    id=control.id()
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=control.takes_focus
                    required
                    aria-invalid=move || control.invalid()
                    aria-describedby=move || control.described_by()
                    on:input=move |_| follow()
                    on:keydown=move |event| caps_lock.set(browser::has_caps_lock(&event))
                    on:keyup=move |event| caps_lock.set(browser::has_caps_lock(&event))
                    on:blur=move |_| caps_lock.set(false)
                    node_ref=input
                />
                <ShowButton control label is_shown/>
            </div>
            <p class="caps-lock" role="status">{move || caps_lock.get().then_some(messages::CAPS_LOCK)}</p>
        </Field>
    }
}

/// Shows the password, or hides it again.
#[component]
fn ShowButton(control: Control, label: &'static str, is_shown: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            type="button"
            class="button quiet small"
            aria-controls=control.id()
            on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)
        >
            {move || if is_shown.get() { messages::HIDE } else { messages::SHOW }}
            <span class="visually-hidden">" " {label}</span>
        </button>
    }
}
