//! All articles, for staff who may see every one: what is published and what is not, and the ways to change it.
//! Django: the change list of the admin.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, hooks::use_query_map, lazy_route};

use crate::{
    articles::{
        api,
        components::{DraftBadge, IfAllowed, author_name},
        rules::{CHANGE, DELETE},
        types::{ArticleSummary, article_path},
    },
    shared::{AppError, Page},
    ui::{PageHeading, Pagination, Time, cursor_of_address, when_there},
};

const EVERYTHING: &str = "/staff/articles/";
const DRAFTS: &str = "/staff/articles/?show=drafts";

pub struct ModerationPage {
    articles: Resource<Result<(bool, Page<ArticleSummary>), AppError>>,
}

#[lazy_route]
impl LazyRoute for ModerationPage {
    fn data() -> Self {
        let (query, cursor) = (use_query_map(), cursor_of_address());
        let asked = move || (query.with(|query| query.get_str("show") == Some("drafts")), cursor());
        let fetch = |(drafts, cursor)| async move { Ok((drafts, api::moderation(drafts, cursor).await?)) };
        Self { articles: Resource::new(asked, fetch) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.articles, |(drafts, page)| view! { <Moderation drafts page/> }).into_any()
    }
}

#[component]
fn Moderation(
    /// Only those that are unpublished.
    drafts: bool,
    page: Page<ArticleSummary>,
) -> impl IntoView {
    let (newer, older) = page.neighbours(if drafts { DRAFTS } else { EVERYTHING }, |article| article.id);
    let current = |is_current: bool| is_current.then_some("page");
    let content = match page.items.is_empty() {
        true => view! { <p>"None here."</p> }.into_any(),
        false => view! { <Table articles=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <nav class="crumbs" aria-label="Breadcrumb"><a href="/staff/">"Staff"</a></nav>
            <PageHeading title="Articles"/>
            <nav class="article-filters" aria-label="Which articles">
                <a href=EVERYTHING aria-current=current(!drafts)>"All"</a>
                <a href=DRAFTS aria-current=current(drafts)>"Drafts"</a>
            </nav>
            {content}
            <Pagination newer older/>
        </div>
    }
}

#[component]
fn Table(articles: Vec<ArticleSummary>) -> impl IntoView {
    view! {
        <table class="table" aria-label="Articles">
            <thead>
                <tr>
                    <th scope="col">"Title"</th>
                    <th scope="col">"Author"</th>
                    <th scope="col">"Written"</th>
                    <th scope="col">"Actions"</th>
                </tr>
            </thead>
            <tbody>{articles.into_iter().map(|article| view! { <Row article/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(article: ArticleSummary) -> impl IntoView {
    let (path, facts) = (article_path(article.id), article.facts());
    let (update, delete) = (format!("{path}update/"), format!("{path}delete/"));
    // Read aloud, one "Edit" among twenty says nothing.
    let (edit_label, delete_label) = (format!("Edit {}", article.title), format!("Delete {}", article.title));
    view! {
        <tr>
            <th scope="row" dir="auto">
                <A href=path>{article.title}</A>
                " " <DraftBadge is_published=article.is_published/>
            </th>
            <td data-label="Author" dir="auto">{author_name(article.author)}</td>
            <td data-label="Written"><Time at=article.created/></td>
            <td class="row-actions">
                <IfAllowed rule=&CHANGE facts>
                    <A href=update attr:aria-label=edit_label>"Edit"</A> " "
                </IfAllowed>
                <IfAllowed rule=&DELETE facts><A href=delete attr:aria-label=delete_label>"Delete"</A></IfAllowed>
            </td>
        </tr>
    }
}
