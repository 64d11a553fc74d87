//! `accounts.email = "verified"`: who has not confirmed an address logs in, and writes nothing.

use latchkey::server::settings::EmailPolicy;

use crate::support::{
    Client, Kind, PASSWORD, Program, TestApp,
    mails::{link_of, with_folder_and},
    on_both,
};

const CREATE: &str = "/articles/create/";
const CONFIRM_PAGE: &str = "302 /accounts/email/confirm/";
const TEXT: [(&str, &str); 2] = [("title", "A title"), ("content", "A long text of mine")];

async fn verified(kind: Kind) -> TestApp {
    with_folder_and(kind, |settings| settings.accounts.email = EmailPolicy::Verified).await
}

/// Signs up, with an address that is not confirmed.
async fn signed_up(app: &TestApp, name: &str) -> Client {
    let (mut client, email) = (app.visitor(), format!("{name}@example.com"));
    let fields = [("username", name), ("email", &email), ("password1", PASSWORD), ("password2", PASSWORD)];
    let answer = client.post_form("/api/accounts/signup", &fields).await;
    assert!(client.follow(&answer).await.has("a link that confirms the address"));
    client
}

on_both!(who_has_not_confirmed_an_address_logs_in_and_writes_nothing_until_then, async |kind| {
    let app = verified(kind).await;
    let (mut anna, mut root) = (signed_up(&app, "anna").await, signed_up(&app, "root").await);
    app.execute("UPDATE users SET is_staff = TRUE, is_superuser = TRUE WHERE username = 'root'").await;
    assert!(anna.is_known_as("anna").await);
    assert_eq!(anna.get(CREATE).await.outcome(), CONFIRM_PAGE);
    let page = anna.get("/accounts/email/confirm/").await;
    assert!(page.has("before you write") && page.has("name=\"code\"") && page.has("Send the mail again"));
    // A text that is posted is not lost, and nothing of it is stored.
    let refused = anna.post_form("/api/articles/create", &TEXT).await;
    assert!(refused.status == 403 && refused.has("A long text of mine"), "{}", refused.body);
    let refused = anna.post_json("/api/articles/create", &TEXT).await;
    assert_eq!((refused.status, refused.json()), (403, "email_unconfirmed".into()));
    assert_eq!(anna.post_json("/api/articles/preview", &[("content", "x")]).await.status, 403);
    assert_eq!(app.rows("articles").await, 0);
    // Everything else is theirs, a visitor is asked to log in, and staff does its work.
    for path in ["/accounts/", "/accounts/update/", "/articles/mine/", "/articles/"] {
        assert_eq!(anna.get(path).await.status, 200, "{path}");
    }
    assert_eq!(app.visitor().get(CREATE).await.outcome(), "302 /accounts/login/?next=/articles/create/");
    assert_eq!(root.get("/staff/users/").await.status, 200);
    anna.post_form("/api/accounts/email/send", &[]).await;
    let mut mails = app.mails().await;
    mails.retain(|mail| mail.to == "anna@example.com");
    assert_eq!(mails.len(), 2);
    let mut elsewhere = app.visitor();
    elsewhere.get(&link_of(&mails[1])).await;
    let token = elsewhere.get("/accounts/email/confirm/").await.value_of("token");
    assert_eq!(elsewhere.post_json("/api/accounts/email/confirm", &[("token", &token)]).await.status, 200);
    assert_eq!(anna.get(CREATE).await.status, 200);
    assert_eq!(anna.post_json("/api/articles/create", &TEXT).await.status, 200);
});

on_both!(an_account_of_before_confirms_an_address_and_may_delete_what_it_wrote, async |kind| {
    let app = verified(kind).await;
    let mut anna = signed_up(&app, "anna").await;
    app.set_email("anna", "anna@example.com").await;
    let id = anna.create_article("Title", "Text").await;
    app.execute("UPDATE users SET email = '', email_key = '', confirmed_email = ''").await;
    for path in [CREATE.to_owned(), format!("/articles/{id}/update/")] {
        assert_eq!(anna.get(&path).await.outcome(), CONFIRM_PAGE, "{path}");
    }
    let fields = [("id", id.to_string()), ("version", "1".into()), ("title", "T".into()), ("content", "C".into())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(anna.post_json("/api/articles/update", &fields).await.status, 403);
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Title"]);
    assert_eq!(anna.post_json("/api/articles/delete", &fields[..1]).await.status, 200);
    // An address cannot be left out again.
    let profile = [("email", ""), ("first_name", ""), ("last_name", "")];
    app.set_email("anna", "anna@example.com").await;
    assert_eq!(anna.post_json("/api/accounts/update", &profile).await.status, 422);
});

#[test]
fn a_site_without_mail_does_not_start_where_addresses_have_to_be_confirmed() {
    let program = Program::new().with_environment("LATCHKEY_ACCOUNTS__EMAIL", "verified");
    let ended = program.run(&["serve"]);
    assert!(!ended.ok && ended.error.contains("accounts.email") && ended.error.contains("mail.url"), "{ended:?}");
}
