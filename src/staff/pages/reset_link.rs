//! The password link: the button that makes one, and the link itself, shown once.

use leptos::{html, prelude::*};

use crate::{
    accounts::{forms::field, types::UserId},
    staff::{api::MakeResetLink, messages::user as words},
    ui::{PostForm, SubmitButton, browser, to},
};

#[component]
pub fn MakeLink(id: UserId, is_active: bool) -> impl IntoView {
    let content = match is_active {
        true => view! {
            <p>{words::LINK_TEXT}</p>
            <PostForm action={to::<MakeResetLink>()}>
                <input type="hidden" name=field::ID value=id.0/>
                <div class="form-actions"><SubmitButton class="button">{words::MAKE_LINK}</SubmitButton></div>
            </PostForm>
        }
        .into_any(),
        false => view! { <p>{words::LINK_INACTIVE}</p> }.into_any(),
    };
    view! { <section class="panel"><h2>{words::LINK}</h2>{content}</section> }
}

/// The link that has just been made. Only the browser knows the whole address.
#[component]
pub fn NewLink(link: String) -> impl IntoView {
    let address = RwSignal::new(link.clone());
    Effect::new(move |_| {
        if let Some(origin) = browser::origin() {
            address.set(format!("{origin}{link}"));
        }
    });
    let input = NodeRef::<html::Input>::new();
    let select = move |_| _ = input.get_untracked().map(|input| input.select());
    view! {
        <section class="panel">
            <div class="field">
                <label for="id_reset_link">{words::NEW_LINK}</label>
                <p class="help" id="id_reset_link_help">{words::NEW_LINK_HELP}</p>
                <input
                    type="text"
                    id="id_reset_link"
                    value=address
                    dir="ltr"
                    readonly
                    autocomplete="off"
                    aria-describedby="id_reset_link_help"
                    on:focus=select
                    node_ref=input
                />
            </div>
        </section>
    }
}
