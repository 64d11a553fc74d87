//! Redis, where sessions live, goes away and comes back.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::{
    people::{Stream, get, log_in, post, sign_up},
    site::Cluster,
};

/// How soon people are back.
const PATIENCE: Duration = Duration::from_secs(20);

pub fn it_goes_and_comes_back(cluster: &mut Cluster) {
    let [one, other] = cluster.addresses();
    let cookie = sign_up(&one, "ann");
    let (left_open, ended) = (Stream::open(&one, &cookie), log_in(&one, "ann"));
    cluster.redis.as_mut().unwrap().kill();
    for address in [&one, &other, &cluster.proxy] {
        let page = get(address, "/accounts/", &cookie);
        assert!(
            page.status == 503 && page.body.contains("Nothing is lost: try again"),
            "{} {}",
            page.status,
            page.body
        );
        assert!(page.cookie.is_none() && !page.body.contains("ann"), "{}", page.body);
        let written =
            post(address, "/api/articles/create", &cookie, &[("title", "While it was gone"), ("content", "Text.")]);
        assert_eq!(written.status, 503, "{}", written.body);
        // Visitors notice nothing, and no proxy leaves a server out.
        assert_eq!((get(address, "/articles/", "").status, get(address, "/healthz", "").status), (200, 200));
    }
    cluster.redis.as_mut().unwrap().start_again();
    let begun = Instant::now();
    for address in [&one, &other] {
        while get(address, "/accounts/", &cookie).status != 200 {
            assert!(begun.elapsed() < PATIENCE, "who was logged in does not come back");
            thread::sleep(Duration::from_millis(50));
        }
    }
    println!("Redis gone: users are told and come back {:?} after it does", begun.elapsed());
    assert!(!cluster.titles().iter().any(|title| title == "While it was gone"));
    // The page that was open all the while still hears of its end.
    let begun = Instant::now();
    assert_eq!(post(&other, "/api/accounts/sessions/end-others", &ended, &[]).status, 303);
    let heard = left_open.ends_after(begun);
    assert!(heard < super::ends::PROMISED, "{heard:?}");
}
