//! Servers and their database end under load.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    load::{self, Load},
    people::{get, log_in},
    site::Cluster,
};
use crate::support::wire::Address;

/// How soon all is well after a restart of the database.
const PATIENCE: Duration = Duration::from_secs(30);

/// For how long the load runs before and after what happens.
const LOAD: Duration = Duration::from_secs(2);

pub fn a_server_is_killed(cluster: &mut Cluster) {
    let load = Load::start(cluster, "killed");
    thread::sleep(LOAD);
    cluster.servers[0].signal("KILL");
    thread::sleep(LOAD);
    cluster.start_again(0);
    thread::sleep(LOAD);
    let tally = load.end();
    let stored = cluster.titles();
    tally.report("one server killed (-9)", &stored);
    assert!(tally.failed_reads.is_empty(), "{:?}", tally.failed_reads);
    assert!(tally.lost(&stored).is_empty(), "{:?}", tally.lost(&stored));
    // What a killed server was working on has no answer, nor what is sent over a kept connection before the proxy has seen its end: no proxy
    // may send either twice.
    assert!(tally.unanswered.len() <= 2 * load::WRITERS, "{:?}", tally.unanswered);
}

pub fn a_server_is_stopped(cluster: &mut Cluster) {
    let load = Load::start(cluster, "stopped");
    thread::sleep(LOAD);
    cluster.servers[1].signal("TERM");
    assert!(cluster.servers[1].has_ended_well());
    thread::sleep(LOAD);
    cluster.start_again(1);
    thread::sleep(LOAD);
    let tally = load.end();
    let stored = cluster.titles();
    tally.report("one server stopped (-15)", &stored);
    assert!(
        tally.failed_reads.is_empty() && tally.unanswered.is_empty(),
        "{:?} {:?}",
        tally.failed_reads,
        tally.unanswered
    );
    assert_eq!(tally.lost(&stored), Vec::<String>::new());
}

pub fn the_database_is_restarted(cluster: &Cluster) {
    let cookie = log_in(&cluster.proxy, "joe");
    let load = Load::start(cluster, "restarted");
    thread::sleep(LOAD);
    let begun = Instant::now();
    cluster.postgres.restart();
    for server in &cluster.servers {
        let address = Address::new(server.address.clone());
        while get(&address, "/accounts/", &cookie).status != 200 || get(&address, "/healthz", "").status != 200 {
            assert!(begun.elapsed() < PATIENCE, "{} does not come back", server.address);
            thread::sleep(Duration::from_millis(50));
        }
    }
    let well = begun.elapsed();
    thread::sleep(LOAD);
    let tally = load.end();
    let stored = cluster.titles();
    tally.report("the database restarted", &stored);
    println!("both servers are well {well:?} after the restart began, and who was logged in still is");
    assert_eq!(tally.lost(&stored), Vec::<String>::new());
    let odd: Vec<_> = tally.failed_reads.iter().filter(|status| !matches!(status, Some(500 | 502 | 503))).collect();
    assert!(odd.is_empty(), "{odd:?}");
}
