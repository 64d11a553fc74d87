//! A letter as text and as HTML, from the same blocks. Every link begins with the site's own origin, nothing is loaded from anywhere,
//! and without style and colours it reads as well.

use std::fmt::Write;

use super::letter::Block;

/// The width of the text, in characters; links are never broken.
const WIDTH: usize = 72;

const STYLE: &str = ":root{color-scheme:light dark}\
body{margin:0;padding:24px;background:#f4f4f1;color:#1c1c1a;font:16px/1.5 system-ui,sans-serif}\
main{max-width:34rem;margin:0 auto;padding:24px;background:#fff;border:1px solid #d9d9d2;border-radius:8px}\
h1{margin:0 0 16px;font-size:20px;line-height:1.3}p{margin:0 0 16px}\
.button{display:inline-block;padding:10px 20px;border-radius:6px;background:#0b5c52;color:#fff!important;font-weight:600;text-decoration:none}\
.address{font-size:14px;color:#5c5c55;word-break:break-all}.address a{color:inherit}\
.code{font:700 28px/1.2 ui-monospace,monospace;letter-spacing:.12em}\
dt{font-size:14px;color:#5c5c55}dd{margin:0 0 8px}.note,footer{font-size:14px;color:#5c5c55}\
footer{max-width:34rem;margin:16px auto 0;padding:0 24px}footer a{color:inherit}\
@media (prefers-color-scheme:dark){body{background:#161615;color:#ecece6}main{background:#20201e;border-color:#3b3b37}\
.button{background:#7fd6c8;color:#10201d!important}.address,dt,.note,footer{color:#b3b3aa}}";

/// What is shown below every letter, before the address of the site.
const SENT_BY: &str = "Sent by";

/// What stands above the address of a button, for those whose reader has none.
const OR_OPEN: &str = "Or open this address:";

/// The letter as plain text.
pub fn text(origin: &str, subject: &str, blocks: &[Block]) -> String {
    let mut text = format!("{subject}\n");
    for block in blocks {
        text.push('\n');
        match block {
            Block::Text(words) | Block::Note(words) => text.push_str(&wrapped(words)),
            Block::Button { label, path } => _ = writeln!(text, "{label}:\n{origin}{path}"),
            Block::Code(code) => _ = writeln!(text, "    {code}"),
            Block::Facts(facts) => facts.iter().for_each(|(name, value)| _ = writeln!(text, "{name}: {value}")),
        }
    }
    _ = writeln!(text, "\n-- \n{SENT_BY} {origin}/");
    text
}

fn wrapped(words: &str) -> String {
    let (mut text, mut length) = (String::new(), 0);
    for word in words.split(' ') {
        let added = word.chars().count();
        if length > 0 && length + 1 + added > WIDTH {
            text.push('\n');
            length = 0;
        } else if length > 0 {
            text.push(' ');
            length += 1;
        }
        text.push_str(word);
        length += added;
    }
    text.push('\n');
    text
}

/// The letter as HTML.
pub fn html(origin: &str, subject: &str, blocks: &[Block]) -> String {
    let (subject, origin) = (escaped(subject), escaped(origin));
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">\
         <title>{subject}</title><style>{STYLE}</style></head><body><main><h1 dir=\"auto\">{subject}</h1>"
    );
    for block in blocks {
        _ = match block {
            Block::Text(words) => write!(html, "<p dir=\"auto\">{}</p>", escaped(words)),
            Block::Note(words) => write!(html, "<p class=\"note\">{}</p>", escaped(words)),
            Block::Button { label, path } => {
                let (label, link) = (escaped(label), format!("{origin}{}", escaped(path)));
                write!(
                    html,
                    "<p><a class=\"button\" href=\"{link}\">{label}</a></p>\
                     <p class=\"address\">{OR_OPEN} <a href=\"{link}\">{link}</a></p>"
                )
            }
            Block::Code(code) => write!(html, "<p class=\"code\">{}</p>", escaped(code)),
            Block::Facts(facts) => {
                let facts: String = facts
                    .iter()
                    .map(|(name, value)| format!("<dt>{}</dt><dd dir=\"auto\">{}</dd>", escaped(name), escaped(value)))
                    .collect();
                write!(html, "<dl>{facts}</dl>")
            }
        };
    }
    _ = write!(html, "</main><footer>{SENT_BY} <a href=\"{origin}/\">{origin}/</a></footer></body></html>");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks() -> Vec<Block> {
        vec![
            Block::Text(
                "Somebody, perhaps you, asked for a new password for “<b>joe & co</b>”. It takes one minute.".into(),
            ),
            Block::Button { label: "Set a new password".into(), path: "/accounts/reset/1-2-3/".into() },
            Block::Code("1234 5678".into()),
            Block::Facts(vec![("Browser".into(), "Firefox \"on\" Linux".into())]),
            Block::Note("Ignore it otherwise.".into()),
        ]
    }

    #[test]
    fn text_and_html_say_the_same_and_every_link_leads_to_the_site() {
        let origin = "https://site.example";
        let (text, html) = (text(origin, "A subject", &blocks()), html(origin, "A subject", &blocks()));
        for said in ["A subject", "one minute", "Set a new password", "1234 5678", "Browser", "Ignore it"] {
            assert!(text.replace('\n', " ").contains(said) && html.contains(said), "{said}");
        }
        let links = html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
        assert!(links.clone().count() == 3 && links.clone().all(|link| link.starts_with("https://site.example/")));
        assert!(text.contains("\nhttps://site.example/accounts/reset/1-2-3/\n"));
        assert!(html.contains("&lt;b&gt;joe &amp; co&lt;/b&gt;") && html.contains("Firefox &quot;on&quot; Linux"));
    }

    #[test]
    fn a_letter_loads_nothing_and_its_text_has_short_lines() {
        let html = html("https://site.example", "A subject", &blocks());
        for loads in ["<img", "src=", "url(", "@import", "<link", "<script", "http://"] {
            assert!(!html.contains(loads), "{loads}");
        }
        let words = Block::Text("word ".repeat(60).trim_end().into());
        let text = text("https://site.example", "A subject", &[words]);
        assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    }
}
