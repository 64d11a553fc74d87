//! Headers with bytes that are not ASCII: each piece is read alone, and an odd one spoils no other.

use axum::http::{HeaderName, HeaderValue, Method, header};

use crate::support::{Answer, Client, FORM, PASSWORD, Style, TestApp, encode, on_both};

const LOGIN: &str = "/api/accounts/login";

/// Logs in over a peer address, with headers that hold these bytes.
async fn log_in_with(client: &mut Client, style: Style, odd: &[(HeaderName, &[u8])]) -> Answer {
    let mut request = client.request(Method::POST, LOGIN, style);
    let headers = request.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
    for (name, value) in odd {
        headers.insert(name.clone(), HeaderValue::from_bytes(value).unwrap());
    }
    *request.body_mut() = encode(&[("username", "joe"), ("password", PASSWORD)]).into();
    client.send(request).await
}

on_both!(fault_d10_an_odd_byte_in_a_forwarded_address_hides_no_other_address, async |kind| {
    let trust = |settings: &mut latchkey::server::settings::Settings| {
        settings.http.trusted_proxies = serde_json::from_value("192.0.2.7, 10.0.0.0/8".into()).unwrap();
    };
    let app = TestApp::spawn_with(kind, trust).await;
    app.member("joe").await;
    for (forwarded, address) in [
        (b"\xff, 198.51.100.7".as_slice(), "198.51.100.7"),
        (b"caf\xe9,198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (b"203.0.113.9\x80, 198.51.100.7:443", "198.51.100.7"),
        (b"198.51.100.7, \xc3\xa9", "192.0.2.7"),
    ] {
        app.execute("DELETE FROM sessions").await;
        let odd = [(HeaderName::from_static("x-forwarded-for"), forwarded)];
        assert_eq!(log_in_with(&mut app.visitor(), Style::Plain, &odd).await.status, 303);
        assert_eq!(app.texts("SELECT address FROM sessions").await, [address], "{forwarded:?}");
        assert_eq!(app.texts("SELECT address FROM activity ORDER BY id DESC LIMIT 1").await, [address]);
    }
});

on_both!(fault_d10_an_odd_byte_in_a_header_leaves_the_rest_of_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    let joe = app.member("joe").await;
    let firefox = b"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 caf\xe9";
    let answer = log_in_with(&mut app.visitor(), Style::Plain, &[(header::USER_AGENT, firefox)]).await;
    assert_eq!(answer.status, 303);
    let agents = app.texts("SELECT user_agent FROM sessions ORDER BY id DESC LIMIT 1").await;
    assert!(agents[0].contains("Firefox/140.0 caf\u{fffd}"), "{agents:?}");

    let accept = b"application/json, x/\xff".as_slice();
    let answer = log_in_with(&mut app.visitor(), Style::Plain, &[(header::ACCEPT, accept)]).await;
    assert_eq!((answer.status, answer.json()["go"].as_str()), (200, Some("/articles/")));

    let content_type = b"application/x-www-form-urlencoded; charset=\xe9".as_slice();
    let answer = log_in_with(&mut app.visitor(), Style::Plain, &[(header::CONTENT_TYPE, content_type)]).await;
    assert_eq!(answer.status, 303);

    let own = format!("sessionid={}", joe.session().unwrap());
    for cookies in [
        [b"other=\xff; ".as_slice(), own.as_bytes()].concat(),
        [own.as_bytes(), b"; caf\xe9=1"].concat(),
        [b"\x80\x80;".as_slice(), own.as_bytes(), b";\xff"].concat(),
    ] {
        let mut request = joe.request(Method::GET, "/accounts/", Style::Plain);
        request.headers_mut().insert(header::COOKIE, HeaderValue::from_bytes(&cookies).unwrap());
        let page = app.visitor().send(request).await;
        assert_eq!((page.status, page.user_name().as_deref()), (200, Some("joe")), "{cookies:?}");
    }
});

on_both!(fault_d10_an_origin_with_an_odd_byte_is_another_site, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    for origin in [b"http://testserver\xff".as_slice(), b"\xff", b"http://\xe9"] {
        let answer = log_in_with(&mut app.visitor(), Style::Plain, &[(header::ORIGIN, origin)]).await;
        assert_eq!(answer.status, 403, "{origin:?}");
    }
    for site in [b"same-origin\xff".as_slice(), b"\xff"] {
        let site = [(HeaderName::from_static("sec-fetch-site"), site)];
        assert_eq!(log_in_with(&mut app.visitor(), Style::Plain, &site).await.status, 403);
    }
});
