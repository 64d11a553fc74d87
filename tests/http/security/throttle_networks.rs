//! Failures of a network, and the address that a request counts for.

use axum::http::{HeaderValue, Method};

use crate::support::{
    Answer, Client, FORM, PASSWORD, Style, TestApp, encode, on_both,
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
    let mut request = client.request(Method::POST, LOGIN, Style::Json);
    request.headers_mut().insert("content-type", HeaderValue::from_static(FORM));
    if let Some(forwarded) = forwarded {
        request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    }
    let peer = std::net::SocketAddr::new(peer.parse().unwrap(), 40_000);
    request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
    *request.body_mut() = encode(fields).into();
    client.send(request).await
}

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
