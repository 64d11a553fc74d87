//! What failures are counted for, and how many each may have.

use crate::{
    accounts::types::UserId,
    server::{context::Client, network::Network},
};

/// The longest time that a bucket remembers, in seconds.
pub(super) const FORGET_ALL: i64 = 86_400;

/// Attempts that are counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bucket {
    /// All attempts at this user name, from anywhere.
    Account(String),
    /// All attempts from this network.
    Network(Network),
    /// A browser that has logged in to this account before: an attacker elsewhere cannot use up its attempts.
    Device(String),
    /// A session that is asked for the password again.
    Session(i64),
    /// New accounts, and names found to be taken, from this network.
    Signups(Network),
    /// Password links asked for from this network, whosever.
    Resets(Network),
    /// Mails that ask to confirm an address, for this user, and from this network.
    Confirmations(UserId),
    ConfirmationsFrom(Network),
}

/// How many failures a bucket may have, and how long it waits then.
pub(super) struct Limit {
    /// How many attempts may fail before the next one waits.
    pub free: i64,
    /// How many more may be under way at once: many users at the same moment have not failed yet.
    pub together: i64,
    /// The first delay in seconds; it doubles with each further failure.
    first: i64,
    longest: i64,
    /// Seconds without an attempt after which all failures are forgotten.
    pub forget: i64,
}

impl Bucket {
    pub fn networks(client: &Client) -> Vec<Self> {
        client.networks().map(Self::Network).collect()
    }

    pub fn signups(client: &Client) -> Vec<Self> {
        client.networks().map(Self::Signups).collect()
    }

    pub fn resets(client: &Client) -> Vec<Self> {
        client.networks().map(Self::Resets).collect()
    }

    pub fn confirmations(client: &Client, user: UserId) -> Vec<Self> {
        std::iter::once(Self::Confirmations(user)).chain(client.networks().map(Self::ConfirmationsFrom)).collect()
    }

    pub(super) fn limit(&self) -> Limit {
        match self {
            Self::Account(_) | Self::Session(_) => {
                Limit { free: 5, together: 10, first: 30, longest: 3_600, forget: FORGET_ALL }
            }
            Self::Device(_) => Limit { free: 10, together: 10, first: 30, longest: 3_600, forget: FORGET_ALL },
            Self::Network(network) if network.is_site() => {
                Limit { free: 500, together: 500, first: 10, longest: 900, forget: 3_600 }
            }
            Self::Network(_) => Limit { free: 50, together: 100, first: 10, longest: 900, forget: 3_600 },
            // Each one counts: those at once are limited like those one after the other.
            Self::Confirmations(_) => Limit { free: 10, together: 1, first: 60, longest: 3_600, forget: FORGET_ALL },
            Self::Signups(network) | Self::Resets(network) | Self::ConfirmationsFrom(network) => {
                let free = if network.is_site() { 40 } else { 20 };
                Limit { free, together: 1, first: 30, longest: 3_600, forget: 3_600 }
            }
        }
    }

    /// A success resets it; it says nothing about other users of the same network.
    pub(super) fn is_personal(&self) -> bool {
        matches!(self, Self::Account(_) | Self::Device(_) | Self::Session(_))
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Network(_) => "network",
            Self::Device(_) => "device",
            Self::Session(_) => "session",
            Self::Signups(_) => "signups",
            Self::Resets(_) => "resets",
            Self::Confirmations(_) => "confirmations",
            Self::ConfirmationsFrom(_) => "confirmations_from",
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Account(of) | Self::Device(of) => format!("{}:{of}", self.kind()),
            Self::Network(of) | Self::Signups(of) | Self::Resets(of) | Self::ConfirmationsFrom(of) => {
                format!("{}:{of}", self.kind())
            }
            Self::Confirmations(user) => format!("{}:{}", self.kind(), user.0),
            Self::Session(id) => format!("session:{id}"),
        }
    }
}

impl Limit {
    /// How long to wait after this many failures, in seconds.
    pub fn delay(&self, failures: i64) -> i64 {
        match failures - self.free {
            ..=0 => 0,
            // Doubling more often than this is past every longest wait.
            over => (self.first << (over - 1).min(20)).min(self.longest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_after_the_free_attempts_and_ends_at_an_hour() {
        let limit = Bucket::Account("joe".into()).limit();
        let delays: Vec<i64> = [1, 5, 6, 7, 8, 12, 13, 1_000_000].map(|failures| limit.delay(failures)).into();
        assert_eq!(delays, [0, 0, 30, 60, 120, 1_920, 3_600, 3_600]);
        let client = Client { address: "192.0.2.7".to_owned(), ..Client::default() };
        let limit = Bucket::networks(&client)[0].limit();
        let delays: Vec<i64> = [1, 50, 51, 52, 57, 58, 1_000_000].map(|failures| limit.delay(failures)).into();
        assert_eq!(delays, [0, 0, 10, 20, 640, 900, 900], "a quarter of an hour for a network");
    }

    #[test]
    fn fault_b5_every_limit_of_a_network_counts_the_site_too_with_a_larger_allowance() {
        let client = Client { address: "2001:db8:1:2::7".to_owned(), ..Client::default() };
        let asked = Bucket::confirmations(&client, UserId(1)).split_off(1);
        for buckets in [Bucket::networks(&client), Bucket::signups(&client), Bucket::resets(&client), asked] {
            let [line, site] = &buckets[..] else { panic!("{buckets:?}") };
            assert_ne!(line.text(), site.text());
            let (line, site) = (line.limit().free, site.limit().free);
            assert!(line < site, "{line} {site}");
        }
    }
}
