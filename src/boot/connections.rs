//! The open connections: how many there may be, in all and for each network. Where there is no room for a further one, another makes
//! room: the one that is of the least use by what it is doing. So a client that opens many and sends or reads little closes its own,
//! and others get in. What the server works on is never closed.

use std::{
    collections::{BTreeMap, HashMap},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio_util::sync::CancellationToken;

use super::phase::{Activity, Phase};
use crate::server::{
    network::Network,
    settings::{self, TrustedProxies},
};

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
    activity: Arc<Activity>,
    closing: CancellationToken,
}

/// The place of an open connection, until the last clone is dropped. In each of its requests.
#[derive(Clone)]
pub struct Place(Arc<Held>);

struct Held {
    all: Connections,
    number: u64,
    is_proxy: bool,
    activity: Arc<Activity>,
    closing: CancellationToken,
}

/// What became of a new connection.
pub enum Entered {
    In(Place),
    /// Another one was closed for it.
    InsteadOf(Place),
    /// All others are at work.
    Refused,
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

    /// Finds a place for a connection from this address.
    pub fn enter(&self, address: IpAddr) -> Entered {
        let is_proxy = self.0.proxies.trusts(address);
        let networks = if is_proxy { Vec::new() } else { Network::all_of(&address.to_string()) };
        let mut open = self.lock();
        let Some(closed) = self.make_room(&mut open, &networks) else { return Entered::Refused };
        let number = open.next;
        open.next += 1;
        let (activity, closing) = (Arc::new(Activity::new()), CancellationToken::new());
        for network in &networks {
            *open.networks.entry(*network).or_default() += 1;
        }
        open.connections.insert(number, Connection { networks, activity: activity.clone(), closing: closing.clone() });
        let place = Place(Arc::new(Held { all: self.clone(), number, is_proxy, activity, closing }));
        if closed > 0 { Entered::InsteadOf(place) } else { Entered::In(place) }
    }

    /// Closes what has to go for a further connection of these networks, and gives how many that were; `None` when all are at work.
    fn make_room(&self, open: &mut Open, networks: &[Network]) -> Option<usize> {
        let mut closed = 0;
        for network in networks {
            if open.count(network) >= self.limit(*network) {
                open.close_one(Some(*network), true)?;
                closed += 1;
            }
        }
        if open.connections.len() >= self.0.all {
            let most = open.networks.iter().max_by_key(|(_, count)| **count).map(|(network, _)| *network);
            open.close_one(most, false)?;
            closed += 1;
        }
        Some(closed)
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        self.lock().connections.len()
    }

    fn limit(&self, network: Network) -> usize {
        network.allowance(self.0.network)
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn count(&self, network: &Network) -> usize {
        self.networks.get(network).copied().unwrap_or_default()
    }

    /// Closes the connection that is of the least use, of equal ones the one that has rested longest: of this network only, or of
    /// another when this one has none to give. `None` when all are at work.
    fn close_one(&mut self, network: Option<Network>, only: bool) -> Option<()> {
        let ranked = self.connections.iter().filter_map(|(number, connection)| {
            let is_of = network.is_some_and(|network| connection.networks.contains(&network));
            let since = connection.activity.since();
            let rank = connection.activity.phase().rank(since).filter(|_| is_of || !only)?;
            Some(((!is_of, rank, std::cmp::Reverse(since)), *number))
        });
        let (_, number) = ranked.min()?;
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
    /// Says what the connection does now, or that it makes progress with it.
    pub fn set(&self, phase: Phase) {
        self.0.activity.set(phase);
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

    fn enter(connections: &Connections, address: &str) -> Place {
        match connections.enter(at(address)) {
            Entered::In(place) | Entered::InsteadOf(place) => place,
            Entered::Refused => panic!("{address} is refused"),
        }
    }

    fn is_refused(connections: &Connections, address: &str) -> bool {
        matches!(connections.enter(at(address)), Entered::Refused)
    }

    fn is_closed(place: &Place) -> bool {
        place.0.closing.is_cancelled()
    }

    #[test]
    fn fault_b4_the_least_useful_connection_of_the_network_makes_room() {
        let connections = connections(10, 3);
        let flooding = "192.0.2.1";
        let (working, idle, new) =
            (enter(&connections, flooding), enter(&connections, flooding), enter(&connections, flooding));
        working.set(Phase::Working);
        idle.set(Phase::Idle);
        let fourth = enter(&connections, flooding);
        assert!(is_closed(&idle) && !is_closed(&working) && !is_closed(&new) && !is_closed(&fourth));
        new.set(Phase::Working);
        fourth.set(Phase::Working);
        assert!(is_refused(&connections, flooding), "all are at work");
        let other = enter(&connections, "192.0.2.2");
        drop((working, idle, new, fourth, other));
        assert_eq!(connections.count(), 0);
    }

    #[test]
    fn fault_b4_new_connections_do_not_close_each_other_while_streams_stay() {
        let connections = connections(10, 4);
        let streams: Vec<Place> = (0..4).map(|_| enter(&connections, "192.0.2.1")).collect();
        streams.iter().for_each(|stream| stream.set(Phase::Streaming));
        let pages: Vec<Place> = (0..3).map(|_| enter(&connections, "192.0.2.1")).collect();
        assert!(pages.iter().all(|page| !is_closed(page)));
        assert_eq!(streams.iter().filter(|stream| is_closed(stream)).count(), 3);
    }

    #[test]
    fn fault_b4_a_body_that_makes_progress_is_not_idle() {
        let connections = connections(10, 2);
        let (uploading, waiting) = (enter(&connections, "192.0.2.1"), enter(&connections, "192.0.2.1"));
        uploading.set(Phase::Receiving);
        waiting.set(Phase::Idle);
        let third = enter(&connections, "192.0.2.1");
        assert!(is_closed(&waiting) && !is_closed(&uploading));
        third.set(Phase::Working);
        enter(&connections, "192.0.2.1");
        assert!(is_closed(&uploading), "when nothing else can make room");
    }

    #[test]
    fn fault_b4_the_network_with_the_most_makes_room_for_all() {
        let connections = connections(4, 4);
        let many: Vec<Place> = (0..3).map(|_| enter(&connections, "192.0.2.1")).collect();
        let one = enter(&connections, "192.0.2.2");
        let new = enter(&connections, "192.0.2.3");
        assert_eq!(many.iter().filter(|place| is_closed(place)).count(), 1);
        assert!(!is_closed(&one) && !is_closed(&new));
        assert_eq!(connections.count(), 4);
    }

    #[test]
    fn fault_b4_a_site_has_four_lines_worth_of_connections() {
        let connections = connections(100, 2);
        let places: Vec<Place> = (0..10).map(|n| enter(&connections, &format!("2001:db8:0:{n}::1"))).collect();
        assert_eq!(connections.count(), 8);
        assert_eq!(places.iter().filter(|place| is_closed(place)).count(), 2);
    }
}
