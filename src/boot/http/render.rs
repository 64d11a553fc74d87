//! Rendering pages: what the framework gets with each request, and pages that replace another answer.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Extensions, Method, StatusCode, Uri, header, request::Parts},
    response::{IntoResponse, Response},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::set_retry_after,
            request::{OthersHeld, Redisplayed, RequestIdText},
            security_headers::page_policy,
        },
    },
    shared::{AppError, Notice},
    ui::{Displayed, ResponseStatus, SealedOwner, Submission},
    web::{ErrorDocument, FirstPage, document},
};

/// In a request: the whole document is an error page.
#[derive(Clone)]
struct ErrorPageWanted(ErrorDocument);

/// In a request: the document is not hydrated, because its address is not its page's.
#[derive(Clone)]
struct WithoutHydration;

/// An address without a page, where error pages are rendered.
const NO_PAGE: &str = "/-/";

/// Provides the context of the app, for each request.
pub fn provide_request(app: &App) -> impl Fn() + Clone + Send + Sync + 'static {
    let (split, password_rules) = (app.site.split.clone(), app.accounts.password_rules().clone());
    move || {
        if let Some(split) = &split {
            provide_context(split.clone());
        }
        let extensions = use_context::<Parts>().map(|parts| parts.extensions).unwrap_or_default();
        let error = extensions.get::<ErrorPageWanted>().map(|wanted| wanted.0.clone());
        provide_context(FirstPage {
            sealed_owner: extensions.get::<SealedOwner>().cloned().unwrap_or_default(),
            viewer: extensions.get::<Viewer>().cloned().unwrap_or_default(),
            password_rules: password_rules.clone(),
            submission: extensions.get::<Redisplayed>().map(|redisplayed| redisplayed.submission.clone()),
            notice: extensions.get::<Notice>().map(|notice| notice.text.to_owned()),
            submissions_held: extensions.get::<OthersHeld>().is_some(),
            request_id: extensions.get::<RequestIdText>().cloned().unwrap_or_default().0,
            error,
        });
        if let Some(Redisplayed { displayed, .. }) = extensions.get() {
            provide_context(displayed.clone());
        }
        if let Some(response) = use_context::<ResponseOptions>() {
            provide_context(ResponseStatus(Arc::new(move |status| {
                if let Ok(status) = StatusCode::from_u16(status) {
                    response.set_status(status);
                }
            })));
        }
    }
}

/// The document for the request in context.
pub fn shell(app: &App) -> impl Fn() -> AnyView + Clone + Send + Sync + 'static {
    let assets = app.site.assets.clone();
    move || {
        let extensions = use_context::<Parts>().map(|parts| parts.extensions).unwrap_or_default();
        let hydrate = extensions.get::<WithoutHydration>().is_none();
        if let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, page_policy(&nonce));
        }
        document(&assets, hydrate).into_any()
    }
}

/// Renders the app for a request.
async fn render(app: &App, request: Request) -> Response {
    leptos_axum::render_app_async_with_context(provide_request(app), shell(app))(request).await
}

/// Answers an address that is no page: a page load with the page "not found", hydrated like any page; anything else with a bare 404,
/// which gets its page from the layer of error pages. The app's own router is not asked, because it reads some addresses as another
/// page.
pub async fn not_found(State(app): State<App>, mut request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let here = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let document =
        ErrorDocument { error: AppError::NotFound, status: StatusCode::NOT_FOUND.as_u16(), values: None, here };
    request.extensions_mut().insert(ErrorPageWanted(document));
    *request.uri_mut() = Uri::from_static(NO_PAGE);
    let mut response = render(&app, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// An error page, with what its document says of the request.
pub struct ErrorPage {
    pub viewer: Viewer,
    pub owner: SealedOwner,
    pub request_id: RequestIdText,
    pub document: ErrorDocument,
}

/// Renders an error page for an answer that has no page of its own.
pub async fn render_error(app: &App, page: ErrorPage, status: StatusCode) -> Response {
    let mut request = page_request(NO_PAGE);
    let extensions = request.extensions_mut();
    extensions.insert(page.viewer);
    extensions.insert(page.owner);
    extensions.insert(page.request_id);
    extensions.insert(ErrorPageWanted(page.document));
    let mut response = render(app, request).await;
    *response.status_mut() = status;
    response
}

/// The page that owns a form, with the refused submission.
pub struct FormPage {
    pub path: String,
    pub submission: Submission,
    pub status: StatusCode,
    pub retry_after: Option<u32>,
}

/// Renders that page as the answer to the post itself, for refusals whose status must be seen. It works without hydration.
pub async fn render_form_page(app: &App, page: FormPage, extensions: Extensions) -> Response {
    let mut request = page_request(&page.path);
    *request.extensions_mut() = extensions;
    request.extensions_mut().insert(Redisplayed { submission: page.submission, displayed: Displayed::default() });
    request.extensions_mut().insert(WithoutHydration);
    let mut response = render(app, request).await;
    *response.status_mut() = page.status;
    set_retry_after(response.headers_mut(), page.retry_after);
    response
}

fn page_request(path: &str) -> Request {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = path.parse().unwrap_or_else(|_| Uri::from_static(NO_PAGE));
    if path == NO_PAGE {
        request.extensions_mut().insert(WithoutHydration);
    }
    request
}
