//! "Was it not you?", by a button: the link of every mail leads here that tells what has happened to an account.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    accounts::{
        api::SecureAccount,
        forms::field,
        messages::secure as words,
        paths,
        server::{
            Accounts,
            mail_link::MailLink,
            opening,
            securing::{self, Effect},
        },
    },
    server::context::extension,
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, submitted_value, to},
};

pub async fn secure(_: Address) -> PageView {
    let submitted = submitted_value(SecureAccount::PATH, field::TOKEN).filter(|token| !token.is_empty());
    let token = match submitted {
        Some(token) => Some(token),
        None => opening::opened(MailLink::Securing).await?,
    };
    let content = match token {
        Some(token) => {
            let found = securing::find(&extension::<Accounts>()?, &token).await?;
            view! { <Form token found/> }.into_any()
        }
        None => view! { <Invalid/> }.into_any(),
    };
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">{content}</section>
        </div>
    }
    .into_any())
}

/// What was refused is shown with its error, whether the link is valid or not.
#[component]
fn Form(token: String, found: Option<(String, Effect)>) -> impl IntoView {
    let button = match found {
        Some((_, Effect::Restores)) => words::RESTORE,
        Some((_, Effect::OpensAgain)) => words::AGAIN,
        Some((_, Effect::Secures)) | None => words::SECURE,
    };
    let text = found.map(|(username, effect)| {
        let gives_back = (effect == Effect::Restores).then(|| view! { <p>{words::GIVES_BACK}</p> });
        view! { <p>{words::FOR} <strong dir="auto">{username}</strong> {words::EFFECT}</p> {gives_back} }
    });
    view! {
        {text}
        <PostForm action={to::<SecureAccount>()}>
            <input type="hidden" name=field::TOKEN value=token/>
            <div class="form-actions"><SubmitButton>{button}</SubmitButton></div>
        </PostForm>
    }
}

#[component]
fn Invalid() -> impl IntoView {
    view! {
        <p>{words::INVALID}</p>
        <div class="form-actions"><a href=paths::PASSWORD_RESET class="button">{words::ASK}</a></div>
    }
}
