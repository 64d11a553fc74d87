//! A plain form that was refused (L1): its page shows it again, or it is held until the login, or an error page shows its values.

use std::collections::BTreeMap;

use axum::{
    http::{Extensions, StatusCode},
    response::Response,
};
use tower_sessions_core::Session;

use crate::{
    accounts::{
        server::sessions::CurrentRow,
        types::{UserId, Viewer},
    },
    articles::forms::field::VERSION,
    boot::{
        app::App,
        http::{
            answer::{refusal_with, see_other},
            forms::{held, owner::owner_of, redisplay, step_up, visitor},
            layers::{
                body::{Arrived, Fields},
                cookies,
            },
            render::{FormPage, render_form_page},
        },
    },
    server::{context::Client, db::RequestTx},
    shared::{AppError, NEXT_DEFAULT, NextPath, encode_query_value},
    ui::{HELD_ID, NextStep, Submission, SubmittedValues},
    web::{
        messages::notice,
        urls::{FormUrl, FunctionUrl},
    },
};

/// The longest value that is remembered for an anonymous visitor, in bytes.
const ANONYMOUS_VALUE_MAX: usize = 1_024;

/// The longest token of a held submission that is passed on, in bytes.
const HELD_ID_MAX: usize = 64;

/// A plain form as it was posted, and what it takes to answer its refusal.
pub struct PlainForm<'a> {
    pub app: &'a App,
    pub session: &'a Session,
    pub client: &'a Client,
    pub function: &'static FunctionUrl,
    pub form: &'static FormUrl,
    pub fields: &'a Fields,
}

impl PlainForm<'_> {
    /// Answers the post with its refusal.
    ///
    /// # Errors
    /// The refusal itself, where no page can show it and it becomes an error page.
    pub async fn refuse(&self, error: AppError, extensions: Extensions) -> Result<Response, AppError> {
        match error {
            AppError::LoginRequired => self.hold_until_login(&extensions).await,
            AppError::AnonymousOnly => Ok(see_other(NEXT_DEFAULT)),
            AppError::Invalid(_) => match self.redirect(&error, &extensions).await? {
                Some(redirect) => Ok(redirect),
                None => Ok(self.form_page(error, extensions).await),
            },
            AppError::StepUpRequired => {
                match step_up::remember(self.app, self.session, self.function, self.fields).await? {
                    true => Ok(see_other(step_up::PAGE)),
                    false => Ok(refusal_with(error, self.values(NextStep::SendAgain, self.path()))),
                }
            }
            // A redirect would hide the status.
            AppError::Busy { .. }
            | AppError::SessionsAway { .. }
            | AppError::Throttled { .. }
            | AppError::EmailUnconfirmed
            | AppError::NotStored => Ok(self.form_page(error, extensions).await),
            other => Err(other),
        }
    }

    /// Leads back to the page, which shows the refused submission: from the session of a user, or from a visitor's cookie.
    /// `None` when it is too long for either.
    async fn redirect(&self, error: &AppError, extensions: &Extensions) -> Result<Option<Response>, AppError> {
        let (submission, mut redirect) = (self.submission(error.clone()), see_other(&self.address()));
        if extensions.get::<Viewer>().is_some_and(Viewer::is_authenticated) {
            let is_remembered = redisplay::remember(self.app, self.session, &self.path(), submission).await?;
            return Ok(is_remembered.then_some(redirect));
        }
        let cookie = visitor::cookie(self.app, self.client, self.path(), submission)?;
        Ok(cookie.map(|cookie| {
            cookies::set(redirect.headers_mut(), &cookie);
            redirect
        }))
    }

    /// The page of the form with the refused submission, as the answer to the post itself. Nothing is stored.
    async fn form_page(&self, error: AppError, extensions: Extensions) -> Response {
        let page = FormPage {
            here: self.address(),
            status: StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
            retry_after: error.retry_after(),
            submission: self.submission(error),
        };
        render_form_page(self.app, page, extensions).await
    }

    /// Holds the submission and leads to the login; where it cannot be held, an error page shows its values.
    async fn hold_until_login(&self, extensions: &Extensions) -> Result<Response, AppError> {
        let login = NextPath::or_default(&self.path()).login_url();
        if !self.form.is_held || self.remembered(usize::MAX).values().all(String::is_empty) {
            return Ok(see_other(&login));
        }
        if self.comes_late(extensions).await? {
            return Ok(refusal_with(AppError::LoginRequired, self.values(NextStep::SendAgain, login)));
        }
        match self.hold(extensions.get::<Viewer>().and_then(Viewer::user).map(|user| user.id)).await {
            Ok(()) => {
                notice::HELD.remember(self.session).await?;
                Ok(see_other(&login))
            }
            Err(error @ (AppError::TooLarge { .. } | AppError::Throttled { .. } | AppError::LoginRequired)) => {
                Ok(refusal_with(error, self.values(NextStep::LogIn, login)))
            }
            Err(other) => Err(other),
        }
    }

    /// Holds the submission.
    ///
    /// # Errors
    /// [`AppError::TooLarge`], [`AppError::Throttled`] where too much is held already, and [`AppError::LoginRequired`] for a form
    /// that does not say whose it is: the next user to log in must not get it.
    async fn hold(&self, viewer: Option<UserId>) -> Result<(), AppError> {
        let mut values = self.remembered(usize::MAX);
        // The version that was changed, so that the page tells when there is a newer one.
        values.extend(self.fields.get(VERSION).map(|version| (VERSION.to_owned(), version.clone())));
        held::check_size(&values)?;
        let owner = owner_of(&self.app.secret_key, self.fields).or(viewer).ok_or(AppError::LoginRequired)?;
        let submission = Submission { function: self.function.path.to_owned(), error: None, values, held_id: None };
        held::hold(self.app, self.session, self.client, held::New { path: self.path(), submission, owner }).await?;
        tracing::info!(event = "parked", function = self.function.path);
        Ok(())
    }

    /// The refused submission, for its page.
    fn submission(&self, error: AppError) -> Submission {
        let limit = if self.function.access.is_for_users() { usize::MAX } else { ANONYMOUS_VALUE_MAX };
        Submission {
            function: self.function.path.to_owned(),
            error: Some(error),
            values: self.remembered(limit),
            held_id: self.fields.get(HELD_ID).filter(|id| id.len() <= HELD_ID_MAX).cloned(),
        }
    }

    /// The values that may be remembered, except those longer than the limit in bytes.
    fn remembered(&self, limit: usize) -> BTreeMap<String, String> {
        let fits = |(name, value): &(&String, &String)| self.form.remembers(name) && value.len() <= limit;
        self.fields.iter().filter(fits).map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Whether the browser may have a newer session by now, which an anonymous one must not replace just to hold a form: its
    /// session has got a new id, or its owner has logged in since the first byte of this request came.
    async fn comes_late(&self, extensions: &Extensions) -> Result<bool, AppError> {
        let (current, tx) = (extensions.get::<CurrentRow>(), extensions.get::<RequestTx>());
        let arrived = extensions.get::<Arrived>();
        if let (Some(current), Some(tx)) = (current, tx)
            && current.has_successor(tx).await?
        {
            return Ok(true);
        }
        match (owner_of(&self.app.secret_key, self.fields), arrived) {
            (Some(owner), Some(Arrived(since))) => {
                Ok(self.app.accounts.sessions().has_begun_since(owner, *since).await?)
            }
            _ => Ok(false),
        }
    }

    /// Shows the submitted values on an error page, because they could not be stored for the page of the form.
    pub fn show_values(&self, error: AppError) -> Response {
        refusal_with(error, self.values(NextStep::SendAgain, self.path()))
    }

    /// The submitted values for an error page, the last place where they can be seen.
    fn values(&self, next_step: NextStep, page: String) -> SubmittedValues {
        let is_field = |name: &str| self.form.has(name) && !name.contains("password");
        let fields = self.fields.iter().filter(|(name, value)| match next_step {
            NextStep::SendAgain => is_field(name),
            _ => self.form.remembers(name) && !value.is_empty(),
        });
        let fields = fields.map(|(name, value)| (name.clone(), value.clone())).collect();
        SubmittedValues { action: self.function.path.to_owned(), page, fields, next_step }
    }

    /// The path of the page that owns the form.
    fn path(&self) -> String {
        self.form.path(self.fields.get("id").map(String::as_str))
    }

    /// That path with the safe `next` that the form carried (S6).
    fn address(&self) -> String {
        let next = self.fields.get("next").and_then(|next| NextPath::parse(next));
        match next {
            Some(next) => format!("{}?next={}", self.path(), encode_query_value(next.as_str())),
            None => self.path(),
        }
    }
}
