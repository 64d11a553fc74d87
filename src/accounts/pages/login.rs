//! The login page: B56 to B61.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{safe_next, with_next};
use crate::{
    accounts::{
        api::Login,
        forms::{USERNAME_MAX, field},
    },
    ui::{CheckBox, PageHeading, PasswordField, PostForm, SubmitButton, TextField, to},
};

pub struct LoginPage;

#[lazy_route]
impl LazyRoute for LoginPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let next = safe_next();
        let signup = with_next("/accounts/signup/", &next);
        view! {
            <div class="narrow">
                <PageHeading title="Log in"/>
                <section class="panel">
                    <PostForm action={to::<Login>()}>
                        <TextField name=field::USERNAME label="User name" autocomplete="username" maxlength=USERNAME_MAX autofocus=true/>
                        <PasswordField name=field::PASSWORD label="Password" autocomplete="current-password"/>
                        <CheckBox name=field::REMEMBER label="Keep me signed in" checked=true/>
                        <input type="hidden" name=field::NEXT value=next/>
                        <div class="form-actions"><SubmitButton>"Log in"</SubmitButton></div>
                    </PostForm>
                </section>
                <p class="form-aside">"No account yet? " <A href=signup>"Sign up"</A></p>
            </div>
        }
        .into_any()
    }
}
