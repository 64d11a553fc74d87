//! The access matrix of the staff area: each address opens for exactly the permission that the URL table names, as a page, as a
//! plain form and as JSON.

use latchkey::{
    accounts::types::Permission,
    web::urls::{Access, FUNCTIONS, PAGES},
};

use crate::support::{Client, Style, TestApp, on_both};

fn is_staff_area(path: &str) -> bool {
    path.starts_with("/staff/") || path.starts_with("/api/staff/")
}

/// Every permission of the site.
fn permissions(app: &TestApp) -> Vec<Permission> {
    app.app.accounts.models().flat_map(|model| model.permissions()).collect()
}

/// An app with a user, a group, an invitation and an article, all with id 1, for the addresses.
async fn populated(kind: crate::support::Kind) -> TestApp {
    let app = TestApp::spawn(kind).await;
    app.member("first").await.create_article("Title", "Text").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    app.put_invitation("first", "anna@example.com").await;
    app
}

/// The posted fields. They are incomplete, so that no request changes anything for the next one.
const FIELDS: [(&str, &str); 5] =
    [("id", "999999"), ("cursor", "first"), ("query[text]", ""), ("query[actor]", ""), ("show", "")];

#[test]
fn everything_in_the_staff_area_is_for_staff_only() {
    for page in PAGES.iter().filter(|page| page.path.starts_with("/staff/")) {
        assert!(matches!(page.access, Access::Staff | Access::StaffWith(_)), "{}", page.path);
    }
    for function in FUNCTIONS.iter().filter(|function| function.path.starts_with("/api/staff/")) {
        assert!(matches!(function.access, Access::StaffWith(_)), "{}", function.path);
    }
}

on_both!(each_page_opens_to_exactly_the_permission_that_it_names, async |kind| {
    let app = populated(kind).await;
    let mut roles: Vec<(String, Client, Option<Permission>)> = Vec::new();
    for (index, permission) in permissions(&app).into_iter().enumerate() {
        let name = format!("staff{index}");
        roles.push((name.clone(), app.staff(&name, &[&permission.full_name()]).await, Some(permission)));
    }
    let mut visitor = app.visitor();
    let mut member = app.member("member").await;
    let mut bare = app.staff("bare", &[]).await;
    let mut root = app.superuser("root").await;
    let mut gone = app.superuser("gone").await;
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'gone'").await;
    let mut count = 0;
    for page in PAGES.iter().filter(|page| is_staff_area(page.path)) {
        count += 1;
        let path = page.path.replace("{id}", "1");
        let login = format!("302 /accounts/login/?next={path}");
        assert_eq!(visitor.get(&path).await.outcome(), login);
        assert_eq!(gone.clone().get(&path).await.outcome(), login, "deactivated");
        assert_eq!(member.get(&path).await.status, 403, "member {path}");
        assert_eq!(root.get(&path).await.status, 200, "superuser {path}");
        let for_bare = if page.access == Access::Staff { 200 } else { 403 };
        assert_eq!(bare.get(&path).await.status, for_bare, "staff without a permission {path}");
        for (name, client, permission) in &mut roles {
            let is_allowed = match page.access {
                Access::StaffWith(needed) => *permission == Some(needed),
                _ => true,
            };
            assert_eq!(
                client.get(&path).await.status,
                if is_allowed { 200 } else { 403 },
                "{name} {permission:?} {path}"
            );
        }
    }
    assert!(count >= 10, "{count}");
    _ = gone.get("/staff/").await;
});

on_both!(each_function_runs_for_exactly_the_permission_that_it_names, async |kind| {
    let app = populated(kind).await;
    let mut roles: Vec<(Client, Option<Permission>)> = vec![(app.staff("bare", &[]).await, None)];
    for (index, permission) in permissions(&app).into_iter().enumerate() {
        roles.push((app.staff(&format!("staff{index}"), &[&permission.full_name()]).await, Some(permission)));
    }
    let (mut visitor, mut root) = (app.visitor(), app.superuser("root").await);
    // Permissions without staff status open nothing.
    let mut member = app.member("member").await;
    for permission in permissions(&app) {
        app.grant("member", &permission.full_name()).await;
    }
    let mut count = 0;
    for function in FUNCTIONS.iter().filter(|function| is_staff_area(function.path)) {
        let Access::StaffWith(needed) = function.access else { panic!("{}", function.path) };
        for style in Style::BOTH {
            count += 1;
            let refused = visitor.post(function.path, style, &FIELDS).await;
            let has_form = function.form.is_some();
            assert_eq!(refused.status, if has_form && style == Style::Plain { 303 } else { 401 }, "{}", function.path);
            assert_eq!(member.post(function.path, style, &FIELDS).await.status, 403, "{}", function.path);
            assert_ne!(root.post(function.path, style, &FIELDS).await.status, 403, "{}", function.path);
            for (client, permission) in &mut roles {
                let status = client.post(function.path, style, &FIELDS).await.status;
                assert_eq!(
                    status != 403,
                    *permission == Some(needed),
                    "{style:?} {permission:?} {} {status}",
                    function.path
                );
                assert_ne!(status, 500, "{}", function.path);
            }
        }
    }
    assert!(count >= 20, "{count}");
    assert_eq!(app.rows("audit").await, 0, "nothing was changed");
    assert_eq!(app.rows("groups").await, 1);
});
