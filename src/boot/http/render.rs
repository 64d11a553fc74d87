//! Rendering pages: what the framework is given with each request, and rendering a page in the place of another answer.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    http::{Method, StatusCode, Uri, header, request::Parts},
    response::Response,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::ResponseOptions;

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::set_retry_after,
            request::{FormsWait, OwnerToken, RequestIdText, ReturnedForm},
            security_headers::page_policy,
        },
    },
    shared::Notice,
    ui::{FormReturn, ResponseStatus, ReturnShown},
    web::{ErrorDocument, FirstPage, document},
};

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
    let (split, password_rules) = (app.site.split.clone(), app.accounts.password_rules().clone());
    move || {
        if let Some(split) = &split {
            provide_context(split.clone());
        }
        let extensions = use_context::<Parts>().map(|parts| parts.extensions).unwrap_or_default();
        let error = extensions.get::<ErrorPageWanted>().map(|wanted| wanted.0.clone());
        provide_context(FirstPage {
            owner: extensions.get::<OwnerToken>().and_then(|owner| owner.0.clone()),
            viewer: extensions.get::<Viewer>().cloned().unwrap_or_default(),
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

/// An error page, and what its document is told of the request.
pub struct ErrorPage {
    pub viewer: Viewer,
    pub owner: OwnerToken,
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

fn page_request(path: &str) -> Request {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = path.parse().unwrap_or_else(|_| Uri::from_static(NO_PAGE));
    if path == NO_PAGE {
        request.extensions_mut().insert(WithoutHydration);
    }
    request
}
