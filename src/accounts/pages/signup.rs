//! The sign-up page: B11 to B17.

use leptos::prelude::*;

use super::{safe_next, with_next};
use crate::{
    accounts::{
        api::Signup,
        code::AccountCode,
        components::NewPasswordFields,
        forms::{EMAIL_MAX, USERNAME_MAX, field},
        messages::{attribute, label, signup as words},
        paths,
        server::Accounts,
    },
    server::{context::extension, settings::EmailPolicy},
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn signup(address: Address) -> PageView {
    let next = safe_next(&address);
    let login = with_next(paths::LOGIN, &next);
    let fields = vec![(attribute::USERNAME, field::USERNAME)];
    let username_help = vec![words::USERNAME_HELP.into()];
    let policy = extension::<Accounts>().map_or(EmailPolicy::Off, |accounts| accounts.email_policy());
    let email = (policy != EmailPolicy::Off).then(|| {
        let is_optional = policy == EmailPolicy::Optional;
        let help = vec![if is_optional { words::EMAIL_HELP } else { words::EMAIL_NEEDED }.into()];
        view! {
            <TextField name=field::EMAIL label=label::EMAIL kind="email" help autocomplete="email" maxlength=EMAIL_MAX malformed=AccountCode::InvalidEmail.to_string() optional=is_optional/>
        }
    });
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <PostForm action={to::<Signup>()}>
                    <TextField name=field::USERNAME label=label::USERNAME help=username_help autocomplete="username" maxlength=USERNAME_MAX autofocus=true/>
                    {email}
                    <NewPasswordFields names=[field::PASSWORD1, field::PASSWORD2] labels=[label::PASSWORD, label::PASSWORD_AGAIN] fields/>
                    <input type="hidden" name=field::NEXT value=next/>
                    <div class="form-actions"><SubmitButton>{label::SIGN_UP}</SubmitButton></div>
                </PostForm>
            </section>
            <p class="form-aside">{words::HAVE_ACCOUNT} <a href=login>{label::LOG_IN}</a></p>
        </div>
    }
    .into_any())
}
