//! The Atom feed of the newest articles (RFC 4287). Everything in it is text that is escaped here, the articles' HTML too.
//! Django: `django.contrib.syndication`.

use crate::{
    articles::{messages, paths, types::Article},
    shared::Timestamp,
};

/// The feed of the site with this name at this origin, such as `https://www.example.com`.
pub fn write(site: &str, origin: &str, articles: &[Article]) -> String {
    let updated = articles.iter().map(|article| article.updated).max().unwrap_or(Timestamp(0)).machine();
    let (list, own) = (format!("{origin}{}", paths::LIST), format!("{origin}{}", paths::FEED));
    let mut text =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    attribute(&mut text, "xml:base", &list);
    text.push('>');
    element(&mut text, "id", &own);
    element(&mut text, "title", site);
    element(&mut text, "updated", &updated);
    link(&mut text, "self", &own);
    link(&mut text, "alternate", &list);
    articles.iter().for_each(|article| entry(&mut text, origin, article));
    text.push_str("</feed>\n");
    text
}

fn entry(text: &mut String, origin: &str, article: &Article) {
    let address = format!("{origin}{}", paths::detail(article.id));
    text.push_str("\n<entry>");
    element(text, "id", &address);
    element(text, "title", &article.title);
    link(text, "alternate", &address);
    element(text, "published", &article.created.machine());
    element(text, "updated", &article.updated.machine());
    text.push_str("<author>");
    match &article.author {
        Some(author) => {
            element(text, "name", &author.name);
            if let Some(path) = paths::person(&author.username) {
                element(text, "uri", &format!("{origin}{path}"));
            }
        }
        None => element(text, "name", messages::article::FORMER_MEMBER),
    }
    text.push_str("</author>");
    element(text, "summary", &article.excerpt);
    text.push_str("<content type=\"html\">");
    escape(text, &article.html);
    text.push_str("</content></entry>");
}

fn element(text: &mut String, name: &str, value: &str) {
    text.extend(["<", name, ">"]);
    escape(text, value);
    text.extend(["</", name, ">"]);
}

fn link(text: &mut String, rel: &str, href: &str) {
    text.push_str("<link");
    attribute(text, "rel", rel);
    attribute(text, "href", href);
    text.push_str("/>");
}

fn attribute(text: &mut String, name: &str, value: &str) {
    text.extend([" ", name, "=\""]);
    escape(text, value);
    text.push('"');
}

/// Text as XML, without the characters that XML cannot have.
fn escape(text: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\n' | '\t' => text.push(c),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_of_the_feed() {
        let mut text = String::new();
        element(&mut text, "title", "]]></title>&\"\u{1}\u{ffff}한");
        assert_eq!(text, "<title>]]&gt;&lt;/title&gt;&amp;&quot;한</title>");
    }
}
