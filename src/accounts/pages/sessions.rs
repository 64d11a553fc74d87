//! The sessions of the viewer, and ending one, all others, or all (ASVS 7.5.2).

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    accounts::{
        api::{self, EndOtherSessions, EndSession, Logout, LogoutEverywhere},
        forms::field,
        messages::{label, sessions as words},
        paths,
        types::SessionInfo,
    },
    shared::{AppError, Page},
    ui::{PageHeading, Pagination, PostForm, SubmitButton, Time, cursor_of_address, to, when_there},
};

pub struct SessionsPage {
    sessions: Resource<Result<Page<SessionInfo>, AppError>>,
}

#[lazy_route]
impl LazyRoute for SessionsPage {
    fn data() -> Self {
        Self { sessions: Resource::new(cursor_of_address(), api::sessions) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.sessions, |page| view! { <Sessions page/> }).into_any()
    }
}

#[component]
fn Sessions(page: Page<SessionInfo>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::SESSIONS, |session| session.id);
    let has_others = newer.is_some() || older.is_some() || page.items.iter().any(|session| !session.is_this);
    let is_empty = page.items.is_empty();
    let items = page.items.into_iter().map(|session| view! { <Item session/> });
    view! {
        <div class="account">
            <PageHeading title=words::HEADING/>
            {is_empty.then(|| view! { <p>{words::PAST_THE_END}</p> })}
            <ul class="panel rows">{items.collect_view()}</ul>
            <Pagination newer older/>
            {has_others.then(|| view! {
                <section class="panel">
                    <h2>{words::END_OTHERS}</h2>
                    <p>{words::END_OTHERS_EFFECT}</p>
                    <PostForm action={to::<EndOtherSessions>()}>
                        <div class="form-actions"><SubmitButton class="button">{words::END_OTHERS}</SubmitButton></div>
                    </PostForm>
                </section>
            })}
            <section class="panel">
                <h2>{words::LOG_OUT_EVERYWHERE}</h2>
                <p>{words::LOG_OUT_EVERYWHERE_EFFECT}</p>
                <PostForm action={to::<LogoutEverywhere>()}>
                    <div class="form-actions"><SubmitButton class="button">{words::LOG_OUT_EVERYWHERE}</SubmitButton></div>
                </PostForm>
            </section>
        </div>
    }
}

#[component]
fn Item(session: SessionInfo) -> impl IntoView {
    let device = session.device.clone();
    let button = if session.is_this {
        view! {
            <PostForm action={to::<Logout>()} class="row-action">
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
    view! {
        <li>
            <div>
                <h2>{session.device} {session.is_this.then(|| view! { " " <span class="badge">{words::THIS_DEVICE}</span> })}</h2>
                <p class="meta">
                    <bdi>{session.address}</bdi>
                    <span>{words::LOGGED_IN} <Time at=session.created/></span>
                    <span>{words::LAST_USED} <Time at=session.last_seen/></span>
                </p>
            </div>
            {button}
        </li>
    }
}
