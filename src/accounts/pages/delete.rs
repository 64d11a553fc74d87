//! Deleting the account: what is deleted with it, what may stay, and the exit survey (S16, B68).

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api::{self, DeleteAccount},
        forms::{ERASE_CONTENT, KEEP_CONTENT, REASON_MAX, Reason, field},
        messages::{delete as words, label},
        paths,
        types::{ContentCount, DeletionPreview, SESSIONS_COUNTED},
    },
    shared::AppError,
    ui::{CheckBox, PageHeading, PasswordField, PostForm, RadioGroup, SubmitButton, TextArea, to, when_there},
};

pub struct DeletePage {
    summary: Resource<Result<DeletionPreview, AppError>>,
}

#[lazy_route]
impl LazyRoute for DeletePage {
    fn data() -> Self {
        Self { summary: Resource::new(|| (), |()| api::preview_deletion()) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.summary, |summary| view! { <Delete summary/> }).into_any()
    }
}

#[component]
fn Delete(summary: DeletionPreview) -> impl IntoView {
    let sessions = match summary.sessions {
        1 => words::THIS_SESSION.to_owned(),
        SESSIONS_COUNTED => words::sessions_or_more(SESSIONS_COUNTED),
        count => words::all_sessions(count),
    };
    let is_last = summary.is_last_superuser;
    let form = (!is_last).then(|| view! { <Form content=summary.content.clone()/> });
    let content = summary.content.into_iter().filter(|kind| kind.count > 0 && !is_last);
    let content = content.map(|kind| view! { <li>{words::if_chosen(&kind.words())}</li> }).collect_view();
    view! {
        <div class="narrow leaving">
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
            {is_last.then(|| view! { <A href=paths::ACCOUNT attr:class="button quiet">{label::CANCEL}</A> })}
        </div>
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
                    <A href=paths::ACCOUNT attr:class="button quiet">{label::CANCEL}</A>
                </div>
            </PostForm>
        </section>
    }
}
