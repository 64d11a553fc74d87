//! From the Markdown of an article to its HTML, as GitHub reads it: headings, lists, links, bare addresses, code, quotes, tables. Line
//! breaks stay. HTML in it is text. What comes out is cleaned a second time, by a list of what an article may have. Django leaves this to
//! packages (`markdown`, `bleach`).

mod addresses;
mod cleaning;
#[cfg(test)]
mod hostile;
mod plain;
mod shaping;

use pulldown_cmark::{Event, Options, Parser, TextMergeStream, html::push_html};
use shaping::Shaper;

/// Counts up with every change that makes other HTML, plain text or words of the same article.
const VERSION: i64 = 2;

/// The most pieces of a text that is read as Markdown, and the most bytes that may come of it. A text beyond is shown as it is: it was
/// written to grow, such as a table with thousands of columns.
const EVENTS_MAX: usize = 30_000;
const HTML_MAX: usize = 256 * 1_024;

/// How Markdown is read here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rules {
    /// Pictures of other sites are shown, which tells those sites who reads. Otherwise a picture is a link.
    pub remote_images: bool,
}

/// What is made of an article's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub html: String,
    /// The text without its marks.
    pub plain: String,
}

impl Rules {
    /// Stored beside what was made by these rules. With another number it is made anew.
    pub fn number(self) -> i64 {
        VERSION * 2 + i64::from(self.remote_images)
    }

    pub fn render(self, text: &str) -> Rendered {
        let Some(events) = events(text) else { return as_it_is(text) };
        let plain = plain::of(&events);
        let shaped = Shaper::new(self.remote_images, &events).shape(events);
        let mut html = String::with_capacity(text.len() * 3 / 2);
        push_html(&mut html, shaped.into_iter());
        if html.len() > HTML_MAX {
            return as_it_is(text);
        }
        Rendered { html: cleaning::clean(&html), plain }
    }
}

/// The pieces of a text, unless there are too many.
fn events(text: &str) -> Option<Vec<Event<'_>>> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let pieces = TextMergeStream::new(Parser::new_ext(text, options));
    let events: Vec<Event> = pieces.take(EVENTS_MAX + 1).collect();
    (events.len() <= EVENTS_MAX).then_some(events)
}

/// The text in paragraphs, without reading any marks.
fn as_it_is(text: &str) -> Rendered {
    let mut html = String::new();
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        html.push_str("<p dir=\"auto\">");
        let escaped = paragraph.trim_matches('\n').replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        html.push_str(&escaped.replace('\n', "<br>\n"));
        html.push_str("</p>\n");
    }
    Rendered { html, plain: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str) -> String {
        Rules::default()
            .render(text)
            .html
            .trim()
            .replace(" rel=\"nofollow ugc noopener\"", "")
            .replace(" dir=\"auto\"", "")
    }

    #[test]
    fn text_is_read_as_github_reads_it() {
        for (text, expected) in [
            ("One.\nStill one.\n\nTwo.", "<p>One.<br>\nStill one.</p>\n<p>Two.</p>"),
            ("**b** *i* ~~s~~ `c<d`", "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c&lt;d</code></p>"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"),
            ("- [x] done\n- [ ] open", "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>"),
            ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
            ("```rust\nlet a = 1 < 2;\n```", "<pre tabindex=\"0\"><code>let a = 1 &lt; 2;\n</code></pre>"),
            ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
            ("[a](https://b.example/?c&d)", "<p><a href=\"https://b.example/?c&amp;d\">a</a></p>"),
            ("바다를 **처음** 본 날", "<p>바다를 <strong>처음</strong> 본 날</p>"),
            ("<b>5 < 6</b> & \"q\"", "<p>&lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; \"q\"</p>"),
        ] {
            assert_eq!(html(text), expected, "{text}");
        }
    }

    #[test]
    fn a_table_scrolls_by_itself_and_is_aligned_by_classes() {
        let table = html("| a | b |\n|:-:|--:|\n| 1 | 2 |");
        assert!(table.starts_with("<div class=\"wide\" tabindex=\"0\"><table>"), "{table}");
        assert!(table.contains("<th class=\"center\">a</th><th class=\"end\">b</th>"), "{table}");
        assert!(!table.contains("style"), "{table}");
    }

    #[test]
    fn headings_stand_below_that_of_the_page_and_leave_none_out() {
        assert_eq!(html("# a\n\n## b"), "<h2>a</h2>\n<h3>b</h3>");
        assert_eq!(html("### a\n\n## b\n\n###### c"), "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>");
        assert_eq!(html("a\n==="), "<h2>a</h2>");
    }

    #[test]
    fn a_bare_address_is_a_link_and_what_ends_the_sentence_is_not_part_of_it() {
        for (text, address, rest) in [
            ("see https://a.example/b.", "https://a.example/b", "."),
            ("(https://a.example/b_(c))", "https://a.example/b_(c)", ")"),
            ("HTTPS://a.example!", "HTTPS://a.example", "!"),
        ] {
            assert!(
                html(text).contains(&format!("<a href=\"{address}\">{address}</a>{rest}")),
                "{text}: {}",
                html(text)
            );
        }
        assert!(html("www.a.example").contains("<a href=\"http://www.a.example\">www.a.example</a>"));
        for text in ["xhttps://a.example", "https://", "`https://a.example`", "www. a", "ahttp://"] {
            assert!(!html(text).contains("<a"), "{text}: {}", html(text));
        }
    }

    #[test]
    fn a_link_leads_to_the_web_or_into_this_site_only() {
        for target in ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "/articles/1/"] {
            assert!(html(&format!("[a](<{target}>)")).contains("<a href="), "{target}");
        }
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//evil.example",
            "/\\evil.example",
            "#main",
            "page",
            "&#106;avascript:alert(1)",
            "blob:https://a.example/1",
            "",
        ] {
            assert_eq!(html(&format!("[a](<{target}>)")), "<p>a</p>", "{target}");
        }
        let link = Rules::default().render("[a](https://b.example)").html;
        assert!(link.contains("rel=\"nofollow ugc noopener\""), "{link}");
    }

    #[test]
    fn a_picture_of_another_site_is_a_link_unless_the_settings_show_it() {
        let (text, shown) = ("![A *cat*](https://a.example/c.png \"t\")", Rules { remote_images: true });
        assert_eq!(html(text), "<p><a href=\"https://a.example/c.png\">A <em>cat</em></a></p>");
        assert_eq!(
            html("![](https://a.example/c.png)"),
            "<p><a href=\"https://a.example/c.png\">https://a.example/c.png</a></p>"
        );
        assert_eq!(
            html("[![c](https://a.example/c.png)](https://b.example)"),
            "<p><a href=\"https://b.example\">c</a></p>"
        );
        let picture = shown.render(text).html;
        assert!(picture.contains("<img src=\"https://a.example/c.png\" alt=\"A cat\""), "{picture}");
        assert!(
            picture.contains("referrerpolicy=\"no-referrer\"") && picture.contains("loading=\"lazy\""),
            "{picture}"
        );
        for insecure in ["![c](http://a.example/c.png)", "![c](data:image/png;base64,AA)", "![c](/accounts/logout/)"] {
            assert!(!shown.render(insecure).html.contains("<img"), "{insecure}");
        }
        assert_ne!(shown.number(), Rules::default().number());
    }

    #[test]
    fn the_plain_text_has_no_marks() {
        let plain = |text: &str| Rules::default().render(text).plain;
        assert_eq!(plain("# A *b*\n\nc `d` [e](https://f.example) <i>\n- g\n- h"), "A b\nc d e <i>\ng\nh");
        assert_eq!(plain("![cat](https://a.example/c.png)"), "cat");
        assert_eq!(plain("|a|b|\n|-|-|\n|c|d|"), "a b\nc d");
    }
}
