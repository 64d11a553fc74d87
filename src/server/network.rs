//! The networks of a client, for everything that is limited "for each network": a limit counts in every one of them, so that
//! changing the address inside of one brings nothing.

use std::net::{IpAddr, Ipv4Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The prefix of one line of an IPv6 customer, in bits: RFC 4862 gives each host its own address in it.
const LINE: u8 = 64;

/// The longest prefix that one IPv6 customer has all of, in bits (RIPE-690).
const SITE: u8 = 48;

/// How many times the allowance of one line the /48 of its customer has.
const SITE_FACTOR: usize = 4;

/// An IPv4 address, or the /64 or /48 of an IPv6 address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpNet);

impl Network {
    /// The networks of an address as [`Client`](super::context::Client) has it, the smallest first: one for IPv4, two for IPv6.
    /// What is not an address counts together.
    pub fn all_of(address: &str) -> Vec<Self> {
        match address.parse().map(|address: IpAddr| address.to_canonical()) {
            Ok(IpAddr::V4(address)) => vec![Self(Ipv4Net::from(address).into())],
            Ok(IpAddr::V6(address)) => {
                let prefixes = [LINE, SITE].into_iter();
                prefixes.filter_map(|bits| Some(Self(Ipv6Net::new(address, bits).ok()?.trunc().into()))).collect()
            }
            Err(_) => vec![Self(Ipv4Net::from(Ipv4Addr::UNSPECIFIED).into())],
        }
    }

    /// What this network may have, where one line may have so much.
    pub fn allowance(self, of_line: usize) -> usize {
        if self.is_site() { of_line.saturating_mul(SITE_FACTOR) } else { of_line }
    }

    /// Whether this is the /48, which many lines of one customer share: its allowance is larger.
    pub fn is_site(self) -> bool {
        matches!(self.0, IpNet::V6(network) if network.prefix_len() == SITE)
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            IpNet::V4(network) => write!(f, "{}", network.addr()),
            IpNet::V6(network) => write!(f, "{network}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(address: &str) -> Vec<String> {
        Network::all_of(address).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn fault_b5_an_address_of_ipv6_counts_with_its_line_and_its_site() {
        assert_eq!(texts("2001:db8:1:2:3:4:5:6"), ["2001:db8:1:2::/64", "2001:db8:1::/48"]);
        assert_eq!(Network::all_of("2001:db8:1:2::1"), Network::all_of("2001:db8:1:2:ffff::9"));
        let (one, other) = (Network::all_of("2001:db8:1:2::1"), Network::all_of("2001:db8:1:3::1"));
        assert!(one[0] != other[0] && one[1] == other[1] && one[1].is_site() && !one[0].is_site());
        assert_ne!(one[1], Network::all_of("2001:db8:2:2::1")[1]);
    }

    #[test]
    fn an_address_of_ipv4_is_its_own_network_in_either_notation() {
        assert_eq!(texts("192.0.2.7"), ["192.0.2.7"]);
        assert_eq!(Network::all_of("::ffff:192.0.2.7"), Network::all_of("192.0.2.7"));
        assert_eq!(texts(""), ["0.0.0.0"]);
        assert!(!Network::all_of("192.0.2.7")[0].is_site());
        let networks = Network::all_of("2001:db8::1");
        assert_eq!(
            [networks[0].allowance(3), networks[1].allowance(3), networks[1].allowance(usize::MAX)],
            [3, 12, usize::MAX]
        );
    }
}
