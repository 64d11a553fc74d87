//! Says that an answer depends on the encodings that a client accepts, so that a shared cache never gives compressed bytes to a
//! client that cannot read them. Every answer says it: one that came uncompressed, without its body or as a 304, too.
//! Django: `GZipMiddleware`.

use axum::http::{HeaderMap, HeaderValue, Response, header};

pub fn negotiated<B>(mut response: Response<B>) -> Response<B> {
    let headers = response.headers_mut();
    if !names(headers).any(|name| name == "*" || name.eq_ignore_ascii_case(header::ACCEPT_ENCODING.as_str())) {
        headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

fn names(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lines = headers.get_all(header::VARY).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}
