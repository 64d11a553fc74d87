//! The form of a new user: a name, and an address if there is one. The password is set by a link. Django: `UserAdmin.add_view`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::Crumbs;
use crate::{
    accounts::forms::{USERNAME_MAX, field},
    staff::{
        api::CreateUser,
        messages::{common, user_create as words},
        paths,
    },
    ui::{PageHeading, PostForm, SubmitButton, TextField, to},
};

pub struct UserCreatePage;

#[lazy_route]
impl LazyRoute for UserCreatePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let help = vec![words::USERNAME_HELP.into()];
        view! {
            <div class="narrow">
                <Crumbs/>
                <PageHeading title=words::HEADING/>
                <section class="panel">
                    <p>{words::TEXT}</p>
                    <PostForm action={to::<CreateUser>()}>
                        <TextField name=field::USERNAME label=words::USERNAME help maxlength=USERNAME_MAX autofocus=true/>
                        <TextField
                            name=field::EMAIL
                            label=words::EMAIL
                            kind="email"
                            help=vec![words::EMAIL_HELP.into()]
                            optional=true
                        />
                        <div class="form-actions">
                            <SubmitButton>{common::ADD}</SubmitButton>
                            <A href=paths::HOME attr:class="button quiet">{common::CANCEL}</A>
                        </div>
                    </PostForm>
                </section>
            </div>
        }
        .into_any()
    }
}
