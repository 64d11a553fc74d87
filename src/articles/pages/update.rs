//! The page to edit an article. When it was changed elsewhere meanwhile, the saved version is shown above the author's own text, which
//! is not lost.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{draft_name, submitted_preview};
use crate::{
    articles::{
        api::{self, Update},
        article_body::ArticleBody,
        components::{ArticleFields, ToArticles},
        forms::{field, visibility},
        messages::{form, update},
        paths,
        types::Article,
    },
    shared::Code,
    ui::{Address, FormState, PageHeading, PageView, PostForm, Time, submitted_value, to},
};

pub async fn update(address: Address) -> PageView {
    let article = api::editable(address.id()?).await?;
    let preview = submitted_preview(Update::PATH).await;
    Ok(view! { <UpdateForm article preview/> }.into_any())
}

#[component]
fn UpdateForm(article: Article, preview: Option<String>) -> impl IntoView {
    let id = article.id;
    let (title, content, is_published) = (article.title.clone(), article.content.clone(), article.is_published);
    let submit = if is_published { form::SAVE } else { form::PUBLISH };
    view! {
        <div class="narrow">
            <ToArticles of=(id, title.clone())/>
            <PageHeading title=update::HEADING/>
            <PostForm action={to::<Update>()} draft=draft_name(id)>
                <Conflict article/>
                <input type="hidden" name=field::ID value=id/>
                <ArticleFields title content is_published preview submit cancel=paths::detail(id)/>
            </PostForm>
        </div>
    }
}

/// The version that a save replaces; after a conflict the one that was saved meanwhile, which is shown above the author's own text.
/// Saving again then replaces it knowingly.
#[component]
fn Conflict(article: Article) -> impl IntoView {
    // A form that was held until the login brings its own version: it may be an older one, and then the conflict is to be shown.
    let held = submitted_value(Update::PATH, field::VERSION).and_then(|version| version.parse().ok());
    let version: i64 = held.unwrap_or(article.version);
    let saved = FormState::current().has(Code::ChangedMeanwhile).then(|| view! { <SavedVersion article/> });
    view! {
        {saved}
        <input type="hidden" name=field::VERSION value=version data-drafted=""/>
    }
}

#[component]
fn SavedVersion(article: Article) -> impl IntoView {
    let (readers, is_draft) = match article.is_published {
        true => (update::IS_PUBLIC, false),
        false => (update::IS_DRAFT, true),
    };
    let submitted = submitted_value(Update::PATH, field::VISIBILITY).filter(|chosen| !chosen.is_empty());
    let warning = submitted.filter(|chosen| (chosen == visibility::DRAFT) != is_draft).map(|_| {
        let words = if is_draft { update::PUBLISHES_IT } else { update::HIDES_IT };
        view! { <p><strong>{words}</strong></p> }
    });
    view! {
        <section class="conflict" aria-labelledby="saved-version">
            <h2 id="saved-version">{update::SAVED_VERSION}</h2>
            <p>{update::WHAT_TO_DO}</p>
            {warning}
            <div class="conflict-version">
                <h3 dir="auto">{article.title}</h3>
                <p class="byline">{update::SAVED} <Time at=article.updated/> " · " {readers}</p>
                <ArticleBody html=article.html/>
            </div>
        </section>
    }
}
