//! One article, with the ways to change it for those who may.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::article_of_address;
use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        components::{ArticleBody, Byline, DraftBadge, IfAllowed},
        rules::{CHANGE, DELETE},
        types::{Article, article_path},
    },
    shared::AppError,
    ui::{PageHeading, Time, when_there},
};

pub struct ArticleDetailPage {
    article: Resource<Result<Article, AppError>>,
}

#[lazy_route]
impl LazyRoute for ArticleDetailPage {
    fn data() -> Self {
        Self { article: article_of_address(api::detail) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.article, |article| view! { <Detail article/> }).into_any()
    }
}

#[component]
fn Detail(article: Article) -> impl IntoView {
    let (path, facts) = (article_path(article.id), article.facts());
    let (update, delete) = (format!("{path}update/"), format!("{path}delete/"));
    let is_own = facts.author.is_some_and(|author| use_viewer().is(author));
    let who_sees =
        if is_own { "Only you and editors can see this." } else { "Only its author and editors can see this." };
    let unpublished = (!article.is_published).then(|| {
        view! { <p class="unpublished"><DraftBadge is_published=false/> " " {who_sees}</p> }
    });
    let edited = (article.version > 1).then(|| view! { <p class="byline">"Edited " <Time at=article.updated/></p> });
    view! {
        <article class="article">
            <PageHeading title=article.title/>
            <Byline author=article.author created=article.created/>
            {unpublished}
            <ArticleBody content=article.content/>
            {edited}
            <div class="article-actions">
                <IfAllowed rule=&CHANGE facts><A href=update attr:class="button">"Edit"</A></IfAllowed>
                <IfAllowed rule=&DELETE facts>
                    <A href=delete attr:class="button quiet danger">"Delete"</A>
                </IfAllowed>
            </div>
        </article>
    }
}
