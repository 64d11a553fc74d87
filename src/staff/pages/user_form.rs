//! The full form of a user: names, address, flags, groups, permissions. Never a password (S17).

use leptos::prelude::*;

use super::{Seen, permissions::PermissionFields};
use crate::{
    accounts::forms::{USERNAME_MAX, field},
    staff::{
        api::StaffUpdateUser,
        forms::{GROUP_NAME_MAX, staff_field},
        types::{GroupName, UserDetail, UserSummary},
    },
    ui::{CheckBox, PostForm, SubmitButton, TextField, to},
};

#[component]
pub fn UserForm(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, first_name, last_name, groups, permissions, seen, may_make_superusers, .. } = detail;
    view! {
        <section class="panel">
            <h2>"Who and what"</h2>
            <PostForm action={to::<StaffUpdateUser>()}>
                <input type="hidden" name=field::ID value=user.id.0/>
                <Seen seen/>
                <TextField name=field::USERNAME label="User name" value=user.username.clone() maxlength=USERNAME_MAX/>
                <TextField name=field::EMAIL label="E-mail address" kind="email" value=user.email.clone() optional=true/>
                <TextField name=field::FIRST_NAME label="First name" value=first_name optional=true/>
                <TextField name=field::LAST_NAME label="Last name" value=last_name optional=true/>
                <Flags user may_make_superusers/>
                <GroupFields groups/>
                <PermissionFields choices=permissions/>
                <div class="form-actions"><SubmitButton>"Save"</SubmitButton></div>
            </PostForm>
        </section>
    }
}

#[component]
fn Flags(user: UserSummary, may_make_superusers: bool) -> impl IntoView {
    let superuser = match may_make_superusers {
        true => "Superuser: may do everything",
        false => "Superuser: may do everything (only superusers change this)",
    };
    // A box that cannot be changed sends nothing, and nothing would mean "no".
    let kept = (user.is_superuser && !may_make_superusers)
        .then(|| view! { <input type="hidden" name=staff_field::IS_SUPERUSER value="on"/> });
    view! {
        <fieldset class="choices">
            <legend>"Account"</legend>
            <CheckBox name=staff_field::IS_ACTIVE label="Active: can log in" checked=user.is_active/>
            <CheckBox name=staff_field::IS_STAFF label="Staff: can open the staff area" checked=user.is_staff/>
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
    let is_in_any = !groups.is_empty();
    let boxes = move || {
        let name = |group: &GroupName| format!("{}{}", staff_field::GROUP_PREFIX, group.id);
        groups
            .iter()
            .map(|group| view! { <CheckBox name=name(group) label=group.name.clone() checked=true/> })
            .collect_view()
    };
    view! {
        {is_in_any.then(|| view! {
            <fieldset class="choices">
                <legend>"Groups"</legend>
                <p class="help">"Take a tick away to take somebody out of the group."</p>
                {boxes()}
            </fieldset>
        })}
        <TextField
            name=staff_field::ADD_GROUP
            label="Add to group"
            help=vec!["The whole name of the group.".into()]
            maxlength=GROUP_NAME_MAX
            optional=true
        />
    }
}
