//! The cookies of this site: reading what a browser sends, and writing them with all protections. Django: `SESSION_COOKIE_*`.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

/// The full name of a cookie: over https it binds the cookie to this host (ASVS 3.3.1).
pub fn name(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that scripts cannot read and other sites cannot make a browser send with a post.
pub fn build(https: bool, plain_name: &str, value: String) -> Cookie<'static> {
    Cookie::build((name(https, plain_name), value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .path("/")
        .build()
}

/// A cookie that makes the browser remove the one of that name.
pub fn removal(https: bool, plain_name: &str) -> Cookie<'static> {
    let mut cookie = build(https, plain_name, String::new());
    cookie.make_removal();
    cookie
}

/// Adds a cookie to the answer.
pub fn set(headers: &mut HeaderMap, cookie: &Cookie) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// The first cookie of that name. Input from a browser is not trusted: each pair is read by itself, and a malformed one is no cookie.
pub fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    values(headers, name).next()
}

/// Every cookie of that name: another program on this host may have one of the same name.
pub fn values<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = String> + 'a {
    headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b';'))
        .filter_map(|pair| std::str::from_utf8(pair).ok())
        .filter(move |pair| pair.trim_start().starts_with(name))
        .filter_map(|pair| Cookie::parse(pair).ok())
        .filter(move |cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sent(lines: &[impl AsRef<[u8]>]) -> HeaderMap {
        let lines = lines.iter().filter_map(|line| HeaderValue::from_bytes(line.as_ref()).ok());
        lines.map(|line| (header::COOKIE, line)).collect()
    }

    #[test]
    fn the_first_cookie_of_a_name_counts_and_what_is_odd_is_none() {
        for (lines, found) in [
            (vec!["a=1; sessionid=x; sessionid=y"], Some("x")),
            (vec!["a=1", "sessionid=x"], Some("x")),
            (vec!["sessionid = x = y ;"], Some("x = y")),
            (vec!["sessionid=\"x\""], Some("\"x\"")),
            (vec!["sessionid="], Some("")),
            (vec!["sessionid; =x; SessionId=x; xsessionid=x; sessionid%3Dx"], None),
            (vec!["한=1; sessionid=x"], Some("x")),
            (vec![], None),
        ] {
            assert_eq!(value(&sent(&lines), "sessionid").as_deref(), found, "{lines:?}");
        }
    }

    #[test]
    fn fault_d10_a_foreign_cookie_with_odd_bytes_hides_no_other() {
        for line in [
            b"a=\xff; sessionid=x".as_slice(),
            b"sessionid=x; a=\x80",
            b"\xe9\xe9; sessionid=x; a",
            b"\xff=1;sessionid=x",
        ] {
            assert_eq!(value(&sent(&[line]), "sessionid").as_deref(), Some("x"), "{line:?}");
        }
        assert_eq!(value(&sent(&[b"sessionid=\xff".as_slice()]), "sessionid"), None);
    }

    proptest! {
        /// By the letter of RFC 6265: pairs between semicolons, without the spaces around them.
        #[test]
        fn the_value_found_is_the_first_pair_of_that_name(line in "(id|id=|[a-z]|[=;, \"%\t]|\\PC){0,24}") {
            let headers = sent(&[&line]);
            let read = headers.get(header::COOKIE).map(|_| line.as_str());
            let mut pairs = read.unwrap_or_default().split(';').filter_map(|pair| pair.split_once('='));
            let expected = pairs.find(|(name, _)| name.trim() == "id").map(|(_, value)| value.trim().to_owned());
            prop_assert_eq!(value(&headers, "id"), expected);
        }

        #[test]
        fn what_is_set_comes_back_among_other_cookies(
            https: bool, given in "[!#-+--:<-~]{0,40}", before in "([a-z]{1,8}=[a-z0-9]{0,8}; ?){0,3}", after in "(; ?\\PC*)?"
        ) {
            let mut answer = HeaderMap::new();
            set(&mut answer, &build(https, "sessionid", given.clone()));
            let pair = answer[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
            let headers = sent(&[&format!("{before}{pair}{after}")]);
            prop_assert_eq!(value(&headers, &name(https, "sessionid")), Some(given));
        }
    }
}
