//! The sessions of the viewer, and ending one, all others, or all (ASVS 7.5.2).

use leptos::prelude::*;

use crate::{
    accounts::{
        api::{self, EndOtherSessions, EndSession, Logout, LogoutEverywhere},
        components::AccountFrame,
        forms::field,
        guard_island::LOGGED_OUT,
        messages::{label, sessions as words},
        paths,
        types::SessionInfo,
    },
    shared::Page,
    ui::{Address, PageHeading, PageView, Pagination, PostForm, SubmitButton, Time, to},
};

pub async fn sessions(address: Address) -> PageView {
    let page = api::sessions(address.cursor()).await?;
    Ok(view! { <Sessions page/> }.into_any())
}

#[component]
fn Sessions(page: Page<SessionInfo>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::SESSIONS, |session| session.id);
    let has_others = newer.is_some() || older.is_some() || page.items.iter().any(|session| !session.is_this);
    let are_unknown = page.items.iter().any(|session| session.others_are_unknown);
    let is_empty = page.items.is_empty();
    // The one that is looked for first stands first.
    let (own, others): (Vec<_>, Vec<_>) = page.items.into_iter().partition(|session| session.is_this);
    let items = own.into_iter().chain(others).map(|session| view! { <Item session/> }).collect_view();
    view! {
        <AccountFrame here=paths::SESSIONS>
            <PageHeading title=words::HEADING/>
            {is_empty.then(|| view! { <p>{words::PAST_THE_END}</p> })}
            <ul class="panel rows">{items}</ul>
            <Pagination newer older/>
            {are_unknown.then(|| view! { <p>{words::OTHERS_UNKNOWN}</p> })}
            <section class="panel rows risky" aria-label=words::ALL_OF_THEM>
                {(has_others || are_unknown).then(|| view! {
                    <Ending heading=words::END_OTHERS effect=words::END_OTHERS_EFFECT>
                        <PostForm action={to::<EndOtherSessions>()} class="row-action">
                            <SubmitButton class="button small">{words::END_OTHERS}</SubmitButton>
                        </PostForm>
                    </Ending>
                })}
                <Ending heading=words::LOG_OUT_EVERYWHERE effect=words::LOG_OUT_EVERYWHERE_EFFECT>
                    <PostForm action={to::<LogoutEverywhere>()} tells=LOGGED_OUT class="row-action">
                        <SubmitButton class="button small danger">{words::LOG_OUT_EVERYWHERE}</SubmitButton>
                    </PostForm>
                </Ending>
            </section>
        </AccountFrame>
    }
}

/// A way to end several sessions, with its button.
#[component]
fn Ending(heading: &'static str, effect: &'static str, children: Children) -> impl IntoView {
    view! {
        <div class="row">
            <div><h2>{heading}</h2> <p class="meta">{effect}</p></div>
            {children()}
        </div>
    }
}

#[component]
fn Item(session: SessionInfo) -> impl IntoView {
    let device = session.device.clone();
    let button = if session.is_this {
        view! {
            <PostForm action={to::<Logout>()} tells=LOGGED_OUT class="row-action">
                <SubmitButton class="button small">{label::LOG_OUT}</SubmitButton>
            </PostForm>
        }
        .into_any()
    } else {
        view! {
            <PostForm action={to::<EndSession>()} class="row-action">
                <input type="hidden" name=field::ID value=session.id/>
                <SubmitButton class="button small">{words::END}<span class="visually-hidden">{words::END_WHICH} {device}</span></SubmitButton>
            </PostForm>
        }
        .into_any()
    };
    let used = match session.is_this {
        true => view! { <span class="active-now">{words::ACTIVE_NOW}</span> }.into_any(),
        false => view! { <span>{words::LAST_USED} <Time at=session.last_seen/></span> }.into_any(),
    };
    view! {
        <li>
            <div>
                <h2>{session.device} {session.is_this.then(|| view! { " " <span class="badge">{words::THIS_DEVICE}</span> })}</h2>
                <p class="meta">
                    {used}
                    <span>{words::LOGGED_IN} <Time at=session.created/></span>
                    <bdi>{session.address}</bdi>
                </p>
            </div>
            {button}
        </li>
    }
}
