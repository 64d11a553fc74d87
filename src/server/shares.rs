//! Shares of what a process has only so much of: bytes of bodies in memory, open streams. Bounded in all, for each network and for
//! each user, and for those who may be anyone, so that one client leaves enough to others.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::network::Network;

/// How much may be held at once.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub all: usize,
    /// By all strangers together.
    pub strangers: usize,
    pub network: usize,
    pub user: usize,
}

/// The shares of one process. Cheap to clone.
#[derive(Clone)]
pub struct Shares(Arc<Inner>);

struct Inner {
    limits: Limits,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    all: usize,
    strangers: usize,
    networks: HashMap<Network, usize>,
    users: HashMap<i64, usize>,
}

/// Who holds a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// Nothing shows that this is a user.
    Stranger,
    /// Some user.
    Member,
    User(i64),
}

/// What one request holds, until this is dropped.
pub struct Share {
    shares: Shares,
    networks: Vec<Network>,
    holder: Holder,
    held: usize,
}

impl Shares {
    pub fn new(limits: Limits) -> Self {
        Self(Arc::new(Inner { limits, held: Mutex::default() }))
    }

    /// A share that holds nothing yet, for a client at this address.
    pub fn share(&self, address: &str, holder: Holder) -> Share {
        Share { shares: self.clone(), networks: Network::all_of(address), holder, held: 0 }
    }

    /// How much is held by all.
    pub fn held(&self) -> usize {
        self.lock().all
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// Raises what this share holds to `total`; false, and nothing changes, when there is no room.
    #[must_use]
    pub fn raise(&mut self, total: usize) -> bool {
        let wanted = total.saturating_sub(self.held);
        if wanted == 0 {
            return true;
        }
        let limits = self.shares.0.limits;
        let mut held = self.shares.lock();
        let fits = |network: &Network| {
            held.networks.get(network).copied().unwrap_or_default() + wanted <= network.allowance(limits.network)
        };
        let is_room = held.all + wanted <= limits.all
            && match self.holder {
                Holder::Stranger => held.strangers + wanted <= limits.strangers,
                Holder::Member => true,
                Holder::User(id) => held.users.get(&id).copied().unwrap_or_default() + wanted <= limits.user,
            }
            && self.networks.iter().all(fits);
        if is_room {
            held.add(&self.networks, self.holder, wanted);
            self.held += wanted;
        }
        is_room
    }
}

impl Held {
    fn add(&mut self, networks: &[Network], holder: Holder, amount: usize) {
        self.all += amount;
        match holder {
            Holder::Stranger => self.strangers += amount,
            Holder::Member => {}
            Holder::User(id) => *self.users.entry(id).or_default() += amount,
        }
        for network in networks {
            *self.networks.entry(*network).or_default() += amount;
        }
    }

    fn give_back(&mut self, networks: &[Network], holder: Holder, amount: usize) {
        self.all -= amount;
        match holder {
            Holder::Stranger => self.strangers -= amount,
            Holder::Member => {}
            Holder::User(id) => take_from(&mut self.users, &id, amount),
        }
        for network in networks {
            take_from(&mut self.networks, network, amount);
        }
    }
}

/// Takes an amount from an entry, and the entry away when nothing is left.
fn take_from<K: std::hash::Hash + Eq>(held: &mut HashMap<K, usize>, key: &K, amount: usize) {
    if let Some(left) = held.get_mut(key) {
        *left -= amount;
        if *left == 0 {
            held.remove(key);
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.held > 0 {
            self.shares.lock().give_back(&self.networks, self.holder, self.held);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(all: usize, strangers: usize, network: usize, user: usize) -> Shares {
        Shares::new(Limits { all, strangers, network, user })
    }

    fn is_empty(shares: &Shares) -> bool {
        let held = shares.lock();
        held.all == 0 && held.strangers == 0 && held.networks.is_empty() && held.users.is_empty()
    }

    #[test]
    fn fault_b4_a_share_grows_as_far_as_its_network_allows_and_is_given_back() {
        let shares = shares(64, 64, 32, 64);
        let mut large = shares.share("192.0.2.1", Holder::Stranger);
        assert!(large.raise(10) && large.raise(32) && !large.raise(33) && large.raise(5), "32 in all, not in addition");
        assert!(!shares.share("192.0.2.1", Holder::Member).raise(1));
        assert!(shares.share("192.0.2.2", Holder::Stranger).raise(32));
        drop(large);
        assert!(is_empty(&shares));
    }

    #[test]
    fn fault_b4_strangers_leave_a_part_to_users_and_a_network_leaves_the_rest_to_others() {
        let shares = shares(64, 32, 64, 64);
        let mut strangers: Vec<Share> =
            (0..4).map(|n| shares.share(&format!("192.0.2.{n}"), Holder::Stranger)).collect();
        assert_eq!(strangers.iter_mut().map(|share| share.raise(16)).filter(|is_raised| *is_raised).count(), 2);
        assert!(shares.share("192.0.2.9", Holder::Member).raise(32));
        drop(strangers);
        let mut lines: Vec<Share> =
            (0..8).map(|n| shares.share(&format!("2001:db8:0:{n}::1"), Holder::Member)).collect();
        assert!(lines.iter_mut().all(|share| share.raise(8)));
        assert!(!shares.share("198.51.100.1", Holder::Member).raise(1), "the process");
        drop(lines);
        assert!(is_empty(&shares));
    }

    #[test]
    fn fault_b4_a_user_has_a_share_from_wherever_they_come() {
        let shares = shares(64, 64, 64, 2);
        let mut own: Vec<Share> = (0..3).map(|n| shares.share(&format!("192.0.2.{n}"), Holder::User(1))).collect();
        assert_eq!(own.iter_mut().map(|share| share.raise(1)).collect::<Vec<_>>(), [true, true, false]);
        assert!(shares.share("192.0.2.1", Holder::User(2)).raise(1));
        drop(own);
        assert!(is_empty(&shares));
    }

    #[test]
    fn fault_b5_the_lines_of_one_site_share_an_allowance() {
        let shares = shares(100, 100, 2, 100);
        let held: Vec<Share> = (0..10)
            .map(|line| shares.share(&format!("2001:db8:1:{line:x}::1"), Holder::Stranger))
            .filter_map(|mut share| share.raise(1).then_some(share))
            .collect();
        assert_eq!(held.len(), 8);
    }
}
