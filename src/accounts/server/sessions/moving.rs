//! Taking the living sessions along when the site changes its engine: no user is logged out by that. The server stands still meanwhile.

use std::{path::Path, sync::Arc};

use super::{
    ends_store,
    engine::EngineError,
    moving_store as store,
    open::storage_of,
    storage::{Part, Storage, Stored},
};
use crate::server::{
    clock::now,
    db::Db,
    settings::{self, SessionEngine},
};

/// How many rows are moved at once.
const AT_ONCE: u32 = 200;

/// One of the two sides.
enum Side<'a> {
    Database(&'a Db),
    Storage(Arc<dyn Storage>),
}

/// Moves all living sessions from the engine of the settings to another one, and gives how many of them were. What has moved is
/// deleted where it was, so that what ends later cannot be found there again. Moving is repeated where it was interrupted.
///
/// # Errors
/// Where one of the two does not answer.
pub async fn move_sessions(
    db: &Db,
    settings: &settings::Sessions,
    base: &Path,
    to: SessionEngine,
) -> Result<u64, EngineError> {
    let side =
        |engine| Ok::<_, EngineError>(storage_of(engine, settings, base)?.map_or(Side::Database(db), Side::Storage));
    let (from, to) = (side(settings.engine)?, side(to)?);
    if let (Side::Database(_), Side::Database(_)) = (&from, &to) {
        return Ok(0);
    }
    for side in [&from, &to] {
        complete_ends(db, side).await?;
    }
    let (mut count, mut next) = (0, Some(0));
    while let Some(place) = next {
        let part = from.read(place).await?;
        next = part.next;
        let (living, dead): (Vec<_>, Vec<_>) =
            part.sessions.into_iter().partition(|(_, stored)| stored.expires > now().0);
        count += to.write(&living).await?;
        from.delete(&living).await?;
        from.delete(&dead).await?;
    }
    Ok(count)
}

/// Deletes what the database has ended, in the storage too: numbers of one engine say nothing in another.
async fn complete_ends(db: &Db, side: &Side<'_>) -> Result<(), EngineError> {
    let Side::Storage(storage) = side else { return Ok(()) };
    loop {
        let ends = ends_store::before(db, i64::MAX, AT_ONCE).await?;
        if ends.is_empty() {
            return Ok(());
        }
        for end in ends {
            let of_user = storage.of_user(end.user_id).await?;
            let numbers = of_user.iter().map(|(_, stored)| stored.number).filter(|number| end.ends(*number));
            storage.end(end.user_id, &numbers.collect::<Vec<_>>()).await?;
            ends_store::delete(db, end).await?;
        }
    }
}

impl Side<'_> {
    async fn read(&self, from: u64) -> Result<Part, EngineError> {
        match self {
            Self::Storage(storage) => storage.part(from).await,
            Self::Database(db) => {
                let rows = store::find_after(db, i64::try_from(from).unwrap_or(i64::MAX), AT_ONCE).await?;
                let next = rows.last().and_then(|row| u64::try_from(row.stored.number).ok());
                Ok(Part { sessions: rows.into_iter().map(|row| (row.id_hash, row.stored)).collect(), next })
            }
        }
    }

    async fn write(&self, sessions: &[(String, Stored)]) -> Result<u64, EngineError> {
        match self {
            Self::Database(db) => Ok(store::insert(db, sessions).await?),
            Self::Storage(storage) => {
                let mut count = 0;
                for (hash, stored) in sessions {
                    count += u64::from(storage.insert(hash, stored).await?);
                }
                Ok(count)
            }
        }
    }

    async fn delete(&self, sessions: &[(String, Stored)]) -> Result<(), EngineError> {
        match self {
            Self::Database(db) => Ok(store::delete(db, sessions).await?),
            Self::Storage(storage) => {
                for (hash, _) in sessions {
                    storage.remove(hash).await?;
                }
                Ok(())
            }
        }
    }
}
