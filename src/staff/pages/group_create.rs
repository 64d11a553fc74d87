//! Making a group. Django: `GroupAdmin.add_view`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, HOME, permissions::PermissionFields};
use crate::{
    shared::AppError,
    staff::{
        api::{self, StaffCreateGroup},
        forms::{GROUP_NAME_MAX, staff_field},
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
        Self { group: Resource::new(|| (), |()| api::staff_new_group()) }
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
            <PageHeading title="Add a group"/>
            <section class="panel">
                <PostForm action={to::<StaffCreateGroup>()}>
                    <TextField name=staff_field::NAME label="Name" maxlength=GROUP_NAME_MAX autofocus=true/>
                    <PermissionFields choices/>
                    <div class="form-actions">
                        <SubmitButton>"Add"</SubmitButton>
                        <A href=HOME attr:class="button quiet">"Cancel"</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
