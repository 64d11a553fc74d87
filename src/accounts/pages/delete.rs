//! Leaving: what goes, what may stay, and why (S16, B68).

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        api::{self, DeleteAccount},
        forms::{ERASE_CONTENT, KEEP_CONTENT, REASON_MAX, Reason, field},
        types::{ContentCount, DeletionPreview, SESSIONS_COUNTED},
    },
    shared::{AppError, Code},
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
        when_there(this.summary, |summary| view! { <Leave summary/> }).into_any()
    }
}

#[component]
fn Leave(summary: DeletionPreview) -> impl IntoView {
    let sessions = match summary.sessions {
        1 => "This session".to_owned(),
        SESSIONS_COUNTED => format!("All sessions, {SESSIONS_COUNTED} or more"),
        count => format!("All {count} sessions, this one too"),
    };
    let is_last = summary.is_last_superuser;
    let form = (!is_last).then(|| view! { <Form content=summary.content.clone()/> });
    view! {
        <div class="narrow leaving">
            <PageHeading title="Delete account"/>
            {is_last.then(|| view! { <p class="notice">{Code::LastSuperuser.to_string()}</p> })}
            <section class="panel">
                <h2>"What goes"</h2>
                <ul class="plain">
                    <li>"Your user name, name, e-mail address and password"</li>
                    <li>{sessions} ", and your recent activity"</li>
                    {summary.content.into_iter().map(|kind| view! { <li>{kind.words()} ", if you say so below"</li> }).collect_view()}
                </ul>
                <p>"This cannot be undone. Your user name is free for anybody afterwards."</p>
            </section>
            {form}
        </div>
    }
}

#[component]
fn Form(content: Vec<ContentCount>) -> impl IntoView {
    let things = content.iter().filter(|kind| kind.count > 0).map(ContentCount::words).collect::<Vec<_>>();
    let things = things.join(", ");
    // Made inside the form, whose state they show.
    let choice = move || {
        let choices = vec![
            (KEEP_CONTENT, format!("Let my {things} stay, under “a former member”")),
            (ERASE_CONTENT, format!("Erase my {things}")),
        ];
        (!things.is_empty()).then(
            || view! { <RadioGroup name=field::CONTENT legend="What you have written" choices chosen=KEEP_CONTENT/> },
        )
    };
    let reasons = || Reason::ALL.map(|reason| view! { <CheckBox name=reason.field() label=reason.label()/> });
    view! {
        <section class="panel">
            <PostForm action={to::<DeleteAccount>()}>
                {choice()}
                <fieldset class="choices"><legend>"Why do you leave? (optional)"</legend>{reasons().into_iter().collect_view()}</fieldset>
                <TextArea
                    name=field::REASON
                    label="In your own words (optional)"
                    max=REASON_MAX
                    rows=4
                    optional=true
                    help=vec!["Kept without your name: please do not write it here.".into()]
                />
                <PasswordField name=field::PASSWORD label="Password" autocomplete="current-password"/>
                <div class="form-actions">
                    <SubmitButton class="button danger">"Delete my account"</SubmitButton>
                    <A href="/accounts/" attr:class="button quiet">"Stay"</A>
                </div>
            </PostForm>
        </section>
    }
}
