//! Which proxies may name the client of a request in `X-Forwarded-For`, and finding that client.
//! Django leaves this to the web server; its `REMOTE_ADDR` is what this finds.

use std::net::IpAddr;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::ranges::list;

/// Addresses and networks, such as `127.0.0.1` and `10.0.0.0/8`. With none, the header is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// The client of a request: the peer itself; or, if the peer is trusted, the last address in `X-Forwarded-For` (`forwarded`, its
    /// lines in order) that is not a trusted proxy. What stands before that one may be made up by the client, so each piece is read
    /// alone: no byte in one makes another unreadable.
    pub fn client<'a>(&self, peer: IpAddr, forwarded: impl DoubleEndedIterator<Item = &'a [u8]>) -> IpAddr {
        let mut client = peer;
        for address in forwarded.rev().flat_map(|line| line.rsplit(|byte| *byte == b',')) {
            if !self.trusts(client) {
                break;
            }
            match std::str::from_utf8(address).ok().and_then(|address| parse(address.trim())) {
                Some(address) => client = address,
                None => break,
            }
        }
        client
    }

    /// True if every address is trusted: then a client can claim any address.
    pub fn is_everybody(&self) -> bool {
        self.0.iter().any(|network| network.prefix_len() == 0)
    }

    /// Whether this address is a trusted proxy.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address.to_canonical()))
    }
}

/// An address, also with a port or in brackets, as some proxies write it.
fn parse(text: &str) -> Option<IpAddr> {
    let address = text.parse::<IpAddr>().ok();
    let address = address.or_else(|| Some(text.parse::<std::net::SocketAddr>().ok()?.ip()));
    let address = address.or_else(|| text.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
    address.map(|address| address.to_canonical())
}

impl<'de> Deserialize<'de> for TrustedProxies {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let networks = list(deserializer)?.into_iter().map(|text| {
            let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
            network
                .map_err(|_| D::Error::custom(format!("{text:?} is not an address or a network, such as 10.0.0.0/8")))
        });
        networks.collect::<Result<_, _>>().map(Self)
    }
}

impl Serialize for TrustedProxies {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(ToString::to_string))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[impl AsRef<[u8]>]) -> String {
        let trusted: TrustedProxies = serde_json::from_value(trusted.into()).unwrap();
        trusted.client(peer.parse().unwrap(), forwarded.iter().map(AsRef::as_ref)).to_string()
    }

    #[test]
    fn a_forwarded_address_counts_only_from_a_trusted_proxy() {
        assert_eq!(client("", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client("10.0.0.0/8", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
        assert_eq!(client("192.0.2.1", "192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn an_address_that_the_client_itself_sends_is_ignored() {
        let trusted = "10.0.0.0/8, ::1";
        assert_eq!(client(trusted, "10.0.0.1", &["203.0.113.9, 198.51.100.7, 10.0.0.2"]), "198.51.100.7");
        assert_eq!(client(trusted, "::1", &["203.0.113.9", "198.51.100.7"]), "198.51.100.7");
        assert_eq!(client(trusted, "10.0.0.1", &["198.51.100.7:8080"]), "198.51.100.7");
        assert_eq!(client(trusted, "10.0.0.1", &["[2001:db8::7]:80"]), "2001:db8::7");
        assert_eq!(client(trusted, "10.0.0.1", &["nonsense"]), "10.0.0.1");
        assert_eq!(client(trusted, "::ffff:10.0.0.1", &["198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn fault_d10_each_piece_of_a_forwarded_line_is_judged_alone() {
        for odd in [b"\xff".as_slice(), b"\xc3\xa9", b"a\x80b", b"203.0.113.9\xa0"] {
            let line = |before: &[u8], after: &[u8]| [before, odd, after].concat();
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[line(b"", b", 198.51.100.7")]), "198.51.100.7");
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[line(b"", b",198.51.100.7, 10.0.0.2")]), "198.51.100.7");
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[line(b"", b""), b"198.51.100.7".to_vec()]), "198.51.100.7");
            // The piece that counts cannot be read: no address before it is believed.
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[line(b"198.51.100.7, ", b"")]), "10.0.0.1");
            assert_eq!(client("10.0.0.0/8", "10.0.0.1", &[line(b"198.51.100.7, ", b", 10.0.0.2")]), "10.0.0.2");
        }
    }

    #[test]
    fn a_text_that_is_not_an_address_is_named() {
        let error = serde_json::from_value::<TrustedProxies>("nonsense".into()).unwrap_err();
        assert!(error.to_string().contains("\"nonsense\" is not an address or a network"), "{error}");
    }
}
