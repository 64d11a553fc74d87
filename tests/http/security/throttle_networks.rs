//! Failures of a network, and the address that a request counts for.

use axum::http::{HeaderValue, Method};

use crate::support::{
    Answer, Client, FORM, PASSWORD, Style, TestApp, encode,
    flood::{at_once, beside_a_reader},
    on_both,
    throttle::{LOGIN, credentials, throttled},
};

on_both!(a_network_is_throttled_and_a_successful_login_does_not_reset_it, async |kind| {
    let app = throttled(kind).await;
    app.member("joe").await;
    for number in 0..51 {
        if number == 25 {
            assert_eq!(app.visitor().log_in("joe", PASSWORD).await.status, 303);
        }
        assert_eq!(app.visitor().post_json(LOGIN, &credentials(&format!("user{number}"), "wrong")).await.status, 422);
    }
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    let mut elsewhere = app.visitor();
    let answer = post_from(&mut elsewhere, "198.51.100.1", None, &credentials("joe", PASSWORD)).await;
    assert_eq!(answer.status, 200, "another network");
});

/// Posts the login form from a peer address, which may be a proxy that forwards another one.
async fn post_from(client: &mut Client, peer: &str, forwarded: Option<&str>, fields: &[(&str, &str)]) -> Answer {
    post_to(client, LOGIN, peer, forwarded, fields).await
}

async fn post_to(
    client: &mut Client,
    path: &str,
    peer: &str,
    forwarded: Option<&str>,
    fields: &[(&str, &str)],
) -> Answer {
    let mut request = client.request(Method::POST, path, Style::Json);
    request.headers_mut().insert("content-type", HeaderValue::from_static(FORM));
    if let Some(forwarded) = forwarded {
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    }
    let peer = std::net::SocketAddr::new(peer.parse().unwrap(), 40_000);
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    *request.body_mut() = encode(fields).into();
    client.send(request).await
}

/// A sign-up from this address; its status.
async fn sign_up_from(app: &TestApp, address: &str, name: &str) -> u16 {
    let fields = [("username", name), ("password1", PASSWORD), ("password2", PASSWORD)];
    post_to(&mut app.visitor(), "/api/accounts/signup", address, None, &fields).await.status
}

on_both!(fault_b5_sign_ups_from_many_lines_of_one_site_are_limited_together, async |kind| {
    for lines in [3, 45] {
        let app = throttled(kind).await;
        let mut allowed = 0;
        for number in 0..45 {
            let address = format!("2001:db8:7:{:x}::{:x}", number % lines, number + 1);
            allowed += u16::from(sign_up_from(&app, &address, &format!("user{number}")).await == 200);
        }
        assert_eq!(allowed, 41, "{lines} lines");
        assert_eq!(sign_up_from(&app, "2001:db8:8::1", "elsewhere").await, 200, "another site");
    }
});

on_both!(fault_b5_sign_ups_at_the_same_moment_are_as_many_as_one_after_the_other, async |kind| {
    for (addresses, most) in [("192.0.2.9", 21), ("2001:db8:9:{line}::1", 41)] {
        let app = throttled(kind).await;
        let sign_ups = (0..70).map(|number| {
            let (mut visitor, name) = (app.visitor(), format!("user{number}"));
            let address = addresses.replace("{line}", &format!("{:x}", number % 7));
            async move {
                let fields = [("username", name.as_str()), ("password1", PASSWORD), ("password2", PASSWORD)];
                post_to(&mut visitor, "/api/accounts/signup", &address, None, &fields).await.status
            }
        });
        let statuses = beside_a_reader(&app, at_once(sign_ups)).await;
        assert!(statuses.iter().all(|status| [200, 429, 503].contains(status)), "{statuses:?}");
        let allowed = statuses.iter().filter(|status| **status == 200).count();
        assert!((1..=most).contains(&allowed), "{addresses}: {allowed}");
        let stored = app.number("SELECT COUNT(*) FROM users WHERE username LIKE 'user%'").await;
        assert_eq!(stored, i64::try_from(allowed).unwrap());
    }
});

on_both!(fault_b5_failed_logins_from_many_lines_of_one_site_are_limited_together, async |kind| {
    let app = throttled(kind).await;
    let mut statuses = Vec::new();
    for number in 0..505 {
        let address = format!("2001:db8:7:{number:x}::1");
        let answer =
            post_from(&mut app.visitor(), &address, None, &credentials(&format!("user{number}"), "wrong")).await;
        statuses.push(answer.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 501, "{statuses:?}");
});

on_both!(a_forwarded_address_counts_only_from_a_trusted_proxy, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.throttle = true;
        settings.http.trusted_proxies = serde_json::from_value("10.0.0.1".into()).unwrap();
    })
    .await;
    for (peer, forwarded, address) in [
        ("10.0.0.1", Some("203.0.113.9, 198.51.100.7"), "198.51.100.7"),
        ("192.0.2.1", Some("198.51.100.7"), "192.0.2.1"),
        ("10.0.0.1", None, "10.0.0.1"),
    ] {
        app.execute("DELETE FROM users").await;
        app.member("joe").await;
        app.execute("DELETE FROM sessions").await;
        let answer = post_from(&mut app.visitor(), peer, forwarded, &credentials("joe", PASSWORD)).await;
        assert_eq!(answer.status, 200);
        assert_eq!(app.texts("SELECT address FROM sessions").await, [address]);
    }
});
