//! The refused form of a visitor: it travels in a sealed cookie of a few minutes, so that a flood of refused forms stores nothing.
//! The cookie opens in the browser that got it, on its page, once. Of two tabs the form that was refused last has the cookie.

use axum::http::HeaderMap;
use cookie::Cookie;
use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    boot::{app::App, http::layers::cookies},
    server::{clock::now, context::Client},
    shared::AppError,
    ui::Submission,
};

/// The name of the cookie.
pub use crate::web::cookies::REFUSED_FORM as NAME;

/// The purpose of sealing; the browser is part of it.
const PURPOSE: &str = "refused form of a visitor";

/// How long the cookie is valid, in seconds: the redirect to the page comes at once.
const AGE: i64 = 300;

/// The longest cookie that is sent, in bytes with its attributes: browsers take about 4,096 (RFC 6265, 6.1).
const SIZE_MAX: usize = 3_500;

/// How much of the sealed text tells it from every other: its nonce.
const ID_BYTES: usize = 32;

/// What is sealed.
#[derive(Serialize, Deserialize)]
struct Carried {
    /// When it was refused, in Unix seconds.
    at: i64,
    /// The path of the page that shows it.
    path: String,
    submission: Submission,
}

/// The cookie that carries a refused submission to the page at this path; `None` when it would be too long.
pub fn cookie(
    app: &App,
    client: &Client,
    path: String,
    submission: Submission,
) -> Result<Option<Cookie<'static>>, AppError> {
    let carried = Carried { at: now().0, path, submission };
    let sealed = app.secret_key.seal(&purpose(client), &carried)?;
    let mut cookie = cookies::build(app.settings.sessions.https, NAME, sealed);
    cookie.set_max_age(Duration::seconds(AGE));
    Ok(Some(cookie).filter(|cookie| cookie.to_string().len() <= SIZE_MAX))
}

/// The cookie that makes the browser forget it.
pub fn removal(app: &App) -> Cookie<'static> {
    cookies::removal(app.settings.sessions.https, NAME)
}

/// Whether the browser has sent such a cookie, valid or not.
pub fn is_sent(app: &App, headers: &HeaderMap) -> bool {
    cookies::value(headers, &name(app)).is_some()
}

/// Whether the browser has sent one that this site has made for it.
pub fn is_ours(app: &App, client: &Client, headers: &HeaderMap) -> bool {
    open(app, client, headers).is_some()
}

/// Takes the submission for the page at this path. What is forged, too old, another browser's or was shown before is ignored;
/// another page's stays where it is.
pub fn take(app: &App, client: &Client, headers: &HeaderMap, path: &str) -> Option<Submission> {
    let (sealed, carried) = open(app, client, headers).filter(|(_, carried)| carried.path == path)?;
    let is_fresh = (0..=AGE).contains(&(now().0 - carried.at));
    (is_fresh && app.shown.take(sealed.get(..ID_BYTES)?, AGE)).then_some(carried.submission)
}

/// The first cookie that this site has sealed for this browser: another program may have one of the same name.
fn open(app: &App, client: &Client, headers: &HeaderMap) -> Option<(String, Carried)> {
    let opened = |sealed: String| app.secret_key.open(&purpose(client), &sealed).map(|carried| (sealed, carried));
    cookies::values(headers, &name(app)).find_map(opened)
}

fn name(app: &App) -> String {
    cookies::name(app.settings.sessions.https, NAME)
}

fn purpose(client: &Client) -> String {
    format!("{PURPOSE}\n{}", client.user_agent)
}
