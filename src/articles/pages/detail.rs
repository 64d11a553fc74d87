//! One article, with links to edit and delete it for viewers who may, and to what else there is to read.

use leptos::prelude::*;

use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        article_body::ArticleBody,
        components::{DraftBadge, IfAllowed, ToArticles, author_name},
        messages::{article as words, reading},
        pages::reading::ReadingButton,
        paths,
        rules::{CHANGE, DELETE},
        types::{Article, Author, Neighbour, minutes_to_read},
    },
    ui::{Address, Description, PageHeading, PageView, Time, describe},
};

pub async fn detail(address: Address) -> PageView {
    let article = api::detail(address.id()?).await?;
    let is_saved = api::is_saved(address.id()?).await?;
    // A draft is not to be found.
    if article.is_published {
        let (title, text, path) = (article.title.clone(), article.excerpt.clone(), paths::detail(article.id));
        describe(Description { title, text, kind: "article", path });
    }
    let (older, newer) = (article.older.clone(), article.newer.clone());
    Ok(view! { <Detail article is_saved/> <More older newer/> }.into_any())
}

#[component]
fn Detail(article: Article, is_saved: bool) -> impl IntoView {
    let (id, facts) = (article.id, article.facts());
    let is_own = facts.author.is_some_and(|author| use_viewer().is(author));
    let who_sees = if is_own { words::ONLY_YOU } else { words::ONLY_AUTHOR };
    let minutes = words::minutes(minutes_to_read(&article.content));
    let unpublished = (!article.is_published).then(|| {
        view! { <p class="unpublished"><DraftBadge is_published=false/> " " {who_sees}</p> }
    });
    let edited =
        (article.version > 1).then(|| view! { <p class="byline">{words::EDITED} <Time at=article.updated/></p> });
    view! {
        <article class="article">
            <ToArticles/>
            <PageHeading title=article.title/>
            <p class="byline">
                <AuthorLink author=article.author/> " " <Time at=article.created/> " " <span>{minutes}</span>
            </p>
            {unpublished}
            <ArticleBody html=article.html/>
            {edited}
            <div class="article-actions">
                <ReadingButton id is_saved/>
                {is_saved.then(|| view! { <a href=paths::READING class="button quiet">{reading::HEADING}</a> })}
                <a href=paths::detail(id) class="button quiet" aria-live="polite" data-copied=words::COPIED>{words::COPY}</a>
                <IfAllowed rule=&CHANGE facts><a href=paths::update(id) class="button">{words::EDIT}</a></IfAllowed>
                <IfAllowed rule=&DELETE facts>
                    <a href=paths::delete(id) class="button quiet danger">{words::DELETE}</a>
                </IfAllowed>
            </div>
        </article>
    }
}

/// The author's name, which leads to their articles.
#[component]
fn AuthorLink(author: Option<Author>) -> impl IntoView {
    let path = author.as_ref().and_then(|author| paths::person(&author.username));
    let name = view! { <span class="author" dir="auto">{author_name(author)}</span> };
    match path {
        Some(path) => view! { <a href=path>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

/// What was published before and after this article, and the way back to all.
#[component]
fn More(older: Option<Neighbour>, newer: Option<Neighbour>) -> impl IntoView {
    let link = |rel: &'static str, article: Neighbour| {
        view! { <a rel=rel href=paths::detail(article.id) dir="auto">{article.title}</a> }
    };
    view! {
        <nav class="more" aria-label=words::MORE>
            {newer.map(|article| link("prev", article))}
            <a href=paths::LIST>{words::ALL}</a>
            {older.map(|article| link("next", article))}
        </nav>
    }
}
