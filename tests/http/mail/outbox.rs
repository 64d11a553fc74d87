//! A mail is sent once, or again under the same name, or given up in sight of the operator; and no request waits for it.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::Relaxed},
};

use latchkey::{
    boot::App,
    server::{
        mail::{Prepare, run},
        settings::MailUrl,
    },
};
use tokio_util::sync::CancellationToken;

use crate::support::{
    TestApp,
    mails::{letter, with_folder, with_server},
    on_both,
    smtp::{Fault, SmtpServer},
};

/// What the operator sees of all mails: state, attempts, problem.
async fn states(app: &TestApp) -> Vec<String> {
    app.texts("SELECT state || ' ' || attempts || ' ' || problem FROM outbox ORDER BY id").await
}

/// Lets the next attempt be due.
async fn make_due(app: &TestApp) {
    app.execute("UPDATE outbox SET due = 0 WHERE state = 'waiting'").await;
}

on_both!(a_mail_arrives_whole_after_a_login_at_the_server, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    app.post_letter(&letter("joe@bücher.example")).await;
    assert_eq!(app.app.mail.send_due().await, 1);
    let [mail] = &server.received()[..] else { panic!() };
    assert!(mail.is_authenticated && mail.to == "joe@xn--bcher-kva.example", "{mail:?}");
    assert_eq!(mail.header("Subject"), "A letter");
    assert!(mail.header("From").contains("latchkey@site.example"));
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(mail.header("Message-ID").ends_with("@site.example>"));
    assert!(mail.data.contains("text/plain") && mail.data.contains("text/html"));
    assert!(mail.data.contains("https://site.example/articles/"));
    assert_eq!(states(&app).await, ["sent 1 "]);
    assert_eq!(app.app.mail.send_due().await, 0);
    assert_eq!(app.texts("SELECT sealed FROM outbox").await, [""], "address and text are gone");
});

on_both!(a_mail_for_which_the_server_has_no_time_is_sent_later, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    server.fail(&[Fault::Busy, Fault::Busy]);
    app.post_letter(&letter("joe@example.com")).await;
    for attempts in 1..=2 {
        assert_eq!(app.app.mail.send_due().await, 1);
        let state = &states(&app).await[0];
        assert!(state.starts_with(&format!("waiting {attempts} ")) && state.contains("4.3.2"), "{state}");
        assert_eq!(app.app.mail.send_due().await, 0, "not at once");
        make_due(&app).await;
    }
    app.app.mail.send_due().await;
    assert_eq!((server.received().len(), states(&app).await), (1, vec!["sent 3 ".to_owned()]));
});

on_both!(a_mail_that_has_no_mailbox_is_given_up_at_once_and_the_operator_sees_why, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    server.fail(&[Fault::NoMailbox]);
    app.post_letter(&letter("nobody@example.com")).await;
    app.app.mail.send_due().await;
    let state = &states(&app).await[0];
    assert!(state.starts_with("bounced 1 ") && state.contains("no such mailbox"), "{state}");
    assert!(!state.contains("nobody@"), "the list names no address: {state}");
    // The operator may try again.
    assert_eq!(app.app.mail.retry(None).await.unwrap(), 1);
    app.app.mail.send_due().await;
    assert_eq!((server.received().len(), states(&app).await), (1, vec!["sent 1 ".to_owned()]));
    assert_eq!(app.app.mail.retry(None).await.unwrap(), 0, "what was sent is not sent again");
});

on_both!(a_connection_that_breaks_after_the_text_loses_nothing_and_what_comes_twice_has_one_name, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    server.fail(&[Fault::ClosesAfterData]);
    app.post_letter(&letter("joe@example.com")).await;
    app.app.mail.send_due().await;
    make_due(&app).await;
    app.app.mail.send_due().await;
    let received = server.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].header("Message-ID"), received[1].header("Message-ID"));
    assert_eq!(received[0].header("Date"), received[1].header("Date"));
    assert_eq!(states(&app).await, ["sent 2 "]);
});

on_both!(a_server_that_is_gone_is_tried_until_the_mail_is_too_old, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.mail.url = serde_json::from_value("smtp://127.0.0.1:1".into()).unwrap();
    })
    .await;
    app.post_letter(&letter("joe@example.com")).await;
    app.app.mail.send_due().await;
    assert!(states(&app).await[0].starts_with("waiting 1 "));
    make_due(&app).await;
    app.execute("UPDATE outbox SET expires = 0").await;
    app.app.mail.send_due().await;
    assert_eq!(states(&app).await, ["failed 2 it could not be sent in time"]);
});

on_both!(what_is_not_committed_is_not_sent, async |kind| {
    let app = with_folder(kind).await;
    let mut tx = app.app.db.begin().await.unwrap();
    app.app.mail.post(&mut tx, &letter("joe@example.com")).await.unwrap();
    tx.rollback().await;
    assert_eq!((app.app.mail.send_due().await, app.rows("outbox").await), (0, 0));
});

on_both!(workers_of_several_servers_send_each_mail_once, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    let others: [App; 2] = [app.second(|_| {}).await, app.second(|_| {}).await];
    for number in 0..30 {
        app.post_letter(&letter(&format!("user{number}@example.com"))).await;
    }
    let workers = [&app.app, &others[0], &others[1]].map(|app| {
        let mail = app.mail.clone();
        tokio::spawn(async move { mail.send_due().await })
    });
    let mut count = 0;
    for worker in workers {
        count += worker.await.unwrap();
    }
    let mut to: Vec<String> = server.received().into_iter().map(|mail| mail.to).collect();
    to.sort();
    to.dedup();
    assert_eq!((count, to.len(), server.received().len()), (30, 30, 30));
});

on_both!(a_mail_whose_worker_died_is_sent_by_another_one_after_its_lease, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    server.fail(&[Fault::Waits]);
    app.post_letter(&letter("joe@example.com")).await;
    let mail = app.app.mail.clone();
    let dying = tokio::spawn(async move { mail.send_due().await });
    // It has the mail as soon as that has a lease, and the server has it soon afterwards.
    while app.texts("SELECT lease FROM outbox").await == [""] || !server.has_failed() {
        tokio::task::yield_now().await;
    }
    assert_eq!(app.app.mail.send_due().await, 0, "no other worker gets it meanwhile");
    dying.abort();
    make_due(&app).await;
    assert_eq!(app.app.mail.send_due().await, 1);
    assert_eq!(states(&app).await, ["sent 2 "]);
    server.let_go();
});

on_both!(no_request_waits_for_a_mail_server_that_says_nothing, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    app.member("joe").await;
    app.set_email("joe", "joe@example.com").await;
    server.fail(&[Fault::Waits]);
    let fields = [("email", "joe@example.com")];
    let asked = app.visitor().post_form("/api/accounts/password-reset", &fields).await;
    assert_eq!(asked.outcome(), "303 /accounts/password_reset/done/");
    latchkey::accounts::server::recovery::answer_all(&app.app.accounts).await;
    let mail = app.app.mail.clone();
    let sending = tokio::spawn(async move { mail.send_due().await });
    while app.texts("SELECT lease FROM outbox").await == [""] {
        tokio::task::yield_now().await;
    }
    // While the server says nothing, everything else goes on.
    assert_eq!(app.visitor().post_form("/api/accounts/password-reset", &fields).await.status, 303);
    assert_eq!(app.member("anna").await.get("/accounts/").await.status, 200);
    assert!(!sending.is_finished());
    server.let_go();
    assert_eq!(sending.await.unwrap(), 1);
    assert_eq!(server.received().len(), 1);
});

on_both!(a_folder_that_cannot_be_written_loses_no_mail, async |kind| {
    let app = with_folder(kind).await;
    let folder = app.folder.path().join("mail");
    std::fs::write(&folder, "no folder").unwrap();
    app.post_letter(&letter("joe@example.com")).await;
    app.app.mail.send_due().await;
    assert!(states(&app).await[0].starts_with("waiting 1 "));
    std::fs::remove_file(&folder).unwrap();
    make_due(&app).await;
    app.app.mail.send_due().await;
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() == 1 && files[0].extension().is_some_and(|end| end == "eml"), "{files:?}");
});

on_both!(old_mails_are_deleted_and_those_on_their_way_stay, async |kind| {
    let app = with_folder(kind).await;
    for number in 0..3 {
        app.post_letter(&letter(&format!("user{number}@example.com"))).await;
    }
    app.app.mail.send_due().await;
    app.post_letter(&letter("late@example.com")).await;
    app.execute("UPDATE outbox SET made = made - 700000").await;
    assert_eq!(app.app.mail.delete_old(2).await.unwrap(), 2);
    assert_eq!(app.app.mail.delete_old(2).await.unwrap(), 1);
    assert_eq!(app.texts("SELECT state FROM outbox").await, ["waiting"]);
});

on_both!(what_the_operator_can_mend_loses_no_mail, async |kind| {
    let server = SmtpServer::start();
    let app = TestApp::spawn_with(kind, |settings| {
        settings.mail.url = MailUrl::Smtp(server.url().replace("secret", "wrong"));
        settings.mail.from = "Latchkey <latchkey@site.example>".into();
    })
    .await;
    app.post_letter(&letter("joe@example.com")).await;
    app.app.mail.send_due().await;
    let state = &states(&app).await[0];
    assert!(state.starts_with("waiting 1 ") && state.contains("wrong"), "{state}");
});

on_both!(a_worker_that_panics_goes_on, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    let rounds = Arc::new(AtomicU32::new(0));
    let count = rounds.clone();
    let prepare: Prepare = Arc::new(move || {
        let round = count.fetch_add(1, Relaxed);
        Box::pin(async move { assert_ne!(round, 0, "the first round panics") })
    });
    let stop = CancellationToken::new();
    let worker = tokio::spawn(run(app.app.mail.clone(), prepare, stop.clone()));
    while rounds.load(Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    app.post_letter(&letter("joe@example.com")).await;
    while server.received().is_empty() {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    worker.await.unwrap();
    assert_eq!(states(&app).await, ["sent 1 "]);
});

on_both!(what_has_waited_for_too_long_is_deleted, async |kind| {
    let app = with_folder(kind).await;
    app.post_letter(&letter("late@example.com")).await;
    app.execute("UPDATE outbox SET made = made - 1000000, expires = expires - 700000").await;
    assert_eq!(app.app.mail.delete_old(2).await.unwrap(), 1);
});
