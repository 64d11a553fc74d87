//! What failures are counted for, and how patient each of them is.

use super::FORGET_ALL;
use crate::server::context::Client;

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bucket {
    /// Everybody who tries this name, from wherever.
    Account(String),
    /// Everybody who tries any name from this network.
    Network(String),
    /// The same for what one customer of a provider may have of IPv6.
    Site(String),
    /// A browser that has signed in to this account before: an attacker elsewhere cannot use up its attempts.
    Device(String),
    /// Somebody who is signed in and is asked for the password again.
    Session(i64),
    /// New accounts, and names found to be taken, from this network.
    Signups(String),
    /// Posts from this network that are kept until somebody has logged in.
    Parked(String),
}

/// How patient a bucket is.
pub(super) struct Limit {
    /// So many attempts may fail before the next one waits.
    pub free: i64,
    /// So many more may be under way at once: people who come together have not failed yet.
    pub together: i64,
    /// The first wait in seconds; it doubles with each further failure.
    first: i64,
    longest: i64,
    /// Seconds without an attempt after which all is forgotten.
    pub forget: i64,
}

impl Bucket {
    /// The buckets of a network: an address of IPv4 itself; of IPv6 the 64 bits of one line, and the 48 of one customer.
    pub fn networks(client: &Client) -> Vec<Self> {
        let mut buckets = vec![Self::Network(network(&client.address, 4))];
        if client.address.contains(':') {
            buckets.push(Self::Site(network(&client.address, 3)));
        }
        buckets
    }

    pub fn signups(client: &Client) -> Self {
        Self::Signups(network(&client.address, 4))
    }

    pub fn parked(client: &Client) -> Self {
        Self::Parked(network(&client.address, 4))
    }

    pub(super) fn limit(&self) -> Limit {
        let (free, together, first, longest, forget) = match self {
            Self::Account(_) | Self::Session(_) => (5, 10, 30, 3_600, FORGET_ALL),
            Self::Device(_) => (10, 10, 30, 3_600, FORGET_ALL),
            Self::Network(_) => (50, 100, 10, 900, 3_600),
            Self::Site(_) => (500, 500, 10, 900, 3_600),
            Self::Signups(_) => (20, 50, 30, 3_600, 3_600),
            Self::Parked(_) => (30, 30, 30, 900, 3_600),
        };
        Limit { free, together, first, longest, forget }
    }

    /// Success says that the right person was there, and nothing about others in the same network.
    pub(super) fn is_personal(&self) -> bool {
        matches!(self, Self::Account(_) | Self::Device(_) | Self::Session(_))
    }

    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Network(_) => "network",
            Self::Site(_) => "site",
            Self::Device(_) => "device",
            Self::Session(_) => "session",
            Self::Signups(_) => "signups",
            Self::Parked(_) => "parked",
        }
    }

    pub(super) fn text(&self) -> String {
        match self {
            Self::Account(of)
            | Self::Network(of)
            | Self::Site(of)
            | Self::Device(of)
            | Self::Signups(of)
            | Self::Parked(of) => format!("{}:{of}", self.kind()),
            Self::Session(id) => format!("session:{id}"),
        }
    }
}

impl Limit {
    /// How long to wait after so many failures, in seconds.
    pub fn delay(&self, failures: i64) -> i64 {
        match failures - self.free {
            ..=0 => 0,
            // Doubling more often than this is past every longest wait.
            over => (self.first << (over - 1).min(20)).min(self.longest),
        }
    }
}

/// The first groups of an address of IPv6; one of IPv4 whole.
fn network(address: &str, groups: usize) -> String {
    match address.parse() {
        Ok(std::net::IpAddr::V6(address)) => {
            address.segments()[..groups].iter().map(|group| format!("{group:x}")).collect::<Vec<_>>().join(":")
        }
        _ => address.to_owned(),
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
    }

    #[test]
    fn an_address_of_ipv6_counts_with_its_network() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6", 4), network("2001:db8:1:2::1", 4));
        assert_ne!(network("2001:db8:1:2::1", 4), network("2001:db8:1:3::1", 4));
        assert_eq!(network("2001:db8:1:2::1", 3), network("2001:db8:1:3::1", 3));
        assert_eq!(network("192.0.2.7", 4), "192.0.2.7");
    }
}
