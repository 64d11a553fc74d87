//! Durability as a claim (`make chaos`): users write while the server is killed, the disk is full, the database is gone and comes
//! back, the clock is set back, and other clients are slow or vanish. Counts how many acknowledged writes were lost and how many
//! answers were wrong; both must be none.

mod disaster;
mod site;
mod writer;

use std::{
    sync::{Arc, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use self::{
    site::Site,
    writer::{Tally, Writer},
};
use crate::support::{Kind, run, wire};

/// How many users write at once, and how many clients never finish a request.
const WRITERS: usize = 4;
const SLOW: usize = 16;

/// How long nothing happens between two disasters.
const CALM: Duration = Duration::from_millis(900);

#[test]
#[ignore = "make chaos"]
fn nothing_acknowledged_is_lost_and_no_answer_is_wrong() {
    let seconds = std::env::var("CHAOS_SECONDS").ok().and_then(|value| value.parse().ok()).unwrap_or(60_u64);
    let kinds: &[Kind] = if cfg!(test_postgres) { &[Kind::Sqlite, Kind::Postgres] } else { &[Kind::Sqlite] };
    for kind in kinds {
        let time = Duration::from_secs(seconds) / u32::try_from(kinds.len()).unwrap();
        run(chaos(*kind, time));
    }
}

async fn chaos(kind: Kind, time: Duration) {
    let end = Instant::now() + time;
    let mut site = Site::start(kind).await;
    let tally = Arc::new(Tally::default());
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            let writer = Writer::sign_up(number, site.address.clone(), tally.clone());
            thread::spawn(move || writer.write())
        })
        .collect();
    for _ in 0..SLOW {
        let (address, tally) = (site.address.clone(), tally.clone());
        thread::spawn(move || wire::dawdle(&address, &tally.is_over));
    }
    let mut disasters = Vec::new();
    while Instant::now() < end {
        thread::sleep(CALM);
        disasters.push(site.next_disaster().await);
        if !site.recovers() {
            tally.wrong(format!("after {:?} the server does not come back", disasters.last()));
        }
    }
    tally.is_over.store(true, Ordering::SeqCst);
    let writers: Vec<Writer> = writers.into_iter().map(|writer| writer.join().unwrap()).collect();
    site.kill();
    let stored = site.stored().await;
    for writer in &writers {
        writer.compare(&stored, kind);
    }
    report(kind, &tally, &disasters, &site);
}

fn report(kind: Kind, tally: &Tally, disasters: &[&str], site: &Site) {
    let count = |counter: &std::sync::atomic::AtomicU32| counter.load(Ordering::SeqCst);
    let (acknowledged, lost, wrong) = (count(&tally.acknowledged), tally.lost(), tally.wrongs());
    println!(
        "{kind:?}: {} disasters ({}); {acknowledged} writes acknowledged, {} refused, {} without an answer",
        disasters.len(),
        disasters.join(", "),
        count(&tally.refused),
        count(&tally.unanswered),
    );
    println!("{kind:?}: {} acknowledged writes lost, {} answers wrong", lost.len(), wrong.len());
    if !lost.is_empty() || !wrong.is_empty() {
        println!("{}", site.end_of_log());
    }
    assert!(lost.is_empty() && wrong.is_empty(), "lost: {lost:#?}\nwrong: {wrong:#?}");
    assert!(acknowledged > 20, "too little was written to say anything");
}
