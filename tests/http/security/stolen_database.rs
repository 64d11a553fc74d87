//! A stolen database is not a login: nothing in it opens anything (ASVS 7, 11).

use latchkey::boot::App;

use crate::support::{Client, Kind, PASSWORD, TestApp, on_both};

on_both!(no_value_of_any_table_works_as_a_cookie_a_password_or_a_token, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.throttle = true).await;
    let mut joe = app.member("joe").await;
    let mut root = app.superuser("root").await;
    joe.create_article("Title", "Text").await;
    app.forget_password_of(&joe).await;
    joe.post_form("/api/accounts/update", &[("email", "joe@example.com")]).await;
    app.visitor().post_form("/api/articles/create", &[("title", "Held"), ("content", "Text")]).await;
    app.visitor().log_in("joe", "wrong").await;
    app.execute("DELETE FROM throttle WHERE failures > 100").await;

    // A link that the staff page has not shown yet.
    let id = app.user_id("joe").await;
    let made = root.post_form("/api/staff/users/reset-link", &[("id", &id.to_string())]).await;
    assert_eq!(made.outcome(), format!("303 /staff/users/{id}/"));

    let values = everything(&app, kind).await;
    assert!(values.len() > 25, "{}", values.len());
    assert!(values.iter().all(|value| !value.contains(PASSWORD) && !value.contains(joe.session().unwrap())));
    // Without throttling every value can be tried.
    let site = app.changed(|accounts| accounts.throttle = false);
    let mut joes = Client::of(&site);
    joes.cookies = joe.cookies.clone();
    for value in &values {
        for name in ["sessionid", "device", "__Host-sessionid"] {
            let mut thief = Client::of(&site);
            thief
                .cookies
                .insert(name.to_owned(), value.chars().filter(|c| c.is_ascii_graphic() && *c != ';').collect());
            assert_ne!(thief.get("/accounts/").await.status, 200, "{name}={value}");
        }
        for name in ["joe", "root"] {
            // The value is the password of this attempt.
            let tried = Client::of(&site).log_in(name, value).await;
            // The index of words has bytes that no form may have.
            let refused = if value.contains('\0') { "400" } else { "303 /accounts/login/" };
            assert_eq!(tried.outcome(), refused, "{name}: {value}");
        }
        for fields in [vec![("password", value.as_str())], vec![("password", "wrong"), ("action", value.as_str())]] {
            let asked = joes.clone().post_form("/api/accounts/reauthenticate", &fields).await;
            let refused = if value.contains('\0') { "400" } else { "303 /accounts/reauthenticate/" };
            assert_eq!(asked.outcome(), refused, "{fields:?}");
        }
        let token: String = form_urlencoded::byte_serialize(value.as_bytes()).collect();
        assert!(!may_set_password(&site, &format!("/accounts/reset/{token}/")).await, "{value}");
    }
    assert_eq!(app.texts("SELECT email FROM users").await, ["", ""]);

    // The same ways do open with the right values.
    let page = root.get(&format!("/staff/users/{id}/")).await.body;
    let link = page[page.find("/accounts/reset/").unwrap()..].split('"').next().unwrap();
    let mac = link.trim_end_matches('/').rsplit('-').next().unwrap();
    assert!(mac.len() > 40 && values.iter().all(|value| !value.contains(mac)));
    assert!(may_set_password(&site, link).await);
    assert_eq!(Client::of(&site).log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
});

/// Whether a link opens the form for a new password.
async fn may_set_password(site: &App, link: &str) -> bool {
    let mut visitor = Client::of(site);
    visitor.get(link).await;
    visitor.get("/accounts/reset/").await.body.contains("new_password1")
}

/// Every value of every column, and every value inside JSON.
async fn everything(app: &TestApp, kind: Kind) -> Vec<String> {
    let columns = match kind {
        Kind::Sqlite => {
            "SELECT m.name || '.' || c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '_sqlx_migrations'"
        }
        Kind::Postgres => {
            "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns \
            WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'"
        }
    };
    let mut values = Vec::new();
    for column in app.texts(columns).await {
        let (table, name) = column.split_once('.').unwrap();
        let found = app.texts(&format!("SELECT COALESCE(CAST({name} AS TEXT), '') FROM {table}")).await;
        for value in found.into_iter().filter(|value| !value.is_empty()) {
            if let Ok(serde_json::Value::Object(inside)) = serde_json::from_str(&value) {
                values.extend(inside.values().map(|value| value.as_str().map_or(value.to_string(), str::to_owned)));
            }
            values.push(value);
        }
    }
    values.sort();
    values.dedup();
    values
}
