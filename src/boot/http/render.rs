//! Rendering pages as answers: the context of a request, and pages that replace another answer.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Extensions, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use hydration_context::SsrSharedContext;
use leptos::{
    prelude::*,
    reactive::{computed::ScopedFuture, owner::Owner},
};

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::{found, refusal, set_retry_after},
            forms::owner,
            page_policy::page_policy,
            request::{Redisplayed, RequestIdText, RequestPage},
        },
    },
    server::{clock::now, context::RequestContext, errors::internal, preferences::Preferences, random::random_token},
    shared::{AppError, NextPath, Notice},
    ui::{Address, Displayed, Submission},
    web::{Around, Content, ErrorDocument, Page, render as render_document, urls},
};

/// Runs something in the context of a request: services find there what the layers have put into it.
pub async fn in_context<T>(extensions: Arc<Extensions>, run: impl Future<Output = T>) -> T {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let scoped = owner.with(|| {
        provide_context(RequestContext(extensions));
        ScopedFuture::new_untracked(run)
    });
    let done = scoped.await;
    owner.unset_with_forced_cleanup();
    done
}

/// Answers a request for a page. Access was checked.
pub async fn page(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let Some(&RequestPage(Some(page))) = parts.extensions.get() else {
        return refusal(internal("a page without its address"));
    };
    let here = parts.uri.path_and_query().map_or("/", |here| here.as_str());
    render(&app, parts.extensions, Address::new(here), Content::Page(page), true).await
}

/// Renders a document for the request with these extensions. A document whose address is not its own has no script: what reloads it
/// would send the post again.
async fn render(app: &App, extensions: Extensions, here: Address, content: Content, has_script: bool) -> Response {
    let nonce = match random_token() {
        Ok(nonce) => nonce,
        Err(error) => return refusal(error),
    };
    let policy = page_policy(&nonce, app.settings.articles.remote_images, app.site.document.style_hash());
    let viewer = extensions.get::<Viewer>().cloned().unwrap_or_default();
    let redisplayed = extensions.get::<Redisplayed>().cloned();
    let (submission, displayed) =
        redisplayed.map(|redisplayed| (redisplayed.submission, redisplayed.displayed)).unzip();
    let around = Around {
        sealed_owner: owner::sealed(&app.secret_key, &viewer),
        viewer,
        here: here.clone(),
        submission,
        displayed: displayed.unwrap_or_default(),
        notice: extensions.get::<Notice>().copied(),
        request_id: extensions.get::<RequestIdText>().cloned().unwrap_or_default().0,
        site: app.site_info.clone(),
        preferences: extensions.get::<Preferences>().cloned().unwrap_or_default(),
        now: now(),
        nonce: has_script.then_some(nonce),
    };
    let rendered = in_context(Arc::new(extensions), render_document(&app.site.document, around, content)).await;
    match rendered {
        Ok(Page { status, html }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let html_type = HeaderValue::from_static("text/html; charset=utf-8");
            (status, [(header::CONTENT_TYPE, html_type), (header::CONTENT_SECURITY_POLICY, policy)], html)
                .into_response()
        }
        Err(AppError::LoginRequired) => found(&NextPath::or_default(here.as_str()).login_url()),
        Err(error) => refusal(error),
    }
}

/// Answers an address that is no page: a page load with the page "not found", with its script like any page; anything else with a bare
/// 404, which gets its page from the layer of error pages.
pub async fn not_found(State(app): State<App>, request: Request) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let (parts, _) = request.into_parts();
    let here = parts.uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let content = Content::Error(AppError::NotFound.into());
    render(&app, parts.extensions, Address::new(here), content, true).await
}

/// An error page, with what its document says of the request.
pub struct ErrorPage {
    pub viewer: Viewer,
    pub request_id: RequestIdText,
    pub preferences: Preferences,
    /// The address that was refused.
    pub here: String,
    pub document: ErrorDocument,
}

/// Renders an error page for an answer that has no page of its own.
pub async fn render_error(app: &App, page: ErrorPage) -> Response {
    let mut extensions = Extensions::new();
    extensions.insert(page.viewer);
    extensions.insert(page.request_id);
    extensions.insert(page.preferences);
    render(app, extensions, Address::new(page.here), Content::Error(page.document), false).await
}

/// The page that owns a form, with the refused submission.
pub struct FormPage {
    /// Path and query.
    pub here: String,
    pub submission: Submission,
    pub status: StatusCode,
    pub retry_after: Option<u32>,
}

/// Renders that page as the answer to the post itself, for refusals whose status must be seen. It has no script, and is sent without its
/// length: what was submitted must be all that tells two such answers apart.
pub async fn render_form_page(app: &App, page: FormPage, mut extensions: Extensions) -> Response {
    let here = Address::new(page.here);
    extensions.insert(Redisplayed { submission: page.submission, displayed: Displayed::default() });
    let content = urls::resolve(here.path()).map_or_else(|| Content::Error(AppError::NotFound.into()), Content::Page);
    let mut response = render(app, extensions, here, content, false).await;
    *response.status_mut() = page.status;
    set_retry_after(response.headers_mut(), page.retry_after);
    response.map(|body| Body::from_stream(body.into_data_stream()))
}
