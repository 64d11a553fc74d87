//! Accounts whose password hash costs more than the settings say: from before the cost was lowered, or imported. A login with an
//! unknown name must cost as much as one with theirs (`argon2id.rs`), so they are looked for at the start and now and then; and
//! `latchkey check` names them. Django has `harden_runtime`, which evens out cheaper hashes only.

use super::{Accounts, store};
use crate::shared::AppError;

/// How many accounts are read at a time, and how many are named.
const BATCH: u32 = 1_000;
const NAMED_MAX: usize = 20;

/// What is costlier than the settings say.
#[derive(Debug, Default)]
pub struct Costlier {
    /// How many active accounts.
    pub count: usize,
    /// The names of the first ones.
    pub names: Vec<String>,
    /// The costliest, as a multiple of a present hash, rounded up.
    pub times: u64,
}

/// Looks for costlier hashes, and lets every wrong login cost as much as the costliest of them.
///
/// # Errors
/// When the database does not answer.
pub async fn measure(accounts: &Accounts) -> Result<Costlier, AppError> {
    let (costs, present) = (&accounts.0.hash_costs, accounts.0.hash_costs.present());
    let (mut found, mut costliest, mut after) = (Costlier::default(), 0, 0);
    loop {
        let rows = store::find_other_hashes(&accounts.0.db, &present, after, BATCH).await?;
        for row in &rows {
            let Some(work) = costs.above_present(&row.password) else { continue };
            costliest = costliest.max(work);
            found.count += 1;
            if found.names.len() < NAMED_MAX {
                found.names.push(row.username.clone());
            }
        }
        match rows.last() {
            Some(last) if rows.len() == BATCH as usize => after = last.id,
            _ => break,
        }
    }
    found.times = costs.times(costliest);
    accounts.0.hasher.meter().set_costliest(costliest);
    Ok(found)
}
