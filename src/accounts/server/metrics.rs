//! The numbers of this domain for operators: hashes, refusals, and what happens to accounts.

use super::{
    Accounts, activity_log,
    hasher::{REFUSED, TOO_MANY},
    sessions, throttle,
};
use crate::{
    accounts::types::ActivityEvent,
    server::metrics::{
        Kind::{Counter, Gauge},
        Text,
    },
};

/// Writes them all.
pub fn write(text: &mut Text, accounts: &Accounts) {
    let hasher = accounts.hasher();
    text.single("latchkey_password_hashes_total", Counter, "Password hashes made.", hasher.meter().runs());
    text.single("latchkey_password_hashes_running", Gauge, "Password hashes under way.", hasher.meter().running());
    text.single("latchkey_password_hashes_waiting", Gauge, "Password hashes that wait for a thread.", hasher.waiting());
    text.begin(
        "latchkey_password_hashes_refused_total",
        Counter,
        "Password hashes refused: for want of room, or to one who had many.",
    );
    text.value("latchkey_password_hashes_refused_total", &[("why", "no_room")], REFUSED.total());
    text.value("latchkey_password_hashes_refused_total", &[("why", "too_many")], TOO_MANY.total());
    text.single(
        "latchkey_throttled_total",
        Counter,
        "Attempts refused after failed ones.",
        throttle::THROTTLED.total(),
    );
    text.begin(
        "latchkey_session_data_reads_total",
        Counter,
        "Data of sessions read, with the engine cached: kept in memory, in Redis, or read anew.",
    );
    for (from, counter) in sessions::READS {
        text.value("latchkey_session_data_reads_total", &[("from", from)], counter.total());
    }
    text.begin("latchkey_account_events_total", Counter, "What happened to accounts, by the names in the log.");
    for event in ActivityEvent::ALL {
        text.value("latchkey_account_events_total", &[("event", event.id())], activity_log::count_of(event));
    }
}
