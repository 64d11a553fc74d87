//! The page to edit an article. When it was changed elsewhere meanwhile, the saved version is shown above the author's own text, which
//! is not lost.

use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::{LazyRoute, lazy_route};

use super::{article_of_address, draft_name};
use crate::{
    articles::{
        api::{self, Update},
        components::{ArticleBody, ArticleFields},
        forms::field,
        messages::{form, update},
        paths,
        types::Article,
    },
    shared::{AppError, Code, Id},
    ui::{FormState, PageHeading, PostForm, Time, submitted_value, to, when_there},
};

pub struct ArticleUpdatePage {
    article: Resource<Result<Article, AppError>>,
}

#[lazy_route]
impl LazyRoute for ArticleUpdatePage {
    fn data() -> Self {
        Self { article: article_of_address(api::editable) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.article, |article| view! { <UpdateForm article/> }).into_any()
    }
}

#[component]
fn UpdateForm(article: Article) -> impl IntoView {
    let id = article.id;
    // The version that a save replaces: the one on the page, or the newer one that a conflict has shown. A form that was held until the
    // login brings its own: it may be an older one, and then the conflict is to be shown.
    let held = submitted_value(Update::PATH, field::VERSION).and_then(|version| version.parse().ok());
    let version = RwSignal::new(held.unwrap_or(article.version));
    let saved = RwSignal::new(article.clone());
    // A draft brings the version that it was made from.
    let take_version = move |event| _ = event_target_value(&event).parse().map(|drafted| version.set(drafted));
    view! {
        <div class="narrow">
            <PageHeading title=update::HEADING/>
            <PostForm action={to::<Update>()} draft=draft_name(id)>
                <Conflict id version saved/>
                <input type="hidden" name=field::ID value=id/>
                <input type="hidden" name=field::VERSION value=move || version.get() data-drafted="" on:input=take_version/>
                <ArticleFields
                    title=article.title
                    content=article.content
                    is_published=article.is_published
                    submit=form::SAVE
                    cancel=paths::detail(id)
                />
            </PostForm>
        </div>
    }
}

/// The version that was saved meanwhile, above the author's own text. Saving again then replaces it knowingly.
#[component]
fn Conflict(id: i64, version: RwSignal<i64>, saved: RwSignal<Article>) -> impl IntoView {
    let state = expect_context::<FormState>();
    let changed = Memo::new(move |_| state.has(Code::ChangedMeanwhile));
    let refetch = ServerAction::<api::Editable>::new();
    // After a page load the article is the saved one already; in an open page it has to be fetched.
    Effect::new(move |before: Option<()>| {
        let is_conflict = state.has(Code::ChangedMeanwhile);
        if let (true, Some(()), Ok(id)) = (is_conflict, before, Id::try_from(id)) {
            refetch.dispatch(api::Editable { id });
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(article)) = refetch.value().get() {
            version.set(article.version);
            saved.set(article);
        }
    });
    move || {
        changed.get().then(|| {
            let article = saved.get();
            view! {
                <section class="conflict" aria-labelledby="saved-version">
                    <h2 id="saved-version">{update::SAVED_VERSION}</h2>
                    <p>{update::WHAT_TO_DO}</p>
                    <div class="conflict-version">
                        <h3 dir="auto">{article.title}</h3>
                        <p class="byline">{update::SAVED} <Time at=article.updated/></p>
                        <ArticleBody content=article.content/>
                    </div>
                </section>
            }
        })
    }
}
