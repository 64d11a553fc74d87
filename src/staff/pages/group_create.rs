//! The form of a new group. Django: `GroupAdmin.add_view`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, permissions::PermissionFields};
use crate::{
    shared::AppError,
    staff::{
        api::{self, CreateGroup},
        forms::{GROUP_NAME_MAX, staff_field},
        messages::{common, group_create as words},
        paths,
        types::{GroupDetail, PermissionChoice},
    },
    ui::{PageHeading, PostForm, SubmitButton, TextField, to, when_there},
};

pub struct GroupCreatePage {
    group: Resource<Result<GroupDetail, AppError>>,
}

#[lazy_route]
impl LazyRoute for GroupCreatePage {
    fn data() -> Self {
        Self { group: Resource::new(|| (), |()| api::new_group()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.group, |group| view! { <Form choices=group.permissions/> }).into_any()
    }
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
                        <A href=paths::HOME attr:class="button quiet">{common::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
