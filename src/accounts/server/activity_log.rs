//! The operator's log of what happens to accounts, under the names that the activity of an account has.

use crate::{
    accounts::types::{ActivityEvent, UserId},
    server::{context::Client, log_text, metrics::Counter},
};

/// How often each event has happened since the start, in the order of [`ActivityEvent::ALL`].
static COUNTS: [Counter; ActivityEvent::ALL.len()] = [const { Counter::new() }; ActivityEvent::ALL.len()];

/// How often an event has happened since the start.
pub fn count_of(event: ActivityEvent) -> u64 {
    counter(event).map_or(0, Counter::total)
}

fn counter(event: ActivityEvent) -> Option<&'static Counter> {
    ActivityEvent::ALL.iter().position(|known| *known == event).and_then(|index| COUNTS.get(index))
}

/// Writes one line to the operator's log. Text from outside is quoted, with its line breaks escaped.
pub fn log(event: ActivityEvent, user: Option<UserId>, client: &Client) {
    counter(event).iter().for_each(|counter| counter.count());
    let user_id = user.map(|user| user.0);
    let (event, Client { address, user_agent, .. }) = (event.id(), client);
    tracing::info!(event, user_id, address, user_agent = ?log_text::foreign(user_agent));
}
