//! The published articles, newest first, or those with certain words; and what it says when there is none.

use leptos::prelude::*;

use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        components::{Cards, NoArticles},
        messages::list,
        paths,
        types::ArticleSummary,
    },
    shared::{AppError, Cursor, NextPath, Page},
    ui::{Address, Description, PageHeading, PageView, Pagination, describe},
};

/// The longest search that a page shows, in characters.
const SEARCH_MAX: usize = 200;

pub async fn list(address: Address) -> PageView {
    let search: String = address.trimmed("q").chars().take(SEARCH_MAX).collect();
    if search.is_empty() {
        let page = api::list(address.cursor()).await?;
        let (title, text) = (list::HEADING.to_owned(), list::ABOUT.to_owned());
        describe(Description { title, text, kind: "website", path: address.canonical() });
        return Ok(view! { <List page/> }.into_any());
    }
    let page = api::search(search.clone(), address.cursor()).await?;
    Ok(view! { <Found search page/> }.into_any())
}

#[component]
fn List(page: Page<ArticleSummary>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::LIST, |article| article.id);
    let is_empty = page.items.is_empty();
    let may_write = use_viewer().is_authenticated();
    view! {
        <div class="page-head">
            <PageHeading title=list::HEADING/>
            {may_write.then(|| view! { <a href=paths::MINE class="button quiet">{list::MINE}</a> })}
            {(may_write && !is_empty).then(|| view! {
                <a href=paths::CREATE class="button primary">{list::CREATE}</a>
            })}
        </div>
        {if is_empty {
            view! { <Empty may_write is_past_the_end=page.has_newer || page.has_older/> }.into_any()
        } else {
            view! { <Search text=String::new()/> <Cards articles=page.items/> }.into_any()
        }}
        <Pagination newer older/>
    }
}

/// How many articles the front page shows.
const NEWEST: usize = 5;

/// The newest articles.
pub async fn newest() -> Result<Vec<ArticleSummary>, AppError> {
    Ok(api::list(Cursor::First).await?.items.into_iter().take(NEWEST).collect())
}

/// A list of them.
#[component]
pub fn Newest(articles: Vec<ArticleSummary>) -> impl IntoView {
    view! { <Cards articles/> }
}

/// What a search has found.
#[component]
fn Found(search: String, page: Page<ArticleSummary>) -> impl IntoView {
    let (newer, older) = page.neighbours(&paths::search(&search), |article| article.id);
    let found = match page.items.is_empty() {
        true => view! {
            <NoArticles heading=list::NOTHING_FOUND text=list::OTHER_WORDS href=paths::LIST label=list::SHOW_ALL/>
        }
        .into_any(),
        false => view! { <Cards articles=page.items/> }.into_any(),
    };
    view! {
        <div class="page-head"><PageHeading title=list::found(&search)/></div>
        <Search text=search/>
        {found}
        <Pagination newer older/>
    }
}

/// A plain GET, so that the address has the search and can be shared.
#[component]
fn Search(text: String) -> impl IntoView {
    view! {
        <form class="article-search" role="search" action=paths::LIST>
            <div class="field">
                <input
                    type="search"
                    name="q"
                    value=(!text.is_empty()).then_some(text)
                    dir="auto"
                    maxlength="200"
                    enterkeyhint="search"
                    aria-label=list::SEARCH_LABEL
                    placeholder=list::SEARCH_LABEL
                />
            </div>
            <button class="button">{list::SEARCH}</button>
        </form>
    }
}

#[component]
fn Empty(
    may_write: bool,
    /// There are articles, but not on this page of the list.
    is_past_the_end: bool,
) -> impl IntoView {
    let (heading, text, href, label) = if is_past_the_end {
        (list::PAST_THE_END, list::TRY_THE_START, paths::LIST.to_owned(), list::TO_THE_START)
    } else if may_write {
        (list::NONE_YET, list::BE_THE_FIRST, paths::CREATE.to_owned(), list::CREATE)
    } else {
        let login = NextPath::own(paths::CREATE).login_url();
        (list::NONE_YET, list::LOG_IN_TO_BE_THE_FIRST, login, list::LOG_IN)
    };
    view! { <NoArticles heading text href label/> }
}
