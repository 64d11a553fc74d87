//! For development: `/-/mail/` shows the mails that were printed or put into a folder, with links that work. It exists only where no
//! mail leaves the machine, and answers only a browser on the same machine. Django: `filebased.EmailBackend`, with a page for it.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Router,
    extract::{ConnectInfo, Path, Request, State},
    http::{StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    boot::{app::App, messages::mailbox as words},
    server::{
        context::Client,
        errors::internal,
        mail::{Content, Listed},
    },
    shared::AppError,
};

/// How many mails the list has.
const LISTED: u32 = 100;

/// What a mail may load: nothing. Its style stands in it.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "<style>:root{color-scheme:light dark}body{margin:2rem;font:16px/1.5 system-ui,sans-serif}\
                     table{border-collapse:collapse}td,th{padding:.25rem 1rem .25rem 0;text-align:start}\
                     pre{white-space:pre-wrap}</style>";

/// Its addresses; none where mail leaves the machine.
pub fn router(app: &App) -> Router<App> {
    if !app.mail.keeps_sent() {
        return Router::new();
    }
    let router = Router::new().route("/-/mail/", get(list)).route("/-/mail/{id}/", get(text));
    router.route("/-/mail/{id}/html", get(html)).layer(from_fn(own_machine_only))
}

/// What a proxy adds: it is on this machine itself, and may pass on any host.
const PASSED_ON: [&str; 6] =
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

async fn own_machine_only(request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let client = request.extensions().get::<Client>().map(|client| client.address.as_str());
    let is_client_here = client.is_none_or(|address| address.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()));
    let is_direct = PASSED_ON.iter().all(|name| !request.headers().contains_key(*name));
    match peer.is_some_and(|peer| peer.is_loopback()) && is_client_here && is_direct && is_here(host) {
        true => next.run(request).await,
        false => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether a `Host` header names this machine: a proxy in front of the server is on it too.
fn is_here(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    name == "localhost" || name.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

async fn list(State(app): State<App>) -> Response {
    let mails = match app.mail.newest(LISTED).await {
        Ok(mails) => mails,
        Err(error) => return failed(&internal(error)),
    };
    let rows: String = mails.iter().map(row).collect();
    let content = if rows.is_empty() { format!("<p>{}</p>", words::EMPTY) } else { format!("<table>{rows}</table>") };
    page(&document(words::HEADING, &format!("<h1>{}</h1>{content}", words::HEADING)))
}

fn row(mail: &Listed) -> String {
    let (to, subject) =
        mail.content.as_ref().map_or(("", ""), |content| (content.to.as_str(), content.subject.as_str()));
    let Listed { id, state, made, problem, .. } = mail;
    format!(
        "<tr><td>{}<td>{}<td><a href=\"/-/mail/{id}/\">{}</a><td><a href=\"/-/mail/{id}/html\">HTML</a><td>{state}<td>{}",
        made.human_utc(),
        escaped(to),
        escaped(subject),
        escaped(problem)
    )
}

async fn text(State(app): State<App>, Path(id): Path<i64>) -> Response {
    let Some(content) = content(&app, id).await else { return failed(&AppError::NotFound) };
    let origin = app.mail.origin();
    let lines = content.text.lines().map(|line| match line.starts_with(&format!("{origin}/")) {
        true => format!("<a href=\"{0}\">{0}</a>", escaped(line)),
        false => escaped(line),
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let head = format!("<h1>{}</h1><p>{}</p>", escaped(&content.subject), escaped(&content.to));
    page(&document(&content.subject, &format!("{head}<pre>{text}</pre><p><a href=\"/-/mail/\">{}</a>", words::HEADING)))
}

async fn html(State(app): State<App>, Path(id): Path<i64>) -> Response {
    match content(&app, id).await {
        Some(content) => page(&content.html),
        None => failed(&AppError::NotFound),
    }
}

async fn content(app: &App, id: i64) -> Option<Content> {
    app.mail.find(id).await.ok().flatten()?.content
}

fn document(title: &str, body: &str) -> String {
    format!("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{}</title>{STYLE}{body}", escaped(title))
}

fn page(html: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, html.to_owned()).into_response()
}

fn failed(error: &AppError) -> Response {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_of_this_machine_is_here() {
        for here in ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "127.0.0.1"] {
            assert!(is_here(here), "{here}");
        }
        for elsewhere in ["", "www.example.com", "localhost.example.com", "127.0.0.1.example.com:80", "192.0.2.7:3000"]
        {
            assert!(!is_here(elsewhere), "{elsewhere}");
        }
    }
}
