//! A refused form as the browser's code shows it: every sentence is ready, so that the code needs none.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::{
    shared::{AppError, Code, WHOLE_FORM},
    ui::Countdown,
    web::sentence,
};

#[derive(Debug, Serialize)]
pub struct FormAnswer {
    /// The name of the refusal.
    code: String,
    /// What is wrong with the form as a whole.
    alert: Vec<String>,
    /// What is wrong with each field.
    fields: BTreeMap<String, Vec<String>>,
    /// Seconds until another attempt makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<u32>,
    /// Says how long to wait, with `{}` for the time.
    #[serde(skip_serializing_if = "Option::is_none")]
    sentence: Option<String>,
    /// What it says when the time is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    over: Option<&'static str>,
    /// The browser posts the form itself, because the answer is another page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    plainly: bool,
}

impl FormAnswer {
    pub fn of(error: &AppError) -> Self {
        let countdown = Countdown::of(error);
        let (alert, fields, is_conflict) = match error {
            AppError::Invalid(errors) => {
                let sentences = |name: &str| errors.of(name).iter().map(|code| said(name, code)).collect();
                let fields = errors.fields().filter(|name| *name != WHOLE_FORM);
                let fields = fields.map(|name| (name.to_owned(), sentences(name))).collect();
                (sentences(WHOLE_FORM), fields, errors.has(Code::ChangedMeanwhile))
            }
            other => (vec![other.to_string()], BTreeMap::new(), false),
        };
        let (sentence, over) = countdown.map(|countdown| (countdown.sentence, countdown.over)).unzip();
        Self {
            code: code_of(error),
            alert,
            fields,
            retry_after: error.retry_after(),
            sentence,
            over,
            // The page of a conflict shows the saved version, and a login is another page.
            plainly: is_conflict || *error == AppError::LoginRequired,
        }
    }
}

fn said(field: &str, code: &Code) -> String {
    sentence(field, code).unwrap_or_else(|| code.to_string())
}

/// The name of a refusal, as it stands in JSON.
fn code_of(error: &AppError) -> String {
    match serde_json::to_value(error) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(object)) => object.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::shared::FormErrors;

    fn answer(error: AppError) -> Value {
        serde_json::to_value(FormAnswer::of(&error)).unwrap()
    }

    #[test]
    fn a_refused_form_is_answered_in_sentences() {
        let mut errors = FormErrors::one("username", Code::Required);
        errors.add("bio", Code::Required);
        let wanted = json!({
            "code": "invalid",
            "alert": [],
            "fields": {"username": ["Enter a user name."], "bio": ["Please fill this in."]},
        });
        assert_eq!(answer(errors.into()), wanted);
        let alert = answer(FormErrors::one(WHOLE_FORM, Code::InvalidChoice).into());
        assert_eq!((&alert["alert"], &alert["fields"]), (&json!(["Choose one of the options."]), &json!({})));
    }

    #[test]
    fn a_refusal_that_ends_after_some_time_says_how_to_count() {
        let answer = answer(AppError::Throttled { retry_after: 30 });
        assert_eq!((&answer["code"], &answer["retry_after"]), (&json!("throttled"), &json!(30)));
        assert_eq!(answer["alert"], json!(["Too many tries. You can try again in 30 seconds."]));
        assert_eq!(answer["sentence"], "Too many tries. You can try again in {}.");
        assert!(answer["over"].is_string());
    }

    #[test]
    fn a_refusal_whose_answer_is_a_page_is_posted_by_the_browser_itself() {
        assert_eq!(answer(AppError::LoginRequired)["plainly"], json!(true));
        assert_eq!(answer(FormErrors::one(WHOLE_FORM, Code::ChangedMeanwhile).into())["plainly"], json!(true));
        for error in [AppError::StepUpRequired, AppError::AnonymousOnly, AppError::Internal] {
            assert_eq!(answer(error)["plainly"], Value::Null);
        }
        assert_eq!(answer(AppError::StepUpRequired)["code"], "step_up_required");
    }
}
