//! Why a request did not pass as one of this site's own pages, for the log: what the operator may have to change in front of the
//! server. Most often a proxy does not pass the `Host` header on.

use axum::http::HeaderMap;

use crate::boot::messages::origin as messages;

/// What to do about it. `host` is what the request names, `https` whether this site is served over https.
pub fn remedy(headers: &HeaderMap, host: Option<&str>, https: bool) -> &'static str {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some((scheme, page)) = text("origin").and_then(|origin| origin.split_once("://")) else {
        return if text("sec-fetch-site").is_some() { messages::OTHER_SITE } else { messages::HIDDEN };
    };
    if text("sec-fetch-site").is_some() {
        return messages::OTHER_SITE;
    }
    match host {
        None | Some("") => messages::NO_HOST,
        Some(host) if host == page && scheme == "http" && https => messages::PLAIN_HTTP,
        Some(host) if without_port(host) == without_port(page) => messages::PORT,
        Some(_) if text("x-forwarded-host").is_some_and(|passed| passed == page) => messages::FORWARDED_HOST,
        Some(_) => messages::OTHER_HOST,
    }
}

/// The name alone; an IPv6 address has brackets.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn fault_e2_the_remedy_fits_what_the_proxy_did() {
        let page = "https://www.example.com";
        for (headers, host, https, expected) in [
            (vec![("origin", page)], Some("127.0.0.1:3000"), true, messages::OTHER_HOST),
            (vec![("origin", "http://www.example.com")], Some("backend"), false, messages::OTHER_HOST),
            (
                vec![("origin", page), ("x-forwarded-host", "www.example.com")],
                Some("backend"),
                true,
                messages::FORWARDED_HOST,
            ),
            (vec![("origin", "https://www.example.com:8443")], Some("www.example.com"), true, messages::PORT),
            (vec![("origin", "http://[::1]:8080")], Some("[::1]"), false, messages::PORT),
            (vec![("origin", "http://www.example.com")], Some("www.example.com"), true, messages::PLAIN_HTTP),
            (vec![("origin", page)], None, true, messages::NO_HOST),
            (vec![("origin", page)], Some(""), true, messages::NO_HOST),
            (vec![("origin", "null")], Some("www.example.com"), true, messages::HIDDEN),
            (
                vec![("origin", "null"), ("sec-fetch-site", "cross-site")],
                Some("www.example.com"),
                true,
                messages::OTHER_SITE,
            ),
            (
                vec![("origin", page), ("sec-fetch-site", "same-site")],
                Some("127.0.0.1:3000"),
                true,
                messages::OTHER_SITE,
            ),
            (vec![("sec-fetch-site", "cross-site")], Some("www.example.com"), true, messages::OTHER_SITE),
        ] {
            let pairs = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()));
            assert_eq!(remedy(&pairs.collect(), host, https), expected, "{headers:?} {host:?}");
        }
    }
}
