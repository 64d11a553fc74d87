//! The exit survey: why users deleted their accounts. Nothing in it tells who they were.

use super::staff_with;
use crate::{
    accounts::{
        forms::Reason,
        server::account_deletion_store as store,
        types::{EXIT_SURVEY, PermissionAction},
    },
    server::{clock::now, db::Db},
    shared::{AppError, Timestamp},
    staff::types::ExitSurveySummary,
};

/// What the page shows: the answers of a year, and some of the comments.
const DAYS: u32 = 365;
const COMMENTS: u32 = 50;

const SECONDS_A_DAY: i64 = 86_400;

/// The answers of some days: how many gave each set of reasons.
pub struct Answers {
    rows: Vec<(String, bool, i64)>,
    /// Day and text, the newest first.
    pub comments: Vec<(Timestamp, String)>,
}

impl Answers {
    pub async fn of_last(days: u32, comments: u32, db: &Db) -> Result<Self, sqlx::Error> {
        let since = now().0 - i64::from(days) * SECONDS_A_DAY;
        let rows = store::reasons_since(db, since).await?;
        let comments = store::comments_since(db, since, comments).await?;
        Ok(Self { rows, comments: comments.into_iter().map(|(day, text)| (Timestamp(day), text)).collect() })
    }

    pub fn total(&self) -> u32 {
        self.sum(|_, _| true)
    }

    /// Those whose content stayed.
    pub fn kept_content(&self) -> u32 {
        self.sum(|_, kept| kept)
    }

    pub fn with_reason(&self, reason: Reason) -> u32 {
        self.sum(|reasons, _| reasons.split(',').any(|id| id == reason.id()))
    }

    pub fn without_reason(&self) -> u32 {
        self.sum(|reasons, _| reasons.is_empty())
    }

    fn sum(&self, counts: impl Fn(&str, bool) -> bool) -> u32 {
        let rows = self.rows.iter().filter(|(reasons, kept, _)| counts(reasons, *kept));
        u32::try_from(rows.map(|(_, _, count)| count).sum::<i64>()).unwrap_or(u32::MAX)
    }
}

pub async fn summary() -> Result<ExitSurveySummary, AppError> {
    let staff = staff_with(EXIT_SURVEY.may(PermissionAction::View))?;
    let answers = Answers::of_last(DAYS, COMMENTS, staff.db()).await?;
    let reasons = Reason::ALL.map(|reason| (reason.label().to_owned(), answers.with_reason(reason)));
    Ok(ExitSurveySummary {
        days: DAYS,
        count: answers.total(),
        kept_content: answers.kept_content(),
        reasons: reasons.into(),
        comments: answers.comments,
    })
}
