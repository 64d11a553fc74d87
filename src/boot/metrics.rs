//! `/metrics`: the numbers of this process for Prometheus, on an address of their own, which the proxy does not pass on. They are
//! counted where things happen and read when they are asked for. Django leaves this to packages.

use std::sync::atomic::Ordering;

use axum::{Router, extract::State, http::header, response::IntoResponse, routing::get};
use tokio::net::TcpListener;

use crate::{
    accounts::server::metrics as accounts,
    boot::{
        app::{App, StartError},
        http::{layers::visitor_pages, page_cache},
        listen,
    },
    server::{
        mail,
        metrics::{
            Kind::{Counter, Gauge, Histogram},
            Text,
        },
    },
};

/// How long a request took until its answer began.
const DURATION: &str = "latchkey_http_request_duration_seconds";

/// Takes the address of the settings; nothing where none is set.
///
/// # Errors
/// When nothing can listen there.
pub async fn bind(app: &App) -> Result<Option<TcpListener>, StartError> {
    let Some(address) = app.settings.metrics.addr else { return Ok(None) };
    let bound = TcpListener::bind(address).await;
    bound.map(Some).map_err(|source| StartError::Metrics { address, source })
}

/// Serves the numbers for as long as it runs.
pub async fn serve(app: App, listener: Option<TcpListener>) {
    let Some(listener) = listener else { return };
    if let Ok(address) = listener.local_addr() {
        tracing::info!(%address, "numbers are served at /metrics");
    }
    if let Err(error) = axum::serve(listener, router(&app)).await {
        tracing::error!(cause = ?error.to_string(), "numbers are no longer served");
    }
}

/// What answers at the address of the numbers.
pub fn router(app: &App) -> Router {
    const FORMAT: &str = "text/plain; version=0.0.4; charset=utf-8";
    let answer = async |State(app): State<App>| {
        let sessions = app.session_total.of(app.accounts.sessions()).await;
        ([(header::CONTENT_TYPE, FORMAT)], text(&app, sessions)).into_response()
    };
    Router::new().route("/metrics", get(answer)).with_state(app.clone())
}

fn text(app: &App, sessions: Option<u64>) -> String {
    let mut text = Text::default();
    requests(&mut text, app);
    connections(&mut text, app);
    database(&mut text, app);
    accounts::write(&mut text, &app.accounts);
    mails(&mut text);
    let engine = [("engine", app.accounts.sessions().name())];
    text.begin("latchkey_sessions_engine_info", Gauge, "Where sessions live.");
    text.value("latchkey_sessions_engine_info", &engine, 1);
    if let Some(sessions) = sessions {
        text.begin("latchkey_sessions", Gauge, "Sessions that are stored, counted every few minutes.");
        text.value("latchkey_sessions", &engine, sessions);
    }
    text.begin("latchkey_page_cache_requests_total", Counter, "Requests of visitors for pages that may be kept.");
    for (result, counter) in visitor_pages::RESULTS {
        text.value("latchkey_page_cache_requests_total", &[("result", result)], counter.total());
    }
    let page_cache::Held { pages, bytes } = app.pages.held();
    text.single("latchkey_page_cache_pages", Gauge, "Addresses in the page cache, about.", pages);
    text.single("latchkey_page_cache_bytes", Gauge, "What the page cache holds, about.", bytes);
    text.into_text()
}

fn mails(text: &mut Text) {
    const MAILS: &str = "latchkey_mails_total";
    text.begin(MAILS, Counter, "Mails by what became of them: sent, to be tried again, given up.");
    for (result, counter) in [("sent", &mail::SENT), ("retried", &mail::RETRIED), ("failed", &mail::FAILED)] {
        text.value(MAILS, &[("result", result)], counter.total());
    }
    let waiting = mail::WAITING.load(Ordering::Relaxed);
    text.single("latchkey_mails_waiting", Gauge, "Mails in the outbox, as this server has seen it last.", waiting);
}

fn requests(text: &mut Text, app: &App) {
    text.begin("latchkey_build_info", Gauge, "The version of the program, and the build of the site.");
    let labels = [("version", env!("CARGO_PKG_VERSION")), ("build", &*app.site.assets.build)];
    text.value("latchkey_build_info", &labels, 1);
    let draining = u8::from(app.draining.is_cancelled());
    text.single("latchkey_draining", Gauge, "1 while the server is about to stop.", draining);
    text.begin(DURATION, Histogram, "How long requests took until their answer began.");
    app.requests.read(|route, status, histogram| {
        text.histogram(DURATION, &[("route", route), ("status", status)], histogram);
    });
    text.single(
        "latchkey_posts_under_way",
        Gauge,
        "Requests that change something, begun and not finished.",
        app.posts.len(),
    );
}

fn connections(text: &mut Text, app: &App) {
    text.single("latchkey_connections", Gauge, "Open connections.", app.connections.count());
    text.begin("latchkey_connections_turned_away_total", Counter, "Connections closed for others, or refused.");
    for (how, counter) in listen::TURNED_AWAY {
        text.value("latchkey_connections_turned_away_total", &[("how", how)], counter.total());
    }
    text.single("latchkey_streams", Gauge, "Open pages that follow their session.", app.streams.held());
}

fn database(text: &mut Text, app: &App) {
    const OPEN: &str = "latchkey_database_connections";
    const MOST: &str = "latchkey_database_connections_max";
    let pools = app.db.pools();
    text.begin(OPEN, Gauge, "Connections to the database, in use and idle.");
    for pool in &pools {
        text.value(OPEN, &[("pool", pool.name), ("state", "in_use")], pool.size.saturating_sub(pool.idle));
        text.value(OPEN, &[("pool", pool.name), ("state", "idle")], pool.idle);
    }
    text.begin(MOST, Gauge, "How many connections the database may have.");
    for pool in &pools {
        text.value(MOST, &[("pool", pool.name)], pool.most);
    }
}
