//! The page to write a new article.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    articles::{
        api::Create,
        components::ArticleFields,
        messages::{create, form},
        paths,
    },
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
                <PageHeading title=create::HEADING/>
                <PostForm action={to::<Create>()} draft="article">
                    <ArticleFields submit=form::PUBLISH submit_draft=form::SAVE_DRAFT cancel=paths::LIST/>
                </PostForm>
            </div>
        }
        .into_any()
    }
}
