//! One article, with the ways to change it for those who may.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::article_of_address;
use crate::{
    accounts::components::use_viewer,
    articles::{
        api,
        components::{ArticleBody, Byline},
        types::{Article, article_path, may_change},
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
    let path = article_path(article.id);
    let may_change = may_change(&use_viewer(), article.author.as_ref().map(|author| author.id));
    let edited = (article.version > 1).then(|| view! { <p class="byline">"Edited " <Time at=article.updated/></p> });
    view! {
        <article class="article">
            <PageHeading title=article.title/>
            <Byline author=article.author created=article.created/>
            <ArticleBody content=article.content/>
            {edited}
            {may_change.then(|| view! {
                <div class="article-actions">
                    <A href=format!("{path}update/") attr:class="button">"Edit"</A>
                    <A href=format!("{path}delete/") attr:class="button quiet danger">"Delete"</A>
                </div>
            })}
        </article>
    }
}
