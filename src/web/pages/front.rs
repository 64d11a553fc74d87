//! The front page: what this site is, whose it is, and what is new on it.

use leptos::prelude::*;

use crate::{
    accounts::{self, components::use_viewer, messages::label},
    articles::{self, pages::Newest},
    ui::{Address, Description, PageHeading, PageView, describe, use_site},
    web::{messages::front as words, paths},
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
    let paragraphs = site.about.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let about = paragraphs.map(|text| view! { <p dir="auto">{text.to_owned()}</p> }).collect_view();
    let join = (!use_viewer().is_authenticated()).then(|| {
        view! { <a href=accounts::paths::SIGNUP class="button primary">{label::SIGN_UP}</a> }
    });
    Ok(view! {
        <section class="front">
            <PageHeading title=site.name.clone()/>
            <p class="lead" dir="auto">{site.line.clone()}</p>
            {about}
            <div class="form-actions">
                {join}
                <a href=articles::paths::LIST class="button">{words::ALL}</a>
            </div>
        </section>
        <h2>{words::NEWEST}</h2>
        {match newest.is_empty() {
            true => view! { <p>{words::NOTHING_YET}</p> }.into_any(),
            false => view! { <Newest articles=newest/> }.into_any(),
        }}
    }
    .into_any())
}
