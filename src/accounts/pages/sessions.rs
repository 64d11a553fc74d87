//! Where a person is signed in, and ending it: one, all others, or all (ASVS 7.5.2).

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

use crate::{
    accounts::{
        api::{self, EndOtherSessions, EndSession, Logout, LogoutEverywhere},
        forms::field,
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
    let (newer, older) = page.neighbours("/accounts/sessions/", |session| session.id);
    let has_others = newer.is_some() || older.is_some() || page.items.iter().any(|session| !session.is_this);
    let is_empty = page.items.is_empty();
    let items = page.items.into_iter().map(|session| view! { <Item session/> });
    view! {
        <div class="account">
            <PageHeading title="Sessions"/>
            {is_empty.then(|| view! { <p>"The list ends before this page."</p> })}
            <ul class="panel rows">{items.collect_view()}</ul>
            <Pagination newer older/>
            {has_others.then(|| view! {
                <section class="panel">
                    <h2>"End all others"</h2>
                    <p>"You stay signed in here and nowhere else."</p>
                    <PostForm action={to::<EndOtherSessions>()}>
                        <div class="form-actions"><SubmitButton class="button">"End all other sessions"</SubmitButton></div>
                    </PostForm>
                </section>
            })}
            <section class="panel">
                <h2>"Log out everywhere"</h2>
                <p>"Ends every session of yours, on this device and on all others."</p>
                <PostForm action={to::<LogoutEverywhere>()}>
                    <div class="form-actions"><SubmitButton class="button">"Log out everywhere"</SubmitButton></div>
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
                <SubmitButton class="button small">"Log out"</SubmitButton>
            </PostForm>
        }
        .into_any()
    } else {
        view! {
            <PostForm action={to::<EndSession>()} class="row-action">
                <input type="hidden" name=field::ID value=session.id/>
                <SubmitButton class="button small">"End"<span class="visually-hidden">" the session of " {device}</span></SubmitButton>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <h2>{session.device} {session.is_this.then(|| view! { " " <span class="badge">"This device"</span> })}</h2>
                <p class="meta">
                    <bdi>{session.address}</bdi>
                    <span>"Signed in " <Time at=session.created/></span>
                    <span>"Last used " <Time at=session.last_seen/></span>
                </p>
            </div>
            {button}
        </li>
    }
}
