//! The one `h1` of a page, with the document's title.

use std::borrow::Cow;

use leptos::prelude::*;

use super::{
    context::{set_title, use_site, with_page},
    messages::list::CONTINUED,
};

/// The heading of the page; `title` is also the document's.
#[component]
pub fn PageHeading(#[prop(into)] title: String) -> impl IntoView {
    let is_continued = with_page(|page| page.is_continued).unwrap_or_default();
    set_title(document_title(&title, is_continued, &use_site().name));
    view! { <h1 tabindex="-1" dir="auto">{title}</h1> }
}

/// The text of the document's title. That of the front page is the name of the site.
fn document_title(title: &str, is_continued: bool, site: &str) -> String {
    let continued = if is_continued { CONTINUED } else { "" };
    if title == site { site.to_owned() } else { format!("{}{continued} · {site}", isolated(title)) }
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
        for (title, isolated) in [
            ("مرحبا", "\u{2068}مرحبا\u{2069} · Site"),
            ("\u{202e}Hello\u{2066}", "\u{2068}Hello\u{2069} · Site"),
            ("Hello 글", "Hello 글 · Site"),
        ] {
            assert_eq!(document_title(title, false, "Site"), isolated);
        }
    }

    #[test]
    fn a_page_of_a_list_that_is_not_the_first_says_so_and_the_front_page_is_the_site() {
        assert_eq!(document_title("Articles", true, "Site"), "Articles, continued · Site");
        assert_eq!(document_title("Site", false, "Site"), "Site");
    }
}
