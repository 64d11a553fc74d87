//! A `User-Agent` header in words: "Firefox on Windows". The patterns are few and our own; a library matches them.

use std::sync::LazyLock;

use ua_parser::{os, user_agent};

use crate::accounts::messages::device;

/// The first match counts, so a name that other browsers claim too stands last.
const BROWSERS: [(&str, &str); 17] = [
    ("Edg(?:e|A|iOS)?/", "Edge"),
    ("OPR/|OPT/|Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("YaBrowser/", "Yandex Browser"),
    ("Whale/", "Whale"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("FxiOS/|Firefox/", "Firefox"),
    ("HeadlessChrome/|CriOS/|Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Version/[0-9.]+.* Safari/", "Safari"),
    ("Trident/|MSIE ", "Internet Explorer"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
    ("python-requests/|Python-urllib|httpx/", "Python"),
    ("Playwright/", "Playwright"),
    ("Mozilla/", device::BROWSER),
];

const SYSTEMS: [(&str, &str); 9] = [
    ("iPhone|iPod", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS X", "macOS"),
    ("FreeBSD|OpenBSD|NetBSD", "BSD"),
    ("Ubuntu|Fedora|Linux", "Linux"),
    ("X11", "Unix"),
];

static BROWSER: LazyLock<Option<user_agent::Extractor>> = LazyLock::new(|| {
    let parser = |(regex, family): (&'static str, &'static str)| user_agent::Parser {
        regex: format!("({regex})").into(),
        family_replacement: Some(family.into()),
        ..Default::default()
    };
    let builder = BROWSERS.into_iter().map(parser).try_fold(user_agent::Builder::new(), user_agent::Builder::push);
    builder.ok()?.build().ok()
});

static SYSTEM: LazyLock<Option<os::Extractor>> = LazyLock::new(|| {
    let parser = |(regex, family): (&'static str, &'static str)| os::Parser {
        regex: format!("({regex})").into(),
        os_replacement: Some(family.into()),
        ..Default::default()
    };
    let builder = SYSTEMS.into_iter().map(parser).try_fold(os::Builder::new(), os::Builder::push);
    builder.ok()?.build().ok()
});

/// Browser and system in words, or that they are unknown. Never the header itself, which a client can make up.
pub fn describe(text: &str) -> String {
    let browser = BROWSER.as_ref().and_then(|browser| Some(browser.extract(text)?.family.into_owned()));
    let system = SYSTEM.as_ref().and_then(|system| Some(system.extract(text)?.os.into_owned()));
    match (browser, system) {
        (Some(browser), Some(system)) => device::browser_on(&browser, &system),
        (Some(name), None) => name,
        (None, Some(system)) => device::unknown_on(&system),
        (None, None) => device::UNKNOWN.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_and_systems_are_named_as_people_know_them() {
        let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
        for (agent, words) in [
            (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0"), "Edge on Windows"),
            (format!("Mozilla/5.0 (X11; Linux x86_64) {webkit} HeadlessChrome/141.0.0.0 Safari/537.36"), "Chrome on Linux"),
            (format!("Mozilla/5.0 (Linux; Android 10; K) {webkit} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36"), "Samsung Internet on Android"),
            ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0".into(), "Firefox on Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1".into(), "Safari on iPhone"),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15".into(), "Safari on macOS"),
            ("curl/8.14.1".into(), "curl"),
            ("<script>alert(1)</script>".into(), "Unknown device"),
            (String::new(), "Unknown device"),
        ] {
            assert_eq!(describe(&agent), words, "{agent}");
        }
    }
}
