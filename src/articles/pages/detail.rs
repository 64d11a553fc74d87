//! One article, with links to edit and delete it for viewers who may.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::article_of_address;
use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        components::{ArticleBody, Byline, DraftBadge, IfAllowed},
        messages::article as words,
        paths,
        rules::{CHANGE, DELETE},
        types::Article,
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
    let (id, facts) = (article.id, article.facts());
    let is_own = facts.author.is_some_and(|author| use_viewer().is(author));
    let who_sees = if is_own { words::ONLY_YOU } else { words::ONLY_AUTHOR };
    let unpublished = (!article.is_published).then(|| {
        view! { <p class="unpublished"><DraftBadge is_published=false/> " " {who_sees}</p> }
    });
    let edited =
        (article.version > 1).then(|| view! { <p class="byline">{words::EDITED} <Time at=article.updated/></p> });
    view! {
        <article class="article">
            <PageHeading title=article.title/>
            <Byline author=article.author created=article.created/>
            {unpublished}
            <ArticleBody content=article.content/>
            {edited}
            <div class="article-actions">
                <IfAllowed rule=&CHANGE facts><A href=paths::update(id) attr:class="button">{words::EDIT}</A></IfAllowed>
                <IfAllowed rule=&DELETE facts>
                    <A href=paths::delete(id) attr:class="button quiet danger">{words::DELETE}</A>
                </IfAllowed>
            </div>
        </article>
    }
}
