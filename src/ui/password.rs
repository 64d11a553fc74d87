//! A password field: never filled by the server, pasted and filled in freely, shown on request, with a hint when Caps Lock is on.
//! Django: `PasswordInput`; showing it is NIST SP 800-63B 3.1.1.2 and ASVS 6.2.6.

use leptos::{html, prelude::*};

use super::{
    FormState, browser,
    field::{Field, HelpLine, Ids},
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
    let ids = Ids(name);
    let has_help = !help.is_empty();
    let is_wrong = Memo::new(move |_| !state.errors_of(name).is_empty());
    let focus = state.takes_focus(is_wrong.get_untracked()) || (autofocus && state.is_clean());
    let (is_shown, caps_lock) = (RwSignal::new(false), RwSignal::new(false));
    let input = NodeRef::<html::Input>::new();
    let follow = move || {
        if let (Some(typed), Some(input)) = (typed, input.get_untracked()) {
            typed.set(input.value());
        }
    };
    // Text from before hydration counts too.
    Effect::new(move |_| {
        input.track();
        follow();
    });
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
                    id=ids.control()
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    autofocus=focus
                    required
                    aria-invalid=move || is_wrong.get().then_some("true")
                    aria-describedby=move || ids.described_by(has_help, is_wrong.get())
                    on:input=move |_| follow()
                    on:keydown=move |event| caps_lock.set(browser::has_caps_lock(&event))
                    on:keyup=move |event| caps_lock.set(browser::has_caps_lock(&event))
                    on:blur=move |_| caps_lock.set(false)
                    node_ref=input
                />
                <button
                    type="button"
                    class="button quiet small"
                    aria-controls=ids.control()
                    on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)
                >
                    {move || if is_shown.get() { messages::HIDE } else { messages::SHOW }}
                    <span class="visually-hidden">" " {label}</span>
                </button>
            </div>
            <p class="caps-lock" role="status">{move || caps_lock.get().then_some(messages::CAPS_LOCK)}</p>
        </Field>
    }
}
