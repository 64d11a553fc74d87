//! Every notice that a session may remember, of every domain.

use super::messages;
use crate::{accounts, shared::Notice, staff};

pub fn all() -> impl Iterator<Item = Notice> {
    messages::notice::ALL.into_iter().chain(accounts::messages::notice::ALL).chain(staff::messages::notice::ALL)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_notice_has_an_id_of_its_own() {
        assert_eq!(all().map(|notice| notice.id).collect::<BTreeSet<_>>().len(), all().count());
    }
}
