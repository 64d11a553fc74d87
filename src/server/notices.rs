//! A notice on its way to the next page: the session remembers its id for one page load.

use tower_sessions_core::Session;

use crate::shared::{AppError, Notice};

/// The key of the session's data.
const KEY: &str = "notice";

impl Notice {
    /// Remembers it for the next page.
    pub async fn remember(self, session: &Session) -> Result<(), AppError> {
        Ok(session.insert(KEY, self.id).await?)
    }

    /// Takes the remembered notice out of the session, if there is one and it is one of these.
    pub async fn take(session: &Session, known: impl IntoIterator<Item = Self>) -> Result<Option<Self>, AppError> {
        // Reading first: a session is written only when something changes.
        if session.get_value(KEY).await?.is_none() {
            return Ok(None);
        }
        let id = session.remove_value(KEY).await?;
        Ok(known.into_iter().find(|notice| id.as_ref().is_some_and(|id| id == notice.id)))
    }
}
