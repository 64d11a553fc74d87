//! Why people left, for staff. Nothing in it tells who they were.

use super::Staff;
use crate::{
    accounts::{
        forms::Reason,
        server::account_deletion_store as store,
        types::{DEPARTURE, PermissionAction},
    },
    server::clock::now,
    shared::{AppError, Timestamp},
    staff::types::DepartureSummary,
};

/// The span that is summed up, and how many remarks are shown.
const DAYS: u32 = 365;
const REMARKS: u32 = 50;

pub async fn summary() -> Result<DepartureSummary, AppError> {
    let staff = Staff::with(DEPARTURE.may(PermissionAction::View))?;
    let since = now().0 - i64::from(DAYS) * 86_400;
    let rows = store::reasons_since(staff.accounts.db(), since).await?;
    let sum = |counted: &dyn Fn(&str, bool) -> bool| {
        let counts = rows.iter().filter(|(reasons, kept, _)| counted(reasons, *kept)).map(|(_, _, count)| count);
        u32::try_from(counts.sum::<i64>()).unwrap_or(u32::MAX)
    };
    let has = |reasons: &str, reason: Reason| reasons.split(',').any(|id| id == reason.id());
    let comments = store::comments_since(staff.accounts.db(), since, REMARKS).await?;
    Ok(DepartureSummary {
        days: DAYS,
        count: sum(&|_, _| true),
        kept_belongings: sum(&|_, kept| kept),
        reasons: Reason::ALL
            .into_iter()
            .map(|reason| (reason.label().to_owned(), sum(&|reasons, _| has(reasons, reason))))
            .collect(),
        comments: comments.into_iter().map(|(day, text)| (Timestamp(day), text)).collect(),
    })
}
