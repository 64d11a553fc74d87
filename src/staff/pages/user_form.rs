//! The full form of a user: profile, flags, groups, permissions. Never a password (S17).

use leptos::prelude::*;

use super::{Etag, permissions::PermissionFields};
use crate::{
    accounts::forms::{USERNAME_MAX, field},
    staff::{
        api::UpdateUser,
        forms::{GROUP_NAME_MAX, staff_field},
        messages::{common, user_form as words},
        types::{GroupName, UserDetail, UserSummary},
    },
    ui::{CheckBox, PostForm, SubmitButton, TextField, to},
};

#[component]
pub fn UserForm(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, first_name, last_name, groups, permissions, etag, may_make_superusers, .. } = detail;
    let username = user.username.clone();
    view! {
        <section class="panel">
            <h2>{words::HEADING}</h2>
            <PostForm action={to::<UpdateUser>()}>
                <input type="hidden" name=field::ID value=user.id.0/>
                <Etag etag/>
                <TextField name=field::USERNAME label=words::USERNAME value=username maxlength=USERNAME_MAX/>
                <TextField name=field::EMAIL label=words::EMAIL kind="email" value=user.email.clone() optional=true/>
                <TextField name=field::FIRST_NAME label=words::FIRST_NAME value=first_name optional=true/>
                <TextField name=field::LAST_NAME label=words::LAST_NAME value=last_name optional=true/>
                <Flags user may_make_superusers/>
                <GroupFields groups/>
                <PermissionFields choices=permissions/>
                <div class="form-actions"><SubmitButton>{common::SAVE}</SubmitButton></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Flags(user: UserSummary, may_make_superusers: bool) -> impl IntoView {
    let superuser = if may_make_superusers { words::SUPERUSER } else { words::SUPERUSER_LIMITED };
    // A disabled box is not posted, which would mean "no": a hidden field keeps the flag.
    let kept = (user.is_superuser && !may_make_superusers)
        .then(|| view! { <input type="hidden" name=staff_field::IS_SUPERUSER value="on"/> });
    view! {
        <fieldset class="choices">
            <legend>{words::ACCOUNT}</legend>
            <CheckBox name=staff_field::IS_ACTIVE label=words::ACTIVE checked=user.is_active/>
            <CheckBox name=staff_field::IS_STAFF label=words::STAFF checked=user.is_staff/>
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

#[component]
fn GroupFields(groups: Vec<GroupName>) -> impl IntoView {
    let has_groups = !groups.is_empty();
    let boxes = move || {
        let name = |group: &GroupName| format!("{}{}", staff_field::GROUP_PREFIX, group.id);
        groups
            .iter()
            .map(|group| view! { <CheckBox name=name(group) label=group.name.clone() checked=true/> })
            .collect_view()
    };
    view! {
        {has_groups.then(|| view! {
            <fieldset class="choices">
                <legend>{words::GROUPS}</legend>
                <p class="help">{words::GROUPS_HELP}</p>
                {boxes()}
            </fieldset>
        })}
        <TextField
            name=staff_field::ADD_GROUP
            label=words::ADD_GROUP
            help=vec![words::ADD_GROUP_HELP.into()]
            maxlength=GROUP_NAME_MAX
            optional=true
        />
    }
}
