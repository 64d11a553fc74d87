//! The page for development with the mails that were sent.

use axum::http::header;

use crate::support::{
    Answer, Client, Style, TestApp,
    mails::{letter, with_folder, with_server},
    on_both,
    smtp::SmtpServer,
};

async fn get(client: &mut Client, path: &str, host: &str) -> Answer {
    let mut request = client.request(axum::http::Method::GET, path, Style::Plain);
    request.headers_mut().insert(header::HOST, host.parse().unwrap());
    client.send(request).await
}

/// The mailbox as a browser on this machine asks for it, and as two from elsewhere do.
async fn from_here_and_elsewhere(app: &TestApp) -> [u16; 3] {
    let here = get(&mut app.visitor().at("127.0.0.1"), "/-/mail/", "localhost:3000").await.status;
    let elsewhere = get(&mut app.visitor().at("192.0.2.7"), "/-/mail/", "localhost:3000").await.status;
    let by_proxy = get(&mut app.visitor().at("127.0.0.1"), "/-/mail/", "www.example.com").await.status;
    [here, elsewhere, by_proxy]
}

on_both!(in_development_a_browser_on_this_machine_reads_the_mails, async |kind| {
    let app = with_folder(kind).await;
    let mut here = app.visitor().at("127.0.0.1");
    assert!(get(&mut here, "/-/mail/", "localhost:3000").await.body.contains("No mail yet"));
    app.post_letter(&letter("joe@example.com")).await;
    app.app.mail.send_due().await;
    let list = get(&mut here, "/-/mail/", "localhost:3000").await;
    assert!(list.body.contains("A letter") && list.body.contains("joe@example.com"), "{}", list.body);
    let id = app.number("SELECT id FROM outbox").await;
    let text = get(&mut here, &format!("/-/mail/{id}/"), "localhost:3000").await;
    assert!(text.body.contains("<a href=\"https://site.example/articles/\">"), "{}", text.body);
    let html = get(&mut here, &format!("/-/mail/{id}/html"), "localhost:3000").await;
    assert!(html.body.contains("class=\"button\""));
    assert!(html.header("content-security-policy").unwrap().starts_with("default-src 'none'"));
    assert_eq!(get(&mut here, "/-/mail/999/", "localhost:3000").await.status, 404);
    assert_eq!(from_here_and_elsewhere(&app).await, [200, 404, 404]);
});

on_both!(where_mail_leaves_the_machine_there_is_no_such_page, async |kind| {
    let app = with_server(kind, &SmtpServer::start()).await;
    assert_eq!(from_here_and_elsewhere(&app).await, [404, 404, 404]);
    assert_eq!(from_here_and_elsewhere(&TestApp::spawn(kind).await).await, [404, 404, 404]);
});

on_both!(the_mails_are_not_read_through_a_proxy_on_this_machine, async |kind| {
    let app = with_folder(kind).await;
    let mut here = app.visitor().at("127.0.0.1");
    for (name, value) in [
        ("forwarded", "for=192.0.2.7"),
        ("via", "1.1 proxy"),
        ("x-forwarded-for", "127.0.0.1"),
        ("x-forwarded-host", "localhost"),
        ("x-forwarded-proto", "http"),
        ("x-real-ip", "127.0.0.1"),
    ] {
        let mut request = here.request(axum::http::Method::GET, "/-/mail/", Style::Plain);
        request.headers_mut().insert(header::HOST, "localhost:3000".parse().unwrap());
        request.headers_mut().insert(header::HeaderName::from_static(name), value.parse().unwrap());
        assert_eq!(here.send(request).await.status, 404, "{name}");
    }
    assert_eq!(get(&mut here, "/-/mail/", "localhost:3000").await.status, 200);
});
