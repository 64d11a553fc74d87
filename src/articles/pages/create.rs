//! Writing a new article.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    articles::{api::Create, components::ArticleFields},
    ui::{PageHeading, PostForm, to},
};

pub struct ArticleCreatePage;

#[lazy_route]
impl LazyRoute for ArticleCreatePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! {
            <div class="narrow">
                <PageHeading title="Write an article"/>
                <PostForm action={to::<Create>()} draft="article">
                    <ArticleFields submit="Publish" submit_draft="Save draft" cancel="/articles/"/>
                </PostForm>
            </div>
        }
        .into_any()
    }
}
