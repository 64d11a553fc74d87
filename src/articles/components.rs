//! Pieces of pages that know articles: the line under a title, the text, the form, and what only some may see.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    forms::{CONTENT_MAX, TITLE_MAX, field, visibility},
    rules::{Facts, Rule},
    types::Author,
};
use crate::{
    accounts::components::use_viewer,
    shared::Timestamp,
    ui::{FormState, SubmitButton, TextArea, TextField, Time},
};

/// Shown to whoever the rule allows that with the article. The service asks the same rule again.
#[component]
pub fn IfAllowed(rule: &'static Rule, facts: Facts, children: Children) -> impl IntoView {
    rule.allows(&use_viewer(), facts).then(children)
}

/// Marks what is not published.
#[component]
pub fn DraftBadge(is_published: bool) -> impl IntoView {
    (!is_published).then(|| view! { <span class="badge">"Draft"</span> })
}

/// How the author is named, gone or not.
pub fn author_name(author: Option<Author>) -> String {
    author.map_or_else(|| "a former member".to_owned(), |author| author.name)
}

/// Who wrote it and when.
#[component]
pub fn Byline(author: Option<Author>, created: Timestamp) -> impl IntoView {
    view! { <p class="byline"><span class="author" dir="auto">{author_name(author)}</span> " " <Time at=created/></p> }
}

/// Plain text in paragraphs: a blank line starts a new one, a line break stays one.
#[component]
pub fn ArticleBody(content: String) -> impl IntoView {
    let paragraphs: Vec<String> =
        content.split("\n\n").map(|text| text.trim_matches('\n').to_owned()).filter(|text| !text.is_empty()).collect();
    view! {
        <div class="article-body">
            {paragraphs.into_iter().map(|text| view! { <p dir="auto">{text}</p> }).collect_view()}
        </div>
    }
}

/// The fields of an article, for writing and for changing one.
#[component]
pub fn ArticleFields(
    #[prop(optional, into)] title: String,
    #[prop(optional, into)] content: String,
    #[prop(default = true)] is_published: bool,
    /// The word on the button; and while "draft" is chosen, where that is another one.
    submit: &'static str,
    #[prop(optional)] submit_draft: Option<&'static str>,
    /// Where giving up leads.
    #[prop(into)]
    cancel: String,
) -> impl IntoView {
    view! {
        <TextField name=field::TITLE label="Title" value=title autofocus=true counted_to=TITLE_MAX/>
        <TextArea name=field::CONTENT label="Text" value=content max=CONTENT_MAX rows=14/>
        <VisibilityField is_published/>
        <div class="form-actions">
            <SubmitButton><SubmitWords submit submit_draft/></SubmitButton>
            <A href=cancel attr:class="button quiet">"Cancel"</A>
        </div>
    }
}

/// Who can read it.
#[component]
fn VisibilityField(is_published: bool) -> impl IntoView {
    let state = expect_context::<FormState>();
    let is_wrong = Memo::new(move |_| !state.errors_of(field::VISIBILITY).is_empty());
    let is_published = match state.submitted(field::VISIBILITY).as_deref() {
        Some(visibility::PUBLISHED) => true,
        Some(visibility::DRAFT) => false,
        _ => is_published,
    };
    let focus = state.takes_focus(is_wrong.get_untracked());
    view! {
        <div class="field" class:invalid=is_wrong>
            <label for="id_visibility">"Who can read it"</label>
            <select
                name=field::VISIBILITY
                id="id_visibility"
                autofocus=focus
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || is_wrong.get().then_some("id_visibility_errors")
            >
                <option value=visibility::PUBLISHED selected=is_published>"Everybody (published)"</option>
                <option value=visibility::DRAFT selected=!is_published>"Only its author and editors (draft)"</option>
            </select>
            {move || is_wrong.get().then(|| view! {
                <ul class="errors" id="id_visibility_errors">
                    {state.errors_of(field::VISIBILITY).into_iter().map(|code| view! { <li>{code.to_string()}</li> }).collect_view()}
                </ul>
            })}
        </div>
    }
}

/// What the button says. The style sheet follows the choice, so that it is true without scripting too.
#[component]
fn SubmitWords(submit: &'static str, submit_draft: Option<&'static str>) -> impl IntoView {
    match submit_draft {
        None => submit.into_any(),
        Some(submit_draft) => view! {
            <span class="when-published">{submit}</span>
            <span class="when-draft" hidden>{submit_draft}</span>
        }
        .into_any(),
    }
}
