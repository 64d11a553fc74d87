//! Parts of pages that know articles: badge, byline, text, the form's fields, and what only an allowed viewer sees.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    forms::{CONTENT_MAX, TITLE_MAX, field, visibility},
    messages,
    rules::Rule,
    types::{Author, Facts},
};
use crate::{
    accounts::components::use_viewer,
    shared::Timestamp,
    ui::{SelectField, SubmitButton, TextArea, TextField, Time},
};

/// Shows its children if the rule allows the viewer that with the article. The service asks the rule again.
#[component]
pub fn IfAllowed(rule: &'static Rule, facts: Facts, children: Children) -> impl IntoView {
    rule.allows(&use_viewer(), facts).then(children)
}

/// Marks an unpublished article.
#[component]
pub fn DraftBadge(is_published: bool) -> impl IntoView {
    (!is_published).then(|| view! { <span class="badge">{messages::article::DRAFT}</span> })
}

/// The author's name, or what stands for it once the account is deleted.
pub fn author_name(author: Option<Author>) -> String {
    author.map_or_else(|| messages::article::FORMER_MEMBER.to_owned(), |author| author.name)
}

/// The author and the time of publishing.
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

/// The fields of an article's form, to create or update one.
#[component]
pub fn ArticleFields(
    #[prop(optional, into)] title: String,
    #[prop(optional, into)] content: String,
    #[prop(default = true)] is_published: bool,
    /// The label of the button; and another one while "draft" is chosen, if there is one.
    submit: &'static str,
    #[prop(optional)] submit_draft: Option<&'static str>,
    /// Where "Cancel" leads.
    #[prop(into)]
    cancel: String,
) -> impl IntoView {
    view! {
        <TextField name=field::TITLE label=messages::form::TITLE value=title autofocus=true counted_to=TITLE_MAX/>
        <TextArea name=field::CONTENT label=messages::form::CONTENT value=content max=CONTENT_MAX rows=14/>
        <VisibilityField is_published/>
        <div class="form-actions">
            <SubmitButton><SubmitLabel submit submit_draft/></SubmitButton>
            <A href=cancel attr:class="button quiet">{messages::form::CANCEL}</A>
        </div>
    }
}

/// Draft or published.
#[component]
fn VisibilityField(is_published: bool) -> impl IntoView {
    let choices = vec![
        (visibility::PUBLISHED, messages::form::PUBLISHED.to_owned()),
        (visibility::DRAFT, messages::form::DRAFT.to_owned()),
    ];
    let chosen = if is_published { visibility::PUBLISHED } else { visibility::DRAFT };
    view! { <SelectField name=field::VISIBILITY label=messages::form::VISIBILITY choices chosen/> }
}

/// The label of the button, which says what it does to a draft. The style sheet follows the select, so it is right without scripting too.
#[component]
fn SubmitLabel(submit: &'static str, submit_draft: Option<&'static str>) -> impl IntoView {
    match submit_draft {
        None => submit.into_any(),
        Some(submit_draft) => view! {
            <span class="when-published">{submit}</span>
            <span class="when-draft" hidden>{submit_draft}</span>
        }
        .into_any(),
    }
}
