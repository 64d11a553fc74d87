//! Asks before an article is deleted: a page, so that there is no address that only takes a POST (S7).

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{article_of_address, draft_name};
use crate::{
    articles::{
        api::{self, Delete},
        forms::field,
        types::{Article, article_path},
    },
    shared::AppError,
    ui::{PageHeading, PostForm, SubmitButton, to, when_there},
};

pub struct ArticleDeletePage {
    article: Resource<Result<Article, AppError>>,
}

#[lazy_route]
impl LazyRoute for ArticleDeletePage {
    fn data() -> Self {
        Self { article: article_of_address(api::deletable) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.article, |article| view! { <Confirm article/> }).into_any()
    }
}

#[component]
fn Confirm(article: Article) -> impl IntoView {
    view! {
        <div class="narrow">
            <PageHeading title="Delete article"/>
            <section class="panel">
                <p>"Delete " <strong dir="auto">{article.title}</strong> " for good? This cannot be undone."</p>
                <PostForm action={to::<Delete>()} ends_drafts=draft_name(article.id)>
                    <input type="hidden" name=field::ID value=article.id/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">"Delete"</SubmitButton>
                        <A href=article_path(article.id) attr:class="button quiet">"Keep it"</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
