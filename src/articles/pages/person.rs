//! What an author has published.

use leptos::prelude::*;

use crate::{
    articles::{
        api,
        components::{Cards, ToArticles, author_name},
        messages::person,
    },
    ui::{Address, Description, PageHeading, PageView, Pagination, describe},
};

pub async fn person(address: Address) -> PageView {
    let page = api::by_author(address.name()?, address.cursor()).await?;
    let name = author_name(page.items.first().and_then(|article| article.author.clone()));
    let (newer, older) = page.neighbours(address.path(), |article| article.id);
    describe(Description {
        title: name.clone(),
        text: person::about(&name),
        kind: "profile",
        path: address.canonical(),
    });
    Ok(view! {
        <ToArticles/>
        <div class="page-head"><PageHeading title=name/></div>
        <Cards articles=page.items of_one=true/>
        <Pagination newer older/>
    }
    .into_any())
}
