//! Asks for a password link by mail (B69). Django: `PasswordResetView`.

use leptos::prelude::*;

use super::sends_mail;
use crate::{
    accounts::{
        api::RequestPasswordReset,
        code::AccountCode,
        forms::{EMAIL_MAX, field},
        messages::{label, password_reset as words},
        paths,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn password_reset(_: Address) -> PageView {
    let content = match sends_mail() {
        true => view! {
            <p>{words::TEXT}</p>
            <PostForm action={to::<RequestPasswordReset>()}>
                <TextField name=field::EMAIL label=label::EMAIL kind="email" autocomplete="email" maxlength=EMAIL_MAX keyboard=("none", "done") malformed=AccountCode::InvalidEmail.to_string() autofocus=true/>
                <div class="form-actions"><SubmitButton>{words::SUBMIT}</SubmitButton></div>
            </PostForm>
        }
        .into_any(),
        false => view! {
            <p>{words::NO_MAIL}</p>
            <div class="form-actions"><a href=paths::LOGIN class="button">{label::LOG_IN}</a></div>
        }
        .into_any(),
    };
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">{content}</section>
        </div>
    }
    .into_any())
}
