//! The front of every server function: reads the body with limits, enforces access, and answers in one of two ways. A
//! hydrated page gets JSON with the right status; a plain form gets a redirect, to where it leads or back to its page. The
//! framework's own way of sending errors back, in the address, is never used.

use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use tower_sessions_core::Session;

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::{json, refusal, see_other, wants_json},
            forms::{held, owner::owner_of, refused::Back, step_up},
            layers::body::{self, Fields, WholeBody},
            render::provide_request,
        },
    },
    server::{context::Client, errors::internal},
    shared::{AppError, Outcome},
    ui::{PARK, WAITED},
    web::urls::{self, FunctionUrl},
};

/// The largest answer of a form's server function that is read back, in bytes.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;

/// Answers a POST to a server function.
pub async fn call(State(app): State<App>, request: Request) -> Response {
    let wants_json = wants_json(request.headers());
    let session = request.extensions().get::<Session>().cloned();
    let found = request.extensions().get::<MatchedPath>().and_then(|path| urls::find_function(path.as_str()));
    let (Some(function), Some(session)) = (found, session) else {
        return refusal(internal("a server function without access or session"));
    };
    let (mut parts, _) = request.into_parts();
    let body = parts.extensions.remove::<WholeBody>();
    let fields = match body.ok_or(AppError::BadRequest).and_then(|body| body::check(&parts.headers, body)) {
        Ok(fields) => fields,
        Err(error) => return if wants_json { json(&error) } else { refusal(error) },
    };
    let call = Call { app: &app, parts, session, wants_json };
    call.perform(function, fields).await
}

/// One post, and what it takes to run a server function for it.
struct Call<'a> {
    app: &'a App,
    parts: Parts,
    session: Session,
    wants_json: bool,
}

impl Call<'_> {
    /// Runs the function, and after a password that was asked for, the action that waited for it.
    async fn perform(&self, function: &'static FunctionUrl, fields: Fields) -> Response {
        if fields.contains_key(PARK) {
            // Never run, whoever is asking meanwhile.
            return self.answer(function, &fields, Err(AppError::LoginRequired)).await;
        }
        let result = self.run(function, &fields).await;
        if result.is_ok() && function.path == step_up::FUNCTION {
            match step_up::take(self.app, &self.session, &fields).await {
                Ok(Some((function, fields))) => {
                    let result = self.run(function, &fields).await;
                    return self.answer(function, &fields, result).await;
                }
                Ok(None) => {}
                Err(error) => return self.answer(function, &fields, Err(error)).await,
            }
        }
        self.answer(function, &fields, result).await
    }

    /// Runs the server function, for those who may. Its refusal comes back as a value.
    async fn run(&self, function: &'static FunctionUrl, fields: &Fields) -> Result<Response, AppError> {
        let viewer = self.parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
        allowed(function, &viewer)?;
        if let (Some(user), Some(owner)) = (viewer.user(), owner_of(&self.app.secret_key, fields))
            && owner != user.id
        {
            tracing::warn!(event = "other_users_form", function = function.path, user_id = user.id.0);
            return Err(AppError::OtherUser);
        }
        note_unexpected(function, fields, &viewer);
        let mut parts = self.parts.clone();
        parts.uri = function.path.parse().map_err(internal)?;
        // The framework answers forms by redirects of its own unless it takes the caller for a script.
        parts.headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(body::FORM));
        parts.headers.remove(header::CONTENT_LENGTH);
        let request = Request::from_parts(parts, Body::from(body::encode(fields)));
        let provide = provide_request(self.app);
        let answer = leptos_axum::handle_server_fns_with_context(provide, request).await.into_response();
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
        let form = function.form.as_ref().filter(|_| !self.wants_json);
        match (result, form) {
            (Ok(answer), None) => {
                self.waits_no_more(fields).await;
                answer
            }
            (Ok(answer), Some(_)) => {
                self.waits_no_more(fields).await;
                follow(answer).await
            }
            (Err(error), None) => json(&error),
            (Err(error), Some(form)) => {
                let client = self.parts.extensions.get::<Client>().cloned().unwrap_or_default();
                let back = Back { app: self.app, session: &self.session, client: &client, function, form, fields };
                back.send(error, self.parts.extensions.clone()).await.unwrap_or_else(refusal)
            }
        }
    }

    /// A form that had waited until somebody has logged in is sent now.
    async fn waits_no_more(&self, fields: &Fields) {
        if let Some(mark) = fields.get(WAITED)
            && let Err(error) = held::done(self.app, &self.session, mark).await
        {
            tracing::warn!(cause = ?error.to_string(), "a form that was sent may wait on");
        }
    }
}

fn allowed(function: &FunctionUrl, viewer: &Viewer) -> Result<(), AppError> {
    function.access.check(viewer).inspect_err(|_| {
        let user_id = viewer.user().map(|user| user.id.0);
        tracing::info!(event = "function_refused", function = function.path, user_id, access = %function.access);
    })
}

/// Writes down what was posted beside the fields of a form: nothing reads it, but somebody tried (B66). Names only, few and
/// short; values may be anything.
fn note_unexpected(function: &FunctionUrl, fields: &Fields, viewer: &Viewer) {
    let Some(form) = &function.form else { return };
    let unexpected = fields.keys().filter(|name| !form.has(name)).take(10);
    let names: Vec<String> = unexpected.map(|name| name.chars().take(40).collect()).collect();
    if !names.is_empty() {
        let user_id = viewer.user().map(|user| user.id.0);
        tracing::warn!(event = "unexpected_fields", function = function.path, user_id, names = ?names);
    }
}

/// Sends a plain form where it leads.
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
