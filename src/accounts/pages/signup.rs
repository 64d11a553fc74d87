//! The sign-up page: B11 to B17.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{safe_next, with_next};
use crate::{
    accounts::{
        api::Signup,
        components::NewPasswordFields,
        forms::{USERNAME_MAX, field},
        messages::{attribute, label, signup as words},
        paths,
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
        let login = with_next(paths::LOGIN, &next);
        let username = RwSignal::new(String::new());
        let known = Signal::derive(move || vec![(attribute::USERNAME, username.get())]);
        let username_help = vec![words::USERNAME_HELP.into()];
        view! {
            <div class="narrow">
                <PageHeading title=words::HEADING/>
                <section class="panel">
                    <PostForm action={to::<Signup>()}>
                        <TextField name=field::USERNAME label=label::USERNAME help=username_help autocomplete="username" maxlength=USERNAME_MAX autofocus=true typed=username/>
                        <NewPasswordFields names=[field::PASSWORD1, field::PASSWORD2] labels=[label::PASSWORD, label::PASSWORD_AGAIN] known/>
                        <input type="hidden" name=field::NEXT value=next/>
                        <div class="form-actions"><SubmitButton>{label::SIGN_UP}</SubmitButton></div>
                    </PostForm>
                </section>
                <p class="form-aside">{words::HAVE_ACCOUNT} <A href=login>{label::LOG_IN}</A></p>
            </div>
        }
        .into_any()
    }
}
