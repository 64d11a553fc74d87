//! The part of a user's page with what they may do: flags, groups, permissions, and what follows from them. Django: the permissions of
//! `UserAdmin`.

use leptos::prelude::*;

use super::{
    Etag,
    permissions::{PermissionFields, PermissionList, Rights},
    user_groups::{GroupFields, Groups},
};
use crate::{
    accounts::{components::use_viewer, forms::field},
    staff::{
        api::UpdateAccess,
        forms::staff_field,
        messages::{notice, user as words, user_form as form},
        types::{UserDetail, UserSummary},
    },
    ui::{CheckBox, DoneHere, PostForm, SubmitButton, to},
};

#[component]
pub fn UserAccess(detail: UserDetail) -> impl IntoView {
    let (rights, user) = (detail.rights.clone(), detail.user.clone());
    let content = match detail.may_change {
        true => view! { <Form detail/> }.into_any(),
        false => view! {
            <dl class="facts">
                <div><dt>{words::GROUPS}</dt><dd><Groups groups=detail.groups/></dd></div>
                <div><dt>{words::OWN_PERMISSIONS}</dt><dd><PermissionList choices=detail.permissions/></dd></div>
            </dl>
        }
        .into_any(),
    };
    view! {
        <section class="panel" id="access">
            <h2>{words::ACCESS}</h2>
            <DoneHere notice=notice::USER_ACCESS_SAVED/>
            {content}
            <Rights rights is_superuser=user.is_superuser is_staff=user.is_staff is_active=user.is_active/>
        </section>
    }
}

#[component]
fn Form(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, group_choices, has_more_groups, permissions, access_etag, may_make_superusers, .. } = detail;
    let is_own = use_viewer().is(user.id);
    view! {
        <PostForm action={to::<UpdateAccess>()} stays_unsaved=true>
            <input type="hidden" name=field::ID value=user.id.0/>
            <Etag etag=access_etag/>
            <Flags user may_make_superusers/>
            <GroupFields choices=group_choices has_more=has_more_groups is_own/>
            <PermissionFields choices=permissions is_own/>
            <div class="form-actions"><SubmitButton>{form::SAVE_ACCESS}</SubmitButton></div>
        </PostForm>
    }
}

#[component]
fn Flags(user: UserSummary, may_make_superusers: bool) -> impl IntoView {
    let superuser = if may_make_superusers { form::SUPERUSER } else { form::SUPERUSER_LIMITED };
    // A disabled box is not posted, which would mean "no": a hidden field keeps the flag.
    let kept = (user.is_superuser && !may_make_superusers)
        .then(|| view! { <input type="hidden" name=staff_field::IS_SUPERUSER value="on"/> });
    view! {
        <fieldset class="choices">
            <legend>{form::ACCOUNT}</legend>
            <CheckBox name=staff_field::IS_ACTIVE label=form::ACTIVE checked=user.is_active/>
            <CheckBox name=staff_field::IS_STAFF label=form::STAFF checked=user.is_staff/>
            <CheckBox
                name=staff_field::IS_SUPERUSER
                label=superuser
                checked=user.is_superuser
                disabled=!may_make_superusers
            />
            {kept}
        </fieldset>
    }
}
