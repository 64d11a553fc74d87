//! The viewer's own articles: what is published, and what is not yet.

use leptos::prelude::*;

use crate::{
    articles::{
        api,
        components::{Cards, NoArticles},
        messages::{list, mine},
        paths,
        types::ArticleSummary,
    },
    shared::Page,
    ui::{Address, PageHeading, PageView, Pagination},
};

pub async fn mine(address: Address) -> PageView {
    let drafts = address.query("show").as_deref() == Some("drafts");
    let page = api::mine(drafts, address.cursor()).await?;
    Ok(view! { <Mine drafts page/> }.into_any())
}

#[component]
fn Mine(
    /// Only the drafts; otherwise only what is published.
    drafts: bool,
    page: Page<ArticleSummary>,
) -> impl IntoView {
    let path = if drafts { paths::MY_DRAFTS } else { paths::MINE };
    let (newer, older) = page.neighbours(path, |article| article.id);
    let current = |is_current: bool| is_current.then_some("page");
    let (heading, text) =
        if drafts { (mine::NO_DRAFTS, mine::DRAFT_ONE) } else { (mine::NONE_PUBLISHED, mine::WRITE_ONE) };
    let content = match page.items.is_empty() {
        true => view! { <NoArticles heading text href=paths::CREATE label=list::CREATE/> }.into_any(),
        false => view! { <Cards articles=page.items of_one=true/> }.into_any(),
    };
    view! {
        <div class="page-head">
            <PageHeading title=mine::HEADING/>
            <a href=paths::CREATE class="button primary">{list::CREATE}</a>
        </div>
        <nav class="article-filters" aria-label=mine::WHICH>
            <a href=paths::MINE aria-current=current(!drafts)>{mine::PUBLISHED}</a>
            <a href=paths::MY_DRAFTS aria-current=current(drafts)>{mine::DRAFTS}</a>
        </nav>
        {content}
        <Pagination newer older/>
    }
}
