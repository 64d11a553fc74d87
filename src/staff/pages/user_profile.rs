//! The part of a user's page with names and address, as a form or as facts. Django: the personal fields of `UserAdmin`.

use leptos::prelude::*;

use super::{Etag, or_none};
use crate::{
    accounts::forms::{USERNAME_MAX, field},
    staff::{
        api::UpdateProfile,
        messages::{notice, user as words, user_form as form},
        types::UserDetail,
    },
    ui::{DoneHere, PostForm, SubmitButton, TextField, to},
};

#[component]
pub fn UserProfile(detail: UserDetail) -> impl IntoView {
    let content = match detail.may_change {
        true => view! { <Form detail/> }.into_any(),
        false => view! {
            <dl class="facts">
                <div><dt>{words::NAME}</dt><dd dir="auto">{or_none(detail.user.full_name)}</dd></div>
                <div><dt>{words::EMAIL}</dt><dd dir="auto">{or_none(detail.user.email)}</dd></div>
            </dl>
        }
        .into_any(),
    };
    view! {
        <section class="panel" id="profile">
            <h2>{words::PROFILE}</h2>
            <DoneHere notice=notice::USER_PROFILE_SAVED/>
            {content}
        </section>
    }
}

#[component]
fn Form(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, first_name, last_name, profile_etag, .. } = detail;
    view! {
        <PostForm action={to::<UpdateProfile>()} stays_unsaved=true>
            <input type="hidden" name=field::ID value=user.id.0/>
            <Etag etag=profile_etag/>
            <TextField name=field::USERNAME label=form::USERNAME value=user.username maxlength=USERNAME_MAX/>
            <TextField name=field::EMAIL label=form::EMAIL kind="email" value=user.email optional=true/>
            <TextField name=field::FIRST_NAME label=form::FIRST_NAME value=first_name optional=true/>
            <TextField name=field::LAST_NAME label=form::LAST_NAME value=last_name optional=true/>
            <div class="form-actions"><SubmitButton>{form::SAVE_PROFILE}</SubmitButton></div>
        </PostForm>
    }
}
