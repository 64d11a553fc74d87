//! The cookies of this site: read from what a browser sends, and written fenced in. Django: `SESSION_COOKIE_*`.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::{Cookie, SameSite};

/// What a cookie is called: over https its name binds it to this host (ASVS 3.3.1).
pub fn name(https: bool, name: &str) -> String {
    if https { format!("__Host-{name}") } else { name.to_owned() }
}

/// A cookie that no script can read and no other site can send along with a post.
pub fn build(https: bool, plain_name: &str, value: String) -> Cookie<'static> {
    Cookie::build((name(https, plain_name), value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(https)
        .path("/")
        .build()
}

/// What makes a browser forget the cookie of that name.
pub fn removal(https: bool, plain_name: &str) -> Cookie<'static> {
    let mut cookie = build(https, plain_name, String::new());
    cookie.make_removal();
    cookie
}

/// Sends a cookie along.
pub fn set(headers: &mut HeaderMap, cookie: &Cookie) {
    if let Ok(value) = HeaderValue::from_str(&cookie.to_string()) {
        headers.append(header::SET_COOKIE, value);
    }
}

/// The first cookie of that name: what browsers send is not ours to trust, so anything odd is no cookie.
pub fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| Cookie::split_parse(line.to_owned()).flatten())
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}
