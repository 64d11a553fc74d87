//! What a password link by mail may cost: mails, rows, and what a thief of the database learns.

use crate::support::{
    Answer, Client, PASSWORD, TestApp,
    mails::{code_of, link_of, with_folder, with_folder_and},
    on_both,
};

const ASK: &str = "/api/accounts/password-reset";
const DONE: &str = "303 /accounts/password_reset/done/";

async fn ask(client: &mut Client, email: &str) -> Answer {
    client.post_form(ASK, &[("email", email)]).await
}

/// A member with an address.
async fn member(app: &TestApp, name: &str, email: &str) -> Client {
    let client = app.member(name).await;
    app.set_email(name, email).await;
    client
}

on_both!(asking_for_others_fills_no_mailbox, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    for _ in 0..5 {
        assert_eq!(ask(&mut app.visitor(), "anna@example.com").await.outcome(), DONE);
    }
    assert_eq!(app.mails().await.len(), 3, "three in an hour");
    app.execute("UPDATE outbox SET made = made - 4000").await;
    for _ in 0..9 {
        ask(&mut app.visitor(), "anna@example.com").await;
        app.execute("UPDATE outbox SET made = made - 4000 WHERE made > 0").await;
        app.mails().await;
    }
    assert_eq!(app.mails().await.len(), 8, "eight in a day");
    app.execute("UPDATE outbox SET made = made - 90000").await;
    ask(&mut app.visitor(), "anna@example.com").await;
    assert_eq!(app.mails().await.len(), 9, "and more the next day");
});

on_both!(a_network_is_throttled_whichever_addresses_it_asks_for, async |kind| {
    let app = with_folder_and(kind, |settings| settings.accounts.throttle = true).await;
    let mut visitor = app.visitor();
    let mut count = 0;
    let refused = loop {
        let answer = visitor.post_json(ASK, &[("email", &format!("unknown{count}@example.com"))]).await;
        if answer.status != 200 {
            break answer;
        }
        count += 1;
    };
    assert_eq!((refused.status, count), (429, 21));
    assert!(refused.header("retry-after").is_some());
    assert_eq!(ask(&mut app.visitor().at("198.51.100.9"), "anna@example.com").await.outcome(), DONE);
});

on_both!(a_flood_of_requests_from_everywhere_is_bounded, async |kind| {
    let app = with_folder(kind).await;
    app.execute(
        "INSERT INTO reset_requests (sealed, made) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) \
         SELECT 'x', 1 FROM n",
    )
    .await;
    let refused = app.visitor().post_json(ASK, &[("email", "anna@example.com")]).await;
    assert_eq!((refused.status, app.rows("reset_requests").await), (503, 1_000));
    app.mails().await;
    assert_eq!(app.rows("reset_requests").await, 0, "what cannot be read is dropped");
});

on_both!(a_stolen_database_tells_no_address_no_link_and_no_code, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    ask(&mut app.visitor(), "secret@example.com").await;
    let requests = app.texts("SELECT sealed FROM reset_requests").await.join("\n");
    assert!(!requests.is_empty() && !requests.contains("secret") && !requests.contains("192.0.2"));
    ask(&mut app.visitor(), "anna@example.com").await;
    let mail = app.mails().await.remove(0);
    let stored = app
        .texts(
            "SELECT message_id || recipient_key || sealed || problem FROM outbox UNION ALL SELECT mac FROM mail_codes",
        )
        .await
        .join("\n");
    let token = link_of(&mail);
    let mac = token.trim_end_matches('/').rsplit('-').next().unwrap();
    for told in ["anna", "example.com", mac, &code_of(&mail), &code_of(&mail).replace(' ', "")] {
        assert!(!stored.contains(told), "{told}");
    }
});

on_both!(with_an_account_its_mails_and_codes_go_and_its_mails_still_count, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = member(&app, "anna", "anna@example.com").await;
    ask(&mut app.visitor(), "anna@example.com").await;
    app.mails().await;
    assert_eq!((app.rows("outbox").await, app.rows("mail_codes").await), (1, 1));
    let left = anna.post_form("/api/accounts/delete", &[("password", PASSWORD), ("belongings", "keep")]).await;
    assert_eq!(left.outcome(), "303 /accounts/goodbye/");
    let left =
        app.texts("SELECT kind || state || sealed FROM outbox WHERE kind = 'password_reset' AND user_id IS NULL").await;
    assert_eq!(left, ["password_resetsent"]);
    assert_eq!(app.rows("mail_codes").await, 0);
});
