//! Asks for the password once more, where no prompt can come over the action, and then finishes the action that waits.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::safe_next;
use crate::{
    accounts::{
        api::{self, Reauthenticate},
        forms::field,
        types::PendingAction,
    },
    shared::AppError,
    ui::{PageHeading, PasswordField, PostForm, SubmitButton, to, when_there},
};

pub struct ReauthenticatePage {
    waiting: Resource<Result<Option<PendingAction>, AppError>>,
}

#[lazy_route]
impl LazyRoute for ReauthenticatePage {
    fn data() -> Self {
        Self { waiting: Resource::new(|| (), |()| api::waiting_action()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.waiting, |waiting| view! { <Form waiting/> }).into_any()
    }
}

#[component]
fn Form(waiting: Option<PendingAction>) -> impl IntoView {
    let next = safe_next();
    let reason = match &waiting {
        Some(waiting) => {
            format!("To {}, enter your password again. It is done as soon as the password is right.", waiting.purpose)
        }
        None => "Nothing waits for your password just now. You can enter it all the same.".to_owned(),
    };
    let token = waiting.map(|waiting| waiting.token);
    view! {
        <div class="narrow">
            <PageHeading title="Your password, please"/>
            <section class="panel">
                <p>{reason}</p>
                <PostForm action={to::<Reauthenticate>()}>
                    <PasswordField name=field::PASSWORD label="Password" autocomplete="current-password" autofocus=true/>
                    <input type="hidden" name=field::ACTION value=token/>
                    <input type="hidden" name=field::NEXT value=next/>
                    <div class="form-actions">
                        <SubmitButton>"Continue"</SubmitButton>
                        <A href="/accounts/" attr:class="button quiet">"Cancel"</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
