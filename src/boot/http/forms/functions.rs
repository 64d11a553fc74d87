//! The front of every server function: checks the body, enforces access, and answers in one of two ways. A script gets JSON with
//! the right status; a plain form gets a redirect, to where it leads or back to its page. The framework's own way of sending errors,
//! in the address, is never used.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{Extensions, HeaderValue, Method, Uri, header},
    response::Response,
};
use leptos::server_fn::axum::get_server_fn_service;

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::{Wanted, json, refusal, refusal_with, see_other},
            forms::{held, owner::owner_of, refused::PlainForm, step_up},
            layers::{
                body::{self, Fields, WholeBody},
                request_session::RequestSession,
            },
            render::in_context,
        },
    },
    server::{context::Client, errors::internal, log_text},
    shared::{AppError, Outcome},
    ui::{HELD_ID, HOLD, NextStep, SubmittedValues},
    web::urls::{self, FunctionUrl},
};

/// The largest answer of a form's server function that is read back, in bytes.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;

/// Answers a POST to a server function.
pub async fn call(State(app): State<App>, request: Request) -> Response {
    let wanted = Wanted::of(request.headers());
    let session = request.extensions().get::<RequestSession>().cloned();
    let found = request.extensions().get::<MatchedPath>().and_then(|path| urls::find_function(path.as_str()));
    let (Some(function), Some(session)) = (found, session) else {
        return refusal(internal("a server function without access or session"));
    };
    let (mut parts, _) = request.into_parts();
    let Some(body) = parts.extensions.remove::<WholeBody>() else {
        return refusal(internal("a post without its body"));
    };
    let fields = match body::check(&parts.headers, body.clone()) {
        Ok(fields) => fields,
        Err(error) => return wanted.refusal(&error).unwrap_or_else(|| unreadable(error, function, &body)),
    };
    let call = Call { app: &app, extensions: Arc::new(parts.extensions), session, wanted };
    call.perform(function, fields).await
}

/// Refuses a plain form that is no text. Its values stand on the error page, so that nothing is lost.
fn unreadable(error: AppError, function: &FunctionUrl, body: &WholeBody) -> Response {
    let Some(form) = &function.form else { return refusal(error) };
    let fields = body::legible(body);
    let page = form.path(fields.get("id").map(String::as_str));
    let shown = fields.into_iter().filter(|(name, value)| form.remembers(name) && !value.is_empty());
    let values = SubmittedValues {
        action: function.path.to_owned(),
        page,
        fields: shown.collect(),
        next_step: NextStep::Correct,
    };
    if values.fields.is_empty() { refusal(error) } else { refusal_with(error, values) }
}

/// A post, and what it takes to run its server function.
struct Call<'a> {
    app: &'a App,
    extensions: Arc<Extensions>,
    session: RequestSession,
    wanted: Wanted,
}

impl Call<'_> {
    /// Runs the function; after a right password also the pending action for which it was asked.
    async fn perform(&self, function: &'static FunctionUrl, fields: Fields) -> Response {
        if fields.contains_key(HOLD) {
            // Only to be held: never run, even if a user is logged in by now.
            return self.answer(function, &fields, Err(AppError::LoginRequired)).await;
        }
        if function.path == step_up::FUNCTION {
            return self.reauthenticate(function, fields).await;
        }
        let result = self.run_and_store(function, &fields).await;
        self.answer(function, &fields, result).await
    }

    /// Checks the password, and after a right one runs the pending action for which it was asked.
    async fn reauthenticate(&self, function: &'static FunctionUrl, fields: Fields) -> Response {
        let result = match self.run(function, &fields).await {
            Ok(answer) => self.take_pending(&fields).await.map(|pending| (answer, pending)),
            Err(error) => Err(error),
        };
        match self.store(result).await {
            Ok((_, Some((function, fields)))) => {
                let result = self.run_and_store(function, &fields).await;
                self.answer(function, &fields, result).await
            }
            Ok((answer, None)) => self.answer(function, &fields, Ok(answer)).await,
            Err(error) => self.answer(function, &fields, Err(error)).await,
        }
    }

    async fn take_pending(&self, fields: &Fields) -> Result<Option<(&'static FunctionUrl, Fields)>, AppError> {
        step_up::take(self.app, &self.session.session(), fields).await
    }

    async fn run_and_store(&self, function: &'static FunctionUrl, fields: &Fields) -> Result<Response, AppError> {
        let result = match self.run(function, fields).await {
            Ok(answer) => {
                self.drop_held(fields).await;
                Ok(answer)
            }
            Err(error) => Err(error),
        };
        self.store(result).await
    }

    /// Stores what the function has changed, or drops it when it has refused. The client gets no answer before.
    async fn store<T>(&self, result: Result<T, AppError>) -> Result<T, AppError> {
        match result {
            Ok(done) => self.session.store().await.map(|()| done),
            Err(error) => {
                self.session.discard().await;
                let is_storing = error == AppError::Internal && self.session.tx().has_begun();
                Err(if is_storing { AppError::NotStored } else { error })
            }
        }
    }

    /// Runs the server function if the viewer may call it. A refusal comes back as a value.
    async fn run(&self, function: &'static FunctionUrl, fields: &Fields) -> Result<Response, AppError> {
        let viewer = self.extensions.get::<Viewer>().cloned().unwrap_or_default();
        allowed(function, &viewer)?;
        if let (Some(user), Some(owner)) = (viewer.user(), owner_of(&self.app.secret_key, fields))
            && owner != user.id
        {
            tracing::warn!(event = "other_users_form", function = function.path, user_id = user.id.0);
            return Err(AppError::OtherUser);
        }
        note_unexpected(function, fields, &viewer);
        let mut request = Request::new(Body::from(body::encode(fields)));
        (*request.method_mut(), *request.uri_mut()) = (Method::POST, Uri::from_static(function.path));
        // The framework answers a form with redirects of its own unless the caller accepts JSON.
        request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(body::FORM));
        let Some(mut service) = get_server_fn_service(function.path, Method::POST) else {
            return Err(internal("a server function that is not registered"));
        };
        let answer = in_context(self.extensions.clone(), service.run(request)).await;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let bytes = to_bytes(answer.into_body(), ANSWER_LIMIT).await.map_err(internal)?;
        Err(serde_json::from_slice(&bytes).unwrap_or_else(internal))
    }

    async fn answer(
        &self,
        function: &'static FunctionUrl,
        fields: &Fields,
        result: Result<Response, AppError>,
    ) -> Response {
        let form = function.form.as_ref().filter(|_| self.wanted == Wanted::Page);
        match (result, form) {
            (Ok(answer), None) => answer,
            (Ok(answer), Some(_)) => follow(answer).await,
            (Err(error), None) => self.wanted.refusal(&error).unwrap_or_else(|| json(&error)),
            (Err(error), Some(form)) => {
                let client = self.extensions.get::<Client>().cloned().unwrap_or_default();
                let session = self.session.session();
                if matches!(error, AppError::Invalid(_)) {
                    // Its page is loaded next.
                    self.session.allow_removal();
                }
                let plain = PlainForm { app: self.app, session: &session, client: &client, function, form, fields };
                let mut extensions = Extensions::clone(&self.extensions);
                // The session as it is stored: what the function has changed in it was dropped, and a page reads it.
                extensions.insert(session.clone());
                match plain.refuse(error, extensions).await {
                    // What the session remembers of it must be stored before the browser is sent to look at it.
                    Ok(answer) => self.session.store().await.map_or_else(|error| plain.show_values(error), |()| answer),
                    Err(error) => refusal(error),
                }
            }
        }
    }

    /// Drops the held submission that has been sent by this post.
    async fn drop_held(&self, fields: &Fields) {
        if let Some(id) = fields.get(HELD_ID)
            && let Err(error) = held::drop(self.app, &self.session.session(), id).await
        {
            tracing::warn!(cause = ?error.to_string(), "a held submission was sent but could not be dropped");
        }
    }
}

fn allowed(function: &FunctionUrl, viewer: &Viewer) -> Result<(), AppError> {
    function.access.check(viewer).inspect_err(|_| {
        let user_id = viewer.user().map(|user| user.id.0);
        tracing::info!(event = "function_refused", function = function.path, user_id, access = %function.access);
    })
}

/// Logs fields that the form does not have: nothing reads them, but they may be an attack (B66). Only names, few and short,
/// because values may be anything.
fn note_unexpected(function: &FunctionUrl, fields: &Fields, viewer: &Viewer) {
    let Some(form) = &function.form else { return };
    let unexpected = fields.keys().filter(|name| !form.has(name)).take(10);
    let names: Vec<String> = unexpected.map(|name| log_text::foreign(name).chars().take(40).collect()).collect();
    if !names.is_empty() {
        let user_id = viewer.user().map(|user| user.id.0);
        tracing::warn!(event = "unexpected_fields", function = function.path, user_id, names = ?names);
    }
}

/// Redirects a plain form to where it leads.
async fn follow(answer: Response) -> Response {
    let outcome = match to_bytes(answer.into_body(), ANSWER_LIMIT).await {
        Ok(bytes) => serde_json::from_slice::<Outcome>(&bytes).map_err(internal),
        Err(error) => Err(internal(error)),
    };
    match outcome {
        Ok(outcome) => see_other(outcome.go.as_str()),
        Err(error) => refusal(error),
    }
}
