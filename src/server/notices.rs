//! A notice on its way to the next page, in the session of its user, for one page load.

use tower_sessions_core::Session;

use crate::shared::{AppError, Notice};

/// The key of the session's data.
const KEY: &str = "notice";

impl Notice {
    /// Remembers it for the next page.
    pub async fn remember(self, session: &Session) -> Result<(), AppError> {
        Ok(session.insert(KEY, self).await?)
    }

    /// Takes the remembered notice, if there is one.
    pub async fn take(session: &Session) -> Result<Option<Self>, AppError> {
        // Reading first: a session is written only when something changes.
        if session.get_value(KEY).await?.is_none() {
            return Ok(None);
        }
        let value = session.remove_value(KEY).await?;
        Ok(value.and_then(|value| serde_json::from_value(value).ok()))
    }
}
