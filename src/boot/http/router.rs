//! The router, and the middleware in its order: request id, log, compression, error pages, body, origin, client, session,
//! viewer, access.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, Method, StatusCode},
    middleware::{from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use leptos_axum::render_app_async_with_context;
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};

use crate::{
    accounts::types::SESSION_EVENTS,
    boot::{
        app::App,
        http::{
            answer::{found, redirect},
            endpoints::{reset_link, session_events::session_events},
            forms::{functions, redisplay},
            layers::{access, body, client, error_pages::error_pages, origin, session, viewer::viewer},
            render::{provide_request, render, shell},
            security_headers,
        },
        telemetry,
    },
    shared::NEXT_DEFAULT,
    web::urls::{FUNCTIONS, PAGES},
};

/// The whole server as one service.
pub fn router(app: &App) -> Router {
    let site = pages(app)
        .merge(server_functions())
        .route(SESSION_EVENTS, get(session_events))
        .route(reset_link::LINK, get(reset_link::open))
        .fallback(not_found)
        .layer(from_fn_with_state(app.clone(), redisplay::hand_over))
        .layer(from_fn_with_state(app.clone(), viewer))
        .layer(from_fn_with_state(app.clone(), session::session))
        .layer(from_fn_with_state(app.clone(), client::client))
        .layer(from_fn_with_state(app.clone(), origin::own_origin))
        .layer(from_fn(body::read_body))
        .layer(from_fn(body::check_query));
    let middleware = ServiceBuilder::new()
        .map_request(without_request_id)
        .layer(SetRequestIdLayer::new(HeaderName::from_static("x-request-id"), MakeRequestUuid))
        .layer(TraceLayer::new_for_http().make_span_with(telemetry::request_span).on_response(telemetry::on_response))
        .layer(PropagateRequestIdLayer::new(HeaderName::from_static("x-request-id")))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(app.clone(), error_pages))
        .layer(CatchPanicLayer::custom(telemetry::panicked));
    Router::new()
        .route("/", get(async || found(NEXT_DEFAULT)))
        .merge(site)
        .merge(app.site.router())
        .layer(middleware)
        .route("/healthz", get(healthz))
        .layer(from_fn_with_state(app.clone(), security_headers::security_headers))
        .with_state(app.clone())
}

/// Every page at its address, and a permanent redirect to it from the same address without the last slash.
fn pages(app: &App) -> Router<App> {
    let mut router = Router::new();
    for page in PAGES {
        let render = render_app_async_with_context(provide_request(app), shell(app));
        let without_slash = page.path.trim_end_matches('/');
        router = router.route(page.path, get(render).layer(from_fn(access::pages)));
        router = router.route(without_slash, get(add_slash));
    }
    router
}

fn server_functions() -> Router<App> {
    let call: MethodRouter<App> = post(functions::call);
    FUNCTIONS.iter().fold(Router::new(), |router, function| router.route(function.path, call.clone()))
}

async fn add_slash(request: Request) -> Response {
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    redirect(StatusCode::MOVED_PERMANENTLY, &format!("{}/{query}", request.uri().path()))
}

/// The id is ours to give: one that a client sends could be huge, or another request's.
fn without_request_id<B>(mut request: axum::http::Request<B>) -> axum::http::Request<B> {
    request.headers_mut().remove("x-request-id");
    request
}

/// What nobody serves: the site's own 404, hydrated like any page. What is no page load gets the error page of the layer above.
async fn not_found(State(app): State<App>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let mut response = render(&app, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Ready when the database answers.
async fn healthz(State(app): State<App>) -> Response {
    if app.db.is_alive().await {
        "ok\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}
