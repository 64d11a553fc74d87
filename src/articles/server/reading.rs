//! Reading lists: a user's is in the database, a visitor's in a sealed cookie of the browser, bounded. Logging in moves the visitor's list
//! into the user's own. An article that its reader may no longer see is left out.

use super::{
    Articles,
    reading_store::{self as store, VISITOR_MAX},
    store::find,
};
use crate::{
    accounts::{
        server::member::Member,
        types::{UserId, Viewer},
    },
    articles::{messages::notice, paths, rules::VIEW, types::ReadingEntry},
    server::{
        clock::now,
        context::extension,
        preferences::{Kept, Preferences, READING, YEAR},
    },
    shared::{AppError, Outcome},
};

/// How many a user's list has at most.
const USER_MAX: i64 = 500;

/// The viewer's list, the newest first.
pub async fn list() -> Result<Vec<ReadingEntry>, AppError> {
    let (viewer, articles): (Viewer, Articles) = (extension()?, extension()?);
    let entries = match viewer.user() {
        Some(user) => store::of_user(&articles.db, user.id, USER_MAX).await?,
        None => of_visitor(&articles).await?,
    };
    Ok(entries.into_iter().filter(|entry| VIEW.allows(&viewer, entry.facts())).collect())
}

async fn of_visitor(articles: &Articles) -> Result<Vec<ReadingEntry>, AppError> {
    let ids = extension::<Preferences>()?.reading;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut entries = store::by_ids(&articles.db, &ids).await?;
    entries.sort_by_key(|entry| ids.iter().position(|id| *id == entry.id));
    Ok(entries)
}

/// Whether the article is on it.
pub async fn has(id: i64) -> Result<bool, AppError> {
    let (viewer, articles): (Viewer, Articles) = (extension()?, extension()?);
    Ok(match viewer.user() {
        Some(user) => store::has(&articles.db, user.id, id).await?,
        None => extension::<Preferences>()?.reading.contains(&id),
    })
}

/// Saves an article that the viewer may see.
pub async fn save(id: i64) -> Result<Outcome, AppError> {
    let (viewer, articles): (Viewer, Articles) = (extension()?, extension()?);
    let article = find(&articles.db, id).await?.filter(|article| VIEW.allows(&viewer, article.facts()));
    article.ok_or(AppError::NotFound)?;
    if viewer.is_authenticated() {
        let member = Member::current()?;
        let mut acting = member.act().await?;
        add(&mut acting.tx, acting.user.id, &[id]).await?;
        drop(acting);
        notice::READING_SAVED.remember(&member.session).await?;
    } else {
        let listed = extension::<Preferences>()?.reading;
        keep(&[id].into_iter().chain(listed.into_iter().filter(|listed| *listed != id)).collect::<Vec<_>>())?;
    }
    Ok(Outcome::reload(paths::detail(id)))
}

/// Takes an article off the list, also one that is gone.
pub async fn unsave(id: i64) -> Result<Outcome, AppError> {
    if extension::<Viewer>()?.is_authenticated() {
        let member = Member::current()?;
        let mut acting = member.act().await?;
        store::remove(&mut acting.tx, member.user.id, id).await?;
        drop(acting);
        notice::READING_REMOVED.remember(&member.session).await?;
    } else {
        let listed = extension::<Preferences>()?.reading;
        keep(&listed.into_iter().filter(|listed| *listed != id).collect::<Vec<_>>())?;
    }
    Ok(Outcome::reload(paths::READING))
}

/// Moves the list that a user had as a visitor, before they logged in, into their own.
pub async fn merge(articles: &Articles, user: UserId, ids: &[i64]) -> Result<(), AppError> {
    let mut tx = articles.db.begin().await?;
    // The newest is added last.
    let ids: Vec<i64> = ids.iter().copied().take(VISITOR_MAX).rev().collect();
    add(&mut tx, user, &ids).await?;
    Ok(tx.commit().await?)
}

/// As many as there is room for.
async fn add(tx: &mut crate::server::db::Tx, user: UserId, ids: &[i64]) -> Result<(), AppError> {
    let room = USER_MAX - store::count(tx, user).await?;
    for id in ids.iter().take(usize::try_from(room).unwrap_or_default()) {
        store::add(tx, user, *id, now()).await?;
    }
    Ok(())
}

/// The visitor's list from now on.
fn keep(ids: &[i64]) -> Result<(), AppError> {
    let kept: Kept = extension()?;
    let ids: Vec<String> = ids.iter().take(VISITOR_MAX).map(i64::to_string).collect();
    match ids.is_empty() {
        true => kept.forget(READING),
        false => kept.keep(READING, ids.join(" "), YEAR),
    }
    Ok(())
}
