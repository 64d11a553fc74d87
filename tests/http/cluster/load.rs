//! Readers and writers behind the proxy, and what they were told.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
};

use super::{people::sign_up, site::Cluster};
use crate::support::wire::{self, Address};

pub const WRITERS: usize = 4;
const READERS: usize = 4;

pub struct Load {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Tally>>,
}

/// What one client, or all together, were told.
#[derive(Default)]
pub struct Tally {
    reads: usize,
    /// The statuses of pages that did not come; none where no answer came.
    pub failed_reads: Vec<Option<u16>>,
    acknowledged: BTreeSet<String>,
    /// Titles that may be stored or not.
    pub unanswered: Vec<String>,
    refused: usize,
}

impl Load {
    pub fn start(cluster: &Cluster, name: &str) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let proxy = Arc::new(Address::new(cluster.proxy.read().unwrap().clone()));
        let mut threads = Vec::new();
        for number in 0..READERS + WRITERS {
            let (proxy, is_over) = (proxy.clone(), is_over.clone());
            let name = format!("{name}{number}");
            let cookie = sign_up(&proxy, &name);
            threads.push(thread::spawn(move || {
                let mut tally = Tally::default();
                for count in 0.. {
                    match number < READERS {
                        _ if is_over.load(Ordering::SeqCst) => break,
                        true => tally.read(&proxy, if count % 2 == 0 { "/articles/" } else { "/accounts/" }, &cookie),
                        false => tally.write(&proxy, format!("{name} {count}"), &cookie),
                    }
                }
                tally
            }));
        }
        Self { is_over, threads }
    }

    /// Ends the load and gives what all were told.
    pub fn end(self) -> Tally {
        self.is_over.store(true, Ordering::SeqCst);
        self.threads.into_iter().map(|thread| thread.join().unwrap()).fold(Tally::default(), Tally::with)
    }
}

impl Tally {
    fn read(&mut self, proxy: &Address, path: &str, cookie: &str) {
        let reply = wire::exchange(proxy, "GET", path, cookie, &[]);
        let is_whole = reply.as_ref().is_some_and(|reply| reply.status == 200 && reply.body.contains("</html>"));
        self.reads += 1;
        if !is_whole {
            self.failed_reads.push(reply.map(|reply| reply.status));
        }
    }

    fn write(&mut self, proxy: &Address, title: String, cookie: &str) {
        let fields = [("title", title.as_str()), ("content", "text")];
        match wire::exchange(proxy, "POST", "/api/articles/create", cookie, &fields).map(|reply| reply.status) {
            Some(303) => _ = self.acknowledged.insert(title),
            Some(500 | 503) => self.refused += 1,
            _ => self.unanswered.push(title),
        }
    }

    fn with(mut self, mut other: Self) -> Self {
        self.reads += other.reads;
        self.failed_reads.append(&mut other.failed_reads);
        self.acknowledged.append(&mut other.acknowledged);
        self.unanswered.append(&mut other.unanswered);
        self.refused += other.refused;
        self
    }

    /// What was acknowledged and is not stored, or is stored twice.
    pub fn lost(&self, stored: &[String]) -> Vec<String> {
        let times = |title: &&String| stored.iter().filter(|stored| stored == title).count();
        self.acknowledged.iter().filter(|title| times(title) != 1).cloned().collect()
    }

    pub fn report(&self, what: &str, stored: &[String]) {
        println!(
            "{what}: {} pages read, {} failed; {} writes acknowledged, {} lost, {} refused, {} without an answer",
            self.reads,
            self.failed_reads.len(),
            self.acknowledged.len(),
            self.lost(stored).len(),
            self.refused,
            self.unanswered.len()
        );
        assert!(self.reads > 20 && self.acknowledged.len() > 10, "too little to say anything");
    }
}
