//! Pieces of pages that know articles: the line under a title, the text, the form.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    forms::{CONTENT_MAX, TITLE_MAX, field},
    types::Author,
};
use crate::{
    shared::Timestamp,
    ui::{SubmitButton, TextArea, TextField, Time},
};

/// Who wrote it and when.
#[component]
pub fn Byline(author: Option<Author>, created: Timestamp) -> impl IntoView {
    let name = author.map_or_else(|| "a former member".to_owned(), |author| author.name);
    view! { <p class="byline"><span class="author" dir="auto">{name}</span> " " <Time at=created/></p> }
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
    /// The word on the button.
    submit: &'static str,
    /// Where giving up leads.
    #[prop(into)]
    cancel: String,
) -> impl IntoView {
    view! {
        <TextField name=field::TITLE label="Title" value=title autofocus=true counted_to=TITLE_MAX/>
        <TextArea name=field::CONTENT label="Text" value=content max=CONTENT_MAX rows=14/>
        <div class="form-actions">
            <SubmitButton>{submit}</SubmitButton>
            <A href=cancel attr:class="button quiet">"Cancel"</A>
        </div>
    }
}
