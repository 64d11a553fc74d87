//! How long requests took, for the numbers of the operator. They are noted by `http/layers/measure.rs`.

use std::{
    collections::BTreeMap,
    sync::{Arc, PoisonError, RwLock},
};

use crate::server::metrics::Histogram;

/// By route, then by status.
type Measured = BTreeMap<String, BTreeMap<u16, Arc<Histogram>>>;

/// How long requests took, by route and status: at most as many as the site has addresses and the server statuses. Cheap to clone.
#[derive(Clone, Default)]
pub struct Requests(Arc<RwLock<Measured>>);

impl Requests {
    pub fn of(&self, route: &str, status: u16) -> Arc<Histogram> {
        let measured = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = measured.get(route).and_then(|statuses| statuses.get(&status)) {
            return known.clone();
        }
        drop(measured);
        let mut measured = self.0.write().unwrap_or_else(PoisonError::into_inner);
        measured.entry(route.to_owned()).or_default().entry(status).or_default().clone()
    }

    /// Gives each route, its status, and how long it took.
    pub fn read(&self, mut tell: impl FnMut(&str, &str, &Histogram)) {
        for (route, statuses) in &*self.0.read().unwrap_or_else(PoisonError::into_inner) {
            for (status, histogram) in statuses {
                tell(route, &status.to_string(), histogram);
            }
        }
    }
}
