//! The open connections: how many there may be, in all and for each network. Where there is no room for a further one, the oldest
//! that waits for its client makes room: first one that waits for a request or the rest of one, then one whose answer is not taken.
//! So a client that opens many and sends or reads little closes its own, and others get in.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU8, Ordering},
    },
};

use tokio_util::sync::CancellationToken;

use crate::server::{
    network::Network,
    settings::{self, TrustedProxies},
};

/// How many times the allowance of one line the /48 of its customer has.
const SITE_FACTOR: usize = 4;

/// The connections of one process. Cheap to clone.
#[derive(Clone)]
pub struct Connections(Arc<Inner>);

struct Inner {
    all: usize,
    network: usize,
    /// All clients come from these, so only the limit in all holds for them.
    proxies: TrustedProxies,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    /// By their age, the oldest first.
    connections: BTreeMap<u64, Connection>,
    networks: HashMap<Network, usize>,
}

struct Connection {
    networks: Vec<Network>,
    phase: Arc<AtomicU8>,
    closing: CancellationToken,
}

/// What a connection is doing, in the order in which connections make room for others.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Phase {
    /// It waits for a request, or for the rest of one.
    Receiving,
    /// It waits for its client to take the answer; an event stream does so all the time.
    Sending,
    /// It makes room for no other.
    Working,
}

/// The place of an open connection, until the last clone is dropped. In each of its requests.
#[derive(Clone)]
pub struct Place(Arc<Held>);

struct Held {
    all: Connections,
    number: u64,
    is_proxy: bool,
    phase: Arc<AtomicU8>,
    closing: CancellationToken,
}

impl Connections {
    pub fn new(settings: &settings::Http) -> Self {
        Self(Arc::new(Inner {
            all: settings.connections.get() as usize,
            network: settings.connections_network.get() as usize,
            proxies: settings.trusted_proxies.clone(),
            open: Mutex::default(),
        }))
    }

    /// A place for a connection from this address; `None` when all others are at work.
    pub fn enter(&self, address: IpAddr) -> Option<Place> {
        let is_proxy = self.0.proxies.trusts(address);
        let networks = if is_proxy { Vec::new() } else { Network::all_of(&address.to_string()) };
        let mut open = self.lock();
        for network in &networks {
            if open.count(network) >= self.limit(*network) {
                open.close_oldest(|connection| connection.networks.contains(network))?;
            }
        }
        if open.connections.len() >= self.0.all {
            let most = open.networks.iter().max_by_key(|(_, count)| **count).map(|(network, _)| *network);
            open.close_oldest(|connection| most.is_some_and(|most| connection.networks.contains(&most)))
                .or_else(|| open.close_oldest(|_| true))?;
        }
        let number = open.next;
        open.next += 1;
        let (phase, closing) = (Arc::new(AtomicU8::new(Phase::Receiving as u8)), CancellationToken::new());
        for network in &networks {
            *open.networks.entry(*network).or_default() += 1;
        }
        open.connections.insert(number, Connection { networks, phase: phase.clone(), closing: closing.clone() });
        Some(Place(Arc::new(Held { all: self.clone(), number, is_proxy, phase, closing })))
    }

    /// How many are open.
    #[cfg(test)]
    fn count(&self) -> usize {
        self.lock().connections.len()
    }

    fn limit(&self, network: Network) -> usize {
        if network.is_site() { self.0.network * SITE_FACTOR } else { self.0.network }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn count(&self, network: &Network) -> usize {
        self.networks.get(network).copied().unwrap_or_default()
    }

    /// Closes the oldest of those that wait for their client; `None` when all are at work.
    fn close_oldest(&mut self, is_one: impl Fn(&Connection) -> bool) -> Option<()> {
        let oldest = |phase: Phase| {
            let mut waiting = self.connections.iter().filter(|(_, connection)| is_one(connection));
            waiting.find(|(_, connection)| connection.phase.load(Ordering::Relaxed) == phase as u8)
        };
        let (&number, _) = oldest(Phase::Receiving).or_else(|| oldest(Phase::Sending))?;
        self.remove(number)?.closing.cancel();
        Some(())
    }

    fn remove(&mut self, number: u64) -> Option<Connection> {
        let connection = self.connections.remove(&number)?;
        for network in &connection.networks {
            if let Some(count) = self.networks.get_mut(network) {
                *count -= 1;
                if *count == 0 {
                    self.networks.remove(network);
                }
            }
        }
        Some(connection)
    }
}

impl Place {
    /// Says what the connection does from now on.
    pub fn set(&self, phase: Phase) {
        self.0.phase.store(phase as u8, Ordering::Relaxed);
    }

    /// Whether the connection comes from a trusted proxy.
    pub fn is_proxy(&self) -> bool {
        self.0.is_proxy
    }

    /// Done when the connection has to make room.
    pub async fn closing(&self) {
        self.0.closing.cancelled().await;
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.all.lock().remove(self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(all: usize, network: usize) -> Connections {
        let proxies = TrustedProxies::default();
        Connections(Arc::new(Inner { all, network, proxies, open: Mutex::default() }))
    }

    fn at(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn fault_b4_the_oldest_idle_connection_of_the_network_makes_room() {
        let connections = connections(10, 2);
        let flooding = at("192.0.2.1");
        let (first, second) = (connections.enter(flooding).unwrap(), connections.enter(flooding).unwrap());
        first.set(Phase::Working);
        let third = connections.enter(flooding).unwrap();
        assert!(second.0.closing.is_cancelled() && !first.0.closing.is_cancelled() && !third.0.closing.is_cancelled());
        third.set(Phase::Working);
        assert!(connections.enter(flooding).is_none(), "both are at work");
        assert!(connections.enter(at("192.0.2.2")).is_some());
        drop((first, second, third));
        assert_eq!(connections.count(), 0);
    }

    #[test]
    fn fault_b4_a_connection_whose_answer_is_not_taken_makes_room_after_those_that_ask_nothing() {
        let connections = connections(10, 2);
        let flooding = at("192.0.2.1");
        let (sending, asking) = (connections.enter(flooding).unwrap(), connections.enter(flooding).unwrap());
        sending.set(Phase::Sending);
        let third = connections.enter(flooding).unwrap();
        assert!(asking.0.closing.is_cancelled() && !sending.0.closing.is_cancelled());
        third.set(Phase::Working);
        assert!(connections.enter(flooding).is_some());
        assert!(sending.0.closing.is_cancelled() && !third.0.closing.is_cancelled());
    }

    #[test]
    fn fault_b4_the_network_with_the_most_makes_room_for_all() {
        let connections = connections(4, 4);
        let many: Vec<Place> = (0..3).map(|_| connections.enter(at("192.0.2.1")).unwrap()).collect();
        let one = connections.enter(at("192.0.2.2")).unwrap();
        let new = connections.enter(at("192.0.2.3")).unwrap();
        assert!(many[0].0.closing.is_cancelled() && !one.0.closing.is_cancelled() && !new.0.closing.is_cancelled());
        assert_eq!(connections.count(), 4);
    }

    #[test]
    fn fault_b4_a_site_has_four_lines_worth_of_connections() {
        let connections = connections(100, 2);
        let places: Vec<Place> =
            (0..10).map(|n| connections.enter(at(&format!("2001:db8:0:{n}::1"))).unwrap()).collect();
        assert_eq!(connections.count(), 8);
        assert_eq!(places.iter().filter(|place| place.0.closing.is_cancelled()).count(), 2);
    }
}
