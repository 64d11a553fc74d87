//! A refused plain form on its way back to the page it came from.

use std::collections::BTreeMap;

use axum::{
    http::{Extensions, StatusCode},
    response::Response,
};
use tower_sessions_core::Session;

use super::{App, access::see_other, body::Fields, parked, render::render_form_page, returned_forms, step_up};
use crate::{
    server::context::Client,
    shared::{AppError, NEXT_DEFAULT, NextPath, encode_query_value},
    ui::FormReturn,
    web::urls::{Access, FormUrl, FunctionUrl},
};

/// The longest text that is kept of a visitor who is not logged in, in bytes: a refused post must not fill the database.
const ANONYMOUS_TEXT_MAX: usize = 1_024;

/// A refused plain form on its way back to the page it came from.
pub struct Back<'a> {
    pub app: &'a App,
    pub session: &'a Session,
    pub client: &'a Client,
    pub function: &'static FunctionUrl,
    pub form: &'static FormUrl,
    pub fields: &'a Fields,
}

impl Back<'_> {
    /// Answers the post.
    ///
    /// # Errors
    /// The refusal itself, where it has no page to go back to and becomes an error page.
    pub async fn send(&self, error: AppError, extensions: Extensions) -> Result<Response, AppError> {
        match error {
            AppError::LoginRequired => {
                if self.form.is_parked {
                    parked::park(self).await?;
                }
                Ok(see_other(&NextPath::or_default(&self.path()).login_url()))
            }
            AppError::AnonymousOnly => Ok(see_other(NEXT_DEFAULT)),
            AppError::Invalid(_) => {
                returned_forms::keep(self.app, self.session, &self.path(), self.returned(error)).await?;
                Ok(see_other(&self.address()))
            }
            AppError::StepUpRequired => {
                step_up::wait(self.app, self.session, self.function, self.fields).await?;
                Ok(see_other(step_up::PAGE))
            }
            // A status that must be seen; and nothing is kept, so that refusing costs nothing.
            AppError::Busy { .. } | AppError::Throttled { .. } => {
                let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE);
                let (wait, returned) = (error.retry_after(), self.returned(error));
                Ok(render_form_page(self.app, &self.address(), extensions, returned, status, wait).await)
            }
            other => Err(other),
        }
    }

    fn returned(&self, error: AppError) -> FormReturn {
        let limit = if self.function.access == Access::Login { usize::MAX } else { ANONYMOUS_TEXT_MAX };
        let values = self.kept(limit);
        FormReturn { function: self.function.path.to_owned(), error: Some(error), values }
    }

    /// What the form may keep, each field of at most so many bytes.
    pub fn kept(&self, limit: usize) -> BTreeMap<String, String> {
        let is_kept = |(name, value): &(&String, &String)| self.form.keeps(name) && value.len() <= limit;
        self.fields.iter().filter(is_kept).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The path of the page that owns the form. Only a number fills the place of an id.
    pub fn path(&self) -> String {
        let id = self.fields.get("id").filter(|id| id.parse::<i64>().is_ok());
        match id {
            Some(id) => self.form.page.replace("{id}", id),
            None if self.form.page.contains('{') => NEXT_DEFAULT.to_owned(),
            None => self.form.page.to_owned(),
        }
    }

    /// The same, with the safe `next` that the form carried (S6).
    fn address(&self) -> String {
        let next = self.fields.get("next").and_then(|next| NextPath::parse(next));
        match next {
            Some(next) => format!("{}?next={}", self.path(), encode_query_value(next.as_str())),
            None => self.path(),
        }
    }
}
