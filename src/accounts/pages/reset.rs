//! Setting a new password by a link that staff has handed over (B73). The link itself stands in no address here.
//! Django: `PasswordResetConfirmView`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api::{self, ResetPassword},
        components::NewPasswordFields,
        forms::field,
    },
    shared::AppError,
    ui::{PageHeading, PostForm, SubmitButton, to, when_there},
};

pub struct ResetPage {
    username: Resource<Result<Option<String>, AppError>>,
}

#[lazy_route]
impl LazyRoute for ResetPage {
    fn data() -> Self {
        Self { username: Resource::new(|| (), |()| api::reset_of()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.username, |username| match username {
            Some(username) => view! { <Form username/> }.into_any(),
            None => view! { <Invalid/> }.into_any(),
        })
        .into_any()
    }
}

#[component]
fn Form(username: String) -> impl IntoView {
    let known = vec![("user name", username.clone())];
    view! {
        <div class="narrow">
            <PageHeading title="Set a new password"/>
            <section class="panel">
                <p>"For " <strong dir="auto">{username.clone()}</strong> ". Every session of this account ends."</p>
                <PostForm action={to::<ResetPassword>()}>
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
                        labels=["New password", "New password again"]
                        known=known
                    />
                    <div class="form-actions"><SubmitButton>"Set password"</SubmitButton></div>
                </PostForm>
            </section>
        </div>
    }
}

/// Never existed, is over or used, or the account has changed since: which, the page does not tell.
#[component]
fn Invalid() -> impl IntoView {
    view! {
        <div class="narrow">
            <PageHeading title="This link is not valid"/>
            <section class="panel">
                <p>"A password link works for three days, once. Perhaps it was used already, or was not copied whole."</p>
                <p>"Open it once more as you got it, or ask the people who run this site for a new one."</p>
                <div class="form-actions"><A href="/accounts/login/" attr:class="button">"Log in"</A></div>
            </section>
        </div>
    }
}
