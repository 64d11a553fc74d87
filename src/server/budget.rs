//! What clients leave behind in the database for a while, counted for each network and for the process, so that no client fills it:
//! anonymous sessions. In memory, because it guards against a flood, and what it counts expires by itself.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use super::{clock::now, context::Client, network::Network, settings};

/// How many password links may be opened in half an hour, in all and in one network.
const LINKS: usize = 4_000;
const LINKS_OF_NETWORK: usize = 60;

/// How much may be left behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Allowance {
    count: usize,
    bytes: usize,
}

impl Allowance {
    fn holds(self, used: Self, size: Self) -> bool {
        used.count + size.count <= self.count && used.bytes.saturating_add(size.bytes) <= self.bytes
    }
}

/// The budget of one process. Cheap to clone.
#[derive(Clone)]
pub struct Budget {
    process: Allowance,
    network: Allowance,
    left: Arc<Mutex<Left>>,
}

#[derive(Default)]
struct Left {
    /// What is still there, the oldest first.
    items: VecDeque<Item>,
    networks: HashMap<Network, Allowance>,
    all: Allowance,
}

struct Item {
    until: i64,
    networks: Vec<Network>,
    size: Allowance,
}

impl Budget {
    /// For the forms of visitors that are held until the login.
    pub fn of_forms(settings: &settings::Sessions) -> Self {
        let allowance = |count: u32, kib: u32| Allowance { count: count as usize, bytes: kib as usize * 1_024 };
        Self {
            process: allowance(settings.visitor_forms.get(), settings.visitor_kib.get()),
            network: allowance(settings.network_forms.get(), settings.network_kib.get()),
            left: Arc::default(),
        }
    }

    /// For the sessions of opened password links. Apart from the forms, so that a flood of those keeps no link from being used.
    pub fn of_links() -> Self {
        let allowance = |count| Allowance { count, bytes: usize::MAX };
        Self { process: allowance(LINKS), network: allowance(LINKS_OF_NETWORK), left: Arc::default() }
    }

    /// Counts something of `bytes` that a client leaves behind for `seconds`.
    ///
    /// # Errors
    /// Over the budget, with the seconds until something of what fills it is gone: nothing is counted then.
    pub fn take(&self, client: &Client, bytes: usize, seconds: i64) -> Result<(), u32> {
        let (now, size) = (now().0, Allowance { count: 1, bytes });
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        left.forget(now);
        let networks: Vec<Network> = client.networks().collect();
        let is_full = |network: &&Network| {
            let used = left.networks.get(*network).copied().unwrap_or_default();
            !self.of(**network).holds(used, size)
        };
        let full = networks.iter().find(is_full);
        if full.is_some() || !self.process.holds(left.all, size) {
            let fills = |item: &&Item| full.is_none_or(|network| item.networks.contains(network));
            let oldest = left.items.iter().find(fills).map_or(seconds, |item| item.until - now);
            return Err(u32::try_from(oldest.max(1)).unwrap_or(1));
        }
        left.add(Item { until: now + seconds, networks, size });
        Ok(())
    }

    fn of(&self, network: Network) -> Allowance {
        let Allowance { count, bytes } = self.network;
        Allowance { count: network.allowance(count), bytes: network.allowance(bytes) }
    }
}

impl Left {
    fn add(&mut self, item: Item) {
        for network in &item.networks {
            let used = self.networks.entry(*network).or_default();
            used.count += item.size.count;
            used.bytes += item.size.bytes;
        }
        self.all.count += item.size.count;
        self.all.bytes += item.size.bytes;
        self.items.push_back(item);
    }

    /// Forgets what has expired. All items live equally long, so the oldest come first.
    fn forget(&mut self, now: i64) {
        while let Some(item) = self.items.pop_front_if(|item| item.until <= now) {
            self.all.count -= item.size.count;
            self.all.bytes -= item.size.bytes;
            for network in &item.networks {
                if let Some(used) = self.networks.get_mut(network) {
                    used.count -= item.size.count;
                    used.bytes -= item.size.bytes;
                    if *used == Allowance::default() {
                        self.networks.remove(network);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(process: (usize, usize), network: (usize, usize)) -> Budget {
        let allowance = |(count, bytes)| Allowance { count, bytes };
        Budget { process: allowance(process), network: allowance(network), left: Arc::default() }
    }

    fn client(address: &str) -> Client {
        Client { address: address.to_owned(), ..Client::default() }
    }

    #[test]
    fn fault_b1_a_network_and_the_process_have_an_allowance_in_number_and_in_bytes() {
        let budget = budget((4, 1_000), (2, 500));
        assert!(
            budget.take(&client("192.0.2.1"), 100, 60).is_ok() && budget.take(&client("192.0.2.1"), 100, 60).is_ok()
        );
        assert!(budget.take(&client("192.0.2.1"), 1, 60).is_err(), "two for each network");
        assert!(budget.take(&client("192.0.2.2"), 501, 60).is_err(), "500 bytes for each network");
        assert!(budget.take(&client("192.0.2.2"), 500, 60).is_ok());
        assert!(budget.take(&client("192.0.2.3"), 400, 60).is_err(), "1,000 bytes for all");
        assert!(budget.take(&client("192.0.2.3"), 1, 60).is_ok());
        assert!(budget.take(&client("192.0.2.4"), 1, 60).is_err(), "four for all");
    }

    #[test]
    fn fault_b5_the_lines_of_one_site_share_an_allowance() {
        let budget = budget((1_000, 100_000), (2, 5_000));
        let taken = (0..40).filter(|line| budget.take(&client(&format!("2001:db8:1:{line:x}::1")), 1, 60).is_ok());
        assert_eq!(taken.count(), 8);
        assert!(budget.take(&client("2001:db8:2::1"), 1, 60).is_ok(), "another site");
    }

    #[test]
    fn the_wait_is_until_something_of_the_full_network_is_gone() {
        let budget = budget((10, 1_000), (1, 1_000));
        assert!(budget.take(&client("192.0.2.1"), 1, 10).is_ok() && budget.take(&client("192.0.2.2"), 1, 60).is_ok());
        assert!(budget.take(&client("192.0.2.2"), 1, 60).is_err_and(|seconds| (58..=60).contains(&seconds)));
    }

    #[test]
    fn what_has_expired_counts_no_longer() {
        let budget = budget((2, 100), (2, 100));
        assert!(budget.take(&client("192.0.2.1"), 100, -1).is_ok());
        assert!(budget.take(&client("192.0.2.1"), 100, 60).is_ok());
        assert!(budget.take(&client("192.0.2.1"), 1, 60).is_err_and(|seconds| (58..=60).contains(&seconds)));
        assert_eq!(budget.left.lock().unwrap().networks.len(), 1);
    }
}
