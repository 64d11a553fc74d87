//! The profile form: three fields, whatever else is posted.

use crate::support::{PASSWORD, Style, TestApp, on_both};

const UPDATE: &str = "/api/accounts/update";

on_both!(s10_the_form_has_exactly_three_fields_with_the_users_data, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE users SET first_name = 'J \"o\"', last_name = '홍', email = 'joe@example.com'").await;
    let page = client.get("/accounts/update/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Edit profile"));
    assert!(page.form_actions().contains(&UPDATE.to_owned()));
    assert_eq!(page.value_of("email"), "joe@example.com");
    assert_eq!((page.value_of("first_name").as_str(), page.value_of("last_name").as_str()), ("J \"o\"", "홍"));
    assert!(!page.control("email").contains("required") && page.control("email").contains("type=\"email\""));
    let names: Vec<&str> = page.html.split(" name=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let names: Vec<&str> =
        names.into_iter().filter(|name| !["viewport", "color-scheme", "theme-color", "owner"].contains(name)).collect();
    assert_eq!(names, ["email", "first_name", "last_name"]);
});

on_both!(a_change_is_stored_confirmed_once_and_shown_wherever_the_user_is_named, async |kind| {
    let app = TestApp::spawn(kind).await;
    for style in Style::BOTH {
        let name = format!("joe{style:?}");
        let mut client = app.member(&name).await;
        let article = client.create_article("Title", "Text").await;
        let fields = [("email", " Joe@Example.COM "), ("first_name", " Joe\t"), ("last_name", "Doe  Smith")];
        let answer = client.post(UPDATE, style, &fields).await;
        match style {
            Style::Plain => assert_eq!(answer.outcome(), "303 /accounts/"),
            Style::Json => assert_eq!(answer.json(), serde_json::json!({ "go": "/accounts/", "new_document": true })),
        }
        let page = client.get("/accounts/").await;
        assert_eq!(page.elements("dd")[1..3], ["Joe Doe Smith", "Joe@example.com"]);
        assert!(page.has("Profile saved."));
        assert_eq!(page.user_name().as_deref(), Some("Joe Doe Smith"));
        assert!(!client.get("/accounts/").await.has("Profile saved."), "confirmed once");
        assert!(app.visitor().get(&format!("/articles/{article}/")).await.has("Joe Doe Smith"));

        let answer = client.post(UPDATE, style, &[("email", ""), ("first_name", ""), ("last_name", "")]).await;
        assert!([200, 303].contains(&answer.status));
        assert!(app.visitor().get(&format!("/articles/{article}/")).await.has(&name), "the user name again");
    }
});

on_both!(b66_nothing_but_the_three_fields_can_be_set, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("kim").await;
    let mut client = app.member("joe").await;
    let (joe, kim) = (app.user_id("joe").await.to_string(), app.user_id("kim").await.to_string());
    let query = "SELECT username || password || is_active || is_staff || is_superuser || date_joined || id FROM users ORDER BY id";
    let before = app.texts(query).await;
    for style in Style::BOTH {
        for id in [&joe, &kim] {
            let fields = [
                ("email", ""),
                ("first_name", "Joe"),
                ("last_name", ""),
                ("is_superuser", "on"),
                ("is_staff", "true"),
                ("is_active", "0"),
                ("id", id.as_str()),
                ("user_id", id.as_str()),
                ("username", "root"),
                ("username_key", "root"),
                ("password", "x"),
                ("groups", "1"),
                ("user_permissions", "1"),
                ("date_joined", "0"),
                ("form[is_superuser]", "true"),
            ];
            let answer = client.post(UPDATE, style, &fields).await;
            assert!([200, 303].contains(&answer.status), "{}", answer.body);
        }
    }
    assert_eq!(app.texts(query).await, before);
    assert_eq!(app.texts("SELECT first_name FROM users ORDER BY username").await, ["Joe", ""]);
});

on_both!(b7_b8_each_error_stands_on_its_field_and_the_submitted_values_stay, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let long = "가".repeat(151);
    let fields = [("email", "nonsense"), ("first_name", long.as_str()), ("last_name", "Doe")];
    let answer = client.post_form(UPDATE, &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/update/");
    let page = client.follow(&answer).await;
    assert_eq!(page.errors_on("email"), ["Enter an e-mail address such as name@example.com."]);
    assert_eq!(page.errors_on("first_name"), ["Use at most 150 characters; this has 151."]);
    assert!(page.errors_on("last_name").is_empty());
    assert_eq!((page.value_of("email").as_str(), page.value_of("last_name").as_str()), ("nonsense", "Doe"));
    assert_eq!(app.texts("SELECT first_name || last_name || email FROM users").await, [""]);
    let json = client.post_json(UPDATE, &fields).await;
    assert_eq!(json.status, 422);
});

on_both!(names_are_escaped_on_every_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let article = client.create_article("Title", "Text").await;
    let script = "<script>alert(1)</script>";
    client.post_form(UPDATE, &[("email", ""), ("first_name", script), ("last_name", "\"'>")]).await;
    for path in ["/accounts/", "/accounts/update/", "/articles/", &format!("/articles/{article}/"), "/accounts/logout/"]
    {
        let page = client.get(path).await;
        assert!(page.status == 200 && !page.html.contains(script), "{path}");
    }
    assert_eq!(client.log_in("joe", PASSWORD).await.status, 303);
});

on_both!(b67_the_form_cannot_change_the_user_name, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("kim").await;
    let mut client = app.member("joe").await;
    for name in ["kim", "KIM", "not a name", "", "joe"] {
        let fields = [("email", ""), ("first_name", "kim"), ("last_name", ""), ("username", name)];
        assert_eq!(client.post_form(UPDATE, &fields).await.outcome(), "303 /accounts/", "{name}");
    }
    assert_eq!(app.texts("SELECT username FROM users ORDER BY id").await, ["kim", "joe"]);
});
