//! What surrounds every page: skip link, header, progress line, connection notice, footer; and what happens on a navigation inside
//! the document.

use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use super::{messages::layout as messages, scroll::remember_scroll_positions, urls};
use crate::{
    accounts::components::{SessionGuard, StepUpDialog, UserMenu, use_viewer},
    articles::paths,
    shared::NEXT_DEFAULT,
    ui::{FirstNotice, FirstSubmission, Navigated, NoticeBar, RequestId, SITE, UnderWay, browser},
};

#[component]
pub fn Layout(
    is_routing: RwSignal<bool>,
    /// The address of a document that is an error page, which the server renders at another one.
    here: Option<String>,
    children: Children,
) -> impl IntoView {
    let location = use_location();
    let (pathname, search) = (location.pathname, location.search);
    let current = Signal::derive(move || {
        let query = search.get();
        if query.is_empty() { pathname.get() } else { format!("{}?{query}", pathname.get()) }
    });
    follow_navigation(current);
    let here = here.map_or(current, Signal::stored);
    remember_scroll_positions(is_routing.into());
    let under_way = expect_context::<UnderWay>().0;
    let (may_write, is_staff) = (use_viewer().is_authenticated(), use_viewer().is_staff());
    view! {
        <a class="skip-link" href="#main" rel="external">{messages::SKIP}</a>
        <div class="progress" aria-hidden="true" data-active=move || (is_routing.get() || under_way.get() > 0).then_some("")></div>
        <ConnectionNotice/>
        <SessionGuard/>
        <header class="site-header">
            <div class="bar">
                <a href=NEXT_DEFAULT class="brand"><BrandMark/><span>{SITE}</span></a>
                <nav class="site-nav" aria-label=messages::MAIN>
                    <A href=paths::LIST exact=true>{messages::ARTICLES}</A>
                    {may_write.then(|| view! { <A href=paths::CREATE exact=true>{messages::WRITE}</A> })}
                    {is_staff.then(|| view! { <A href="/staff/">{messages::STAFF}</A> })}
                </nav>
                <UserMenu here/>
            </div>
        </header>
        <main id="main" class="page" tabindex="-1"><NoticeBar/>{children()}</main>
        {may_write.then(|| view! { <StepUpDialog/> })}
        <footer class="site-footer"><p>{messages::FOOTER}</p></footer>
    }
}

/// In context: each next page is loaded from the server, because submissions are held for it or this document has no pages.
#[derive(Clone, Copy)]
pub struct EachPageLoaded(pub bool);

/// When the address changes inside the document: forgets what belonged to its first page, and loads a new document where there is no
/// page or the viewer may not go, so that the server answers.
fn follow_navigation(here: Signal<String>) {
    let (navigated, submission, request_id) =
        (expect_context::<Navigated>().0, expect_context::<FirstSubmission>().0, expect_context::<RequestId>().0);
    let notice = expect_context::<FirstNotice>().0;
    let (viewer, each_is_loaded) = (use_viewer(), expect_context::<EachPageLoaded>().0);
    Effect::new(move |before: Option<String>| {
        let now = here.get();
        if before.is_some_and(|before| before != now) {
            navigated.set(true);
            submission.set(None);
            request_id.set(None);
            notice.set(None);
            let path = now.split('?').next().unwrap_or_default();
            if each_is_loaded || urls::resolve(path).is_none_or(|page| !page.access.allows(&viewer)) {
                browser::load(&now);
            }
        }
        now
    });
}

/// Says that the browser has lost its connection. The text in forms stays.
#[component]
fn ConnectionNotice() -> impl IntoView {
    let offline = RwSignal::new(false);
    Effect::new(move |_| browser::on_connection_change(move |is_online| offline.set(!is_online)));
    move || {
        offline.get().then(|| {
            view! { <p class="banner" role="status">{messages::OFFLINE}</p> }
        })
    }
}

/// A key in the shape of an L.
#[component]
fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" width="24" height="24" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
            <path d="M12 11.78V15h3v3h-3v1.5h6v3H9V11.78a5.25 5.25 0 1 1 3 0ZM10.5 4.5a2.25 2.25 0 1 0 0 4.5 2.25 2.25 0 0 0 0-4.5Z"/>
        </svg>
    }
}
