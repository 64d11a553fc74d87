//! The feed of the newest articles. Its tag is the generation of what is public, so that a feed reader costs one query while nothing has
//! changed.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    articles::server::lists,
    boot::{
        app::App,
        http::{answer::refusal, layers::session::NotInUse},
    },
    web::feed as atom,
};

const ATOM: HeaderValue = HeaderValue::from_static("application/atom+xml; charset=utf-8");
const REVALIDATED: HeaderValue = HeaderValue::from_static("public, no-cache");

pub async fn feed(State(app): State<App>, headers: HeaderMap) -> Response {
    let origin = origin(&app, &headers);
    let generation = app.generations.current(&app.db).await;
    let tag = generation.and_then(|generation| HeaderValue::from_str(&format!("W/\"{generation}\"")).ok());
    let is_known = |tag: &HeaderValue| headers.get_all(header::IF_NONE_MATCH).iter().any(|known| known == tag);
    let mut response = match &tag {
        Some(tag) if is_known(tag) => StatusCode::NOT_MODIFIED.into_response(),
        _ => match lists::newest(&app.articles).await {
            Ok(articles) => {
                ([(header::CONTENT_TYPE, ATOM)], atom::write(&app.site_info.name, &origin, &articles)).into_response()
            }
            Err(error) => return refusal(error),
        },
    };
    response.headers_mut().insert(header::CACHE_CONTROL, REVALIDATED);
    if let Some(tag) = tag {
        response.headers_mut().insert(header::ETAG, tag);
    }
    // A feed reader that runs in the browser keeps no session alive.
    response.extensions_mut().insert(NotInUse);
    response
}

/// The site's own origin, as the request names it. An answer depends on its host, as caches know.
fn origin(app: &App, headers: &HeaderMap) -> String {
    let scheme = if app.settings.sessions.https { "https" } else { "http" };
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).filter(|host| is_host(host));
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

/// A name or an address, perhaps with a port: nothing that could be read as more of an address.
fn is_host(host: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (1..=255).contains(&host.len()) && host.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_cannot_lead_elsewhere() {
        for host in ["example.com", "127.0.0.1:3000", "[::1]:3000"] {
            assert!(is_host(host), "{host}");
        }
        for host in ["", "a/b", "a@b", "a b", "a\"b", "a#b", "a\\b", "한.example"] {
            assert!(!is_host(host), "{host}");
        }
    }
}
