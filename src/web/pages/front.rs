//! The front page: what this site is, whose it is, and what is new on it.

use leptos::prelude::*;

use crate::{
    accounts::{self, components::use_viewer, messages::label},
    articles::{self, pages::Newest},
    server::{context::extension, preferences::Preferences},
    ui::{Address, Description, PageHeading, PageView, PostForm, SubmitButton, describe, to, use_site},
    web::{device::api::PutWelcomeAway, messages::front as words, paths},
};

pub async fn front(_: Address) -> PageView {
    let newest = articles::pages::newest().await?;
    let site = use_site();
    describe(Description {
        title: site.name.clone(),
        text: site.line.clone(),
        kind: "website",
        path: paths::FRONT.to_owned(),
    });
    let is_away = extension::<Preferences>()?.is_welcome_away;
    Ok(view! {
        {if is_away { view! { <Reminder/> }.into_any() } else { view! { <Welcome/> }.into_any() }}
        <h2>{words::NEWEST}</h2>
        {match newest.is_empty() {
            true => view! { <p>{words::NOTHING_YET}</p> }.into_any(),
            false => view! { <Newest articles=newest/> }.into_any(),
        }}
    }
    .into_any())
}

/// For newcomers, until they put it away.
#[component]
fn Welcome() -> impl IntoView {
    let join = (!use_viewer().is_authenticated()).then(|| {
        view! { <a href=accounts::paths::SIGNUP class="button primary">{label::SIGN_UP}</a> }
    });
    view! {
        <section class="front">
            <div class="page-head">
                <PageHeading title=use_site().name.clone()/>
                <PostForm action={to::<PutWelcomeAway>()} class="row-action">
                    <SubmitButton class="button quiet small">{words::PUT_AWAY}</SubmitButton>
                </PostForm>
            </div>
            <About/>
            <div class="form-actions">{join} <AllArticles/></div>
        </section>
    }
}

/// What is left of the welcome: it can be read again.
#[component]
fn Reminder() -> impl IntoView {
    view! {
        <section class="front">
            <div class="page-head"><PageHeading title=use_site().name.clone()/> <AllArticles/></div>
            <details><summary>{words::ABOUT}</summary><About/></details>
        </section>
    }
}

#[component]
fn About() -> impl IntoView {
    let site = use_site();
    let paragraphs = site.about.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let about = paragraphs.map(|text| view! { <p dir="auto">{text.to_owned()}</p> }).collect_view();
    view! { <p class="lead" dir="auto">{site.line.clone()}</p> {about} }
}

#[component]
fn AllArticles() -> impl IntoView {
    view! { <a href=articles::paths::LIST class="button">{words::ALL}</a> }
}
