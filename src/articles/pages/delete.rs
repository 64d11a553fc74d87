//! Asks before an article is deleted. A page of its own, so that the post has an address to come back to (S7).

use leptos::prelude::*;

use super::draft_name;
use crate::{
    articles::{
        api::{self, Delete},
        components::ToArticles,
        forms::field,
        messages::delete,
        paths,
        types::Article,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, to},
};

pub async fn delete(address: Address) -> PageView {
    let article = api::deletable(address.id()?).await?;
    Ok(view! { <Confirm article/> }.into_any())
}

#[component]
fn Confirm(article: Article) -> impl IntoView {
    let (before, after) = delete::QUESTION;
    view! {
        <div class="narrow">
            <ToArticles of=(article.id, article.title.clone())/>
            <PageHeading title=delete::HEADING/>
            <section class="panel">
                <p>{before} <strong dir="auto">{article.title}</strong> {after}</p>
                <PostForm action={to::<Delete>()} ends_drafts=draft_name(article.id)>
                    <input type="hidden" name=field::ID value=article.id/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">{delete::CONFIRM}</SubmitButton>
                        <a href=paths::detail(article.id) class="button quiet">{delete::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
