//! A short list in a session's data, sealed: for what a user submitted and must get back, such as forms held until the login.
//! Old entries expire, and beyond a maximum the oldest makes room, so no session grows without end.

use serde::{Serialize, de::DeserializeOwned};
use tower_sessions_core::Session;

use super::{clock::now, secret_key::SecretKey};
use crate::shared::AppError;

/// One such list, by what makes it different from others.
pub struct SealedList<T> {
    /// The key of the session's data, and the purpose of sealing.
    pub key: &'static str,
    /// The maximum number of entries.
    pub max: usize,
    /// How long an entry lives, in seconds.
    pub max_age: i64,
    /// When an entry was made, in Unix seconds.
    pub made_at: fn(&T) -> i64,
}

impl<T: Serialize + DeserializeOwned> SealedList<T> {
    /// The entries that have not expired, the newest last. What cannot be opened is an empty list.
    pub async fn read(&self, secret_key: &SecretKey, session: &Session) -> Result<Vec<T>, AppError> {
        let sealed: Option<String> = session.get(self.key).await?;
        let entries: Option<Vec<T>> = sealed.and_then(|sealed| secret_key.open(self.key, &sealed));
        let is_fresh = |entry: &T| (self.made_at)(entry) + self.max_age > now().0;
        Ok(entries.unwrap_or_default().into_iter().filter(is_fresh).collect())
    }

    /// Adds an entry.
    pub async fn push(&self, secret_key: &SecretKey, session: &Session, entry: T) -> Result<(), AppError> {
        let mut entries = self.read(secret_key, session).await?;
        entries.push(entry);
        let surplus = entries.len().saturating_sub(self.max);
        self.write(secret_key, session, &entries[surplus..]).await
    }

    /// Replaces the whole list; an empty one leaves nothing in the session.
    pub async fn write(&self, secret_key: &SecretKey, session: &Session, entries: &[T]) -> Result<(), AppError> {
        if entries.is_empty() {
            session.remove_value(self.key).await?;
            return Ok(());
        }
        Ok(session.insert(self.key, secret_key.seal(self.key, &entries)?).await?)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tower_sessions_core::{SessionStore, session::Id, session::Record, session_store};

    use super::*;

    const LIST: SealedList<(i64, String)> = SealedList { key: "list", max: 2, max_age: 100, made_at: |entry| entry.0 };

    /// A store with nothing in it: the session lives in memory only.
    #[derive(Debug)]
    struct NoStore;

    #[async_trait::async_trait]
    impl SessionStore for NoStore {
        async fn save(&self, _: &Record) -> session_store::Result<()> {
            Ok(())
        }

        async fn load(&self, _: &Id) -> session_store::Result<Option<Record>> {
            Ok(None)
        }

        async fn delete(&self, _: &Id) -> session_store::Result<()> {
            Ok(())
        }
    }

    #[tokio::test]
    async fn the_newest_entries_stay_and_expired_ones_do_not_come_back() {
        let key = SecretKey::new("a-key-a-key-a-key-a-key-a-key-a-key-a", &[]).unwrap();
        let session = Session::new(None, Arc::new(NoStore), None);
        let entry = |age: i64, text: &str| (now().0 - age, text.to_owned());
        for (age, text) in [(200, "expired"), (3, "first"), (2, "second"), (1, "third")] {
            LIST.push(&key, &session, entry(age, text)).await.unwrap();
        }
        let texts: Vec<String> = LIST.read(&key, &session).await.unwrap().into_iter().map(|entry| entry.1).collect();
        assert_eq!(texts, ["second", "third"]);
        let stored: String = session.get("list").await.unwrap().unwrap();
        assert!(!stored.contains("third"));

        LIST.write(&key, &session, &[]).await.unwrap();
        assert!(session.get_value("list").await.unwrap().is_none());
    }
}
