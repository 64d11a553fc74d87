//! A way back in by mail (B69 to B72): asked for on a page, by a link or a code, with one answer for every address.

use axum::http::{Method, header};

use crate::support::{
    Answer, Client, Style, TestApp,
    mails::{ORIGIN, link_of, with_folder},
    on_both,
};

const NEW: &str = "another horse entirely";
const ASK: &str = "/api/accounts/password-reset";
const CODE: &str = "/api/accounts/password-reset/code";
const DONE: &str = "303 /accounts/password_reset/done/";

async fn ask(client: &mut Client, email: &str) -> Answer {
    client.post_form(ASK, &[("email", email)]).await
}

async fn set(visitor: &mut Client, password: &str) -> Answer {
    visitor.post_form("/api/accounts/reset", &[("new_password1", password), ("new_password2", password)]).await
}

/// A member with an address.
async fn member(app: &TestApp, name: &str, email: &str) -> Client {
    let client = app.member(name).await;
    app.set_email(name, email).await;
    client
}

/// Whether what this browser has opened may set a password now.
async fn may_set(visitor: &mut Client) -> bool {
    visitor.get("/accounts/reset/").await.body.contains("new_password1")
}

on_both!(b69_asvs_6_4_3_a_forgotten_password_is_set_by_the_link_of_a_mail, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = member(&app, "anna", "Anna@example.com").await;
    let mut visitor = app.visitor();
    let login = visitor.get("/accounts/login/").await;
    assert!(login.body.contains("href=\"/accounts/password_reset/\""), "{}", login.body);
    assert!(visitor.get("/accounts/password_reset/").await.body.contains("name=\"email\""));
    let asked = ask(&mut visitor, " ANNA@Example.com ").await;
    assert_eq!(asked.outcome(), DONE);
    assert_eq!(visitor.follow(&asked).await.status, 200);
    let mails = app.mails().await;
    let [mail] = &mails[..] else { panic!("{mails:?}") };
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("Anna@example.com", "New password for anna"));
    assert!(mail.html.contains(&format!("href=\"{ORIGIN}{}\"", link_of(mail))));
    // Nothing has happened to the account yet, but its owner can see that it was asked for.
    assert!(anna.get("/accounts/activity/").await.body.contains("Password link asked for"));
    let opened = visitor.get(&link_of(mail)).await;
    assert_eq!(opened.outcome(), "302 /accounts/reset/");
    assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/done/");
    assert!(!visitor.is_known_as("anna").await && !anna.is_known_as("anna").await, "all sessions end, none begins");
    assert_eq!(app.visitor().log_in("anna", NEW).await.outcome(), "303 /articles/");
    let mut late = app.visitor();
    late.get(&link_of(mail)).await;
    assert!(!may_set(&mut late).await, "a link works once");
});

on_both!(a_scanner_that_opens_every_link_first_uses_none_up, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    ask(&mut app.visitor(), "anna@example.com").await;
    let mail = app.mails().await.remove(0);
    let before = app.texts("SELECT password || last_login || reset_at FROM users").await;
    for _ in 0..3 {
        let mut scanner = app.visitor().at("198.51.100.7");
        for method in [Method::GET, Method::HEAD] {
            let opened = scanner.ask(method, &link_of(&mail)).await;
            scanner.follow(&opened).await;
        }
    }
    assert_eq!(app.texts("SELECT password || last_login || reset_at FROM users").await, before);
    let mut anna = app.visitor();
    anna.get(&link_of(&mail)).await;
    assert_eq!(set(&mut anna, NEW).await.outcome(), "303 /accounts/reset/done/");
});

/// What a browser sees of an answer and of its page.
async fn seen(app: &TestApp, email: &str, style: Style) -> (String, Vec<(String, String)>) {
    let mut visitor = app.visitor();
    let answer = visitor.post(ASK, style, &[("email", email)]).await;
    let page = visitor.get("/accounts/password_reset/done/").await;
    assert!(!page.body.contains(email) && visitor.cookies.is_empty(), "nothing tells which address it was");
    (format!("{} {}", answer.status, answer.html), answer.telling_headers())
}

on_both!(b69_every_address_gets_the_same_answer_for_the_same_work, async |kind| {
    let app = with_folder(kind).await;
    for name in ["known", "inactive", "unusable", "unconfirmed"] {
        member(&app, name, &format!("{name}@example.com")).await;
    }
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'inactive'").await;
    app.execute("UPDATE users SET password = '!x' WHERE username = 'unusable'").await;
    app.execute("UPDATE users SET confirmed_email = '' WHERE username = 'unconfirmed'").await;
    const TABLES: [&str; 6] = ["reset_requests", "outbox", "mail_codes", "activity", "throttle", "sessions"];
    for style in Style::BOTH {
        let (mut answers, mut rows) = (Vec::new(), Vec::new());
        for name in ["known", "unknown", "inactive", "unusable", "unconfirmed"] {
            let hashes = app.app.accounts.hash_runs();
            let mut before = Vec::new();
            for table in TABLES {
                before.push(app.rows(table).await);
            }
            answers.push(seen(&app, &format!("{name}@example.com"), style).await);
            let mut written = Vec::new();
            for (table, before) in TABLES.into_iter().zip(before) {
                written.push(app.rows(table).await - before);
            }
            rows.push(written);
            assert_eq!(app.app.accounts.hash_runs(), hashes, "no hash");
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
        assert!(rows.iter().all(|rows| *rows == [1, 0, 0, 0, 0, 0]), "{rows:?}");
    }
    let to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["known@example.com"; 2]);
});

on_both!(b70_cve_2019_19844_the_mail_goes_to_the_stored_address, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "mike", "mike@example.org").await;
    for asked in
        ["m\u{131}ke@example.org", "mike@example.org.evil.example", "MIKE@EXAMPLE.ORG", "mi\u{212a}e@example.org"]
    {
        ask(&mut app.visitor(), asked).await;
    }
    let to: Vec<String> = app.mails().await.into_iter().map(|mail| mail.to).collect();
    assert_eq!(to, ["mike@example.org"; 2]);
});

on_both!(b71_a_host_header_changes_no_link, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    let visitor = app.visitor();
    for name in ["host", "x-forwarded-host", "forwarded"] {
        let mut request = visitor.request(Method::POST, ASK, Style::Plain);
        request.headers_mut().insert(header::CONTENT_TYPE, crate::support::FORM.parse().unwrap());
        request.headers_mut().insert(header::HeaderName::from_static(name), "evil.example".parse().unwrap());
        *request.body_mut() = "email=anna%40example.com".into();
        app.visitor().send(request).await;
    }
    let mails = app.mails().await;
    assert_eq!(mails.len(), 3);
    assert!(mails.iter().all(|mail| !mail.text.contains("evil") && !mail.html.contains("evil")));
});

on_both!(b72_what_ends_a_link_of_staff_ends_one_of_a_mail_but_a_newer_mail_does_not, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    ask(&mut app.visitor(), "anna@example.com").await;
    let older = link_of(&app.mails().await[0]);
    ask(&mut app.visitor(), "anna@example.com").await;
    app.mails().await;
    let mut visitor = app.visitor();
    visitor.get(&older).await;
    assert!(may_set(&mut visitor).await, "strangers who ask end no one's link");
    for change in [
        "UPDATE users SET last_login = last_login + 1",
        "UPDATE users SET email = 'other@example.com'",
        "UPDATE users SET is_staff = TRUE",
        "UPDATE users SET is_active = FALSE",
        "UPDATE users SET password = password || 'x'",
    ] {
        let restore = app.texts("SELECT password FROM users").await.remove(0);
        app.execute(change).await;
        assert!(!may_set(&mut visitor).await, "{change}");
        assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/", "{change}");
        let back = "last_login = last_login - 1, email = 'anna@example.com', is_staff = FALSE, is_active = TRUE";
        let back = if change.contains("last_login") { back } else { back.split_once(", ").unwrap().1 };
        app.execute(&format!("UPDATE users SET {back}, password = '{restore}'")).await;
        visitor.get(&older).await;
        assert!(may_set(&mut visitor).await);
    }
    // And it ends after three days.
    let token = older.split('/').nth(3).unwrap();
    let (id, at) = (token.split('-').next().unwrap(), token.split('-').nth(1).unwrap().parse::<i64>().unwrap());
    let old = older.replace(&format!("{id}-{at}-"), &format!("{id}-{}-", at - 259_201));
    let mut late = app.visitor();
    late.get(&old).await;
    assert!(!may_set(&mut late).await);
});

on_both!(what_is_no_address_is_refused_on_its_field, async |kind| {
    let app = with_folder(kind).await;
    for wrong in ["", "anna", "anna@example.com\nBcc: all@example.com"] {
        let mut visitor = app.visitor();
        let refused = ask(&mut visitor, wrong).await;
        assert_eq!(refused.outcome(), "303 /accounts/password_reset/");
        assert_eq!(visitor.follow(&refused).await.errors_on("email").len(), 1, "{wrong:?}");
    }
    assert_eq!(app.rows("reset_requests").await, 0);
});

on_both!(a_site_without_mail_says_whom_to_ask, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let login = visitor.get("/accounts/login/").await;
    assert!(login.body.contains("Ask the people who run this site") && !login.body.contains("password_reset"));
    assert!(visitor.get("/accounts/password_reset/").await.body.contains("sends no mail"));
    for (path, fields) in [(ASK, vec![("email", "a@b.example")]), (CODE, vec![("email", "a@b.example"), ("code", "1")])]
    {
        assert_eq!(visitor.post_form(path, &fields).await.outcome(), "303 /accounts/password_reset/");
    }
    assert_eq!(app.rows("reset_requests").await, 0);
});

on_both!(asvs_6_4_6_staff_mails_a_password_link_and_does_not_see_it, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    root.post_form("/api/staff/users/create", &[("username", "anna"), ("email", "anna@example.com")]).await;
    let id = app.user_id("anna").await;
    let page = format!("/staff/users/{id}/");
    assert!(root.get(&page).await.has("Mail a password link"));
    let made = root.post_form("/api/staff/users/reset-link", &[("id", &id.to_string()), ("mail", "on")]).await;
    assert_eq!(made.outcome(), format!("303 {page}"));
    let seen = root.follow(&made).await;
    assert!(!seen.body.contains("/accounts/reset/") && seen.has("on its way by mail"), "{}", seen.body);
    let mail = app.mails().await.remove(0);
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("anna@example.com", "Set a password for anna"));
    let mut anna = app.visitor();
    anna.get(&link_of(&mail)).await;
    assert_eq!(set(&mut anna, NEW).await.outcome(), "303 /accounts/reset/done/");
    assert_eq!(app.visitor().log_in("anna", NEW).await.outcome(), "303 /articles/");
    // The mailbox has been proved.
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE confirmed_email = 'anna@example.com'").await, 1);
    // Without an address there is nowhere to send it.
    app.member("bert").await;
    let id = app.user_id("bert").await.to_string();
    assert!(!root.get(&format!("/staff/users/{id}/")).await.has("Mail a password link"));
    let refused = root.post_json("/api/staff/users/reset-link", &[("id", &id), ("mail", "on")]).await;
    assert!(refused.status == 422 && refused.body.contains("no_mail"), "{}", refused.body);
});
