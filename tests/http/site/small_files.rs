//! What browsers, password managers and crawlers ask every site for.

use std::path::Path;

use axum::http::Method;
use latchkey::web::urls::FILES;

use super::assets_and_health::site;
use crate::support::{TestApp, on_both, run};

#[test]
fn fault_e9_the_small_files_that_every_site_is_asked_for_are_there_and_kept_for_a_day() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = site(&folder).await;
        for (path, kind) in
            [("/favicon.svg", "image/svg+xml"), ("/favicon.ico", "image/x-icon"), ("/robots.txt", "text/plain")]
        {
            for method in [Method::GET, Method::HEAD] {
                let answer = client.ask(method.clone(), path).await;
                assert_eq!((answer.status, answer.header("content-type")), (200, Some(kind)), "{method} {path}");
                assert_eq!(answer.header("cache-control"), Some("public, max-age=86400"), "{path}");
                assert!(answer.cookies_set().is_empty(), "{path}");
            }
            assert_eq!(client.ask(Method::POST, path).await.status, 405, "{path}");
        }
    });
}

#[test]
fn fault_e9_each_of_them_is_in_the_folder_that_the_build_copies() {
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("public");
    for file in FILES {
        assert!(public.join(file.path.trim_start_matches('/')).is_file(), "{}", file.path);
    }
    let icon = std::fs::read(public.join("favicon.ico")).unwrap();
    assert!(icon.starts_with(&[0, 0, 1, 0]) && icon.len() < 8_192);
    let robots = std::fs::read_to_string(public.join("robots.txt")).unwrap();
    assert!(robots.starts_with("User-agent: *\n") && robots.contains("\nDisallow: /accounts/\n"));
}

on_both!(fault_e9_a_password_manager_finds_the_page_that_changes_the_password, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut joe, mut visitor) = (app.member("joe").await, app.visitor());
    for client in [&mut joe, &mut visitor] {
        let answer = client.get("/.well-known/change-password").await;
        assert_eq!(answer.outcome(), "302 /accounts/password/");
    }
    assert_eq!(joe.get("/accounts/password/").await.status, 200);
    assert_eq!(visitor.get("/accounts/password/").await.outcome(), "302 /accounts/login/?next=/accounts/password/");
    assert_eq!(visitor.ask(Method::HEAD, "/.well-known/change-password").await.outcome(), "302 /accounts/password/");
    assert_eq!(visitor.get("/.well-known/nothing").await.status, 404);
});
