//! The one `h1` of a page, with the document's title. After a navigation inside the document it takes the focus, so that keyboards
//! and screen readers start at the new page; after a full load the browser does that itself.

use leptos::{html, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_location;

use super::{browser, messages::SITE, response::ResponseStatus};

/// In context: whether this document has navigated to another page since it was loaded.
#[derive(Clone, Copy)]
pub struct Navigated(pub RwSignal<bool>);

/// The heading of the page; `title` is also the document's.
#[component]
pub fn PageHeading(#[prop(into)] title: String) -> impl IntoView {
    let navigated = expect_context::<Navigated>().0;
    let search = use_location().search;
    let heading = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        // The next page of a list is a new page under an unchanged heading.
        search.track();
        if let Some(heading) = heading.get()
            && navigated.get_untracked()
        {
            browser::focus_in_place(&heading);
        }
    });
    view! {
        <Title text=document_title(&title)/>
        <h1 tabindex="-1" dir="auto" node_ref=heading>{title}</h1>
    }
}

/// The text of the document's title. On the server the framework writes it into the head unescaped, so it is escaped here; in the
/// browser it is set as text.
fn document_title(title: &str) -> String {
    let title = format!("{title} · {SITE}");
    match use_context::<ResponseStatus>() {
        Some(_) => title.replace('&', "&amp;").replace('<', "&lt;"),
        None => title,
    }
}
