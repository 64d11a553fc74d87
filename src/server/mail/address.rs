//! A stored address as SMTP takes it: a domain in Unicode becomes what DNS has.

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use lettre::Address;

/// `None` for what is no address.
pub fn to_address(stored: &str) -> Option<Address> {
    let (name, domain) = stored.rsplit_once('@')?;
    let domain =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    Address::new(name, domain.ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_in_unicode_is_sent_as_dns_has_it() {
        let sent = |stored: &str| to_address(stored).map(|address| address.to_string());
        assert_eq!(sent("joe@bücher.example").as_deref(), Some("joe@xn--bcher-kva.example"));
        assert_eq!(sent("Joe.Doe@example.com").as_deref(), Some("Joe.Doe@example.com"));
        for bad in ["", "joe", "@example.com", "joe@", "joe@a..b", "a b@example.com", "joe@x.com\r\nBcc: a@b.c"] {
            assert_eq!(sent(bad), None, "{bad:?}");
        }
    }
}
