//! The session of one request, and how it is stored: a post stores its session and its changes in one transaction before it is
//! answered, any other request saves its session at the end. Django: `SessionMiddleware.process_response`.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use axum::http::StatusCode;
use cookie::Cookie;
use time::{Duration, OffsetDateTime};
use tower_sessions_core::{
    Session,
    session::{self, Expiry, Id},
    session_store,
};

use crate::{
    accounts::server::{
        mail_link::MailLink,
        reset,
        sessions::{self, CurrentRow, EngineError, RequestStore, SaveError, key},
    },
    boot::{
        app::App,
        http::{
            forms::{held, redisplay},
            layers::cookies,
        },
    },
    server::{clock::now, context::Client, db::RequestTx},
    shared::{AppError, Timestamp},
};

/// How long an anonymous session lives, in seconds: it only carries a submission to its page.
pub const ANONYMOUS_AGE: i64 = 1_800;

/// The session of one request. In the request; cheap to clone.
#[derive(Clone)]
pub struct RequestSession(Arc<Inner>);

struct Inner {
    app: App,
    tx: RequestTx,
    current: CurrentRow,
    client: Client,
    had_cookie: bool,
    /// Whether the answer may remove a cookie that names no session.
    may_remove: AtomicBool,
    state: Mutex<State>,
}

struct State {
    session: Session,
    /// The id under which the session is stored.
    id: Option<Id>,
    /// Set once the session is stored: the cookie to send, or `None` to send none.
    stored: Option<Option<Cookie<'static>>>,
}

/// What the browser has sent.
pub struct Sent {
    pub id: Option<Id>,
    /// All that its cookie says.
    pub value: Option<String>,
    pub may_remove: bool,
}

impl RequestSession {
    pub fn new(app: App, client: Client, sent: Sent) -> Self {
        let tx = RequestTx::default();
        let engine = app.accounts.sessions();
        let engine = engine.of_request(sent.value.as_deref()).unwrap_or_else(|| engine.clone());
        let store = RequestStore::new(engine, sent.id, tx.clone());
        let current = store.current_row();
        let session = Session::new(sent.id, Arc::new(store), None);
        let state = Mutex::new(State { session, id: sent.id, stored: None });
        let (had_cookie, may_remove) = (sent.id.is_some(), sent.may_remove.into());
        Self(Arc::new(Inner { app, tx, current, client, had_cookie, may_remove, state }))
    }

    pub fn session(&self) -> Session {
        self.state(|state| state.session.clone())
    }

    pub fn current_row(&self) -> CurrentRow {
        self.0.current.clone()
    }

    pub fn tx(&self) -> &RequestTx {
        &self.0.tx
    }

    /// Lets the answer remove a cookie that names no session.
    pub fn allow_removal(&self) {
        self.0.may_remove.store(true, Ordering::Relaxed);
    }

    /// Stores the session together with what the request has changed. Only then may the request be answered as done.
    ///
    /// # Errors
    /// [`AppError::NotStored`]: nothing of the request is stored, and its session is as it was before.
    pub async fn store(&self) -> Result<(), AppError> {
        match self.save_and_commit().await {
            Ok(None) => Ok(()),
            Ok(Some(cookie)) => {
                let id = self.session().id();
                if self.0.current.is_renewed() {
                    self.0.current.set_authenticated(now().0);
                }
                self.0.current.reset();
                self.state(|state| {
                    state.id = id;
                    state.stored = Some(cookie);
                });
                Ok(())
            }
            Err(error) => {
                tracing::error!(cause = ?error.to_string(), "the changes of a request could not be stored");
                self.restore().await;
                Err(AppError::NotStored)
            }
        }
    }

    /// Drops what the request has changed, in its session too. Only a password that was entered for one action stays used up, so
    /// that a refused form does not bring a second try without it.
    pub async fn discard(&self) {
        let is_used = matches!(self.session().get_value(key::REAUTHENTICATED).await, Ok(None));
        let session = self.restore().await;
        if is_used && matches!(session.get_value(key::REAUTHENTICATED).await, Ok(Some(_))) {
            // It was read just now, so removing it cannot fail.
            _ = session.remove_value(key::REAUTHENTICATED).await;
            // Stored at once, because not every refusal stores the session. What fails is in the log.
            _ = self.store().await;
        }
    }

    /// Gives the session as it is stored.
    async fn restore(&self) -> Session {
        self.0.tx.rollback().await;
        self.0.current.reset();
        self.state(|state| {
            let store = RequestStore::anew(self.0.current.clone(), self.0.tx.clone());
            state.session = Session::new(state.id, Arc::new(store), None);
            state.session.clone()
        })
    }

    /// Whether this request has ended a login: by a logout, an account deletion or a refused session. A session that goes on under
    /// a new id has not ended.
    pub async fn has_ended(&self) -> bool {
        let was_logged_in = self.0.current.get().is_some_and(|row| row.is_logged_in);
        was_logged_in && self.session().is_empty().await && !self.has_successor().await
    }

    /// The cookie to send, after saving a session that was not stored yet, or noting that an unchanged one is in use. A failed
    /// answer saves nothing.
    pub async fn finish(&self, status: StatusCode, is_use: bool) -> Option<Cookie<'static>> {
        self.0.tx.rollback().await;
        if let Some(cookie) = self.state(|state| state.stored.take()) {
            return cookie;
        }
        let session = self.session();
        if status.is_server_error() && !session.is_empty().await {
            return None;
        }
        let saved = match session.is_modified() || session.is_empty().await {
            true => self.save(&session).await,
            false if is_use => self.touch(&session).await,
            false => Ok(None),
        };
        saved.unwrap_or_else(|error| {
            tracing::error!(cause = ?error.to_string(), "the session could not be saved");
            None
        })
    }

    /// What becomes of the cookie, if the session was saved.
    async fn save_and_commit(&self) -> Result<Option<Option<Cookie<'static>>>, SaveError> {
        let session = self.session();
        let saved = match session.is_modified() || session.is_empty().await {
            true => Some(self.save(&session).await?),
            false => None,
        };
        self.0.tx.commit().await.map_err(|error| backend(&error))?;
        Ok(saved)
    }

    /// Saves a changed session, and gives the cookie to send: a new one, or the removal of the old one.
    async fn save(&self, session: &Session) -> Result<Option<Cookie<'static>>, SaveError> {
        if session.is_empty().await {
            let may_remove = self.0.current.get().is_some() || self.0.may_remove.load(Ordering::Relaxed);
            return Ok(if may_remove && !self.has_successor().await { self.removal() } else { None });
        }
        match self.save_filled(session).await {
            Err(SaveError::Ended) => {
                // Another request has ended it meanwhile, and ending wins (B90).
                tracing::info!(event = "session_gone");
                Ok(None)
            }
            other => other,
        }
    }

    /// Saves the session; one with nothing left in it is ended instead, and its cookie removed.
    async fn save_filled(&self, session: &Session) -> Result<Option<Cookie<'static>>, SaveError> {
        let settings = &self.0.app.settings.sessions;
        let is_logged_in = session.get_value(key::USER_ID).await?.is_some();
        if !is_logged_in && self.has_successor().await {
            return Ok(None);
        }
        if !is_logged_in && !has_cargo(session).await? {
            session.flush().await?;
            return Ok(self.removal());
        }
        let remember = remember(session).await?;
        let now = now();
        // A session with a new id begins now, in another row than the one that was loaded.
        let row = self.0.current.get().filter(|_| session.id().is_some());
        let authenticated = row.map_or(now, |row| Timestamp(row.authenticated));
        let expires = match is_logged_in {
            true => sessions::expires(settings, remember, authenticated, now),
            false => Timestamp(now.0 + ANONYMOUS_AGE),
        };
        let expiry = OffsetDateTime::from_unix_timestamp(expires.0).map(Expiry::AtDateTime);
        session.set_expiry(expiry.ok());
        self.0.current.save(session).await?;
        let Some(id) = session.id() else { return Ok(None) };
        let value = self.cookie_value(id)?.unwrap_or_else(|| id.to_string());
        Ok(Some(self.cookie(value, remember)))
    }

    /// What the engine keeps in the cookie, if it does.
    fn cookie_value(&self, id: Id) -> Result<Option<String>, SaveError> {
        self.0.current.sessions().cookie_value(id).map_err(|_| backend(&"a session could not be sealed"))
    }

    fn cookie(&self, value: String, remember: bool) -> Cookie<'static> {
        let settings = &self.0.app.settings.sessions;
        let mut cookie = cookies::build(settings.https, settings.cookie_name.as_str(), value);
        if remember {
            cookie.set_max_age(Duration::seconds(i64::from(settings.cookie_age.get())));
        }
        cookie
    }

    /// Notes that a logged-in user is using the session; in its cookie, where that is where it lives.
    async fn touch(&self, session: &Session) -> Result<Option<Cookie<'static>>, SaveError> {
        let (Some(_), Some(id)) = (session.get_value(key::USER_ID).await?, session.id()) else { return Ok(None) };
        let (app, remember) = (&self.0.app, remember(session).await?);
        let touched = sessions::touch(&self.0.current, &app.settings.sessions, remember, &self.0.client).await;
        touched.map_err(|error: EngineError| backend(&error))?;
        Ok(self.cookie_value(id)?.map(|value| self.cookie(value, remember)))
    }

    /// Whether the session goes on under a new id. A late answer to the old one must not log its user out.
    async fn has_successor(&self) -> bool {
        if !self.0.had_cookie {
            return false;
        }
        self.0.current.has_successor(&self.0.tx).await.unwrap_or(true)
    }

    /// The removal of the cookie, if the browser has sent one.
    fn removal(&self) -> Option<Cookie<'static>> {
        let settings = &self.0.app.settings.sessions;
        self.0.had_cookie.then(|| cookies::removal(settings.https, settings.cookie_name.as_str()))
    }

    fn state<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether an anonymous session is needed: for a refused or held submission, or an opened link.
async fn has_cargo(session: &Session) -> Result<bool, session::Error> {
    let links = MailLink::ALL.map(MailLink::key);
    for key in [redisplay::KEY, held::KEY, reset::OPENED_FOR].into_iter().chain(links) {
        if session.get_value(key).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether "Keep me logged in" was ticked.
async fn remember(session: &Session) -> Result<bool, session::Error> {
    Ok(session.get::<bool>(key::REMEMBER).await?.unwrap_or(false))
}

fn backend(error: &impl ToString) -> SaveError {
    SaveError::Failed(session::Error::from(session_store::Error::Backend(error.to_string())))
}
