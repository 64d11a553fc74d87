//! The list of articles, newest first, and what it says when it is empty.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        components::{Byline, DraftBadge},
        messages::list,
        paths,
        types::ArticleSummary,
    },
    shared::{AppError, NextPath, Page},
    ui::{PageHeading, Pagination, cursor_of_address, when_there},
};

pub struct ArticleListPage {
    articles: Resource<Result<Page<ArticleSummary>, AppError>>,
}

#[lazy_route]
impl LazyRoute for ArticleListPage {
    fn data() -> Self {
        Self { articles: Resource::new(cursor_of_address(), api::list) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.articles, |page| view! { <List page/> }).into_any()
    }
}

#[component]
fn List(page: Page<ArticleSummary>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::LIST, |article| article.id);
    let is_empty = page.items.is_empty();
    let may_write = use_viewer().is_authenticated();
    view! {
        <div class="page-head">
            <PageHeading title=list::HEADING/>
            {(may_write && !is_empty).then(|| view! {
                <A href=paths::CREATE attr:class="button primary">{list::CREATE}</A>
            })}
        </div>
        {if is_empty {
            view! { <Empty may_write is_past_the_end=page.has_newer || page.has_older/> }.into_any()
        } else {
            let cards = page.items.into_iter().map(|article| view! { <Card article/> }).collect_view();
            view! { <ol class="article-list">{cards}</ol> }.into_any()
        }}
        <Pagination newer older/>
    }
}

#[component]
fn Card(article: ArticleSummary) -> impl IntoView {
    view! {
        <li class="article-card">
            <h2 dir="auto">
                <A href=paths::detail(article.id)>{article.title}</A>
                " " <DraftBadge is_published=article.is_published/>
            </h2>
            <Byline author=article.author created=article.created/>
            <p class="excerpt" dir="auto">{article.excerpt}</p>
        </li>
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
    view! {
        <div class="empty-state">
            <h2>{heading}</h2>
            <p>{text}</p>
            <A href=href attr:class="button primary">{label}</A>
        </div>
    }
}
