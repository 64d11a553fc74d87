//! The text area of an article: with buttons for Markdown, and a preview. Without scripting the preview is a page of its own: the form as
//! it was sent, with the preview above it.

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    api::Preview,
    article_body::ArticleBody,
    forms::{CONTENT_MAX, field},
    messages::form as words,
};
use crate::ui::TextArea;

/// What a button puts around the selection, or before each of its lines.
struct Tool {
    label: &'static str,
    face: &'static str,
    before: &'static str,
    after: &'static str,
}

const TOOLS: [Tool; 6] = [
    Tool { label: words::BOLD, face: "B", before: "**", after: "**" },
    Tool { label: words::ITALIC, face: "I", before: "*", after: "*" },
    Tool { label: words::LINK, face: "↗", before: "[", after: "](https://)" },
    Tool { label: words::LIST, face: "•", before: "\n- ", after: "" },
    Tool { label: words::CODE, face: "<>", before: "`", after: "`" },
    Tool { label: words::QUOTE, face: "”", before: "\n> ", after: "" },
];

#[component]
pub fn Editor(
    content: String,
    /// The preview that was asked for without scripting.
    preview: Option<String>,
) -> impl IntoView {
    view! {
        {preview.map(|html| view! { <PreviewPanel html is_asked=true/> })}
        <div class="editor">
            <TextArea name=field::CONTENT label=words::CONTENT value=content max=CONTENT_MAX rows=14>
                <Toolbar/>
            </TextArea>
        </div>
        <PreviewPanel html=String::new() is_asked=false/>
    }
}

/// The browser's code acts on it; until it does, the place is kept.
#[component]
fn Toolbar() -> impl IntoView {
    // One stop of the Tab key; arrows go on from there.
    let buttons = TOOLS.iter().enumerate().map(|(place, Tool { label, face, before, after })| {
        let stop = if place == 0 { "0" } else { "-1" };
        view! {
            <button type="button" aria-label=*label title=*label tabindex=stop data-before=*before data-after=*after>
                {*face}
            </button>
        }
    });
    view! { <div class="tools" role="toolbar" aria-label=words::FORMAT>{buttons.collect_view()}</div> }
}

#[component]
fn PreviewPanel(html: String, is_asked: bool) -> impl IntoView {
    view! {
        <section class="preview" aria-label=words::PREVIEW tabindex="-1" data-preview-panel=(!is_asked).then_some("")>
            <ArticleBody html/>
        </section>
    }
}

/// Asks for the preview, and leads back from it.
#[component]
pub fn PreviewButton() -> impl IntoView {
    view! {
        <button type="submit" class="button" name=field::PREVIEW value="1" data-preview=Preview::PATH>
            <span class="when-writing">{words::PREVIEW}</span>
            <span class="when-previewing" hidden>{words::WRITE}</span>
        </button>
    }
}
