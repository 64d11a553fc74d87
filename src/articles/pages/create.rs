//! The page to write a new article.

use leptos::{prelude::*, server_fn::ServerFn};

use super::submitted_preview;
use crate::{
    articles::{
        api::Create,
        components::{ArticleFields, ToArticles},
        messages::{create, form},
        paths,
    },
    ui::{Address, PageHeading, PageView, PostForm, to},
};

pub async fn create(_: Address) -> PageView {
    let preview = submitted_preview(Create::PATH).await;
    Ok(view! {
        <div class="narrow">
            <ToArticles/>
            <PageHeading title=create::HEADING/>
            <PostForm action={to::<Create>()} draft="article">
                <ArticleFields preview submit=form::PUBLISH cancel=paths::LIST/>
            </PostForm>
        </div>
    }
    .into_any())
}
