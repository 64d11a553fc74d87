//! A refused plain form on its way back to the page it came from (L1).

use std::collections::BTreeMap;

use axum::{
    http::{Extensions, StatusCode},
    response::Response,
};
use tower_sessions_core::Session;

use crate::{
    accounts::server::sessions::{self, CurrentRow},
    articles::forms::field::VERSION,
    boot::{
        app::App,
        http::{
            answer::{refusal_with, see_other},
            forms::{held, owner::owner_of, redisplay, step_up},
            layers::body::{Arrived, Fields},
            render::render_form_page,
        },
    },
    server::context::Client,
    shared::{AppError, NEXT_DEFAULT, NextPath, Notice, encode_query_value},
    ui::{FormReturn, OWNER, TypedText, WAITED, WayOn},
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
                let login = NextPath::or_default(&self.path()).login_url();
                if !self.form.is_parked {
                    return Ok(see_other(&login));
                }
                if self.comes_late(&extensions).await? {
                    return Ok(refusal_with(error, self.typed(WayOn::SendAgain, login)));
                }
                match self.park().await {
                    Ok(()) => {
                        Notice::Waiting.keep(self.session).await?;
                        Ok(see_other(&login))
                    }
                    Err(error @ (AppError::TooLarge { .. } | AppError::Throttled { .. } | AppError::LoginRequired)) => {
                        Ok(refusal_with(error, self.typed(WayOn::LogIn, login)))
                    }
                    Err(other) => Err(other),
                }
            }
            AppError::AnonymousOnly => Ok(see_other(NEXT_DEFAULT)),
            AppError::Invalid(_) => {
                redisplay::keep(self.app, self.session, &self.path(), self.returned(error)).await?;
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

    /// Holds the submission until somebody has logged in.
    ///
    /// # Errors
    /// [`AppError::TooLarge`], [`AppError::Throttled`] for a network that has very many held, and [`AppError::LoginRequired`] for a
    /// form whose owner cannot be read.
    async fn park(&self) -> Result<(), AppError> {
        let mut values = self.kept(usize::MAX);
        // Of which version a change was made, so that a newer one is told.
        values.extend(self.fields.get(VERSION).map(|version| (VERSION.to_owned(), version.clone())));
        held::check_size(&values)?;
        let owner = owner_of(&self.app.secret_key, self.fields);
        if owner.is_none() && self.fields.get(OWNER).is_some_and(|token| !token.is_empty()) {
            // Sealed with a key that is gone: it must not go to whoever logs in next.
            return Err(AppError::LoginRequired);
        }
        self.app.accounts.count_parked(self.client).await?;
        tracing::info!(event = "parked", function = self.function.path);
        held::add(self.app, self.session, (self.path(), self.function.path, values), owner).await
    }

    fn returned(&self, error: AppError) -> FormReturn {
        let limit = if self.function.access == Access::Login { usize::MAX } else { ANONYMOUS_TEXT_MAX };
        let values = self.kept(limit);
        FormReturn {
            function: self.function.path.to_owned(),
            error: Some(error),
            values,
            waited: self.fields.get(WAITED).cloned(),
        }
    }

    /// What the form may keep, each field of at most so many bytes.
    fn kept(&self, limit: usize) -> BTreeMap<String, String> {
        let is_kept = |(name, value): &(&String, &String)| self.form.keeps(name) && value.len() <= limit;
        self.fields.iter().filter(is_kept).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// The path of the page that owns the form.
    fn path(&self) -> String {
        self.form.path(self.fields.get("id").map(String::as_str))
    }

    /// Whether the browser may have another session by now, which must not get an anonymous one in its place just to keep a form:
    /// its session has gone on under a new id, or its owner has logged in since the first byte of this came.
    async fn comes_late(&self, extensions: &Extensions) -> Result<bool, AppError> {
        let (current, arrived) = (extensions.get::<CurrentRow>(), extensions.get::<Arrived>());
        if let Some(current) = current
            && current.has_successor(&self.app.db).await?
        {
            return Ok(true);
        }
        match (owner_of(&self.app.secret_key, self.fields), arrived) {
            (Some(owner), Some(Arrived(since))) => Ok(sessions::has_begun_since(&self.app.db, owner, *since).await?),
            _ => Ok(false),
        }
    }

    /// What was typed, for a page of its own: the last that is seen of it.
    fn typed(&self, way_on: WayOn, page: String) -> TypedText {
        let is_field = |name: &str| self.form.has(name) && !name.contains("password");
        let fields = self.fields.iter().filter(|(name, value)| match way_on {
            WayOn::SendAgain => is_field(name),
            _ => self.form.keeps(name) && !value.is_empty(),
        });
        let fields = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
        TypedText { action: self.function.path.to_owned(), page, fields, way_on }
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
