//! What staff sees of invitations.

use serde::{Deserialize, Serialize};

use super::{GroupChoice, PermissionChoice};
use crate::{accounts::types::UserId, shared::Timestamp};

/// How an invitation ended otherwise than by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    Accepted,
    Withdrawn,
    /// Who had invited could not give any more what it gives.
    Refused,
}

impl Ended {
    pub const ALL: [Self; 3] = [Self::Accepted, Self::Withdrawn, Self::Refused];

    /// The name in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Withdrawn => "withdrawn",
            Self::Refused => "refused",
        }
    }
}

/// Where an invitation is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvitationState {
    Waiting,
    /// It waits, and its mail came back.
    Bounced,
    /// It waits, and its mail was given up.
    Undelivered,
    Expired,
    Accepted,
    Withdrawn,
    Refused,
}

impl InvitationState {
    /// The state at this moment of a row with this name of a state, one that ends then, where `waiting` is what its mail says.
    pub fn at(now: Timestamp, state: &str, ends: Timestamp, waiting: Self) -> Self {
        match Ended::ALL.into_iter().find(|ended| ended.id() == state) {
            Some(Ended::Accepted) => Self::Accepted,
            Some(Ended::Withdrawn) => Self::Withdrawn,
            Some(Ended::Refused) => Self::Refused,
            None if ends <= now => Self::Expired,
            None => waiting,
        }
    }

    /// Whether its link works.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Bounced | Self::Undelivered)
    }

    /// Whether it can be sent again.
    pub fn can_be_sent(self) -> bool {
        self.is_open() || self == Self::Expired
    }
}

/// An invitation in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationSummary {
    pub id: i64,
    pub email: String,
    pub state: InvitationState,
    /// Who invited.
    pub by: (UserId, String),
    pub sent: Timestamp,
    /// When it expires, or when it ended.
    pub ends: Timestamp,
    /// Who accepted it, if they still have their account.
    pub accepted_by: Option<(UserId, String)>,
}

/// An invitation as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationDetail {
    pub invitation: InvitationSummary,
    pub is_staff: bool,
    /// By name.
    pub groups: Vec<String>,
    /// Those that it gives directly, in words.
    pub permissions: Vec<String>,
    /// Whether the viewer has every right that it gives.
    pub may_change: bool,
}

/// The empty form of an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationChoices {
    /// Whether the viewer may give rights at all, and not only create users.
    pub may_give: bool,
    pub group_choices: Vec<GroupChoice>,
    /// There are more groups than these.
    pub has_more_groups: bool,
    pub permissions: Vec<PermissionChoice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_that_has_ended_is_over_whatever_its_time_says_and_one_that_waits_expires() {
        let state = |name, ends, waiting| InvitationState::at(Timestamp(10), name, Timestamp(ends), waiting);
        for waiting in [InvitationState::Waiting, InvitationState::Bounced, InvitationState::Undelivered] {
            assert_eq!(state("waiting", 11, waiting), waiting);
            assert_eq!(state("waiting", 10, waiting), InvitationState::Expired);
            assert!(waiting.is_open() && waiting.can_be_sent());
        }
        for (ended, expected) in Ended::ALL.into_iter().zip([
            InvitationState::Accepted,
            InvitationState::Withdrawn,
            InvitationState::Refused,
        ]) {
            assert_eq!(state(ended.id(), 11, InvitationState::Bounced), expected);
            assert!(!expected.is_open() && !expected.can_be_sent());
        }
        assert!(!InvitationState::Expired.is_open() && InvitationState::Expired.can_be_sent());
    }
}
