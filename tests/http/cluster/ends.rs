//! What happens on one server holds on the other with its next request, wherever sessions live.

use std::time::{Duration, Instant};

use super::{
    people::{Stream, get, log_in, post, sign_up},
    site::Cluster,
};
use crate::support::{PASSWORD, wire::Address};

/// How soon an open page hears of the end of its session.
pub const PROMISED: Duration = Duration::from_secs(2);

pub fn a_login_is_a_login_on_both(one: &Address, other: &Address) {
    let signed_up = sign_up(one, "joe");
    let logged_in = log_in(other, "joe");
    for cookie in [&signed_up, &logged_in] {
        for address in [one, other] {
            let page = get(address, "/accounts/", cookie);
            assert!(page.status == 200 && page.body.contains("joe"), "{} {}", page.status, page.location);
        }
    }
}

/// What ends a session, besides the session that does it.
const ENDS: [&str; 3] = ["logout", "password", "ended"];

pub fn an_end_on_one_is_an_end_on_the_other(one: &Address, other: &Address) {
    for (number, end) in ENDS.iter().enumerate() {
        let name = format!("kim{number}");
        let first = sign_up(one, &name);
        let second = if *end == "logout" { first.clone() } else { log_in(other, &name) };
        let stream = Stream::open(other, &second);
        let begun = Instant::now();
        let reply = match *end {
            "logout" => post(one, "/api/accounts/logout", &first, &[]),
            "password" => {
                let new = "another river 48 lanterns";
                let fields = [("old_password", PASSWORD), ("new_password1", new), ("new_password2", new)];
                post(one, "/api/accounts/password", &first, &fields)
            }
            _ => post(one, "/api/accounts/sessions/end-others", &first, &[]),
        };
        assert_eq!(reply.status, 303, "{end}: {}", reply.body);
        let page = get(other, "/accounts/", &second);
        assert!(page.status == 302 && page.location.contains("/login/"), "{end}: {}", page.status);
        let heard = stream.ends_after(begun);
        assert!(heard < PROMISED, "{end}: {heard:?}");
        println!(
            "{end} on one server: the next request on the other is refused, its open page hears it after {heard:?}"
        );
    }
}

pub fn a_changed_right_holds_with_the_next_request(cluster: &Cluster, one: &Address, other: &Address) {
    let cookie = sign_up(one, "lee");
    let status = |address| get(address, "/staff/", &cookie).status;
    assert_eq!((status(one), status(other)), (403, 403));
    let mut stream = Stream::open(other, &cookie);
    let begun = Instant::now();
    let granted = cluster.program.run(&["grant", "lee", "--staff"]);
    assert!(granted.ok, "{granted:?}");
    assert_eq!((status(one), status(other)), (200, 200));
    let heard = stream.changes_after(begun);
    assert!(heard < PROMISED, "an open page hears of a changed right after {heard:?}");
    assert!(cluster.program.run(&["revoke", "lee", "--staff"]).ok);
    assert_eq!((status(other), status(one)), (403, 403));
}
