//! Setting a new password by a link that staff has handed over (B73). No address shows the link.
//! Django: `PasswordResetConfirmView`.

use leptos::prelude::*;

use crate::{
    accounts::{
        api::{self, ResetPassword},
        components::NewPasswordFields,
        forms::field,
        messages::{attribute, label, reset as words},
        paths,
        types::OpenedLink,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, to},
};

pub async fn reset(_: Address) -> PageView {
    Ok(match api::reset_of().await? {
        Some(link) => view! { <Form link/> }.into_any(),
        None => view! { <Invalid/> }.into_any(),
    })
}

#[component]
fn Form(link: OpenedLink) -> impl IntoView {
    let OpenedLink { username, binding } = link;
    let known = vec![(attribute::USERNAME, username.clone())];
    view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::FOR} <strong dir="auto">{username.clone()}</strong> {words::EFFECT}</p>
                <PostForm action={to::<ResetPassword>()}>
                    <input type="hidden" name=field::LINK value=binding/>
                    // Tells a password manager whose password this is.
                    <input
                        type="text"
                        name=field::USERNAME
                        value=username
                        autocomplete="username"
                        class="visually-hidden"
                        tabindex="-1"
                        aria-hidden="true"
                        readonly
                    />
                    <NewPasswordFields
                        names=[field::NEW_PASSWORD1, field::NEW_PASSWORD2]
                        labels=[label::NEW_PASSWORD, label::NEW_PASSWORD_AGAIN]
                        known=known
                    />
                    <div class="form-actions"><SubmitButton>{words::SUBMIT}</SubmitButton></div>
                </PostForm>
            </section>
        </div>
    }
}

/// The link is unknown, used or too old, or the account has changed since: the page does not tell which.
#[component]
fn Invalid() -> impl IntoView {
    view! {
        <div class="narrow">
            <PageHeading title=words::INVALID_HEADING/>
            <section class="panel">
                <p>{words::INVALID_REASON}</p>
                <p>{words::INVALID_REMEDY}</p>
                <div class="form-actions"><a href=paths::LOGIN class="button">{label::LOG_IN}</a></div>
            </section>
        </div>
    }
}
