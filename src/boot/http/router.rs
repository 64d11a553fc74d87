//! Which address is answered by what, and the middleware in its order. Django: `ROOT_URLCONF` and `MIDDLEWARE`.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, StatusCode},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use leptos_axum::render_app_async_with_context;
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
    boot::{
        app::App,
        http::{
            answer::{found, redirect},
            endpoints::{reset_link, session_events::session_events},
            forms::{functions, redisplay::redisplay},
            layers::{
                access, body::read_body, client::client, error_pages::error_pages, finish::finish,
                negotiated::negotiated, origin::own_origin, session::session, viewer::viewer,
            },
            render::{not_found, provide_request, shell},
            security_headers::security_headers,
        },
        telemetry,
    },
    shared::NEXT_DEFAULT,
    web::urls::{FUNCTIONS, HEALTH, PAGES},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Addresses, each with what answers it.
pub type Endpoints = Vec<(&'static str, MethodRouter<App>)>;

/// Event streams. `routes.rs` compares these addresses with the URL table before the server starts.
pub fn streams() -> Endpoints {
    vec![(paths::SESSION_EVENTS, get(session_events))]
}

/// Addresses that only redirect to a page. `routes.rs` compares them as well.
pub fn links() -> Endpoints {
    vec![(reset_link::LINK, get(reset_link::open)), (paths::CHANGE_PASSWORD, get(async || found(paths::PASSWORD)))]
}

/// The whole server as one service. A request passes the layers in the order of these lines, its answer in the reverse one.
pub fn router(app: &App) -> Router {
    let headers = from_fn_with_state(app.clone(), security_headers);
    // Everything but `/healthz`:
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
        .layer(from_fn_with_state(app.clone(), read_body))
        .layer(from_fn_with_state(app.clone(), own_origin))
        .layer(from_fn_with_state(app.clone(), finish))
        .layer(from_fn_with_state(app.clone(), client))
        .layer(from_fn_with_state(app.clone(), session))
        .layer(from_fn_with_state(app.clone(), viewer))
        .layer(from_fn_with_state(app.clone(), redisplay));
    let site = pages(app)
        .merge(server_functions())
        .merge(endpoints(streams()))
        .merge(endpoints(links()))
        .fallback(not_found)
        .layer(inner);
    Router::new()
        .route("/", get(async || found(NEXT_DEFAULT)))
        .merge(site)
        .merge(app.site.router())
        .layer(outer)
        .route(HEALTH, get(health))
        .layer(headers)
        .with_state(app.clone())
}

/// Every page at its address, and a permanent redirect to it from the address without the last slash.
fn pages(app: &App) -> Router<App> {
    let mut router = Router::new();
    for page in PAGES {
        let render = render_app_async_with_context(provide_request(app), shell(app));
        let without_slash = page.path.trim_end_matches('/');
        router = router.route(page.path, get(render).layer(from_fn_with_state(app.clone(), access::pages)));
        router = router.route(without_slash, get(add_slash).layer(from_fn_with_state(app.clone(), access::with_slash)));
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

/// Says whether the server is ready, which it is when the database takes a write.
async fn health(State(app): State<App>) -> Response {
    if app.health.is_good(&app.db).await {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database takes no writes\n").into_response()
    }
}
