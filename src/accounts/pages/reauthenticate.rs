//! Asks for the password again where no dialog can, and then finishes the pending action.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::safe_next;
use crate::{
    accounts::{
        api::{self, Reauthenticate},
        forms::field,
        messages::{label, step_up as words},
        paths,
        types::PendingAction,
    },
    shared::AppError,
    ui::{PageHeading, PasswordField, PostForm, SubmitButton, to, when_there},
};

pub struct ReauthenticatePage {
    pending: Resource<Result<Option<PendingAction>, AppError>>,
}

#[lazy_route]
impl LazyRoute for ReauthenticatePage {
    fn data() -> Self {
        Self { pending: Resource::new(|| (), |()| api::newest_pending_action()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.pending, |pending| view! { <Form pending/> }).into_any()
    }
}

#[component]
fn Form(pending: Option<PendingAction>) -> impl IntoView {
    let next = safe_next();
    let reason = match &pending {
        Some(pending) => words::for_action(&pending.purpose),
        None => words::NOTHING_PENDING.to_owned(),
    };
    let token = pending.map(|pending| pending.token);
    view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{reason}</p>
                <PostForm action={to::<Reauthenticate>()}>
                    <PasswordField name=field::PASSWORD label=label::PASSWORD autocomplete="current-password" autofocus=true/>
                    <input type="hidden" name=field::ACTION value=token/>
                    <input type="hidden" name=field::NEXT value=next/>
                    <div class="form-actions">
                        <SubmitButton>{label::CONTINUE}</SubmitButton>
                        <A href=paths::ACCOUNT attr:class="button quiet">{label::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
