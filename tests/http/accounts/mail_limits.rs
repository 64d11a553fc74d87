//! What strangers can do with the mail of this site: send few, and keep no owner from theirs.

use latchkey::accounts::server::recovery;

use crate::support::{
    Answer, Client, PASSWORD, TestApp,
    mails::{code_of, link_of, token_of, with_folder, with_folder_and},
    on_both,
};

const ASK: &str = "/api/accounts/password-reset";
const CODE: &str = "/api/accounts/password-reset/code";
const LOGIN: &str = "/api/accounts/login";
const CONFIRM: &str = "/api/accounts/email/confirm";
const SENT: &str = "SELECT COUNT(*) FROM outbox WHERE kind = 'email_confirmation'";

async fn save(client: &mut Client, email: &str) -> Answer {
    client.post_json("/api/accounts/update", &[("email", email), ("first_name", ""), ("last_name", "")]).await
}

/// A member with a confirmed address.
async fn member(app: &TestApp, name: &str, email: &str) -> Client {
    let client = app.member(name).await;
    app.set_email(name, email).await;
    client
}

on_both!(asvs_6_3_1_all_spellings_of_an_address_are_one_account_to_the_throttle, async |kind| {
    let app = with_folder_and(kind, |settings| settings.accounts.throttle = true).await;
    member(&app, "anna", "anna@example.com").await;
    let spell = |wide: usize| -> String {
        let letters = "example.com".chars().enumerate();
        let wide = letters.map(|(n, c)| match n == wide && c != '.' {
            true => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
            false => c,
        });
        format!("anna@{}", wide.collect::<String>())
    };
    let mut last = 0;
    for number in 0..8 {
        let mut guesser = app.visitor().at(&format!("198.51.100.{number}"));
        last = guesser.post_json(LOGIN, &[("username", &spell(number)), ("password", "wrong")]).await.status;
    }
    assert_eq!(last, 429);
    // The same for an address that no account has.
    for number in 0..8 {
        let mut guesser = app.visitor().at(&format!("203.0.113.{number}"));
        let address = spell(number).replace("anna", "unknown");
        last = guesser.post_json(LOGIN, &[("username", &address), ("password", "wrong")]).await.status;
    }
    assert_eq!(last, 429);
});

on_both!(what_is_no_address_as_it_is_typed_logs_in_to_none, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    for typed in ["anna@exam\u{ad}ple.com", "anna@example.c\u{200b}om", "anna@\u{2060}example.com"] {
        assert_eq!(app.visitor().log_in(typed, PASSWORD).await.outcome(), "303 /accounts/login/", "{typed:?}");
    }
    assert_eq!(app.visitor().log_in("anna@ＥＸample.com", PASSWORD).await.outcome(), "303 /articles/");
});

on_both!(a_user_asks_few_addresses_whichever_they_are, async |kind| {
    let app = with_folder_and(kind, |settings| settings.accounts.throttle = true).await;
    let mut spammer = app.member("anna").await;
    let mut count = 0;
    let refused = loop {
        let answer = save(&mut spammer, &format!("victim{count}@example.com")).await;
        if answer.status != 200 {
            break answer;
        }
        count += 1;
    };
    assert_eq!((refused.status, count, app.number(SENT).await), (429, 11, 11));
    assert_eq!(spammer.post_json("/api/accounts/email/send", &[]).await.status, 429);
    // A change of the name alone asks for no mail.
    let email = format!("victim{}@example.com", count - 1);
    assert_eq!(save(&mut spammer, &email).await.status, 200);
});

on_both!(new_accounts_and_a_plus_do_not_get_around_the_limit_of_a_mailbox, async |kind| {
    let app = with_folder(kind).await;
    for number in 0..4 {
        let mut spammer = app.member(&format!("user{number}")).await;
        for again in 0..2 {
            save(&mut spammer, &format!("victim+{number}{again}@example.com")).await;
        }
        spammer.post_form("/api/accounts/delete", &[("password", PASSWORD), ("belongings", "keep")]).await;
    }
    assert_eq!((app.rows("users").await, app.number(SENT).await), (0, 6));
});

on_both!(those_who_ask_at_once_get_no_more_mails_than_one_after_the_other, async |kind| {
    let app = with_folder(kind).await;
    let mut asking = tokio::task::JoinSet::new();
    for number in 0..10 {
        let mut client = app.member(&format!("user{number}")).await;
        asking.spawn(async move { save(&mut client, "victim@example.com").await.status });
    }
    assert!(asking.join_all().await.iter().all(|status| *status == 200));
    assert_eq!(app.number(SENT).await, 6);
});

on_both!(the_mail_that_is_one_too_many_is_not_sent_and_the_last_one_counts, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    save(&mut anna, "anna@example.com").await;
    for _ in 0..2 {
        let sent = anna.post_form("/api/accounts/email/send", &[]).await;
        assert!(anna.follow(&sent).await.body.contains("Check your mail"));
    }
    let limited = anna.post_form("/api/accounts/email/send", &[]).await;
    assert!(anna.follow(&limited).await.body.contains("No further mail was sent"));
    let mails = app.mails().await;
    assert_eq!(mails.len(), 3);
    let token = token_of(&mails[2]);
    assert_eq!(app.visitor().post_json(CONFIRM, &[("token", &token)]).await.status, 200);
});

on_both!(a_stranger_who_names_an_address_does_not_keep_its_owner_from_confirming_it, async |kind| {
    let app = with_folder(kind).await;
    let mut stranger = app.member("stranger").await;
    save(&mut stranger, "anna@example.com").await;
    for _ in 0..5 {
        stranger.post_form("/api/accounts/email/send", &[]).await;
    }
    let mut anna = app.member("anna").await;
    save(&mut anna, "anna@example.com").await;
    let token = token_of(app.mails().await.last().unwrap());
    assert_eq!(app.visitor().post_json(CONFIRM, &[("token", &token)]).await.status, 200);
    assert_eq!(app.texts("SELECT username FROM users WHERE confirmed_email = email AND email <> ''").await, ["anna"]);
});

on_both!(accounts_of_strangers_with_an_address_keep_nobody_from_a_password_link, async |kind| {
    let app = with_folder(kind).await;
    for number in 0..6 {
        member(&app, &format!("junk{number}"), "anna@example.com").await;
    }
    app.execute("UPDATE users SET confirmed_email = ''").await;
    member(&app, "anna", "anna@example.com").await;
    app.visitor().post_form(ASK, &[("email", "anna@example.com")]).await;
    let mails = app.mails().await;
    assert_eq!(mails.iter().map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["New password for anna"]);
});

on_both!(the_code_form_does_the_same_for_every_address, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    app.visitor().post_form(ASK, &[("email", "anna@example.com")]).await;
    app.mails().await;
    const TABLES: [&str; 5] = ["code_tries", "mail_codes", "outbox", "activity", "throttle"];
    let mut written = Vec::new();
    for email in ["anna@example.com", "unknown@example.com"] {
        let mut of_one = Vec::new();
        for _ in 0..2 {
            let mut before = Vec::new();
            for table in TABLES {
                before.push(app.rows(table).await);
            }
            app.visitor().post_json(CODE, &[("email", email), ("code", "0000 0000")]).await;
            for (table, before) in TABLES.into_iter().zip(before) {
                of_one.push(app.rows(table).await - before);
            }
        }
        written.push(of_one);
    }
    assert_eq!(written[0], [2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(written[1], written[0]);
    let tries = app.texts("SELECT tries || '' FROM code_tries").await;
    assert_eq!(tries, ["2"; 4], "each try counts, whosever address it is");
    let stored = app.texts("SELECT address_key || network_key FROM code_tries").await.join(" ");
    assert!(!stored.contains("anna") && !stored.contains("192.0.2"));
});

on_both!(a_stranger_uses_up_no_code_and_many_together_have_few_tries, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    let code = async || {
        app.execute("DELETE FROM outbox").await;
        app.visitor().post_form(ASK, &[("email", "anna@example.com")]).await;
        code_of(&app.mails().await[0])
    };
    let guess = async |network: u32| {
        for _ in 0..6 {
            let mut stranger = app.visitor().at(&format!("198.51.100.{network}"));
            stranger.post_json(CODE, &[("email", "anna@example.com"), ("code", "0000 0000")]).await;
        }
    };
    let enter =
        async |code: &str| app.visitor().post_json(CODE, &[("email", "anna@example.com"), ("code", code)]).await.status;
    let right = code().await;
    guess(1).await;
    assert_eq!(enter(&right).await, 200);
    let right = code().await;
    for network in 1..5 {
        guess(network).await;
    }
    assert_eq!(enter(&right).await, 422);
});

on_both!(a_request_that_cannot_be_answered_keeps_no_other_from_its_answer_and_is_dropped, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    for email in ["anna@example.com", "unknown@example.com"] {
        app.visitor().post_form(ASK, &[("email", email)]).await;
    }
    // The letter to anna needs a code.
    app.execute("ALTER TABLE mail_codes RENAME TO elsewhere").await;
    assert_eq!(recovery::answer_all(&app.app.accounts).await, 0);
    assert_eq!(recovery::answer_all(&app.app.accounts).await, 1, "the other one goes first now");
    assert_eq!(app.texts("SELECT tries || '' FROM reset_requests").await, ["2"]);
    for _ in 0..3 {
        recovery::answer_all(&app.app.accounts).await;
    }
    assert_eq!(app.rows("reset_requests").await, 0);
    app.execute("ALTER TABLE elsewhere RENAME TO mail_codes").await;
});

on_both!(a_flood_of_requests_leaves_turns_for_the_mails, async |kind| {
    let app = with_folder(kind).await;
    app.execute(
        "INSERT INTO reset_requests (sealed, made) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) \
         SELECT 'x', 1 FROM n",
    )
    .await;
    assert_eq!(recovery::answer_some(&app.app.accounts, 50).await, 50);
    assert_eq!(recovery::answer_some(&app.app.accounts, 50).await, 10);
});

on_both!(a_mailed_link_ends_with_a_deactivation_and_one_of_staff_with_a_newer_one, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    member(&app, "anna", "anna@example.com").await;
    let id = app.user_id("anna").await;
    app.visitor().post_form(ASK, &[("email", "anna@example.com")]).await;
    let asked = link_of(&app.mails().await[0]);
    let opens = async |link: &str| {
        let mut visitor = app.visitor();
        visitor.get(link).await;
        visitor.get("/accounts/reset/").await.body.contains("new_password1")
    };
    assert!(opens(&asked).await);
    for is_active in ["", "on"] {
        let form = crate::support::forms::user_form(&mut root, id).await;
        let form = crate::support::forms::with(&form, "is_active", is_active);
        crate::support::forms::send(&mut root, "/api/staff/users/update", &form).await;
    }
    assert!(!opens(&asked).await, "deactivated and activated");
    let make = async |root: &mut Client, mail: &str| {
        let id = id.to_string();
        assert_eq!(root.post_json("/api/staff/users/reset-link", &[("id", &id), ("mail", mail)]).await.status, 200);
    };
    make(&mut root, "on").await;
    let mailed = link_of(app.mails().await.iter().rfind(|mail| mail.subject.starts_with("Set a password")).unwrap());
    assert!(opens(&mailed).await);
    app.execute("UPDATE users SET reset_at = reset_at - 1 WHERE username = 'anna'").await;
    assert!(!opens(&mailed).await, "a newer link ends it");
    // Staff sees that the address may be another person's.
    let page = format!("/staff/users/{id}/");
    assert!(!root.get(&page).await.has("address is not confirmed"));
    app.execute("UPDATE users SET confirmed_email = '' WHERE username = 'anna'").await;
    assert!(root.get(&page).await.has("address is not confirmed"));
});
