//! Answers visitors out of the page cache. A visitor here is a request for a page that anonymous viewers may open, without a cookie
//! that could make it differ: of a session, or with a refused form. Such a page depends on its address alone.

use axum::{
    body::{Body, HttpBody, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{
    boot::{
        app::App,
        http::{
            answer::refusal,
            forms::visitor,
            layers::{cookies, preferences},
            page_cache::{CachedPage, Known},
        },
    },
    server::{errors::internal, metrics::Counter, preferences::NOTICE, random::random_token},
    web::urls::{self, Access},
};

/// The longest address that is kept, in bytes.
const ADDRESS_MAX: usize = 256;
/// The longest page that is kept, in bytes.
const PAGE_MAX: usize = 256 * 1_024;

static HITS: Counter = Counter::new();
static MISSES: Counter = Counter::new();
static STALE: Counter = Counter::new();

/// What was found for requests that the cache may answer, since the start: a page, none, or one from before the latest change.
pub static RESULTS: [(&str, &Counter); 3] = [("hit", &HITS), ("miss", &MISSES), ("stale", &STALE)];

/// The layer.
pub async fn visitor_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(address) = address_of(&app, &request) else { return next.run(request).await };
    let known = app.pages.find(&address);
    // One read of one integer; a page that may be kept is made after it, so that it is never older than its generation says.
    let generation = match known {
        Known::Nothing => {
            MISSES.count();
            return next.run(request).await;
        }
        Known::Seen | Known::Page(_) => app.generations.current(&app.db).await,
    };
    let theme = preferences::of(&app, request.headers()).theme;
    let (Some(generation), Ok(nonce)) = (generation, random_token()) else { return next.run(request).await };
    match known {
        Known::Page(page) if page.is_of(generation) => {
            HITS.count();
            return page.answer(request.headers(), &nonce, theme);
        }
        Known::Page(_) => STALE.count(),
        _ => MISSES.count(),
    }
    let response = next.run(request).await;
    // A page is kept without a theme; one is put in when it is given out.
    if theme.is_some() { response } else { keep(&app, address, generation, response).await }
}

/// The address of a request that the cache may answer.
fn address_of(app: &App, request: &Request) -> Option<String> {
    if !app.pages.is_on() || request.method() != Method::GET || !is_anonymous(app, request.headers()) {
        return None;
    }
    let page = urls::resolve(request.uri().path())?;
    let address = request.uri().path_and_query()?.as_str();
    // What the visitor keeps changes some pages, and the notice of the operator's all.
    let notice: &[&str] = if app.site_info.notice.is_empty() { &[] } else { &[NOTICE] };
    if [page.reads, notice].iter().any(|names| preferences::is_sent(app, request.headers(), names)) {
        return None;
    }
    // The memory of the server is no place for the links of mails.
    let is_open = matches!(page.access, Access::Public | Access::AnonymousOnly) && page.rule != urls::WITH_LINK;
    (is_open && address.len() <= ADDRESS_MAX).then(|| address.to_owned())
}

fn is_anonymous(app: &App, headers: &HeaderMap) -> bool {
    let session = cookies::name(app.settings.sessions.https, app.settings.sessions.cookie_name.as_str());
    cookies::value(headers, &session).is_none() && !visitor::is_sent(app, headers)
}

/// Keeps a page that was rendered for a visitor, and gives it on.
async fn keep(app: &App, address: String, generation: i64, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let is_short = body.size_hint().upper().is_some_and(|length| length <= PAGE_MAX as u64);
    if parts.status != StatusCode::OK || parts.headers.contains_key(header::SET_COOKIE) || !is_short {
        return Response::from_parts(parts, body);
    }
    let text = match to_bytes(body, PAGE_MAX).await {
        Ok(text) => text,
        Err(error) => return refusal(internal(error)),
    };
    if let Some(page) = CachedPage::new(generation, parts.headers.clone(), &text) {
        app.pages.keep(address, page);
    }
    Response::from_parts(parts, Body::from(text))
}
