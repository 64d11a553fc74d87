//! What surrounds every page: skip link, progress line, session guard, header, footer; and the templates of what the browser's code
//! inserts.

use std::sync::LazyLock;

use leptos::prelude::*;

use super::{
    device::{self, notice::SiteNotice},
    messages::layout as messages,
    notices::{self, NextStep},
    paths as site,
};
use crate::{
    accounts::components::{SessionGuard, SessionParts, StepUpDialog, UserMenu, use_viewer},
    articles::{
        messages::{mine, reading},
        paths,
    },
    shared::{AppError, Notice},
    staff,
    ui::{Address, Fixed, use_site},
};

/// The body of the document.
#[component]
pub fn Layout(
    here: Address,
    /// What was done before this page was opened.
    notice: Option<Notice>,
    /// What can be inserted. A document without the browser's code needs none of it.
    has_parts: bool,
    page: AnyView,
) -> impl IntoView {
    let may_write = use_viewer().is_authenticated();
    view! {
        <a class="skip-link" href="#main">{messages::SKIP}</a>
        <div class="progress" aria-hidden="true"></div>
        {has_parts.then(|| view! { <SessionGuard/> })}
        <Header here=here.clone()/>
        <SiteNotice here/>
        <main id="main" class="page" tabindex="-1">
            {notice.map(|notice| view! { <Told notice/> })}
            {page}
        </main>
        {(may_write && has_parts).then(|| view! { <StepUpDialog/> })}
        <Footer/>
        {has_parts.then(|| view! { <Parts/> })}
    }
}

/// What was done before this page was opened, or is yet to be done. What is done takes the focus, so that it is read aloud.
#[component]
fn Told(notice: Notice) -> impl IntoView {
    let is_done = notices::is_done(notice);
    let step = notices::next_step(notice).map(|NextStep { href, label, copied }| {
        view! { " " <a href=href aria-live=copied.map(|_| "polite") data-copied=copied>{label}</a> }
    });
    view! {
        <p class=if is_done { "notice done" } else { "notice" } role="status" tabindex="-1" autofocus=is_done>
            {notice.text} {step}
        </p>
    }
}

#[component]
fn Header(here: Address) -> impl IntoView {
    let viewer = use_viewer();
    let link = |path: &'static str, label: &'static str| {
        // The staff area is one entry.
        let is_current = here.path() == path || (path == staff::paths::HOME && here.path().starts_with(path));
        view! { <a href=path aria-current=is_current.then_some("page")>{label}</a> }
    };
    let articles = link(paths::LIST, messages::ARTICLES);
    let write = viewer.is_authenticated().then(|| link(paths::CREATE, messages::WRITE));
    let staff = viewer.is_staff().then(|| link(staff::paths::HOME, messages::STAFF));
    view! {
        <header class="site-header">
            <div class="bar">
                <a href=site::FRONT class="brand"><span dir="auto">{use_site().name.clone()}</span></a>
                <nav class="site-nav" aria-label=messages::MAIN>{articles}{write}{staff}</nav>
                <UserMenu here links=MENU_LINKS/>
            </div>
        </header>
    }
}

/// What other domains have of a user, in the menu.
const MENU_LINKS: &[(&str, &str)] = &[(paths::MINE, mine::HEADING), (paths::READING, reading::HEADING)];

/// For visitors: whose site this is, and what it keeps of them.
#[component]
fn Footer() -> impl IntoView {
    let site = use_site();
    let link = |href: String, label: &'static str| view! { <a href=href>{label}</a> };
    let about = (!site.about.is_empty()).then(|| link(site::FRONT.to_owned(), messages::ABOUT));
    let contact = (!site.contact.is_empty()).then(|| link(format!("mailto:{}", site.contact), messages::CONTACT));
    let source = (!site.source.is_empty()).then(|| link(site.source.clone(), messages::SOURCE));
    view! {
        <footer class="site-footer">
            <nav aria-label=messages::ABOUT_SITE>
                <span dir="auto">{site.name.clone()}</span>
                {about}
                {link(site::PRIVACY.to_owned(), messages::PRIVACY)}
                {link(device::paths::DEVICE.to_owned(), messages::DEVICE)}
                {contact}
                {source}
            </nav>
        </footer>
    }
}

/// The templates in a visitor's document, and in a user's.
static PARTS: LazyLock<[String; 2]> = LazyLock::new(|| {
    // Values without quotes: nothing that looks for an alert in the page finds these.
    [false, true].map(|is_authenticated| {
        let html = Fixed::new(move || view! { <PartsOf is_authenticated/> }).html();
        html.replace("role=\"alert\"", "role=alert").replace("role=\"status\"", "role=status")
    })
});

/// What the browser's code inserts into the document, by the names in `data-part`.
#[component]
fn Parts() -> impl IntoView {
    let parts: &'static str = &PARTS[usize::from(use_viewer().is_authenticated())];
    view! { <template id="parts" inner_html=parts></template> }
}

#[component]
fn PartsOf(is_authenticated: bool) -> impl IntoView {
    view! {
        <p class="banner" role="status" data-part="offline">{messages::OFFLINE}</p>
        <p class="banner" role="alert" data-part="cookies">{messages::COOKIES}</p>
        <p data-part="unreachable">{AppError::Unreachable.to_string()}</p>
        <SessionParts is_authenticated/>
    }
}
