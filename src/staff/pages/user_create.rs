//! Making a user: a name, perhaps an address, no password. A link lets them set one. Django: `UserAdmin.add_view`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, HOME};
use crate::{
    accounts::forms::{USERNAME_MAX, field},
    staff::api::StaffCreateUser,
    ui::{PageHeading, PostForm, SubmitButton, TextField, to},
};

pub struct UserCreatePage;

#[lazy_route]
impl LazyRoute for UserCreatePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let help = vec!["Letters of any script, digits and @ . + - _, up to 150 of them.".into()];
        view! {
            <div class="narrow">
                <Crumbs/>
                <PageHeading title="Add a user"/>
                <section class="panel">
                    <p>"Nobody can log in with it until a password is set by a link, which you make on the page of the user."</p>
                    <PostForm action={to::<StaffCreateUser>()}>
                        <TextField name=field::USERNAME label="User name" help maxlength=USERNAME_MAX autofocus=true/>
                        <TextField
                            name=field::EMAIL
                            label="E-mail address"
                            kind="email"
                            help=vec!["Optional.".into()]
                            optional=true
                        />
                        <div class="form-actions">
                            <SubmitButton>"Add"</SubmitButton>
                            <A href=HOME attr:class="button quiet">"Cancel"</A>
                        </div>
                    </PostForm>
                </section>
            </div>
        }
        .into_any()
    }
}
