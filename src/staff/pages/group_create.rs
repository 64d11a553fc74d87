//! The form of a new group. Django: `GroupAdmin.add_view`.

use leptos::prelude::*;

use super::{Crumbs, permissions::PermissionFields};
use crate::{
    staff::{
        api::{self, CreateGroup},
        forms::{GROUP_NAME_MAX, staff_field},
        messages::{common, group_create as words},
        paths,
        types::PermissionChoice,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn group_create(_: Address) -> PageView {
    let group = api::new_group().await?;
    Ok(view! { <Form choices=group.permissions/> }.into_any())
}

#[component]
fn Form(choices: Vec<PermissionChoice>) -> impl IntoView {
    view! {
        <div class="account">
            <Crumbs/>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <PostForm action={to::<CreateGroup>()}>
                    <TextField name=staff_field::NAME label=words::NAME maxlength=GROUP_NAME_MAX autofocus=true/>
                    <PermissionFields choices/>
                    <div class="form-actions">
                        <SubmitButton>{common::ADD}</SubmitButton>
                        <a href=paths::HOME class="button quiet">{common::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
