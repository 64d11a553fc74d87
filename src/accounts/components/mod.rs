//! Components that know users: the menu in the header, a new password, the prompt for the present one, and activity.

mod frame;
mod gates;
mod new_password;
mod session_guard;
mod step_up;
mod viewer;

pub use frame::AccountFrame;
pub use gates::Can;
pub use new_password::NewPasswordFields;
pub use session_guard::{SessionGuard, SessionParts};
pub use step_up::StepUpDialog;
pub use viewer::use_viewer;

use leptos::prelude::*;

use super::{
    api::Logout,
    guard_island::LOGGED_OUT,
    messages::{activity, label, menu, sessions},
    paths,
    types::{ActivityEntry, Viewer, initials},
};
use crate::{
    shared::NextPath,
    ui::{Address, PostForm, SubmitButton, Time, to},
};

/// Log in and Sign up for visitors; the name and a menu with Log out for a logged-in user (S3).
#[component]
pub fn UserMenu(
    /// Where logging in leads back to.
    here: Address,
    /// What other domains have of a user: addresses and labels.
    links: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let current = |path: &str| (here.path() == path).then_some("page");
    match use_viewer() {
        Viewer::Anonymous => {
            let next = NextPath::parse(here.as_str());
            let login = next.map_or_else(|| paths::LOGIN.to_owned(), |next| next.login_url());
            view! {
                <div class="user-menu">
                    <a href=login aria-current=current(paths::LOGIN)>{label::LOG_IN}</a>
                    <a href=paths::SIGNUP class="button primary small" aria-current=current(paths::SIGNUP)>{label::SIGN_UP}</a>
                </div>
            }
            .into_any()
        }
        Viewer::User(user) => {
            let (name, title) = (user.display_name(), user.display_name());
            view! {
                <div class="user-menu">
                    <span class="avatar" aria-hidden="true">{initials(&name)}</span>
                    <a href=paths::ACCOUNT aria-current=current(paths::ACCOUNT) class="user-name" title=title dir="auto">{name}</a>
                    <button type="button" class="menu-button" popovertarget="account-menu" aria-label=menu::LABEL></button>
                    <AccountMenu here links/>
                </div>
            }
            .into_any()
        }
    }
}

/// The menu of a logged-in user. The browser itself opens it, and closes it when it is left: it needs no script.
#[component]
fn AccountMenu(here: Address, links: &'static [(&'static str, &'static str)]) -> impl IntoView {
    let current = move |path: &str| (here.path() == path).then_some("page");
    let own = [(paths::ACCOUNT, label::YOUR_ACCOUNT)].into_iter();
    let links = own.chain(links.iter().copied()).chain([(paths::SESSIONS, sessions::HEADING)]);
    let links = links.map(|(href, label)| view! { <a href=href aria-current=current(href)>{label}</a> });
    view! {
        <div id="account-menu" class="menu" popover="auto">
            {links.collect_view()}
            <PostForm action={to::<Logout>()} tells=LOGGED_OUT class="inline-form">
                <SubmitButton class="button quiet small">{label::LOG_OUT}</SubmitButton>
            </PostForm>
        </div>
    }
}

/// What happened to an account, newest first.
#[component]
pub fn ActivityList(entries: Vec<ActivityEntry>) -> impl IntoView {
    if entries.is_empty() {
        return view! { <p>{activity::EMPTY}</p> }.into_any();
    }
    let items = entries.into_iter().map(|entry| {
        let device =
            (!entry.device.is_empty()).then(|| view! { <span>{entry.device}</span> <bdi>{entry.address}</bdi> });
        let mailed = entry.mailed.then(|| view! { <span>{activity::MAILED}</span> });
        view! {
            <li data-event=entry.event.id()>
                <strong>{entry.event.to_string()}</strong>
                <p class="meta"><Time at=entry.at/> {device} {mailed}</p>
            </li>
        }
    });
    view! { <ul class="activity">{items.collect_view()}</ul> }.into_any()
}
