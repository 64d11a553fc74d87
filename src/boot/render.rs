//! Rendering pages: what the framework is given with each request, and rendering a page in the place of another answer.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header, request::Parts},
    response::Response,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

use super::{App, parked, returned_forms::FormsWait, security_headers::page_policy};
use crate::{
    accounts::types::Viewer,
    shared::{AppError, Notice},
    ui::{FormReturn, ResponseStatus, ReturnShown, TypedText},
    web::{ErrorDocument, FirstPage, document},
};

/// The id of a request, as the log has it.
#[derive(Clone, Default)]
pub struct RequestIdText(pub String);

/// A refused form that waits for the page being rendered.
#[derive(Clone)]
pub struct ReturnedForm(pub FormReturn, pub ReturnShown);

/// Says that the whole document is an error page.
#[derive(Clone)]
struct ErrorPageWanted(ErrorDocument);

/// Says that the document must not be hydrated: it does not stand at its page's own address.
#[derive(Clone)]
struct WithoutHydration;

/// An address that belongs to no page: documents that take the place of another answer are rendered there.
const NO_PAGE: &str = "/-/";

/// Provides, for each request, what the app asks its context for.
pub fn provide_request(app: &App) -> impl Fn() + Clone + Send + Sync + 'static {
    let (app, split, password_rules) = (app.clone(), app.site.split.clone(), app.accounts.password_rules().clone());
    move || {
        if let Some(split) = &split {
            provide_context(split.clone());
        }
        let extensions = use_context::<Parts>().map(|parts| parts.extensions).unwrap_or_default();
        let error = extensions.get::<ErrorPageWanted>().map(|wanted| wanted.0.clone());
        let viewer = extensions.get::<Viewer>().cloned().unwrap_or_default();
        provide_context(FirstPage {
            owner: parked::owner_mark(&app, &viewer),
            viewer,
            password_rules: password_rules.clone(),
            returned: extensions.get::<ReturnedForm>().map(|returned| returned.0.clone()),
            notice: extensions.get::<Notice>().copied(),
            forms_wait: extensions.get::<FormsWait>().is_some(),
            request_id: extensions.get::<RequestIdText>().cloned().unwrap_or_default().0,
            error,
        });
        if let Some(ReturnedForm(_, shown)) = extensions.get() {
            provide_context(shown.clone());
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

/// Renders a page for a request that no page belongs to: the router's own "not found".
pub async fn render(app: &App, request: Request) -> Response {
    leptos_axum::render_app_async_with_context(provide_request(app), shell(app))(request).await
}

/// Renders an error page in the place of an answer that has none.
pub async fn render_error(
    app: &App,
    viewer: Viewer,
    request_id: RequestIdText,
    error: AppError,
    status: StatusCode,
    typed: Option<TypedText>,
    here: String,
) -> Response {
    let mut request = page_request(NO_PAGE);
    request.extensions_mut().insert(viewer);
    request.extensions_mut().insert(request_id);
    request.extensions_mut().insert(ErrorPageWanted(ErrorDocument { error, status: status.as_u16(), typed, here }));
    let mut response = render(app, request).await;
    *response.status_mut() = status;
    response
}

/// Renders the page that owns a form, with the refused form in it, as the answer to the post itself: for refusals whose
/// status must be seen. It works like the page, without hydration.
pub async fn render_form_page(
    app: &App,
    path: &str,
    extensions: axum::http::Extensions,
    returned: FormReturn,
    status: StatusCode,
    retry_after: Option<u32>,
) -> Response {
    let mut request = page_request(path);
    *request.extensions_mut() = extensions;
    request.extensions_mut().insert(ReturnedForm(returned, ReturnShown::default()));
    request.extensions_mut().insert(WithoutHydration);
    let mut response = render(app, request).await;
    *response.status_mut() = status;
    set_retry_after(response.headers_mut(), retry_after);
    response
}

/// Says in seconds when to try again.
pub fn set_retry_after(headers: &mut HeaderMap, seconds: Option<u32>) {
    if let Some(seconds) = seconds {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
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
