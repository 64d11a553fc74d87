//! Asks before an article is deleted. A page of its own, so that the post has an address to come back to (S7).

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{article_of_address, draft_name};
use crate::{
    articles::{
        api::{self, Delete},
        forms::field,
        messages::delete,
        paths,
        types::Article,
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
    let (before, after) = delete::QUESTION;
    view! {
        <div class="narrow">
            <PageHeading title=delete::HEADING/>
            <section class="panel">
                <p>{before} <strong dir="auto">{article.title}</strong> {after}</p>
                <PostForm action={to::<Delete>()} ends_drafts=draft_name(article.id)>
                    <input type="hidden" name=field::ID value=article.id/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">{delete::CONFIRM}</SubmitButton>
                        <A href=paths::detail(article.id) attr:class="button quiet">{delete::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
