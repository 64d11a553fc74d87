//! Password hashes are shared fairly: one client, with right passwords or wrong ones, keeps no other client waiting.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::task::JoinSet;

use crate::support::{
    Client, Kind, PASSWORD, Style, TestApp,
    flood::{all, at_once, beside_a_reader},
    number, on_both,
    throttle::credentials,
};

const LOGIN: &str = "/api/accounts/login";
const CHANGE: &str = "/api/accounts/password";
const CONFIRM: &str = "/api/accounts/reauthenticate";
const ELSEWHERE: &str = "198.51.100.1";

/// One thread, and hashes that take long enough for many requests to wait.
async fn slow_app(kind: Kind) -> TestApp {
    TestApp::spawn_with(kind, |settings| {
        settings.accounts.throttle = true;
        settings.accounts.hash_queue = number(64);
        settings.accounts.hash_iterations = number(8);
        // A flood must not end because its budget does.
        settings.accounts.hash_budget_user = number(100_000);
        settings.accounts.hash_budget_network = number(1_000_000);
    })
    .await
}

/// A connection of a flood: who posts, and which fields.
type Sender = (Client, Vec<(&'static str, String)>);

/// Connections that post their forms over and over until the flood is ended; gives the statuses.
struct Flood {
    is_over: Arc<AtomicBool>,
    connections: JoinSet<Vec<u16>>,
}

impl Flood {
    fn begin(senders: Vec<Sender>, path: &'static str) -> Self {
        let mut flood = Self { is_over: Arc::default(), connections: JoinSet::new() };
        for (sender, fields) in senders {
            let is_over = flood.is_over.clone();
            flood.connections.spawn(async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let (mut client, mut statuses) = (sender.clone(), Vec::new());
                while !is_over.load(Ordering::Relaxed) {
                    if path == LOGIN {
                        // Who is logged in cannot log in.
                        client = sender.clone();
                    }
                    statuses.push(client.post(path, Style::Json, &fields).await.status);
                    tokio::task::yield_now().await;
                }
                statuses
            });
        }
        flood
    }

    async fn end(self) -> Vec<u16> {
        self.is_over.store(true, Ordering::Relaxed);
        self.connections.join_all().await.concat()
    }
}

/// Waits until hashes run for the flood.
async fn until_hashing(app: &TestApp) {
    let before = app.app.accounts.hash_runs();
    while app.app.accounts.hash_runs() < before + 2 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// Logs in, and says how many hashes ran meanwhile, its own included.
async fn log_in(app: &TestApp, address: &str) -> (u16, u64) {
    let before = app.app.accounts.hash_runs();
    let answer = app.visitor().at(address).post_json(LOGIN, &credentials("kim", PASSWORD)).await;
    (answer.status, app.app.accounts.hash_runs() - before)
}

/// Connections of users who log in with the right password, which is no failure: each name from its address, several times. More
/// than fifteen of one account are held up by the throttle.
async fn logging_in(app: &TestApp, addresses: &[String], times: usize) -> Vec<Sender> {
    let mut senders = Vec::new();
    for (number, address) in addresses.iter().enumerate() {
        let name = format!("user{number}");
        app.member(&name).await;
        let fields = vec![("username", name), ("password", PASSWORD.to_owned())];
        senders.extend(std::iter::repeat_n((app.visitor().at(address), fields), times));
    }
    senders
}

/// A page and a login during a flood pass, the login after a few hashes and not after all that wait.
async fn assert_others_get_their_turn(app: &TestApp) {
    until_hashing(app).await;
    for address in [ELSEWHERE, "192.0.2.7", "2001:db8:7::1"] {
        assert_eq!(app.visitor().at(address).get("/articles/").await.status, 200, "{address}");
        let (status, runs) = log_in(app, address).await;
        assert_eq!(status, 200, "{address}");
        // Its turn comes after one or two; the rest is the time that the database takes beside other tests. In the order of arrival
        // it would come after all sixty-four.
        assert!(runs <= 40, "{address}: {runs} hashes ran before the login was done");
    }
}

on_both!(fault_b2_one_user_with_many_connections_keeps_nobody_waiting, async |kind| {
    let app = slow_app(kind).await;
    let (joe, _kim) = (app.member("joe").await, app.member("kim").await);
    // The right password in many sessions: it is no failure, and yet it is work.
    let mut senders: Vec<Sender> = Vec::new();
    for _ in 0..16 {
        senders.push((joe.elsewhere("joe").await, vec![("password", PASSWORD.to_owned())]));
    }
    let flood = Flood::begin(senders, CONFIRM);
    assert_others_get_their_turn(&app).await;
    let statuses = flood.end().await;
    assert!(statuses.contains(&429), "more than eight of one user do not wait: {statuses:?}");
    assert!(statuses.contains(&200), "{statuses:?}");

    let fields = [("old_password", PASSWORD), ("new_password1", "new words 4711"), ("new_password2", "others 4711")];
    let change = (joe, fields.map(|(name, value)| (name, value.to_owned())).to_vec());
    let before = app.app.accounts.hash_runs();
    let flood = Flood::begin(vec![change; 40], CHANGE);
    assert_eq!(log_in(&app, ELSEWHERE).await, (200, 1));
    assert!(flood.end().await.iter().all(|status| *status == 422));
    assert_eq!(app.app.accounts.hash_runs() - before, 1, "a form that is refused anyway costs no hash");
});

on_both!(fault_b2_visitors_of_one_network_keep_no_other_network_out, async |kind| {
    let app = slow_app(kind).await;
    app.member("kim").await;
    // More connections than the network has places in the queue.
    let senders = logging_in(&app, &std::array::from_fn::<_, 8, _>(|_| "203.0.113.9".to_owned()), 12).await;
    let flood = Flood::begin(senders, LOGIN);
    assert_others_get_their_turn(&app).await;
    assert!(flood.end().await.contains(&503));
});

on_both!(fault_b2_a_queue_that_many_networks_fill_has_room_for_another_one, async |kind| {
    let app = slow_app(kind).await;
    app.member("kim").await;
    let addresses: Vec<String> = (0..10).map(|number| format!("203.0.113.{number}")).collect();
    let flood = Flood::begin(logging_in(&app, &addresses, 12).await, LOGIN);
    assert_others_get_their_turn(&app).await;
    assert!(flood.end().await.contains(&503));
});

on_both!(fault_b2_right_passwords_use_up_the_budget_of_a_user_and_of_nobody_else, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.throttle = true;
        settings.accounts.hash_budget_user = number(10);
    })
    .await;
    let (mut joe, mut kim) = (app.member("joe").await, app.member("kim").await);
    let mut sessions = Vec::new();
    for _ in 0..7 {
        sessions.push(joe.elsewhere("joe").await);
    }
    // At once, and still no more than the budget.
    let confirmed = sessions.into_iter().map(|mut session| async move {
        let mut done = 0;
        for _ in 0..3 {
            done += u32::from(session.post_json(CONFIRM, &[("password", PASSWORD)]).await.status == 200);
        }
        done
    });
    assert_eq!(beside_a_reader(&app, at_once(confirmed)).await.iter().sum::<u32>(), 10);
    let runs = app.app.accounts.hash_runs();
    let fields = [("old_password", PASSWORD), ("new_password1", "new words 4711"), ("new_password2", "new words 4711")];
    for (path, fields) in [
        (CONFIRM, vec![("password", PASSWORD)]),
        (CHANGE, fields.to_vec()),
        ("/api/accounts/delete", vec![("password", PASSWORD), ("belongings", "keep")]),
    ] {
        let answer = joe.clone().at(ELSEWHERE).post_json(path, &fields).await;
        let seconds: u32 = answer.header("retry-after").unwrap().parse().unwrap();
        assert!(answer.status == 429 && (1..=60).contains(&seconds), "{path}: {} {seconds}", answer.status);
        let page = joe.post_form(path, &fields).await;
        assert!(page.status == 429 && page.alert().unwrap().contains("try again in"), "{path}: {}", page.body);
    }
    assert_eq!((app.app.accounts.hash_runs(), app.rows("users").await), (runs, 3));
    assert_eq!(kim.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    assert_eq!(app.visitor().log_in("joe", PASSWORD).await.status, 303, "whoever has the password can still log in");
});

on_both!(fault_b2_a_network_has_a_budget_and_others_have_theirs, async |kind| {
    for (one, other) in [("192.0.2.1", "192.0.2.2"), ("2001:db8:1:1::1", "2001:db8:1:2::1")] {
        let app = TestApp::spawn_with(kind, |settings| {
            settings.accounts.throttle = true;
            settings.accounts.hash_budget_network = number(60);
            settings.accounts.hash_budget_user = number(100);
        })
        .await;
        app.visitor().at("203.0.113.9").sign_up("kim").await;
        let log_in = |address: &str| {
            let mut visitor = app.visitor().at(address);
            async move { visitor.post_json(LOGIN, &credentials("kim", PASSWORD)).await }
        };
        let answers = beside_a_reader(&app, all((0..90).map(|_| log_in(one)))).await;
        let done = answers.iter().filter(|answer| answer.status == 200).count();
        assert!((60..70).contains(&done), "{done}: some come back meanwhile");
        assert_eq!((log_in(one).await.status, log_in(other).await.status), (429, 200));
    }
});

on_both!(fault_b2_no_form_that_is_refused_anyway_costs_a_hash, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("lee").await;
    let id = app.user_id("lee").await.to_string();
    let made = root.post_form("/api/staff/users/reset-link", &[("id", &id)]).await;
    let page = root.follow(&made).await;
    let link = page.body.split_once("/accounts/reset/").unwrap().1.split_once('"').unwrap().0.to_owned();
    let mut holder = app.visitor();
    holder.get(&format!("/accounts/reset/{link}")).await;
    let (long, reason) = ("x".repeat(2_000), "x".repeat(2_001));
    let change = |new, again| vec![("old_password", PASSWORD), ("new_password1", new), ("new_password2", again)];
    let mut visitor = app.visitor();
    let before = app.app.accounts.hash_runs();
    for (who, path, fields) in [
        (0, CHANGE, change("new words 4711", "other words 4711")),
        (0, CHANGE, change("new words 4711", "")),
        (0, CHANGE, change("1234567", "1234567")),
        (0, CHANGE, vec![("new_password1", "new words 4711"), ("new_password2", "new words 4711")]),
        (0, CHANGE, vec![("old_password", &long), ("new_password1", "new 4711 ab"), ("new_password2", "new 4711 ab")]),
        (0, CONFIRM, vec![("password", "")]),
        (0, CONFIRM, vec![("password", &long)]),
        (0, "/api/accounts/delete", vec![("password", PASSWORD), ("belongings", "keep"), ("reason", &reason)]),
        (0, "/api/accounts/delete", vec![("password", PASSWORD), ("belongings", "keep")]),
        (0, "/api/accounts/signup", vec![("username", "kim"), ("password1", PASSWORD), ("password2", PASSWORD)]),
        (1, "/api/accounts/signup", vec![("username", "root"), ("password1", PASSWORD), ("password2", PASSWORD)]),
        (1, "/api/accounts/signup", vec![("username", "kim"), ("password1", PASSWORD), ("password2", "other words")]),
        (1, "/api/accounts/signup", vec![("username", ""), ("password1", PASSWORD), ("password2", PASSWORD)]),
        (1, LOGIN, vec![("username", "root"), ("password", "")]),
        (1, LOGIN, vec![("username", ""), ("password", PASSWORD)]),
        (1, LOGIN, vec![("username", "root"), ("password", &long)]),
        (1, CHANGE, change("new words 4711", "new words 4711")),
        (2, "/api/accounts/reset", vec![("new_password1", "new words 4711"), ("new_password2", "others")]),
        (2, "/api/accounts/reset", vec![("new_password1", "1234567"), ("new_password2", "1234567")]),
    ] {
        let client = [&mut root, &mut visitor, &mut holder][who].clone().post_json(path, &fields).await;
        assert!([401, 403, 422].contains(&client.status), "{path} {fields:?}: {}", client.status);
        assert_eq!(app.app.accounts.hash_runs(), before, "{path} {fields:?}");
    }
});
