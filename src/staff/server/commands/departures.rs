//! `latchkey departures`: why people left, summed up. Nothing in it tells who they were.

use clap::Args;

use crate::{
    accounts::{
        forms::Reason,
        server::{Accounts, account_deletion_store as store},
    },
    server::clock::now,
    shared::Timestamp,
};

/// Options of the command.
#[derive(Args)]
pub struct Departures {
    /// Count those of so many last days
    #[arg(long, default_value_t = 90)]
    days: u32,
    /// Show so many of the latest remarks
    #[arg(long, default_value_t = 20)]
    remarks: u32,
}

impl Departures {
    /// Prints the summary.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), String> {
        let failed = |error: sqlx::Error| error.to_string();
        let since = now().0 - i64::from(self.days) * 86_400;
        let rows = store::reasons_since(accounts.db(), since).await.map_err(failed)?;
        let total: i64 = rows.iter().map(|(_, _, count)| count).sum();
        let kept: i64 = rows.iter().filter(|(_, kept, _)| *kept).map(|(_, _, count)| count).sum();
        println!("{total} left in the last {} days; {kept} of them let stay what they had made.", self.days);
        for reason in Reason::ALL {
            let ticked = rows.iter().filter(|(reasons, _, _)| reasons.split(',').any(|id| id == reason.id()));
            println!("{:>6}  {reason}", ticked.map(|(_, _, count)| count).sum::<i64>());
        }
        let without: i64 = rows.iter().filter(|(reasons, _, _)| reasons.is_empty()).map(|(_, _, count)| count).sum();
        println!("{without:>6}  (no reason ticked)");
        for (day, comment) in store::comments_since(accounts.db(), since, self.remarks).await.map_err(failed)? {
            // Quoted, with line breaks and control characters escaped: it is somebody's text on the operator's terminal.
            println!("{}: {comment:?}", Timestamp(day).day());
        }
        Ok(())
    }
}
