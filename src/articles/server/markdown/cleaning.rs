//! The last word on what HTML an article may have, whatever has made it: elements, attributes and addresses that are listed here. No id,
//! no style, no class but our own, so that no article can reach out of its place on a page.

use std::{collections::HashSet, sync::LazyLock};

use ammonia::{Builder, UrlRelative};

const ELEMENTS: [&str; 26] = [
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "del",
    "a",
    "img",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];

const ATTRIBUTES: [(&str, &[&str]); 3] = [("a", &["href"]), ("img", &["src", "alt"]), ("ol", &["start"])];

/// Elements whose text decides about its direction.
const DIRECTED: [&str; 10] = ["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "th", "td"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .generic_attributes(HashSet::new())
        .tag_attributes(ATTRIBUTES.iter().map(|(element, names)| (*element, names.iter().copied().collect())).collect())
        .add_allowed_classes("div", ["wide"])
        .add_allowed_classes("th", ["center", "end"])
        .add_allowed_classes("td", ["center", "end"])
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"))
        .set_tag_attribute_value("pre", "tabindex", "0")
        .set_tag_attribute_value("div", "tabindex", "0")
        .set_tag_attribute_value("img", "loading", "lazy")
        .set_tag_attribute_value("img", "referrerpolicy", "no-referrer");
    for element in DIRECTED {
        builder.set_tag_attribute_value(element, "dir", "auto");
    }
    builder
});

/// The policy of pages refuses styles in attributes, so that cells are aligned by classes. Only tables that were made here have them: in
/// a text each quotation mark is escaped.
const ALIGNMENTS: [(&str, &str); 3] = [
    (" style=\"text-align: center\"", " class=\"center\""),
    (" style=\"text-align: right\"", " class=\"end\""),
    (" style=\"text-align: left\"", ""),
];

pub fn clean(html: &str) -> String {
    let aligned = match html.contains(" style=\"") {
        true => ALIGNMENTS.iter().fold(html.to_owned(), |html, (style, class)| html.replace(style, class)),
        false => html.to_owned(),
    };
    CLEANER.clean(&aligned).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_goes_even_if_it_came_this_far() {
        for (html, expected) in [
            ("<p id=\"main\" style=\"position:fixed\" class=\"cover\" onclick=\"x\">a</p>", "<p dir=\"auto\">a</p>"),
            ("<script>alert(1)</script>a", "a"),
            ("<form action=\"/x\"><input name=\"a\"><button>b</button></form>", "b"),
            ("<div class=\"wide session-cover\">a", "<div class=\"wide\" tabindex=\"0\">a</div>"),
            ("<a href=\"javascript:alert(1)\" target=\"_top\">a</a>", "<a rel=\"nofollow ugc noopener\">a</a>"),
            ("<svg><a xlink:href=\"javascript:x\">a</a></svg><iframe src=\"/\"></iframe>", ""),
            ("</article></main><li>a", "<li>a</li>"),
            ("<!-- c --><h1>a</h1>", "a"),
        ] {
            assert_eq!(clean(html), expected, "{html}");
        }
    }
}
