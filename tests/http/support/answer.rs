//! An answer and how tests read it: by plain text search, because the pages are our own.

use axum::http::{HeaderMap, header, response::Parts};
use serde_json::Value;

pub struct Answer {
    pub asked: String,
    pub status: u16,
    pub headers: HeaderMap,
    /// The whole body, scripts included, without the comments that hydration needs.
    pub body: String,
    /// The document without the hydration data after it.
    pub html: String,
}

impl Answer {
    pub fn new(asked: String, parts: Parts, bytes: &[u8]) -> Self {
        let body = String::from_utf8_lossy(bytes).replace("<!>", "").replace("<!---->", "");
        let html = body.split("</html>").next().unwrap().to_owned();
        Self { asked, status: parts.status.as_u16(), headers: parts.headers, body, html }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.header("location").unwrap_or_else(|| panic!("no redirect but {}: {}", self.status, self.body))
    }

    pub fn cookies_set(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"), "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }

    /// True when the document holds this text.
    pub fn has(&self, text: &str) -> bool {
        self.html.contains(text)
    }

    /// Status and, of a redirect, where it leads: `303 /articles/`.
    pub fn outcome(&self) -> String {
        match self.header("location") {
            Some(location) => format!("{} {location}", self.status),
            None => self.status.to_string(),
        }
    }

    /// The headers for comparing two answers, without the values that differ in every answer.
    pub fn telling_headers(&self) -> Vec<(String, String)> {
        let pairs = self.headers.iter().filter(|(name, _)| name.as_str() != "x-request-id");
        let mut pairs: Vec<(String, String)> = pairs
            .map(|(name, value)| {
                let value = value.to_str().unwrap();
                let value = match *name {
                    header::SET_COOKIE => without_value(value),
                    header::CONTENT_SECURITY_POLICY => without_nonce(value),
                    _ => value.to_owned(),
                };
                (name.to_string(), value)
            })
            .collect();
        pairs.sort();
        pairs
    }

    /// The text of the only `h1`.
    pub fn heading(&self) -> String {
        let headings: Vec<String> = self.elements("h1");
        assert_eq!(headings.len(), 1, "{}: {}", self.asked, self.body);
        headings[0].clone()
    }

    /// The name of the logged-in user in the page header.
    pub fn user_name(&self) -> Option<String> {
        let (_, rest) = self.html.split_once("user-name\"")?;
        let (_, rest) = rest.split_once('>')?;
        Some(rest.split_once("</a>")?.0.to_owned())
    }

    /// The opening tag of the control with that name.
    pub fn control(&self, name: &str) -> &str {
        let found = self.html.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")));
        found.unwrap_or_else(|| panic!("no control {name}: {}", self.html)).split('>').next().unwrap()
    }

    /// The value of the control with that name.
    pub fn value_of(&self, name: &str) -> String {
        attribute(self.control(name), "value").map(|value| unescape(&value)).unwrap_or_default()
    }

    /// The text of the text area with that name.
    pub fn text_of(&self, name: &str) -> String {
        let (_, rest) = self.html.split_once(self.control(name)).unwrap();
        let text = rest.split_once('>').unwrap().1.split_once("</textarea>").unwrap().0;
        unescape(text.strip_prefix('\n').unwrap_or(text))
    }

    /// The errors of a field. The control must be invalid and refer to them exactly when there are any.
    pub fn errors_on(&self, name: &str) -> Vec<String> {
        let control = self.control(name);
        let list = format!("id_{name}_errors");
        let described = attribute(control, "aria-describedby").unwrap_or_default();
        let is_wrong = attribute(control, "aria-invalid").as_deref() == Some("true");
        assert_eq!(is_wrong, described.split(' ').any(|id| id == list), "{control}");
        let Some((_, rest)) = self.html.split_once(&format!("id=\"{list}\"")) else {
            assert!(!is_wrong, "{control}");
            return Vec::new();
        };
        elements(rest.split_once("</ul>").unwrap().0, "li")
    }

    /// The error of the whole form.
    pub fn alert(&self) -> Option<String> {
        let (_, rest) = self.html.split_once("role=\"alert\"")?;
        elements(rest.split_once("</div>")?.0, "p").first().cloned()
    }

    /// The actions of all forms of the page.
    pub fn form_actions(&self) -> Vec<String> {
        self.html.split("<form").skip(1).map(|tag| attribute(tag, "action").unwrap()).collect()
    }

    /// The texts of the elements of that kind.
    pub fn elements(&self, kind: &str) -> Vec<String> {
        elements(&self.html, kind)
    }

    /// The address of the link with this text.
    pub fn link(&self, text: &str) -> Option<String> {
        let before = self.html.split_once(&format!(">{text}</a>"))?.0;
        attribute(before.rsplit_once("<a ")?.1, "href").map(|href| unescape(&href))
    }

    /// Checks an error page of the site: status, heading and layout.
    pub fn assert_error_page(&self, status: u16, heading: &str) {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.body);
        assert_eq!(self.header("content-type"), Some("text/html; charset=utf-8"), "{}", self.asked);
        assert_eq!(self.heading(), heading, "{}", self.asked);
        assert!(self.has("class=\"site-header\"") && self.has(&format!(">{status}<")), "{}", self.asked);
    }
}

fn without_nonce(policy: &str) -> String {
    match policy.split_once("'nonce-").and_then(|(before, rest)| Some((before, rest.split_once('\'')?.1))) {
        Some((before, after)) => format!("{before}'nonce-…'{after}"),
        None => policy.to_owned(),
    }
}

fn without_value(cookie: &str) -> String {
    let (pair, attributes) = cookie.split_once(';').unwrap();
    format!("{}=…;{attributes}", pair.split_once('=').unwrap().0)
}

fn elements(html: &str, kind: &str) -> Vec<String> {
    let (open, close) = (format!("<{kind}"), format!("</{kind}>"));
    let parts = html.split(open.as_str()).skip(1).filter(|rest| rest.starts_with(['>', ' ']));
    parts.filter_map(|rest| Some(rest.split_once('>')?.1.split_once(close.as_str())?.0.to_owned())).collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
