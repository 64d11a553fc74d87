//! The form of an invitation: an address, and what the account will be able to do. Rights are offered to those who give rights to users.

use leptos::prelude::*;

use super::{Crumbs, permissions::PermissionFields, sends_mail, user_groups::GroupFields};
use crate::{
    accounts::{
        code::AccountCode,
        forms::{EMAIL_MAX, field},
    },
    staff::{
        api::{self, Invite},
        forms::staff_field,
        messages::{common, invitations as words},
        paths,
        types::InvitationChoices,
    },
    ui::{Address, CheckBox, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn invitation_create(_: Address) -> PageView {
    let content = match sends_mail() {
        true => {
            let new = api::new_invitation().await?;
            view! { <Form new/> }.into_any()
        }
        false => view! { <p>{words::NO_MAIL}</p> }.into_any(),
    };
    Ok(view! {
        <div class="account">
            <Crumbs list=(paths::INVITATIONS, words::HEADING)/>
            <PageHeading title=words::INVITE/>
            <section class="panel">{content}</section>
        </div>
    }
    .into_any())
}

#[component]
fn Form(new: InvitationChoices) -> impl IntoView {
    view! {
        <p>{words::TEXT}</p>
        <PostForm action={to::<Invite>()}>
            <TextField
                name=field::EMAIL
                label=words::EMAIL
                kind="email"
                malformed=AccountCode::InvalidEmail.to_string()
                maxlength=EMAIL_MAX
                autofocus=true
            />
            {new.may_give.then(|| view! { <RightFields new/> })}
            <div class="form-actions">
                <SubmitButton>{words::SEND}</SubmitButton>
                <a href=paths::INVITATIONS class="button quiet">{common::CANCEL}</a>
            </div>
        </PostForm>
    }
}

/// Inside the form, whose state they show.
#[component]
fn RightFields(new: InvitationChoices) -> impl IntoView {
    let InvitationChoices { group_choices, has_more_groups, permissions, .. } = new;
    view! {
        <fieldset class="choices">
            <legend>{words::RIGHTS}</legend>
            <CheckBox name=staff_field::IS_STAFF label=words::STAFF/>
        </fieldset>
        <GroupFields choices=group_choices has_more=has_more_groups/>
        <PermissionFields choices=permissions/>
    }
}
