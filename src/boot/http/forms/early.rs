//! A post that is refused before it is known who sent it, because sessions cannot be read. Its text stands on the error page, ready to
//! be sent again, as its page cannot be made.

use axum::{extract::Request, http::Method, response::Response};

use crate::{
    boot::http::{
        answer::{Wanted, refusal, refusal_with},
        layers::body::{self, WholeBody},
    },
    shared::AppError,
    ui::{NextStep, SubmittedValues},
    web::urls,
};

/// Refuses any request; of a form, with its text.
pub fn refuse(error: AppError, request: Request) -> Response {
    if request.method() != Method::POST {
        return refusal(error);
    }
    if let Some(answer) = Wanted::of(request.headers()).refusal(&error) {
        return answer;
    }
    match submitted(request) {
        Some(values) => refusal_with(error, values),
        None => refusal(error),
    }
}

/// The submitted values, but no password: a form that has one is opened anew.
fn submitted(mut request: Request) -> Option<SubmittedValues> {
    let function = urls::find_function(request.uri().path())?;
    let form = function.form.as_ref()?;
    let body = request.extensions_mut().remove::<WholeBody>()?;
    let fields = body::check(request.headers(), body).ok()?;
    let is_secret = |name: &str| name.contains("password");
    let has_secret = fields.keys().any(|name| is_secret(name));
    let page = form.path(fields.get("id").map(String::as_str));
    Some(SubmittedValues {
        action: function.path.to_owned(),
        page,
        next_step: if has_secret { NextStep::OpenForm } else { NextStep::SendAgain },
        fields: fields.into_iter().filter(|(name, _)| form.has(name) && !is_secret(name)).collect(),
    })
}
