//! Where the mail of an invitation leads: like the sign-up page, for the address that was invited. The page is among those of accounts, and
//! here because who may invite is known here.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    accounts::{
        api::Logout,
        components::{NewPasswordFields, use_viewer},
        forms::{USERNAME_MAX, field},
        guard_island::LOGGED_OUT,
        messages::{attribute, label, signup},
        paths::LOGIN,
        server::{Accounts, mail_link::MailLink, opening},
    },
    server::context::extension,
    staff::{api::AcceptInvitation, messages::invitations::accept as words, server::invitations::accepting},
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, submitted_value, to},
};

pub async fn accept(_: Address) -> PageView {
    let content = match use_viewer().is_authenticated() {
        true => for_user().await?,
        false => for_visitor().await?,
    };
    Ok(view! {
        <div class="narrow">
            <PageHeading title=words::HEADING/>
            <section class="panel">{content}</section>
        </div>
    }
    .into_any())
}

/// They log out first, if a link is open; an invitation that they have accepted themselves is over.
async fn for_user() -> PageView {
    Ok(match opening::opened(MailLink::Invitation).await? {
        Some(_) => view! { <LogOutFirst/> }.into_any(),
        None => view! { <p>{words::LOGGED_IN}</p> }.into_any(),
    })
}

async fn for_visitor() -> PageView {
    let submitted = submitted_value(AcceptInvitation::PATH, field::TOKEN).filter(|token| !token.is_empty());
    let token = match submitted {
        Some(token) => Some(token),
        None => opening::opened(MailLink::Invitation).await?,
    };
    let Some(token) = token else { return Ok(view! { <Invalid/> }.into_any()) };
    Ok(match accepting::find(&extension::<Accounts>()?, &token).await? {
        Some((email, by)) => view! { <Form token email by/> }.into_any(),
        // Why it was refused, and nothing to send again.
        None => view! { <PostForm action={to::<AcceptInvitation>()}>""</PostForm> <Invalid/> }.into_any(),
    })
}

#[component]
fn Form(token: String, email: String, by: String) -> impl IntoView {
    let facts = view! {
        <dl class="facts">
            <div><dt>{words::BY}</dt><dd dir="auto">{by}</dd></div>
            <div><dt>{words::FOR}</dt><dd dir="auto">{email.clone()}</dd></div>
        </dl>
        <p>{words::FOR_HELP}</p>
    };
    let (known, fields) = (vec![(attribute::EMAIL, email)], vec![(attribute::USERNAME, field::USERNAME)]);
    view! {
        {facts}
        <PostForm action={to::<AcceptInvitation>()}>
            <input type="hidden" name=field::TOKEN value=token/>
            <TextField name=field::USERNAME label=label::USERNAME help=vec![signup::USERNAME_HELP.into()] autocomplete="username" maxlength=USERNAME_MAX autofocus=true/>
            <NewPasswordFields names=[field::PASSWORD1, field::PASSWORD2] labels=[label::PASSWORD, label::PASSWORD_AGAIN] known fields/>
            <div class="form-actions"><SubmitButton>{words::ACCEPT}</SubmitButton></div>
        </PostForm>
    }
}

#[component]
fn Invalid() -> impl IntoView {
    view! {
        <p>{words::INVALID}</p>
        <p>{words::OPEN_AGAIN}</p>
        <p><a href=LOGIN>{label::LOG_IN}</a></p>
    }
}

#[component]
fn LogOutFirst() -> impl IntoView {
    view! {
        <p>{words::LOG_OUT_FIRST}</p>
        <PostForm action={to::<Logout>()} tells=LOGGED_OUT>
            <div class="form-actions"><SubmitButton>{label::LOG_OUT}</SubmitButton></div>
        </PostForm>
    }
}
