//! One user: facts, the full form, sessions, the password link, recent activity. Django: the change form of `UserAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    Crumbs, of_address,
    reset_link::{MakeLink, NewLink},
    user_facts::UserFacts,
    user_form::UserForm,
};
use crate::{
    accounts::{
        components::{ActivityList, use_viewer},
        forms::field,
        types::{SESSIONS_COUNTED, UserId},
    },
    shared::AppError,
    staff::{
        api::{self, EndSessions},
        messages::{common, user as words, users},
        paths,
        types::UserDetail,
    },
    ui::{PageHeading, PostForm, SubmitButton, to, when_there},
};

pub struct UserPage {
    user: Resource<Result<UserDetail, AppError>>,
}

#[lazy_route]
impl LazyRoute for UserPage {
    fn data() -> Self {
        Self { user: of_address(api::user) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.user, |detail| view! { <Detail detail/> }).into_any()
    }
}

#[component]
fn Detail(detail: UserDetail) -> impl IntoView {
    let (id, may_change) = (detail.user.id, detail.may_change);
    let new_link = detail.reset_link.clone().map(|link| view! { <NewLink link/> });
    let sessions = detail.sessions;
    let make_link =
        (may_change && !use_viewer().is(id)).then(|| view! { <MakeLink id is_active=detail.user.is_active/> });
    let delete = detail.may_delete.then(|| view! { <Delete id/> });
    let activity = detail.activity.clone();
    let title = detail.user.username.clone();
    view! {
        <div class="account">
            <Crumbs list=(paths::USERS, users::HEADING)/>
            <PageHeading title/>
            {new_link}
            <UserFacts detail=detail.clone()/>
            {may_change.then(|| view! { <UserForm detail/> })}
            <Sessions id sessions may_change/>
            {make_link}
            <section class="panel">
                <h2>{words::ACTIVITY}</h2>
                <ActivityList entries=activity/>
            </section>
            {delete}
        </div>
    }
}

#[component]
fn Sessions(id: UserId, sessions: u32, may_change: bool) -> impl IntoView {
    let text = match sessions {
        0 => words::NO_SESSIONS.to_owned(),
        1 => words::ONE_SESSION.to_owned(),
        count => words::sessions(&common::counted(count, SESSIONS_COUNTED)),
    };
    let end = (may_change && sessions > 0).then(|| {
        view! {
            <PostForm action={to::<EndSessions>()}>
                <input type="hidden" name=field::ID value=id.0/>
                <div class="form-actions"><SubmitButton class="button">{words::END_SESSIONS}</SubmitButton></div>
            </PostForm>
        }
    });
    view! { <section class="panel"><h2>{words::SESSIONS}</h2><p>{text}</p>{end}</section> }
}

#[component]
fn Delete(id: UserId) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>{common::DELETE}</h2>
            <p>{words::DELETE_TEXT} " " {common::ASKED_AGAIN}</p>
            <p><A href=paths::user_delete(id) attr:class="button">{words::DELETE}</A></p>
        </section>
    }
}
