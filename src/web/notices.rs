//! Every notice that a session may remember, of every domain; which of them tell that something is done, and the step that comes next.

use super::messages;
use crate::{accounts, articles, shared::Notice, staff};

pub fn all() -> impl Iterator<Item = Notice> {
    messages::notice::ALL.into_iter().chain(done())
}

/// Those of the domains: what was asked for is done.
fn done() -> impl Iterator<Item = Notice> {
    let accounts = accounts::messages::notice::ALL.into_iter();
    accounts.chain(articles::messages::notice::ALL).chain(staff::messages::notice::ALL)
}

/// Whether it tells that something is done. The others tell what has not been done yet.
pub fn is_done(notice: Notice) -> bool {
    done().any(|done| done == notice)
}

/// The next step after what was done.
pub struct NextStep {
    /// Empty: this page.
    pub href: &'static str,
    pub label: &'static str,
    /// What it says when it has copied its address instead of leading there.
    pub copied: Option<&'static str>,
}

pub fn next_step(notice: Notice) -> Option<NextStep> {
    use articles::messages::article;
    use messages::next_step as label;
    let lead = |href, label| Some(NextStep { href, label, copied: None });
    match notice {
        accounts::messages::notice::SIGNED_UP | accounts::messages::notice::SIGNED_UP_WITH_ADDRESS => {
            lead(accounts::paths::UPDATE, label::ADD_NAME)
        }
        articles::messages::notice::DELETED => lead(articles::paths::CREATE, label::WRITE),
        articles::messages::notice::PUBLISHED => {
            Some(NextStep { href: "", label: article::COPY, copied: Some(article::COPIED) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_notice_has_an_id_of_its_own() {
        assert_eq!(all().map(|notice| notice.id).collect::<BTreeSet<_>>().len(), all().count());
    }

    #[test]
    fn what_a_domain_tells_is_done_and_a_form_that_waits_is_not() {
        assert!(is_done(accounts::messages::notice::PROFILE_SAVED) && !is_done(messages::notice::HELD));
        assert!(done().all(|notice| all().any(|known| known == notice)));
    }
}
