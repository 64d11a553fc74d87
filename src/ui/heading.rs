//! The one `h1` of a page, with the document's title. After a navigation inside the document it takes the focus, so that keyboards
//! and screen readers start at the new page; after a full load the browser does that itself.

use std::borrow::Cow;

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
    let title = format!("{} · {SITE}", isolated(title));
    match use_context::<ResponseStatus>() {
        Some(_) => title.replace('&', "&amp;").replace('<', "&lt;"),
        None => title,
    }
}

/// A title with letters from right to left, between two characters that isolate it: the head knows no `<bdi>`, and the name of the
/// site would move. One stored by an earlier release may have characters that turn what follows them: they are left out.
fn isolated(title: &str) -> Cow<'_, str> {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if title.contains(turns) {
        return format!("\u{2068}{}\u{2069}", title.replace(turns, "")).into();
    }
    let is_right_to_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if title.contains(is_right_to_left) { format!("\u{2068}{title}\u{2069}").into() } else { title.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_d6_a_title_from_right_to_left_does_not_move_the_name_of_the_site() {
        assert_eq!(document_title("مرحبا"), format!("\u{2068}مرحبا\u{2069} · {SITE}"));
        assert_eq!(document_title("\u{202e}Hello\u{2066}"), format!("\u{2068}Hello\u{2069} · {SITE}"));
        assert_eq!(document_title("Hello 글"), format!("Hello 글 · {SITE}"));
    }
}
