//! All articles, published or not, for staff who may see them, with links to edit and delete each.
//! Django: the change list of the admin.

use leptos::prelude::*;

use crate::{
    articles::{
        api,
        components::{DraftBadge, IfAllowed, author_name},
        messages::{article as words, moderation},
        paths,
        rules::{CHANGE, DELETE},
        types::ArticleSummary,
    },
    shared::Page,
    ui::{Address, PageHeading, PageView, Pagination, Time},
};

pub async fn moderation(address: Address) -> PageView {
    let drafts = address.query("show").as_deref() == Some("drafts");
    let page = api::moderation(drafts, address.cursor()).await?;
    Ok(view! { <Moderation drafts page/> }.into_any())
}

#[component]
fn Moderation(
    /// Only the unpublished ones.
    drafts: bool,
    page: Page<ArticleSummary>,
) -> impl IntoView {
    let (newer, older) =
        page.neighbours(if drafts { paths::MODERATION_DRAFTS } else { paths::MODERATION }, |article| article.id);
    let current = |is_current: bool| is_current.then_some("page");
    let content = match page.items.is_empty() {
        true => view! { <p>{moderation::NONE}</p> }.into_any(),
        false => view! { <Table articles=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <nav class="crumbs" aria-label=moderation::CRUMBS><a href=paths::STAFF>{moderation::STAFF}</a></nav>
            <PageHeading title=moderation::HEADING/>
            <nav class="article-filters" aria-label=moderation::FILTERS>
                <a href=paths::MODERATION aria-current=current(!drafts)>{moderation::ALL}</a>
                <a href=paths::MODERATION_DRAFTS aria-current=current(drafts)>{moderation::DRAFTS}</a>
            </nav>
            {content}
            <Pagination newer older/>
        </div>
    }
}

#[component]
fn Table(articles: Vec<ArticleSummary>) -> impl IntoView {
    view! {
        <table class="table" aria-label=moderation::HEADING>
            <thead>
                <tr>
                    <th scope="col">{moderation::TITLE}</th>
                    <th scope="col">{moderation::AUTHOR}</th>
                    <th scope="col">{moderation::WRITTEN}</th>
                    <th scope="col">{moderation::ACTIONS}</th>
                </tr>
            </thead>
            <tbody>{articles.into_iter().map(|article| view! { <Row article/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(article: ArticleSummary) -> impl IntoView {
    let (id, facts) = (article.id, article.facts());
    let (edit_label, delete_label) = (moderation::edit(&article.title), moderation::delete(&article.title));
    view! {
        <tr>
            <th scope="row" dir="auto">
                <a href=paths::detail(id)>{article.title}</a>
                " " <DraftBadge is_published=article.is_published/>
            </th>
            <td data-label=moderation::AUTHOR dir="auto">{author_name(article.author)}</td>
            <td data-label=moderation::WRITTEN><Time at=article.created/></td>
            <td class="row-actions">
                <IfAllowed rule=&CHANGE facts>
                    <a href=paths::update(id) aria-label=edit_label>{words::EDIT}</a> " "
                </IfAllowed>
                <IfAllowed rule=&DELETE facts>
                    <a href=paths::delete(id) aria-label=delete_label>{words::DELETE}</a>
                </IfAllowed>
            </td>
        </tr>
    }
}
