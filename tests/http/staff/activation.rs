//! Users activated or deactivated together: chosen in the list, asked for once, all of them or none.

use crate::support::{Client, TestApp, on_both};

const ACTIVATION: &str = "/api/staff/users/activation";

async fn ids(app: &TestApp, names: &[&str]) -> Vec<i64> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(app.user_id(name).await);
    }
    ids
}

/// The page that asks, as the form of the list opens it.
fn asking(action: &str, ids: &[i64]) -> String {
    let users: String = ids.iter().map(|id| format!("&user={id}")).collect();
    format!("/staff/users/activation/?do={action}{users}")
}

async fn inactive(app: &TestApp) -> Vec<String> {
    app.texts("SELECT username FROM users WHERE is_active = FALSE ORDER BY username").await
}

/// Sends the form of that page.
async fn confirm(client: &mut Client, action: &str, ids: &[i64]) -> crate::support::Answer {
    let page = client.get(&asking(action, ids)).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let form = crate::support::forms::form_of(&page, ACTIVATION);
    crate::support::forms::send(client, ACTIVATION, &form).await
}

on_both!(chosen_users_are_deactivated_and_logged_out_together_and_activated_again, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("staff", &["accounts.view_user", "accounts.change_user"]).await;
    let (mut anna, mut bert) = (app.member("anna").await, app.member("bert").await);
    app.member("carl").await;
    let chosen = ids(&app, &["anna", "bert"]).await;
    let list = staff.get("/staff/users/").await;
    assert!(list.form_actions().contains(&"/staff/users/activation/".to_owned()), "{}", list.body);
    let all = staff.get(&list.link("Choose all on this page").unwrap()).await;
    let checked = |page: &crate::support::Answer| {
        page.html.split('<').filter(|tag| tag.contains("name=\"user\"") && tag.contains(" checked")).count()
    };
    assert_eq!((checked(&list), checked(&all)), (0, 4));

    let answer = confirm(&mut staff, "deactivate", &chosen).await;
    assert_eq!(answer.outcome(), "303 /staff/users/");
    assert!(staff.follow(&answer).await.has("Users deactivated and logged out everywhere."));
    assert_eq!(inactive(&app).await, ["anna", "bert"]);
    assert!(!anna.is_known_as("anna").await && !bert.is_known_as("bert").await);
    let audit = || app.texts("SELECT actor || ' ' || action || ' ' || target || ' ' || changes FROM audit ORDER BY id");
    let change = r#"[{"what":"active","before":"true","after":"false"}]"#;
    assert_eq!(audit().await, [format!("staff changed anna {change}"), format!("staff changed bert {change}")]);
    // Once more changes nothing.
    assert!(staff.get(&asking("deactivate", &chosen)).await.has("deactivated already"));
    let fields = chosen.iter().map(|id| format!("user_{id}")).collect::<Vec<_>>();
    let fields: Vec<_> = fields.iter().map(|name| (name.as_str(), "on")).collect();
    assert_eq!(staff.post_form(ACTIVATION, &fields).await.status, 303);
    assert_eq!(app.rows("audit").await, 2);
    assert_eq!(confirm(&mut staff, "activate", &chosen).await.status, 303);
    assert!(inactive(&app).await.is_empty());
});

on_both!(one_who_cannot_be_changed_is_named_and_then_no_one_is, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("staff", &["accounts.view_user", "accounts.change_user"]).await;
    app.superuser("root").await;
    let mut anna = app.member("anna").await;
    app.member("bert").await;
    app.grant("bert", "articles.change_article").await;
    let chosen = ids(&app, &["anna", "bert", "root", "staff"]).await;
    // The page leaves them out and says why.
    let page = staff.get(&asking("deactivate", &chosen)).await;
    assert!(page.has("Deactivate 1 user") && page.has("your own account"), "{}", page.body);
    assert_eq!(page.html.matches("has permissions that you do not have").count(), 2);
    for others in [vec![chosen[1]], vec![chosen[2]], vec![chosen[3]], chosen[1..].to_vec()] {
        let names: Vec<String> = others.iter().chain(&chosen[..1]).map(|id| format!("user_{id}")).collect();
        let fields: Vec<_> = names.iter().map(|name| (name.as_str(), "on")).collect();
        let answer = staff.post_form(ACTIVATION, &fields).await;
        assert_eq!(answer.outcome(), "303 /staff/users/activation/", "{others:?}");
        let page = staff.follow(&answer).await;
        let alert = page.alert().unwrap_or_else(|| panic!("{}", page.body));
        assert!(alert.contains("No one was changed") && !alert.contains("anna"), "{alert}");
        assert!(others[0] != chosen[2] || alert.contains("root"), "{alert}");
        // The page is about the same users still.
        assert!(page.has("Deactivate 1 user"), "{}", page.body);
    }
    assert!(inactive(&app).await.is_empty() && anna.is_known_as("anna").await);
    assert_eq!(
        (app.rows("audit").await, app.number("SELECT COUNT(*) FROM activity WHERE event = 'deactivated'").await),
        (0, 0)
    );
    // Deleted meanwhile.
    let none = staff.post_json(ACTIVATION, &[("user_999999", "on")]).await;
    assert_eq!((none.status, none.json()), (422, serde_json::json!({ "invalid": { "__all__": ["none_chosen"] } })));
});

on_both!(a_change_of_several_leads_back_to_the_page_of_the_list_and_nowhere_else, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("staff", &["accounts.view_user", "accounts.change_user"]).await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let list = "/staff/users/?q=ann&show=active&before=900";
    let page = staff.get(list).await;
    assert_eq!(page.value_of("list"), list, "{}", page.body);
    let asked =
        staff.get(&asking("deactivate", &[id]).replace("?do", &format!("?list={}&do", list.replace('&', "%26")))).await;
    assert_eq!(asked.link("Cancel").as_deref(), Some(list));
    for (sent, way) in [
        (list, list),
        ("//evil.example/?q=a", "/staff/users/?q=a"),
        ("https://evil.example", "/staff/users/"),
        ("", "/staff/users/"),
    ] {
        let user = format!("user_{id}");
        let answer = staff.post_form(ACTIVATION, &[(&user, "on"), ("is_active", "on"), ("list", sent)]).await;
        assert_eq!(answer.outcome(), format!("303 {way}"));
    }
});

on_both!(a_superuser_stays_who_deactivates_all_others, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut root, mut other) = (app.superuser("root").await, app.superuser("other").await);
    let both = ids(&app, &["root", "other"]).await;
    let (mine, theirs) = (format!("user_{}", both[1]), format!("user_{}", both[0]));
    // Each deactivates the other at once.
    let (mine, theirs) = ([(mine.as_str(), "on")], [(theirs.as_str(), "on")]);
    tokio::join!(root.post_form(ACTIVATION, &mine), other.post_form(ACTIVATION, &theirs));
    assert_eq!(inactive(&app).await.len(), 1);
});
