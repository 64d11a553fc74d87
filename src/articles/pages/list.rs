//! The list of articles, newest first, and what stands there while there is none.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        components::{Byline, DraftBadge},
        types::{ArticleSummary, article_path},
    },
    shared::{AppError, Page},
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
    let (newer, older) = page.neighbours("/articles/", |article| article.id);
    let is_empty = page.items.is_empty();
    let may_write = use_viewer().is_authenticated();
    view! {
        <div class="page-head">
            <PageHeading title="Articles"/>
            {(may_write && !is_empty).then(|| view! {
                <A href="/articles/create/" attr:class="button primary">"Write an article"</A>
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
                <A href=article_path(article.id)>{article.title}</A>
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
    /// There are articles, only not on this page of the list.
    is_past_the_end: bool,
) -> impl IntoView {
    let (text, href, label) = if is_past_the_end {
        ("The list ends before this page.", "/articles/", "To the newest articles")
    } else if may_write {
        ("Be the first to write one.", "/articles/create/", "Write an article")
    } else {
        ("Log in to write the first one.", "/accounts/login/?next=/articles/create/", "Log in to write")
    };
    view! {
        <div class="empty-state">
            <h2>"No articles here"</h2>
            <p>{text}</p>
            <A href=href attr:class="button primary">{label}</A>
        </div>
    }
}
