//! Asks for the password again where no dialog can, and then finishes the pending action.

use leptos::prelude::*;

use super::safe_next;
use crate::{
    accounts::{
        api::{self, Reauthenticate},
        forms::field,
        messages::{label, step_up as words},
        paths,
        types::PendingAction,
    },
    ui::{Address, PageHeading, PageView, PasswordField, PostForm, SubmitButton, to},
};

pub async fn reauthenticate(address: Address) -> PageView {
    let pending = api::newest_pending_action().await?;
    Ok(view! { <Form pending next=safe_next(&address)/> }.into_any())
}

#[component]
fn Form(pending: Option<PendingAction>, next: String) -> impl IntoView {
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
                        <a href=paths::ACCOUNT class="button quiet">{label::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
