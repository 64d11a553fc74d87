//! The HTML document around the page: head, style sheet, and the script that starts the browser's code. All but the title, the nonce and
//! the user is written once, at start.

use std::sync::Arc;

use super::colours::Colours;
use crate::{
    accounts::types::{Rights, UserId},
    articles::paths,
    server::preferences::Theme,
    shared::SiteInfo,
    ui::{Description, Head, push_without_markers},
};

/// The addresses of the built files, and the hash of the build; found once at start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    pub style: String,
    pub script: String,
    pub wasm: String,
    /// The script starts the browser's code itself; otherwise the document has to.
    pub starts_itself: bool,
    /// Tells this build from every other; empty where files have no hash.
    pub build: Arc<str>,
}

/// The parts of every document. Their order: the root, `build`, attributes of the viewer, `until_title`, title, `until_nonce`, nonce, `after_nonce`, rules.
#[derive(Debug, Default)]
pub struct Document {
    /// Of a description.
    site_name: String,
    /// What an address of this site begins with, where the settings say it.
    origin: Option<String>,
    style_hash: Option<String>,
    build: String,
    until_title: String,
    until_nonce: String,
    after_nonce: String,
}

/// How every document begins. Attributes of the root follow.
pub const ROOT: &str = "<!DOCTYPE html><html lang=\"en\"";

/// The attributes of the root that say in which theme the document is shown, in which zone its times are written, and what its user may do.
pub fn root_attributes(theme: Option<Theme>, zone: i32, rights: Option<Rights>) -> String {
    let theme = theme.map(|theme| format!(" data-theme=\"{}\"", theme.id())).unwrap_or_default();
    let zone = if zone == 0 { String::new() } else { format!(" data-zone=\"{zone}\"") };
    let rights = rights.map(|Rights(number)| format!(" data-rights=\"{number}\"")).unwrap_or_default();
    theme + &zone + &rights
}

/// What differs from document to document.
pub struct Parts<'a> {
    pub user: Option<UserId>,
    /// Attributes of the root, as [`root_attributes`] writes them.
    pub root: &'a str,
    pub head: &'a Head,
    /// Of the script; without one the document stays plain HTML.
    pub nonce: Option<&'a str>,
    pub body: &'a str,
}

/// Asks the browser to fetch an article or a page of the list when a visitor points at its link. A document with a form that posts asks
/// for nothing: after a login, the page that was fetched for the visitor would be shown to the user.
const SPECULATION: &str = "<script type=\"speculationrules\" nonce=\"";
const RULES: &str =
    "\">{\"prefetch\":[{\"where\":{\"href_matches\":\"/articles/*\"},\"eagerness\":\"moderate\"}]}</script>";
const START: &str = include_str!("start.js");
const END_OF_HEAD: &str = "</head><body>";

impl Document {
    /// Of a site; `origin` is what its addresses begin with, if that is known.
    pub fn new(assets: &Assets, site: &SiteInfo, origin: Option<&str>) -> Self {
        let Assets { style, wasm, build, .. } = assets;
        let colours = Colours::of(site);
        let (site, [day, night]) = (quoted(&site.name), colours.band);
        let own_style = colours.css.as_ref().map(|css| format!("<style>{css}</style>")).unwrap_or_default();
        let build = if build.is_empty() { String::new() } else { format!(" data-build=\"{build}\"") };
        Self {
            site_name: format!("<meta property=\"og:site_name\" content=\"{site}\">"),
            origin: origin.map(quoted),
            style_hash: colours.hash(),
            build,
            until_title: format!(
                "><head><meta charset=\"utf-8\">\
                <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
                <meta name=\"color-scheme\" content=\"light dark\">\
                <meta name=\"theme-color\" content=\"{day}\" media=\"(prefers-color-scheme: light)\">\
                <meta name=\"theme-color\" content=\"{night}\" media=\"(prefers-color-scheme: dark)\">\
                <link rel=\"stylesheet\" href=\"{style}\">{own_style}\
                <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
                <link rel=\"alternate\" href=\"{feed}\" type=\"application/atom+xml\" title=\"{site}\"><title>",
                feed = paths::FEED
            ),
            until_nonce: format!(
                "<link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\
                <script type=\"module\" nonce=\""
            ),
            after_nonce: script_after_nonce(assets),
        }
    }

    /// What the policy calls the style element in every document, if there is one.
    pub fn style_hash(&self) -> Option<&str> {
        self.style_hash.as_deref()
    }

    /// The whole document.
    pub fn write(&self, parts: &Parts) -> String {
        let Parts { user, root, head, nonce, body } = parts;
        let fixed = ROOT.len()
            + root.len()
            + self.build.len()
            + self.until_title.len()
            + self.until_nonce.len()
            + self.after_nonce.len();
        let mut text = String::with_capacity(fixed + body.len() + head.title.len() + 1_024);
        [ROOT, root, &self.build].iter().for_each(|part| text.push_str(part));
        if let Some(user) = user {
            text.push_str(" data-user=\"");
            text.push_str(&user.0.to_string());
            text.push('"');
        }
        text.push_str(&self.until_title);
        escape_into(&mut text, &head.title);
        text.push_str("</title>");
        if let Some(description) = &head.description {
            describe(&mut text, description);
            text.push_str(&self.site_name);
            if let Some(origin) = &self.origin {
                let whole = [origin, quoted(&description.path).as_str()].concat();
                text.extend([
                    "<meta property=\"og:url\" content=\"",
                    &whole,
                    "\"><link rel=\"canonical\" href=\"",
                    &whole,
                    "\">",
                ]);
            }
        }
        if let Some(nonce) = nonce {
            for part in [&self.until_nonce, *nonce, &self.after_nonce] {
                text.push_str(part);
            }
            if user.is_none() && !body.contains("method=\"post\"") {
                [SPECULATION, *nonce, RULES].iter().for_each(|part| text.push_str(part));
            }
        }
        text.push_str(END_OF_HEAD);
        push_without_markers(&mut text, body);
        text.push_str("</body></html>");
        text
    }
}

/// What search engines and other sites show of the page.
fn describe(text: &mut String, Description { title, text: about, kind, .. }: &Description) {
    for (name, content) in [
        ("name=\"description\"", about.as_str()),
        ("property=\"og:title\"", title),
        ("property=\"og:description\"", about),
        ("property=\"og:type\"", kind),
    ] {
        text.extend(["<meta ", name, " content=\"", &quoted(content), "\">"]);
    }
}

/// The script, which fetches the WebAssembly and starts the browser's code, after the nonce of its element.
fn script_after_nonce(assets: &Assets) -> String {
    let Assets { script, wasm, starts_itself, .. } = assets;
    if *starts_itself {
        return format!("\" src=\"{script}\"></script>");
    }
    let lines = START.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let start = lines.collect::<Vec<_>>().join("\n");
    format!("\">import * as app from '{script}';\n{start}\nstartProgram(app, '{wasm}');</script>")
}

/// Text as the value of an attribute.
fn quoted(text: &str) -> String {
    let mut escaped = String::new();
    escape_into(&mut escaped, text);
    escaped.replace('"', "&quot;")
}

/// Text as the content of an element.
fn escape_into(to: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => to.push_str("&amp;"),
            '<' => to.push_str("&lt;"),
            c => to.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::shared::Colour;

    fn assets(build: &str) -> Assets {
        let [style, script, wasm] = ["css", "js", "wasm"].map(|kind| format!("/pkg/a.{kind}"));
        Assets { style, script, wasm, starts_itself: !build.is_empty(), build: build.into() }
    }

    fn document(build: &str) -> Document {
        let site = SiteInfo { name: "A & B".to_owned(), ..SiteInfo::default() };
        Document::new(&assets(build), &site, Some("https://site.example"))
    }

    #[test]
    fn the_colours_of_the_site_stand_in_every_document_by_the_hash_of_its_policy() {
        let parts = Parts { user: None, root: "", head: &Head::default(), nonce: None, body: "" };
        let plain = document("1");
        assert!(!plain.write(&parts).contains("<style") && plain.style_hash().is_none());
        let site = SiteInfo { accent: Colour::read("#1d3a8a"), ..SiteInfo::default() };
        let own = Document::new(&assets("1"), &site, None);
        let text = own.write(&parts);
        let css = text.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
        let hash = BASE64_STANDARD.encode(Sha256::digest(css));
        assert_eq!(own.style_hash(), Some(format!("'sha256-{hash}'").as_str()));
        assert!(!text.contains("#0e3b2e"), "the browser's own frame has the colour too");
    }

    #[test]
    fn a_document_has_its_title_escaped_and_its_viewer_and_build_in_the_root() {
        let path = "/articles/?before=7&a".to_owned();
        let description = Description { title: "a \"b\"".to_owned(), text: "<c>".to_owned(), kind: "article", path };
        let head = Head { title: "a <b> & c".to_owned(), description: Some(description) };
        let parts = Parts { user: Some(UserId(7)), root: "", head: &head, nonce: Some("n"), body: "<p>x<!>y</p><!>" };
        let whole = "https://site.example/articles/?before=7&amp;a";
        let text = document("1a2b").write(&parts);
        assert!(
            text.starts_with("<!DOCTYPE html><html lang=\"en\" data-build=\"1a2b\" data-user=\"7\"><head>"),
            "{text}"
        );
        assert!(text.contains("<title>a &lt;b> &amp; c</title>"), "{text}");
        assert!(text.contains("<meta name=\"description\" content=\"&lt;c>\">"), "{text}");
        assert!(text.contains("<meta property=\"og:title\" content=\"a &quot;b&quot;\">"), "{text}");
        assert!(text.contains("<meta property=\"og:site_name\" content=\"A &amp; B\">"), "{text}");
        assert!(text.contains(&format!("<link rel=\"canonical\" href=\"{whole}\">")), "{text}");
        assert!(text.contains(&format!("<meta property=\"og:url\" content=\"{whole}\">")), "{text}");
        assert!(text.contains("<script type=\"module\" nonce=\"n\" src=\"/pkg/a.js\"></script>"), "{text}");
        assert!(text.ends_with("</head><body><p>xy</p></body></html>"), "{text}");
    }

    #[test]
    fn a_script_that_does_not_start_itself_is_started_by_the_document() {
        let parts = Parts { user: None, root: "", head: &Head::default(), nonce: Some("n"), body: "" };
        let text = document("").write(&parts);
        assert!(text.contains("nonce=\"n\">import * as app from '/pkg/a.js';"), "{text}");
        assert!(text.contains("startProgram(app, '/pkg/a.wasm');</script>"), "{text}");
    }

    #[test]
    fn only_a_visitors_document_without_a_form_asks_for_pages_ahead() {
        let rules = |user, body| {
            let parts = Parts { user, root: "", head: &Head::default(), nonce: Some("n"), body };
            document("1").write(&parts).contains("<script type=\"speculationrules\" nonce=\"n\">")
        };
        assert!(rules(None, "<a href=\"/articles/1/\">x</a><form method=\"get\">"));
        assert!(!rules(None, "<form method=\"post\">") && !rules(Some(UserId(7)), ""));
    }

    #[test]
    fn a_document_without_nonce_has_no_script() {
        let parts = Parts { user: None, root: "", head: &Head::default(), nonce: None, body: "" };
        let text = document("").write(&parts);
        assert!(text.starts_with("<!DOCTYPE html><html lang=\"en\"><head>"), "{text}");
        assert!(!text.contains("script") && !text.contains(".wasm"), "{text}");
    }
}
