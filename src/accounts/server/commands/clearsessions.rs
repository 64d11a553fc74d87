//! `latchkey clearsessions`: deletes sessions that have expired. The server does it too, every ten minutes.
//! Django: `clearsessions` (B91).

use crate::accounts::server::{Accounts, sessions};

/// Deletes all expired sessions, and returns how many there were.
///
/// # Errors
/// A sentence for the operator.
pub async fn clear_sessions(accounts: &Accounts) -> Result<u64, String> {
    let mut total = 0;
    loop {
        let count = accounts.sessions().sweep(sessions::DELETED_AT_ONCE).await.map_err(|error| error.to_string())?;
        total += u64::from(count);
        if count < sessions::DELETED_AT_ONCE {
            return Ok(total);
        }
    }
}
