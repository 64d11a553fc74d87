//! Makes anew what was made of articles by other rules than the present ones: after an update of the program, a change of the settings,
//! or a text that another program has stored. Readers get it right before that, too (`made.rs`).

use std::time::Duration;

use super::{
    Articles,
    made::Made,
    remaking_store::{self, Outdated},
};

/// How many articles at once, and the pause after them, in which others write.
const BATCH: u32 = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// Goes through all that is outdated, once. What fails is logged, and left for the next start.
pub async fn remake(articles: Articles) {
    let mut count = 0_usize;
    loop {
        match remake_some(&articles).await {
            Ok(0) => break,
            Ok(some) => count += some,
            Err(error) => return tracing::warn!(cause = ?error.to_string(), "articles could not be rendered anew"),
        }
        tokio::time::sleep(PAUSE).await;
    }
    if count > 0 {
        tracing::info!(count, "articles were rendered anew");
    }
}

/// How many were outdated, of one batch.
async fn remake_some(articles: &Articles) -> Result<usize, sqlx::Error> {
    let rules = articles.rules;
    let outdated = remaking_store::outdated(&articles.db, rules.number(), BATCH).await?;
    for article in &outdated {
        let Outdated { title, content, .. } = article;
        let made = Made::new(title, content, rules);
        let mut tx = articles.db.begin().await?;
        remaking_store::store(&mut tx, article, &made).await?;
        tx.commit().await?;
    }
    Ok(outdated.len())
}
