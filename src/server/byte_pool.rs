//! Bytes of bodies that are being received or worked on: bounded for the process, for those without a session cookie, and for each
//! network. So a flood of large posts is refused before it fills the memory, and small ones always get in.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use super::{network::Network, settings};

/// So much of each body is free, in bytes: what the limit on connections bounds already.
const FREE: usize = 16 * 1_024;

/// How many times the allowance of one line the /48 of its customer has.
const SITE_FACTOR: usize = 4;

/// The pool of one process. Cheap to clone.
#[derive(Clone)]
pub struct BytePool(Arc<Inner>);

struct Inner {
    /// In bytes, as the others.
    all: usize,
    visitors: usize,
    network: usize,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    all: usize,
    visitors: usize,
    networks: HashMap<Network, usize>,
}

/// What one body holds of the pool, until this is dropped.
pub struct Share {
    pool: BytePool,
    networks: Vec<Network>,
    is_visitor: bool,
    received: usize,
    held: usize,
}

impl BytePool {
    pub fn new(settings: &settings::Http) -> Self {
        let all = settings.body_kib.get() as usize * 1_024;
        let network = settings.body_network_kib.get() as usize * 1_024;
        Self(Arc::new(Inner { all, visitors: all / 2, network, held: Mutex::default() }))
    }

    /// A share that holds nothing yet, for a client at this address; `is_visitor` when it sends no session cookie.
    pub fn share(&self, address: &str, is_visitor: bool) -> Share {
        Share { pool: self.clone(), networks: Network::all_of(address), is_visitor, received: 0, held: 0 }
    }

    /// How many bytes are held, the free ones not counted.
    pub fn held(&self) -> usize {
        self.lock().all
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.0.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// Takes room for further bytes of the body; false when there is none.
    #[must_use]
    pub fn take(&mut self, bytes: usize) -> bool {
        self.received += bytes;
        let wanted = self.received.saturating_sub(FREE).saturating_sub(self.held);
        if wanted == 0 {
            return true;
        }
        let limits = &self.pool.0;
        let mut held = self.pool.lock();
        let fits = |network: &Network| {
            let limit = if network.is_site() { limits.network * SITE_FACTOR } else { limits.network };
            held.networks.get(network).copied().unwrap_or_default() + wanted <= limit
        };
        let is_room = held.all + wanted <= limits.all
            && (!self.is_visitor || held.visitors + wanted <= limits.visitors)
            && self.networks.iter().all(fits);
        if is_room {
            held.all += wanted;
            held.visitors += if self.is_visitor { wanted } else { 0 };
            for network in &self.networks {
                *held.networks.entry(*network).or_default() += wanted;
            }
            self.held += wanted;
        }
        is_room
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.held == 0 {
            return;
        }
        let mut held = self.pool.lock();
        held.all -= self.held;
        held.visitors -= if self.is_visitor { self.held } else { 0 };
        for network in &self.networks {
            if let Some(bytes) = held.networks.get_mut(network) {
                *bytes -= self.held;
                if *bytes == 0 {
                    held.networks.remove(network);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIB: usize = 1_024;

    fn pool(all: usize, network: usize) -> BytePool {
        BytePool(Arc::new(Inner { all, visitors: all / 2, network, held: Mutex::default() }))
    }

    #[test]
    fn fault_b4_small_bodies_get_in_whatever_large_ones_hold() {
        let pool = pool(64 * KIB, 32 * KIB);
        let mut large = pool.share("192.0.2.1", true);
        assert!(large.take(48 * KIB) && !large.take(1), "what one network may hold, with the free bytes");
        let mut small = pool.share("192.0.2.1", true);
        assert!(small.take(FREE) && !small.take(1));
        drop(large);
        assert!(small.take(1), "given back");
        drop(small);
        assert_eq!(pool.held(), 0);
    }

    #[test]
    fn fault_b4_visitors_leave_half_of_the_pool_and_a_network_leaves_the_rest_to_others() {
        let pool = pool(64 * KIB, 64 * KIB);
        let mut visitors: Vec<Share> = (0..4).map(|n| pool.share(&format!("192.0.2.{n}"), true)).collect();
        let taken = visitors.iter_mut().map(|share| share.take(32 * KIB)).filter(|is_taken| *is_taken).count();
        assert_eq!(taken, 2);
        assert!(pool.share("192.0.2.9", false).take(32 * KIB));
        drop(visitors);
        let mut lines: Vec<Share> = (0..8).map(|n| pool.share(&format!("2001:db8:0:{n}::1"), false)).collect();
        assert!(lines.iter_mut().all(|share| share.take(24 * KIB)));
        assert!(!pool.share("198.51.100.1", false).take(32 * KIB), "the process");
    }
}
