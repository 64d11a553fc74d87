//! The body of a post: read whole, within limits, before the session is; then parsed into fields.
//! Django: `DATA_UPLOAD_MAX_MEMORY_SIZE` and `DATA_UPLOAD_MAX_NUMBER_FIELDS`.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::Response,
};
use http_body_util::BodyExt;
use hyper::body::Body as _;

use super::{client::address, session::is_seen};
use crate::{
    boot::{app::App, connections::Place, http::request::text_of, phase::Phase},
    server::{
        clock::now,
        flood_log::FloodLog,
        shares::{Holder, Share},
    },
    shared::{AppError, Timestamp},
};

/// The maximum body of a form, in KiB.
const BODY_LIMIT_KIB: u32 = 256;
/// The maximum number of fields in a form.
const FIELDS_MAX: usize = 1_000;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// After how many seconds a client may try again when there is no room for its body.
const RETRY_AFTER: u32 = 5;

/// So much of each body is free, in bytes: the limit on connections bounds it already.
const FREE: usize = 16 * 1_024;

/// The media type of a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The fields of a form by their names.
pub type Fields = BTreeMap<String, String>;

/// In the request: the whole body, or why it was not read.
#[derive(Clone)]
pub struct WholeBody(Result<Bytes, AppError>);

/// In the request: when a post arrived, before its body.
#[derive(Clone, Copy)]
pub struct Arrived(pub Timestamp);

/// In the request: what its body holds of the pool, until it is answered.
#[derive(Clone)]
struct HeldBytes(#[expect(dead_code, reason = "held for its drop")] Arc<Share>);

/// Reads the body of a post before the session. Otherwise a request that is sent slowly would be answered for a user who has
/// logged out meanwhile.
pub async fn read_body(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.method() == Method::POST {
        request.extensions_mut().insert(Arrived(now()));
        let holder = if is_seen(&app, request.headers()) { Holder::Member } else { Holder::Stranger };
        let mut share = app.bodies.share(&address(&app, &request).to_string(), holder);
        let body = std::mem::take(request.body_mut());
        let place = request.extensions().get::<Place>().cloned();
        let read = receive(body, &mut share, place.as_ref());
        let whole = tokio::time::timeout(BODY_TIMEOUT, read).await.unwrap_or(Err(AppError::BadRequest));
        if let Some(place) = &place {
            place.set(Phase::Working);
        }
        request.extensions_mut().insert(WholeBody(whole));
        request.extensions_mut().insert(HeldBytes(Arc::new(share)));
    }
    next.run(request).await
}

/// Reads a body. One whose announced length is over the limit is refused before it comes.
async fn receive(mut body: Body, share: &mut Share, place: Option<&Place>) -> Result<Bytes, AppError> {
    const LIMIT: usize = BODY_LIMIT_KIB as usize * 1_024;
    static REFUSED: FloodLog = FloodLog::new();
    let too_large = AppError::TooLarge { limit_kib: BODY_LIMIT_KIB };
    if body.size_hint().lower() > LIMIT as u64 {
        return Err(too_large);
    }
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| AppError::BadRequest)?.into_data() else { continue };
        if let Some(place) = place {
            place.set(Phase::Receiving);
        }
        if whole.len() + data.len() > LIMIT {
            return Err(too_large);
        }
        if !share.raise((whole.len() + data.len()).saturating_sub(FREE)) {
            if let Some(count) = REFUSED.count() {
                tracing::warn!(event = "too_many_bytes", count);
            }
            return Err(AppError::Busy { retry_after: RETRY_AFTER });
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.into())
}

/// Checks the body of a form: the right media type, and UTF-8 without NUL in every name and value.
pub fn check(headers: &HeaderMap, body: WholeBody) -> Result<Fields, AppError> {
    let content_type = text_of(headers, header::CONTENT_TYPE);
    let body = body.0?;
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let is_form = media_type.eq_ignore_ascii_case(FORM);
    if !body.is_empty() && !is_form {
        return Err(AppError::BadRequest);
    }
    parse(&body).ok_or(AppError::BadRequest)
}

/// The fields of a form that was refused as no text, to show them: what is not UTF-8, and NUL, is a replacement character. Empty if
/// the body was not read or has too many fields.
pub fn legible(body: &WholeBody) -> Fields {
    let body = body.0.as_deref().unwrap_or_default();
    if body.split(|byte| *byte == b'&').count() > FIELDS_MAX {
        return Fields::new();
    }
    let without_nul = |text: &str| text.replace('\0', "\u{fffd}");
    form_urlencoded::parse(body).map(|(name, value)| (without_nul(&name), without_nul(&value))).collect()
}

/// Encodes fields as a form does.
pub fn encode(fields: &Fields) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The fields of a form, the last of each name; `None` for text that browsers do not send. Public for `fuzz/`, as this module is.
pub fn parse(body: &[u8]) -> Option<Fields> {
    let text = std::str::from_utf8(body).ok()?;
    let escapes_are_whole = text.split('%').skip(1).all(|rest| {
        let code = rest.as_bytes().get(..2);
        code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    });
    if !escapes_are_whole || text.split('&').count() > FIELDS_MAX {
        return None;
    }
    let decoded: Vec<u8> = percent_encoding::percent_decode(body).collect();
    if decoded.contains(&0) || std::str::from_utf8(&decoded).is_err() {
        return None;
    }
    Some(form_urlencoded::parse(body).into_owned().collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_no_browser_sends_is_no_form() {
        for body in ["a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c3=x"] {
            assert!(parse(body.as_bytes()).is_none(), "{body}");
        }
        assert!(parse(b"a=\xff").is_none());
        assert!(parse("a=1&".repeat(1_001).as_bytes()).is_none());
    }

    #[test]
    fn fault_d4_what_is_no_text_is_legible() {
        let body = WholeBody(Ok(Bytes::from_static(b"title=a%00b%ffc&content=x\xffy&%zz=%zz")));
        let fields = [("title", "a\u{fffd}b\u{fffd}c"), ("content", "x\u{fffd}y"), ("%zz", "%zz")];
        assert_eq!(legible(&body), fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
        assert!(legible(&WholeBody(Err(AppError::BadRequest))).is_empty());
    }

    #[test]
    fn fields_are_decoded_and_the_last_of_a_name_counts() {
        let fields = parse("a=%ED%95%9C+1&b=&a=2".as_bytes()).unwrap();
        assert_eq!(fields, Fields::from([("a".into(), "2".into()), ("b".into(), String::new())]));
    }

    proptest! {
        /// The server functions are given the fields encoded anew: they must see what was checked.
        #[test]
        fn what_is_accepted_reads_the_same_when_it_is_encoded_anew(
            body in "([a-c=&+;]|%(2[0-9a-f]|[3-7][0-9A-F]|C3%A9|e2%82%ac|EF%BF%BD)|%[0-9a-g]{0,2}|\\PC){0,24}"
        ) {
            if let Some(fields) = parse(body.as_bytes()) {
                prop_assert_eq!(parse(encode(&fields).as_bytes()), Some(fields));
            }
        }

        #[test]
        fn whatever_text_a_browser_encodes_is_read_as_it_was_typed(
            fields in prop::collection::btree_map("[^\0]{0,8}", "[^\0]{0,24}", 0..6)
        ) {
            prop_assert_eq!(parse(encode(&fields).as_bytes()), Some(fields));
        }
    }
}
