//! Texts of attackers: whatever they are, what comes out is a short list of elements and attributes, balanced, and soon there. The browser
//! shows the same texts in `end2end/tests/articles/hostile-articles.spec.ts`.

use std::time::{Duration, Instant};

use super::Rules;

/// The texts are separated by this line; what stands before the first is a remark.
const TEXTS: &str = include_str!("hostile_texts.txt");

const ELEMENTS: &str =
    "p br hr h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del a img div table thead tbody tr th td";
const VOID: &str = "br hr img";
const ATTRIBUTES: &str = "dir href rel class tabindex start src alt loading referrerpolicy";

fn texts() -> Vec<&'static str> {
    let mut parts: Vec<&str> =
        TEXTS.split("=====\n").skip(1).map(|text| text.strip_suffix('\n').unwrap_or(text)).collect();
    parts.retain(|text| !text.is_empty());
    parts
}

fn is_listed(list: &str, name: &str) -> bool {
    list.split(' ').any(|listed| listed == name)
}

/// Every element is listed, has listed attributes with harmless values, and is closed where it was opened.
fn assert_harmless(html: &str, text: &str) {
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("{text}: {html}"));
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(is_listed(ELEMENTS, name), "{name} of {text}: {html}");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{text}: {html}");
            continue;
        }
        if !is_listed(VOID, name) {
            open.push(name);
        }
        for pair in tag[name.len()..].split("\" ").map(str::trim).filter(|pair| !pair.is_empty()) {
            let (attribute, value) = pair.split_once("=\"").unwrap_or_else(|| panic!("{pair} of {text}: {html}"));
            assert!(is_listed(ATTRIBUTES, attribute), "{attribute} of {text}: {html}");
            let starts = ["http://", "https://", "mailto:", "/"];
            let leads_well = starts.iter().any(|start| value.to_lowercase().starts_with(start));
            assert!(!matches!(attribute, "href" | "src") || leads_well, "{value} of {text}: {html}");
            assert!(
                attribute != "class" || is_listed("wide center end", value.trim_end_matches('"')),
                "{value} of {text}"
            );
        }
    }
    assert!(open.is_empty(), "{open:?} of {text}: {html}");
}

#[test]
fn no_hostile_text_becomes_more_than_text() {
    let texts = texts();
    assert!(texts.len() >= 150, "{}", texts.len());
    for remote_images in [false, true] {
        let rules = Rules { remote_images };
        for text in &texts {
            assert_harmless(&rules.render(text).html, text);
        }
        // One after the other, in a text and within its blocks.
        for before in ["", "> ", "- ", "# ", "| ", "**", "[", "`", "<p>"] {
            let text: String = texts.iter().map(|text| format!("{before}{text}\n\n")).collect();
            assert_harmless(&rules.render(&text).html, before);
        }
    }
}

/// What is repeated until the text is as long as one may be; `\n`, `\t` and `\s` stand for line breaks, tabs and spaces.
const PIECES: &str = concat!(
    r#">\s -\s *\s 1.\s # * _ *a_\s **a\s* ~~ ~a [ ![ ]( []( ![[]( [a]( < <a <!-- <? <![CDATA[ ` ``a `a`` | |- a| -|\n & &#x \ "#,
    r#"https:// www. https://a. (https://a.b a@b. <a@b.c> \n \n\n \s\n \t \s\s\s\sa\n ```\n >\n -\n ===\n [a]:\sb\n [a]\n "#,
    r#"-\s[\s]\s 가 ́ *\s*\s*\s*\n <b> </b> <p>\n\n **가** a\n>\sb\n -\sa\n\s\s-\sb\n"#,
);

#[test]
fn a_text_that_is_written_to_grow_is_soon_there_and_stays_small() {
    const LENGTH: usize = 20_000;
    let wide_table = format!("{}\n{}\n{}", "a|".repeat(2_500), "-|".repeat(2_500), "x|\n".repeat(3_300));
    let references = format!("[a]: https://a.example/{}\n\n{}", "b".repeat(9_000), "[a]".repeat(3_600));
    let nested_emphasis = format!("{}{}", "*a ".repeat(5_000), "a* ".repeat(1_600));
    let mut texts = vec![wide_table, references, nested_emphasis];
    texts.extend(PIECES.split(' ').map(|piece| {
        let piece = piece.replace("\\n", "\n").replace("\\s", " ").replace("\\t", "\t");
        piece.repeat(LENGTH / piece.chars().count())
    }));
    for text in texts {
        let begun = Instant::now();
        let rendered = Rules { remote_images: true }.render(&text);
        let (took, start) = (begun.elapsed(), text.chars().take(20).collect::<String>());
        // In a program that is compiled without thought for speed, on a machine that has other work; as released it takes milliseconds.
        assert!(took < Duration::from_secs(5), "{took:?} for {start:?}");
        assert!(rendered.html.len() < 2 * super::HTML_MAX, "{} for {start:?}", rendered.html.len());
        assert_harmless(&rendered.html, &start);
    }
}
