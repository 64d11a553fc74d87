//! Confirms an address: by a button, for a program that opens every link of a mail must not do it; or by the code of the mail.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    accounts::{
        api::{ConfirmEmail, SendConfirmation},
        components::use_viewer,
        forms::field,
        messages::email as words,
        paths,
        server::{mail_link::MailLink, opening},
        types::Viewer,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, submitted_value, to},
};

pub async fn email_confirm(_: Address) -> PageView {
    let submitted = submitted_value(ConfirmEmail::PATH, field::TOKEN).filter(|token| !token.is_empty());
    let token = match submitted {
        Some(token) => Some(token),
        None => opening::opened(MailLink::EmailConfirmation).await?,
    };
    let content = match (token, use_viewer()) {
        (Some(token), _) => view! {
            <p>{words::CONFIRM_TEXT}</p>
            <PostForm action={to::<ConfirmEmail>()}>
                <input type="hidden" name=field::TOKEN value=token/>
                <div class="form-actions"><SubmitButton>{words::CONFIRM}</SubmitButton></div>
            </PostForm>
        }
        .into_any(),
        (None, Viewer::User(user)) => view! {
            {user.must_confirm_email.then(|| view! { <p>{words::MUST_CONFIRM}</p> })}
            <p>{words::CODE_TEXT}</p>
            <PostForm action={to::<ConfirmEmail>()}>
                <TextField name=field::CODE label=words::CODE autocomplete="one-time-code" keyboard=("none", "done")/>
                <div class="form-actions"><SubmitButton>{words::CONFIRM}</SubmitButton></div>
            </PostForm>
            <PostForm action={to::<SendConfirmation>()}>
                <p>{words::NO_MAIL_YET} " " <a href=paths::UPDATE>{words::CHANGE_ADDRESS}</a></p>
                <div class="form-actions"><SubmitButton class="button">{words::SEND_AGAIN}</SubmitButton></div>
            </PostForm>
        }
        .into_any(),
        (None, Viewer::Anonymous) => view! {
            <p>{words::OPEN_LINK}</p>
            <p><a href=paths::LOGIN>{words::LOG_IN_FOR_ANOTHER}</a></p>
        }
        .into_any(),
    };
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::CONFIRM_HEADING/>
            <section class="panel">{content}</section>
        </div>
    }
    .into_any())
}
