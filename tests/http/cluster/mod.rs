//! Two servers on one PostgreSQL behind a proxy (`make cluster`): what happens on one holds on the other with its next request, open
//! pages hear of it within two seconds, and neither the end of a server nor a restart of the database loses what was acknowledged.
//! The same with sessions in a Redis that goes away, and while a new build takes the place of the old one.

mod builds;
mod ends;
mod failures;
mod load;
mod people;
mod pooler;
mod redis;
mod site;

use self::site::Cluster;

#[test]
#[ignore = "make cluster"]
fn two_servers_on_one_database_are_one_site() {
    let mut cluster = Cluster::start();
    act_as_one(&cluster);
    failures::a_server_is_killed(&mut cluster);
    failures::a_server_is_stopped(&mut cluster);
    failures::the_database_is_restarted(&cluster);
}

#[test]
#[ignore = "make cluster"]
fn two_servers_with_sessions_in_redis_are_one_site() {
    let mut cluster = Cluster::with_redis();
    act_as_one(&cluster);
    failures::a_server_is_killed(&mut cluster);
    redis::it_goes_and_comes_back(&mut cluster);
}

#[test]
#[ignore = "make cluster"]
fn two_servers_behind_pgbouncer_are_one_site() {
    let (mut cluster, pooler) = pooler::cluster();
    act_as_one(&cluster);
    failures::a_server_is_killed(&mut cluster);
    pooler::connections_are_few(&cluster, &pooler);
    failures::the_database_is_restarted(&cluster);
}

#[test]
#[ignore = "make cluster"]
fn what_pgbouncer_must_be_told_is_named() {
    pooler::what_is_missing_is_named();
}

#[test]
#[ignore = "make cluster"]
fn a_new_build_takes_the_place_of_the_old_one_under_open_pages() {
    builds::one_takes_the_place_of_another();
}

/// What holds with every engine of sessions.
fn act_as_one(cluster: &Cluster) {
    let [one, other] = cluster.addresses();
    ends::a_login_is_a_login_on_both(&one, &other);
    ends::an_end_on_one_is_an_end_on_the_other(&one, &other);
    ends::a_changed_right_holds_with_the_next_request(cluster, &one, &other);
}
