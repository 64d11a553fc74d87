//! The built files and the health check, which use no session.

use axum::http::Method;
use latchkey::{boot::ready, server::settings::Settings, web::urls::FILES};

use crate::support::{Client, TestApp, on_both};

on_both!(the_health_check_answers_when_the_database_does, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let answer = visitor.get("/healthz").await;
    assert_eq!((answer.status, answer.body.as_str(), answer.cookies_set().len()), (200, "ok\n", 0));
    assert_eq!(visitor.ask(Method::HEAD, "/healthz").await.status, 200);
    assert_eq!(visitor.ask(Method::POST, "/healthz").await.status, 405);
    app.app.db.close().await;
    // Within a second it may be told what was true before.
    let mut answer = visitor.get("/healthz").await;
    for _ in 0..100 {
        if answer.status != 200 {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        answer = visitor.get("/healthz").await;
    }
    assert_eq!(answer.status, 503);
    assert!(!answer.body.contains("latchkey"));
    visitor.get("/articles/").await.assert_error_page(500, "Our fault");
});

/// A client of a site with built files.
pub(super) async fn site(folder: &tempfile::TempDir) -> Client {
    let root = folder.path().join("target/site");
    std::fs::create_dir_all(root.join("pkg")).unwrap();
    for file in FILES {
        let public = concat!(env!("CARGO_MANIFEST_DIR"), "/public");
        std::fs::copy(format!("{public}{}", file.path), root.join(&file.path[1..])).unwrap();
    }
    std::fs::write(root.join("pkg/latchkey.css"), "body{}").unwrap();
    std::fs::write(root.join("pkg/latchkey.wasm"), "wasm").unwrap();
    std::fs::write(root.join("pkg/latchkey.wasm.br"), "smaller").unwrap();
    std::fs::write(root.join("secret.txt"), "secret").unwrap();
    let mut settings = Settings::defaults();
    folder.path().clone_into(&mut settings.base);
    Client::of(&ready(settings).await.unwrap())
}

#[test]
fn built_files_are_cached_for_good_and_served_without_a_session() {
    crate::support::run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = site(&folder).await;
        client.pretend("AAAAAAAAAAAAAAAAAAAAAA");
        let style = client.get("/pkg/latchkey.css").await;
        assert_eq!(
            (style.status, style.body.as_str(), style.header("content-type")),
            (200, "body{}", Some("text/css"))
        );
        assert_eq!(style.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert!(style.cookies_set().is_empty());
        let icon = client.get("/favicon.svg").await;
        assert_eq!((icon.status, icon.header("content-type")), (200, Some("image/svg+xml")));
        assert_eq!(client.get("/pkg/latchkey.wasm").await.header("content-type"), Some("application/wasm"));
    });
}

#[test]
fn a_precompressed_file_is_sent_to_clients_that_accept_it() {
    crate::support::run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = site(&folder).await;
        let mut request = client.request(Method::GET, "/pkg/latchkey.wasm", crate::support::Style::Plain);
        request.headers_mut().insert("accept-encoding", "gzip, br".parse().unwrap());
        let answer = client.send(request).await;
        assert_eq!((answer.header("content-encoding"), answer.body.as_str()), (Some("br"), "smaller"));
        assert_eq!(client.get("/pkg/latchkey.wasm").await.body, "wasm");
    });
}

#[test]
fn a_missing_file_is_a_404_that_is_not_cached() {
    crate::support::run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = site(&folder).await;
        for path in ["/pkg/latchkey.0000.css", "/pkg/", "/pkg/none/none.js"] {
            let answer = client.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            let kept = answer.header("cache-control").unwrap_or_default();
            assert!(!kept.contains("immutable") && !kept.contains("31536000"), "{path}: {kept}");
        }
    });
}

#[test]
fn nothing_outside_the_package_is_served() {
    crate::support::run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = site(&folder).await;
        for path in [
            "/pkg/../secret.txt",
            "/pkg/%2e%2e/secret.txt",
            "/pkg/..%2fsecret.txt",
            "/secret.txt",
            "/pkg/%00",
            "/latchkey.key",
        ] {
            let answer = client.get(path).await;
            assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
            assert_ne!(answer.body, "secret", "{path}");
        }
    });
}

#[test]
fn a_server_without_built_files_still_serves_pages() {
    crate::support::run(async {
        let app = TestApp::spawn(crate::support::Kind::Sqlite).await;
        assert_eq!(app.visitor().get("/articles/").await.status, 200);
        assert_eq!(app.visitor().get("/pkg/latchkey.css").await.status, 404);
    });
}
