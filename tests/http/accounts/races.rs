//! Concurrent requests: exactly one wins, the server never fails, and nothing is half done.

use tokio::task::JoinSet;

use crate::support::{Answer, Client, PASSWORD, TestApp, forms::borrowed, number, on_both};

/// A client, the function that it posts to, and the fields.
type Post = (Client, &'static str, Vec<(&'static str, String)>);

/// Sends all of them concurrently.
async fn together(posts: Vec<Post>) -> Vec<Answer> {
    let mut set = JoinSet::new();
    for (mut client, path, fields) in posts {
        set.spawn(async move { client.post_json(path, &borrowed(&fields)).await });
    }
    let answers = set.join_all().await;
    assert!(
        answers.iter().all(|answer| answer.status < 500),
        "{:?}",
        answers.iter().map(|a| a.status).collect::<Vec<_>>()
    );
    answers
}

fn won(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200).count()
}

on_both!(b16_of_eight_signups_for_one_name_one_wins_and_the_others_get_an_error, async |kind| {
    let app = TestApp::spawn(kind).await;
    let names = ["joe", "Joe", "JOE", "joe", "ｊｏｅ", "joe", "jOe", "joe"];
    let posts = names.map(|name| {
        let fields =
            vec![("username", name.to_owned()), ("password1", PASSWORD.to_owned()), ("password2", PASSWORD.to_owned())];
        (app.visitor(), "/api/accounts/signup", fields)
    });
    let answers = together(posts.into()).await;
    assert_eq!(won(&answers), 1);
    let taken = serde_json::json!({ "invalid": { "username": ["username_taken"] } });
    assert_eq!(answers.iter().filter(|answer| answer.status == 422 && answer.json() == taken).count(), 7);
    assert_eq!((app.rows("users").await, app.rows("sessions").await), (1, 1));
});

on_both!(of_two_concurrent_password_changes_one_wins_and_the_other_session_has_ended, async |kind| {
    for _ in 0..4 {
        let app = TestApp::spawn(kind).await;
        let one = app.member("joe").await;
        let two = one.elsewhere("joe").await;
        let change = |new: &str| {
            vec![
                ("old_password", PASSWORD.to_owned()),
                ("new_password1", new.to_owned()),
                ("new_password2", new.to_owned()),
            ]
        };
        let news = ["seven copper kettles", "eight silver spoons"];
        let path = "/api/accounts/password";
        let answers = together(vec![(one, path, change(news[0])), (two, path, change(news[1]))]).await;
        assert_eq!(won(&answers), 1);
        let mut logins = 0;
        for new in news {
            let answer = app.visitor().log_in("joe", new).await;
            logins += usize::from(answer.location() == "/articles/");
        }
        assert_eq!(logins, 1);
        assert_eq!(app.visitor().log_in("joe", PASSWORD).await.location(), "/accounts/login/");
        assert_eq!(
            app.number("SELECT COUNT(*) FROM sessions WHERE user_id = 1").await,
            2,
            "the winner's and the login's"
        );
    }
});

on_both!(deleting_an_account_while_another_tab_saves_an_article_leaves_nothing_half_done, async |kind| {
    for round in 0..6 {
        let app = TestApp::spawn(kind).await;
        let client = app.member("joe").await;
        let leave = vec![
            ("password", PASSWORD.to_owned()),
            ("belongings", if round % 2 == 0 { "erase" } else { "keep" }.to_owned()),
        ];
        let write = || vec![("title", "Title".to_owned()), ("content", "Text".to_owned())];
        let mut posts = vec![(client.clone(), "/api/accounts/delete", leave)];
        for _ in 0..4 {
            posts.push((client.clone(), "/api/articles/create", write()));
        }
        let answers = together(posts).await;
        assert!(answers.iter().all(|answer| [200, 401].contains(&answer.status)));
        assert_eq!((app.rows("users").await, app.rows("sessions").await, app.rows("activity").await), (0, 0, 0));
        assert_eq!(app.number("SELECT COUNT(*) FROM articles WHERE author_id IS NOT NULL").await, 0);
        if round % 2 == 0 {
            assert_eq!(app.rows("articles").await, 0, "an article that was being saved is erased too");
        }
    }
});

on_both!(b24_concurrent_logins_all_keep_their_sessions_after_the_cost_of_hashes_changed, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let site = app.changed(|accounts| accounts.hash_iterations = number(2));
    let login = || vec![("username", "joe".to_owned()), ("password", PASSWORD.to_owned())];
    let mut set = JoinSet::new();
    for _ in 0..5 {
        let (mut client, fields) = (Client::of(&site), login());
        set.spawn(async move {
            assert_eq!(client.post_json("/api/accounts/login", &borrowed(&fields)).await.status, 200);
            client
        });
    }
    for mut client in set.join_all().await {
        assert!(client.is_known_as("joe").await);
    }
});

on_both!(of_two_last_superusers_who_delete_their_accounts_at_once_one_stays, async |kind| {
    for _ in 0..4 {
        let app = TestApp::spawn(kind).await;
        let (one, two) = (app.superuser("one").await, app.superuser("two").await);
        let leave = || vec![("password", PASSWORD.to_owned())];
        let path = "/api/accounts/delete";
        let answers = together(vec![(one, path, leave()), (two, path, leave())]).await;
        assert_eq!((won(&answers), app.rows("users").await), (1, 1));
    }
});

on_both!(a_login_during_the_deletion_of_its_account_leaves_no_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let login = || vec![("username", "joe".to_owned()), ("password", PASSWORD.to_owned())];
    let mut posts = vec![(client, "/api/accounts/delete", vec![("password", PASSWORD.to_owned())])];
    for _ in 0..4 {
        posts.push((app.visitor(), "/api/accounts/login", login()));
    }
    together(posts).await;
    assert_eq!(
        (app.rows("users").await, app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL").await),
        (0, 0)
    );
});

on_both!(b24_a_rewritten_hash_never_undoes_a_password_change, async |kind| {
    for _ in 0..4 {
        let app = TestApp::spawn(kind).await;
        let client = app.member("joe").await;
        let site = app.changed(|accounts| accounts.hash_iterations = number(2));
        let mut here = Client::of(&site);
        here.cookies = client.cookies.clone();
        let new = "seven copper kettles".to_owned();
        let change =
            vec![("old_password", PASSWORD.to_owned()), ("new_password1", new.clone()), ("new_password2", new)];
        let login = vec![("username", "joe".to_owned()), ("password", PASSWORD.to_owned())];
        let answers =
            together(vec![(here, "/api/accounts/password", change), (Client::of(&site), "/api/accounts/login", login)])
                .await;
        if answers.iter().any(|answer| answer.status == 200 && answer.body.contains("password/done")) {
            assert_eq!(app.visitor().log_in("joe", "seven copper kettles").await.location(), "/articles/");
            assert_eq!(app.visitor().log_in("joe", PASSWORD).await.location(), "/accounts/login/");
        }
    }
});
