//! After the cost of hashes was lowered, a wrong password costs as much for every name. Counted in work, which time follows.

use latchkey::{
    accounts::server::hash_costs,
    boot::{App, ready},
};

use crate::support::{Client, PASSWORD, Program, TestApp, number, on_both};

/// The work of a hash of the tests, and of one from before.
const NOW: u64 = 8_192;
const BEFORE: u64 = 20 * NOW;

/// The work of a login, and its status.
async fn work_of(app: &App, name: &str, password: &str) -> (u16, u64) {
    let before = app.accounts.hash_work();
    let status = Client::of(app).log_in(name, password).await.outcome();
    (if status.contains("/articles/") { 303 } else { 422 }, app.accounts.hash_work() - before)
}

on_both!(fault_e12_after_the_cost_was_lowered_a_wrong_password_costs_as_much_for_every_name, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.hash_iterations = number(20)).await;
    for name in ["joe", "gone"] {
        app.member(name).await;
    }
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'gone'").await;
    let mut settings = app.app.settings.clone();
    settings.accounts.hash_iterations = number(1);
    // The next start, with the lower cost.
    let later = ready(settings).await.unwrap();
    Client::of(&later).sign_up("kim").await;
    for name in ["nobody", "joe", "kim", "gone", "no body!"] {
        assert_eq!(work_of(&later, name, "wrong").await, (422, BEFORE), "{name}");
    }
    let found = hash_costs::measure(&later.accounts).await.unwrap();
    assert_eq!((found.count, found.names, found.times), (1, vec!["joe".to_owned()], 20));
    // The right password makes a cheaper hash, and then everything is cheaper.
    assert_eq!(work_of(&later, "joe", PASSWORD).await, (303, BEFORE + NOW));
    assert_eq!(hash_costs::measure(&later.accounts).await.unwrap().count, 0);
    for name in ["nobody", "joe", "kim", "gone"] {
        assert_eq!(work_of(&later, name, "wrong").await, (422, NOW), "{name}");
    }
});

on_both!(fault_e12_a_costlier_hash_that_another_server_stores_is_noticed, async |kind| {
    let app = TestApp::spawn(kind).await;
    let dearer = app.changed(|settings| settings.hash_iterations = number(20));
    Client::of(&dearer).sign_up("joe").await;
    assert_eq!(work_of(&app.app, "nobody", "wrong").await, (422, NOW));
    for name in ["joe", "nobody"] {
        assert_eq!(work_of(&app.app, name, "wrong").await, (422, BEFORE), "{name}");
    }
});

#[test]
fn fault_e12_check_names_the_accounts_with_costlier_hashes() {
    let program = Program::seeded();
    assert!(!program.run(&["check"]).out.contains("user0"));
    let ended = program.with_setting("hash_iterations = 2", "hash_iterations = 1").run(&["check"]);
    assert!(ended.ok && ended.out.contains("of user0, user1, user2 cost more"), "{ended:?}");
    assert!(ended.out.contains("up to 2 times"), "{ended:?}");
}
