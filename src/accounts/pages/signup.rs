//! The sign-up page: B11 to B17.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{safe_next, with_next};
use crate::{
    accounts::{
        api::Signup,
        components::NewPasswordFields,
        forms::{USERNAME_MAX, field},
    },
    ui::{PageHeading, PostForm, SubmitButton, TextField, to},
};

pub struct SignupPage;

#[lazy_route]
impl LazyRoute for SignupPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let next = safe_next();
        let login = with_next("/accounts/login/", &next);
        let username = RwSignal::new(String::new());
        let known = Signal::derive(move || vec![("user name", username.get())]);
        let username_help = vec!["Letters of any script, digits and @ . + - _, up to 150 of them.".into()];
        view! {
            <div class="narrow">
                <PageHeading title="Sign up"/>
                <section class="panel">
                    <PostForm action={to::<Signup>()}>
                        <TextField name=field::USERNAME label="User name" help=username_help autocomplete="username" maxlength=USERNAME_MAX autofocus=true typed=username/>
                        <NewPasswordFields names=[field::PASSWORD1, field::PASSWORD2] labels=["Password", "Password again"] known/>
                        <input type="hidden" name=field::NEXT value=next/>
                        <div class="form-actions"><SubmitButton>"Sign up"</SubmitButton></div>
                    </PostForm>
                </section>
                <p class="form-aside">"Already have an account? " <A href=login>"Log in"</A></p>
            </div>
        }
        .into_any()
    }
}
