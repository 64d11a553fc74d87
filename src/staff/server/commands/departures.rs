//! `latchkey departures`: the exit survey, summed up.

use clap::Args;

use super::messages::departures as messages;
use crate::{
    accounts::{forms::Reason, server::Accounts},
    server::output::{CommandError, say},
    staff::server::exit_survey::Answers,
};

/// Options of the command.
#[derive(Args)]
pub struct Departures {
    /// How many days to look back
    #[arg(long, default_value_t = 90)]
    days: u32,
    /// How many comments, the newest first
    #[arg(long, default_value_t = 20)]
    remarks: u32,
}

impl Departures {
    /// Prints the summary.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), CommandError> {
        let answers = Answers::of_last(self.days, self.remarks, accounts.db()).await;
        let answers = answers.map_err(|error| error.to_string())?;
        say(messages::total(answers.total(), answers.kept_content(), self.days))?;
        for reason in Reason::ALL {
            say(messages::reason(answers.with_reason(reason), &reason))?;
        }
        say(messages::reason(answers.without_reason(), &messages::NO_REASON))?;
        for (day, comment) in &answers.comments {
            // Quoted, with line breaks and control characters escaped: it is a user's text on the operator's terminal.
            say(format_args!("{}: {comment:?}", day.day()))?;
        }
        Ok(())
    }
}
