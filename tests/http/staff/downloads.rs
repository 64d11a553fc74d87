//! The list of users as a file.

use latchkey::web::urls::DOWNLOADS;

use crate::support::{TestApp, on_both};

const CSV: &str = "/staff/users.csv";

on_both!(the_list_of_users_is_downloaded_as_it_is_searched_and_runs_no_formula, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("joe").await;
    app.execute("UPDATE users SET first_name = '=HYPERLINK(\"x\")', email = 'joe@example.com' WHERE username = 'joe'")
        .await;
    let answer = root.get(CSV).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("text/csv; charset=utf-8")));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"users.csv\""));
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert!(answer.body.starts_with('\u{feff}'), "spreadsheets know by it that the text is UTF-8");
    let lines: Vec<&str> = answer.body.lines().collect();
    assert_eq!(lines.len(), 3, "{lines:#?}");
    assert!(lines[1].starts_with("\"joe\",\"'=HYPERLINK(\"\"x\"\")\",\"joe@example.com\",\"Active\","), "{}", lines[1]);
    assert!(lines[2].contains("\"Superuser, Staff, Active\""), "{}", lines[2]);
    let found = root.get("/staff/users.csv?q=jo").await;
    assert!(found.body.contains("joe") && !found.body.contains("root"));
    assert!(root.get("/staff/users/?q=jo").await.has("href=\"/staff/users.csv?q=jo\""));
});

on_both!(a_download_has_the_access_that_the_table_declares, async |kind| {
    let app = TestApp::spawn(kind).await;
    assert_eq!(DOWNLOADS.iter().map(|row| row.path).collect::<Vec<_>>(), [CSV]);
    assert_eq!(app.visitor().get(CSV).await.outcome(), "302 /accounts/login/?next=/staff/users.csv");
    assert_eq!(app.member("joe").await.get(CSV).await.status, 403);
    assert_eq!(app.staff("bare", &[]).await.get(CSV).await.status, 403);
    assert_eq!(app.staff("looker", &["accounts.view_user"]).await.get(CSV).await.status, 200);
});
