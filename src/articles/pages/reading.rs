//! The viewer's reading list: a user's own, or that of a visitor in this browser.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::use_viewer,
        messages::label,
        paths::{LOGIN, SIGNUP},
    },
    articles::{
        api::{self, Save, Unsave},
        components::author_name,
        forms::field,
        messages::reading as words,
        paths,
        types::ReadingEntry,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, Time, to},
};

pub async fn reading(_: Address) -> PageView {
    let entries = api::reading().await?;
    let is_visitor = !use_viewer().is_authenticated();
    let content = match entries.is_empty() {
        true => view! { <Empty/> }.into_any(),
        false => {
            let items = entries.into_iter().map(|entry| view! { <Entry entry/> });
            view! { <ul class="panel rows">{items.collect_view()}</ul> }.into_any()
        }
    };
    Ok(view! {
        <div class="article">
            <div class="page-head"><PageHeading title=words::HEADING/></div>
            {content}
            {is_visitor.then(|| view! { <OfVisitor/> })}
        </div>
    }
    .into_any())
}

#[component]
fn Entry(entry: ReadingEntry) -> impl IntoView {
    let title = entry.title.clone();
    view! {
        <li>
            <div>
                <h2 dir="auto"><a href=paths::detail(entry.id)>{entry.title}</a></h2>
                <p class="meta"><span dir="auto">{author_name(entry.author)}</span> <Time at=entry.created/></p>
            </div>
            <PostForm action={to::<Unsave>()} class="row-action">
                <input type="hidden" name=field::ID value=entry.id/>
                <SubmitButton class="button small">
                    {words::REMOVE_SHORT}<span class="visually-hidden">" " {title}</span>
                </SubmitButton>
            </PostForm>
        </li>
    }
}

/// What keeps the list of a visitor for longer than this browser does.
#[component]
fn OfVisitor() -> impl IntoView {
    view! {
        <p class="form-aside">
            {words::OF_VISITOR} " " <a href=LOGIN>{label::LOG_IN}</a> " · " <a href=SIGNUP>{label::SIGN_UP}</a>
        </p>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="empty-state">
            <h2>{words::EMPTY}</h2>
            <p>{words::EMPTY_TEXT}</p>
            <a href=paths::LIST class="button primary">{words::TO_ARTICLES}</a>
        </div>
    }
}

/// On the page of an article: puts it on the list, or takes it off.
#[component]
pub fn ReadingButton(id: i64, is_saved: bool) -> impl IntoView {
    let action = if is_saved { to::<Unsave>() } else { to::<Save>() };
    let label = if is_saved { words::REMOVE } else { words::SAVE };
    view! {
        <PostForm action class="row-action">
            <input type="hidden" name=field::ID value=id/>
            <SubmitButton class="button">{label}</SubmitButton>
        </PostForm>
    }
}
