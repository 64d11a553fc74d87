//! One user, in parts: facts, profile, access, sessions, activity, and what cannot be undone. Each part is saved on its own. Django: the
//! change form of `UserAdmin`.

use leptos::prelude::*;

use super::{
    Crumbs, user_access::UserAccess, user_danger::UserDanger, user_facts::UserFacts, user_profile::UserProfile,
};
use crate::{
    accounts::{
        components::{ActivityList, use_viewer},
        forms::field,
        types::{SESSIONS_COUNTED, UserId},
    },
    staff::{
        api::{self, EndSessions},
        messages::{common, notice, user as words, users},
        paths,
        types::UserDetail,
    },
    ui::{Address, DoneHere, PageHeading, PageView, PostForm, SubmitButton, to},
};

pub async fn user(address: Address) -> PageView {
    let detail = api::user(address.id()?).await?;
    Ok(view! { <Detail detail/> }.into_any())
}

#[component]
fn Detail(detail: UserDetail) -> impl IntoView {
    let (id, may_change, sessions) = (detail.user.id, detail.may_change, detail.sessions);
    let has_danger = detail.may_delete || (may_change && !use_viewer().is(id));
    let activity = detail.activity.clone();
    let title = detail.user.username.clone();
    view! {
        <div class="account">
            <Crumbs list=(paths::USERS, users::HEADING)/>
            <PageHeading title/>
            <Parts has_danger/>
            <UserFacts detail=detail.clone()/>
            {may_change.then(|| view! { <p class="meta">{words::SAVED_APART}</p> })}
            <UserProfile detail=detail.clone()/>
            <UserAccess detail=detail.clone()/>
            <Sessions id sessions may_change/>
            <section class="panel" id="activity">
                <h2>{words::ACTIVITY}</h2>
                <ActivityList entries=activity/>
            </section>
            {has_danger.then(|| view! { <UserDanger detail/> })}
        </div>
    }
}

/// Links to the parts.
#[component]
fn Parts(has_danger: bool) -> impl IntoView {
    let danger = has_danger.then_some(("#danger", words::DANGER));
    let parts = [
        ("#profile", words::PROFILE),
        ("#access", words::ACCESS),
        ("#sessions", words::SESSIONS),
        ("#activity", words::ACTIVITY),
    ];
    let links = parts.into_iter().chain(danger).map(|(href, label)| view! { <a href=href>{label}</a> });
    view! { <nav class="part-nav" aria-label=words::PARTS>{links.collect_view()}</nav> }
}

#[component]
fn Sessions(id: UserId, sessions: Option<u32>, may_change: bool) -> impl IntoView {
    let text = match sessions {
        None => words::UNKNOWN_SESSIONS.to_owned(),
        Some(0) => words::NO_SESSIONS.to_owned(),
        Some(1) => words::ONE_SESSION.to_owned(),
        Some(count) => words::sessions(&common::counted(count, SESSIONS_COUNTED)),
    };
    let end = (may_change && sessions != Some(0)).then(|| {
        view! {
            <PostForm action={to::<EndSessions>()}>
                <input type="hidden" name=field::ID value=id.0/>
                <div class="form-actions"><SubmitButton class="button">{words::END_SESSIONS}</SubmitButton></div>
            </PostForm>
        }
    });
    view! {
        <section class="panel" id="sessions">
            <h2>{words::SESSIONS}</h2>
            <DoneHere notice=notice::SESSIONS_ENDED/>
            <p>{text}</p>
            {end}
        </section>
    }
}
