//! Parts of pages that know articles: badge, byline, text, the form's fields, and what only an allowed viewer sees.

use leptos::prelude::*;

use super::{
    editor::{Editor, PreviewButton},
    forms::{TITLE_MAX, field, visibility},
    messages, paths,
    rules::Rule,
    types::{ArticleSummary, Author, Facts},
};
use crate::{
    accounts::components::use_viewer,
    ui::{Crumbs, SelectField, SubmitButton, TextField, Time},
};

/// Shows its children if the rule allows the viewer that with the article. The service asks the rule again.
#[component]
pub fn IfAllowed(rule: &'static Rule, facts: Facts, children: Children) -> impl IntoView {
    rule.allows(&use_viewer(), facts).then(children)
}

/// Leads back to all articles, and to the one that a page is about.
#[component]
pub fn ToArticles(
    /// Its id and its title.
    #[prop(optional)]
    of: Option<(i64, String)>,
) -> impl IntoView {
    let list = (paths::LIST.to_owned(), messages::list::HEADING.to_owned());
    let links = std::iter::once(list).chain(of.map(|(id, title)| (paths::detail(id), title))).collect();
    view! { <Crumbs links/> }
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

/// A list of articles, each with what it is about. It is most of a page that is asked for most, so its parts are told by their places, and
/// the style sheet gives each text its own direction.
#[component]
pub fn Cards(
    articles: Vec<ArticleSummary>,
    /// All are by one author, whom the page names.
    #[prop(optional)]
    of_one: bool,
) -> impl IntoView {
    let card = |ArticleSummary { id, title, excerpt, author, is_published, created }: ArticleSummary| {
        view! {
            <li>
                <h2><a href=paths::detail(id)>{title}</a> {(!is_published).then(|| view! { " " <DraftBadge is_published/> })}</h2>
                <p>{(!of_one).then(|| view! { <bdi>{author_name(author)}</bdi> " " })} <Time at=created is_bare=true/></p>
                <p>{excerpt}</p>
            </li>
        }
    };
    view! { <ol class="article-list">{articles.into_iter().map(card).collect_view()}</ol> }
}

/// Instead of a list without articles: why, and a link to what to do.
#[component]
pub fn NoArticles(
    heading: &'static str,
    text: &'static str,
    #[prop(into)] href: String,
    label: &'static str,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <h2>{heading}</h2>
            <p>{text}</p>
            <a href=href class="button primary">{label}</a>
        </div>
    }
}

/// The fields of an article's form, to create or update one.
#[component]
pub fn ArticleFields(
    #[prop(optional, into)] title: String,
    #[prop(optional, into)] content: String,
    #[prop(default = true)] is_published: bool,
    /// The label of the button while "public" is chosen.
    submit: &'static str,
    /// Where "Cancel" leads.
    #[prop(into)]
    cancel: String,
    /// The HTML of the submitted text, where that was asked for without scripting.
    preview: Option<String>,
) -> impl IntoView {
    view! {
        <TextField name=field::TITLE label=messages::form::TITLE value=title autofocus=true counted_to=TITLE_MAX keyboard=("sentences", "next")/>
        <VisibilityField is_published/>
        <Editor content preview/>
        <div class="form-actions in-sight">
            <SubmitButton><SubmitLabel submit/></SubmitButton>
            <PreviewButton/>
            <a href=cancel class="button quiet">{messages::form::CANCEL}</a>
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

/// The label of the button, which says what it does. The style sheet follows the select, so it is right without scripting too.
#[component]
fn SubmitLabel(submit: &'static str) -> impl IntoView {
    view! {
        <span class="when-published">{submit}</span>
        <span class="when-draft" hidden>{messages::form::SAVE_DRAFT}</span>
    }
}
