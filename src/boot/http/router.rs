//! Which address is answered by what, and the middleware in its order. Django: `ROOT_URLCONF` and `MIDDLEWARE`.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, StatusCode},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use percent_encoding::{CONTROLS, utf8_percent_encode};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

use crate::{
    accounts::paths,
    articles,
    boot::{
        app::App,
        http::{
            answer::{found, redirect},
            endpoints::{
                feed::feed,
                mail_link, mailbox,
                session_events::{session_events, session_state},
                users_csv::users_csv,
            },
            forms::{functions, redisplay::redisplay},
            layers::{
                access, body::read_body, client::client, error_pages::error_pages, finish::finish, measure::measure,
                negotiated::negotiated, origin::own_origin, preferences::preferences, reading_list::reading_list,
                session::session, viewer::viewer, visitor_pages::visitor_pages,
            },
            render::{not_found, page},
            security_headers::security_headers,
        },
        telemetry,
    },
    staff::paths as staff,
    web::urls::{ALIVE, FUNCTIONS, HEALTH, PAGES},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Addresses, each with what answers it.
pub type Endpoints = Vec<(&'static str, MethodRouter<App>)>;

/// What an open page learns of its session. `routes.rs` compares these addresses with the URL table before the server starts.
pub fn streams() -> Endpoints {
    vec![(paths::SESSION_EVENTS, get(session_events)), (paths::SESSION_STATE, get(session_state))]
}

/// Addresses that only redirect to a page. `routes.rs` compares them as well.
pub fn links() -> Endpoints {
    let mut links = mail_link::links();
    links.push((paths::CHANGE_PASSWORD, get(async || found(paths::PASSWORD))));
    links
}

/// What feed readers read. `routes.rs` compares these addresses as well.
pub fn feeds() -> Endpoints {
    vec![(articles::paths::FEED, get(feed))]
}

/// Lists as files. `routes.rs` compares them as well.
pub fn downloads() -> Endpoints {
    vec![(staff::USERS_CSV, get(users_csv))]
}

/// The whole server as one service. A request passes the layers in the order of these lines, its answer in the reverse one.
pub fn router(app: &App) -> Router {
    let headers = from_fn_with_state(app.clone(), security_headers);
    // Everything but `/healthz` and `/livez`:
    let outer = ServiceBuilder::new()
        .map_request(without_request_id)
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(telemetry::request_span)
                .on_response(telemetry::on_response)
                .on_failure(telemetry::on_failure),
        )
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .map_response(negotiated)
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(app.clone(), error_pages))
        .layer(CatchPanicLayer::custom(telemetry::panicked));
    // Then all that depends on who is asking, so not the built files; a page's own layer, `access`, comes last:
    let inner = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), visitor_pages))
        .layer(from_fn_with_state(app.clone(), preferences))
        .layer(from_fn_with_state(app.clone(), read_body))
        .layer(from_fn_with_state(app.clone(), own_origin))
        .layer(from_fn_with_state(app.clone(), finish))
        .layer(from_fn_with_state(app.clone(), client))
        .layer(from_fn_with_state(app.clone(), session))
        .layer(from_fn_with_state(app.clone(), viewer))
        .layer(from_fn_with_state(app.clone(), reading_list))
        .layer(from_fn_with_state(app.clone(), redisplay));
    let site = pages(app)
        .merge(server_functions())
        .merge(endpoints(streams()))
        .merge(endpoints(links()))
        .merge(endpoints(feeds()))
        .merge(endpoints(downloads()))
        .fallback(not_found)
        .layer(inner);
    let site = Router::new().merge(site).merge(app.site.router()).layer(outer);
    let site = match app.settings.metrics.addr {
        Some(_) => site.layer(from_fn_with_state(app.clone(), measure)),
        None => site,
    };
    // For development only, and for no visitor from elsewhere.
    let site = site.merge(mailbox::router(app));
    site.route(HEALTH, get(health)).route(ALIVE, get(async || "ok\n")).layer(headers).with_state(app.clone())
}

/// Every page at its address, and a permanent redirect to it from the address without the last slash.
fn pages(app: &App) -> Router<App> {
    let mut router = Router::new();
    for row in PAGES {
        router = router.route(row.path, get(page).layer(from_fn_with_state(app.clone(), access::pages)));
        // The front page has no other spelling.
        if let Some(without_slash) = row.path.strip_suffix('/').filter(|path| !path.is_empty()) {
            let slash = get(add_slash).layer(from_fn_with_state(app.clone(), access::with_slash));
            router = router.route(without_slash, slash);
        }
    }
    router
}

fn server_functions() -> Router<App> {
    endpoints(FUNCTIONS.iter().map(|function| (function.path, post(functions::call))).collect())
}

fn endpoints(endpoints: Endpoints) -> Router<App> {
    endpoints.into_iter().fold(Router::new(), |router, (path, endpoint)| router.route(path, endpoint))
}

async fn add_slash(request: Request) -> Response {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    // A header is ASCII, and a query may not be.
    let location = utf8_percent_encode(&format!("{}/{query}", request.uri().path()), CONTROLS).to_string();
    redirect(StatusCode::MOVED_PERMANENTLY, &location)
}

/// Removes the request id that a client has sent: it could be huge, or another request's.
fn without_request_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    request.headers_mut().remove(REQUEST_ID);
    request
}

/// Says whether the server is ready, which it is when the database takes a write and the server is not about to stop. Also says whether
/// what keeps the sessions answers.
async fn health(State(app): State<App>) -> Response {
    let sessions = app.accounts.sessions();
    let is_not = |what: String| (StatusCode::SERVICE_UNAVAILABLE, what).into_response();
    if app.draining.is_cancelled() {
        is_not("the server is about to stop\n".to_owned())
    } else if !app.health.is_good(&app.db).await {
        is_not("the database takes no writes\n".to_owned())
    } else if !app.sessions_health.ask("the sessions cannot be read or written", sessions.ping()).await {
        // Visitors are served all the while, and a proxy that left out every server that misses them would serve none.
        format!("ok for visitors; the sessions cannot be read or written: {} does not answer\n", sessions.name())
            .into_response()
    } else {
        "ok\n".into_response()
    }
}
