//! The login page: B56 to B61.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{safe_next, with_next};
use crate::{
    accounts::{
        api::Login,
        forms::{USERNAME_MAX, field},
        messages::{label, login as words},
        paths,
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
        let signup = with_next(paths::SIGNUP, &next);
        view! {
            <div class="narrow">
                <PageHeading title=words::HEADING/>
                <section class="panel">
                    <PostForm action={to::<Login>()}>
                        <TextField name=field::USERNAME label=label::USERNAME autocomplete="username" maxlength=USERNAME_MAX autofocus=true/>
                        <PasswordField name=field::PASSWORD label=label::PASSWORD autocomplete="current-password"/>
                        <CheckBox name=field::REMEMBER label=words::REMEMBER checked=true/>
                        <input type="hidden" name=field::NEXT value=next/>
                        <div class="form-actions"><SubmitButton>{label::LOG_IN}</SubmitButton></div>
                    </PostForm>
                </section>
                <p class="form-aside">{words::NO_ACCOUNT} <A href=signup>{label::SIGN_UP}</A></p>
            </div>
        }
        .into_any()
    }
}
