//! What the browser keeps for its visitor without a session: read from its cookies, and changed with the answer.

use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};
use cookie::Cookie;
use time::Duration;

use super::cookies;
use crate::{
    boot::app::App,
    server::preferences::{
        CHOSEN, Kept, NOTICE, NoticeId, Preferences, READING, SEALED, THEME, Theme, USERNAME, WELCOME, ZONE,
    },
};

/// The longest cookie that is sent, in bytes with its attributes: browsers take about 4,096 (RFC 6265, 6.1).
const SIZE_MAX: usize = 3_500;

/// What a request's cookies say. Anyone may have written them, so each is read as one of few values, or opened.
pub fn of(app: &App, headers: &HeaderMap) -> Preferences {
    let value = |name: &str| cookies::value(headers, &full_name(app, name));
    let opened = |name: &str| -> Option<String> { app.secret_key.open(name, &value(name)?) };
    Preferences {
        theme: value(THEME).and_then(|id| Theme::from_id(&id)),
        zone: value(ZONE).map(|zone| Preferences::zone(&zone)).unwrap_or_default(),
        username: opened(USERNAME),
        notice_away: value(NOTICE).and_then(|id| id.parse().ok()).map(NoticeId),
        is_welcome_away: value(WELCOME).is_some(),
        reading: opened(READING)
            .map(|ids| ids.split(' ').filter_map(|id| id.parse().ok()).collect())
            .unwrap_or_default(),
    }
}

/// Whether one of these cookies was sent, so that the page is the visitor's own.
pub fn is_sent(app: &App, headers: &HeaderMap, names: &[&str]) -> bool {
    names.iter().any(|name| cookies::value(headers, &full_name(app, name)).is_some())
}

/// The page's script writes the zone, under its plain name.
fn full_name(app: &App, name: &str) -> String {
    cookies::name(app.settings.sessions.https && name != ZONE, name)
}

/// The cookie of a value; `None` where it cannot be sealed or is too long.
fn cookie(app: &App, name: &'static str, value: String, seconds: i64) -> Option<Cookie<'static>> {
    let value = if SEALED.contains(&name) { app.secret_key.seal(name, &value).ok()? } else { value };
    let mut cookie = cookies::build(app.settings.sessions.https, name, value);
    cookie.set_max_age(Duration::seconds(seconds));
    Some(cookie).filter(|cookie| cookie.to_string().len() <= SIZE_MAX)
}

fn removal(app: &App, name: &'static str) -> Cookie<'static> {
    cookies::removal(app.settings.sessions.https && name != ZONE, name)
}

/// The layer.
pub async fn preferences(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let found = of(&app, request.headers());
    let sent: Vec<&str> = CHOSEN.into_iter().filter(|name| is_sent(&app, request.headers(), &[name])).collect();
    request.extensions_mut().insert(found);
    request.extensions_mut().insert(app.notice);
    request.extensions_mut().insert(app.cookie_names.clone());
    let kept = Kept::default();
    request.extensions_mut().insert(kept.clone());
    let mut response = next.run(request).await;
    // What could not be stored is not kept either.
    if response.status().is_server_error() {
        return response;
    }
    for (name, value) in kept.take() {
        let cookie = match value {
            Some((value, seconds)) => cookie(&app, name, value, seconds),
            None => sent.contains(&name).then(|| removal(&app, name)),
        };
        cookie.inspect(|cookie| cookies::set(response.headers_mut(), cookie));
    }
    response
}
