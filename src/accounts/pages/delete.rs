//! Deleting the account: what is deleted with it, what may stay, and the exit survey (S16, B68).

use leptos::prelude::*;

use crate::{
    accounts::{
        api::{self, DeleteAccount},
        components::AccountFrame,
        forms::{ERASE_CONTENT, KEEP_CONTENT, REASON_MAX, Reason, field},
        messages::{delete as words, label},
        paths,
        types::{ContentCount, DeletionPreview, SESSIONS_COUNTED},
    },
    ui::{Address, CheckBox, PageHeading, PageView, PasswordField, PostForm, RadioGroup, SubmitButton, TextArea, to},
};

pub async fn delete(_: Address) -> PageView {
    let summary = api::preview_deletion().await?;
    Ok(view! { <Delete summary/> }.into_any())
}

#[component]
fn Delete(summary: DeletionPreview) -> impl IntoView {
    let sessions = match summary.sessions {
        0 => words::EVERY_SESSION.to_owned(),
        1 => words::THIS_SESSION.to_owned(),
        SESSIONS_COUNTED => words::sessions_or_more(SESSIONS_COUNTED),
        count => words::all_sessions(count),
    };
    let is_last = summary.is_last_superuser;
    let form = (!is_last).then(|| view! { <Form content=summary.content.clone()/> });
    let content = summary.content.into_iter().filter(|kind| kind.count > 0 && !is_last);
    let content = content.map(|kind| view! { <li>{words::if_chosen(&kind.words())}</li> }).collect_view();
    view! {
        <AccountFrame here=paths::DELETE>
            <PageHeading title=words::HEADING/>
            {is_last.then(|| view! { <p class="notice">{words::ONLY_SUPERUSER}</p> })}
            <section class="panel">
                <h2>{words::WHAT}</h2>
                <ul class="plain">
                    <li>{words::PROFILE}</li>
                    <li>{sessions}</li>
                    {content}
                </ul>
                <p>{words::FINAL}</p>
            </section>
            {form}
            {is_last.then(|| view! { <a href=paths::ACCOUNT class="button quiet">{label::CANCEL}</a> })}
        </AccountFrame>
    }
}

#[component]
fn Form(content: Vec<ContentCount>) -> impl IntoView {
    let things = content.iter().filter(|kind| kind.count > 0).map(ContentCount::words).collect::<Vec<_>>();
    let things = things.join(", ");
    // Built inside the form, whose state they show.
    let choice = move || {
        let choices =
            vec![(KEEP_CONTENT, words::keep_content(&things)), (ERASE_CONTENT, words::erase_content(&things))];
        (!things.is_empty())
            .then(|| view! { <RadioGroup name=field::CONTENT legend=words::CONTENT choices chosen=KEEP_CONTENT/> })
    };
    let reasons = || Reason::ALL.map(|reason| view! { <CheckBox name=reason.field() label=reason.label()/> });
    view! {
        <section class="panel">
            <PostForm action={to::<DeleteAccount>()}>
                {choice()}
                <fieldset class="choices"><legend>{words::REASONS}</legend>{reasons().into_iter().collect_view()}</fieldset>
                <TextArea
                    name=field::REASON
                    label=words::REASON
                    max=REASON_MAX
                    rows=4
                    optional=true
                    help=vec![words::REASON_HELP.into()]
                />
                <PasswordField name=field::PASSWORD label=label::PASSWORD autocomplete="current-password"/>
                <div class="form-actions">
                    <SubmitButton class="button danger">{words::SUBMIT}</SubmitButton>
                    <a href=paths::ACCOUNT class="button quiet">{label::CANCEL}</a>
                </div>
            </PostForm>
        </section>
    }
}
