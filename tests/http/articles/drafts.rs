//! Drafts: writing an article before others can read it, publishing it, and unpublishing it.

use crate::support::{Answer, Client, PASSWORD, TestApp, on_both};

const CREATE: &str = "/api/articles/create";
const UPDATE: &str = "/api/articles/update";

/// The visibility that the form has selected.
fn chosen(page: &Answer) -> &'static str {
    let is_selected = |value: &str| {
        let option = page.html.split_once(&format!("<option value=\"{value}\"")).unwrap().1;
        option.split_once('>').unwrap().0.contains("selected")
    };
    match (is_selected("published"), is_selected("draft")) {
        (true, false) => "published",
        (false, true) => "draft",
        both => panic!("{both:?}: {}", page.html),
    }
}

/// Creates a draft; gives its path.
async fn draft(client: &mut Client, title: &str) -> String {
    let answer = client.post_form(CREATE, &[("title", title), ("content", "Text"), ("visibility", "draft")]).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.location().to_owned()
}

fn id_of(path: &str) -> &str {
    path.trim_matches('/').rsplit('/').next().unwrap()
}

on_both!(a_draft_is_visible_to_its_author_and_editors_only_and_is_marked, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let path = draft(&mut joe, "Not yet").await;
    let page = joe.get(&path).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Not yet"));
    assert!(page.has(">Draft</span>") && page.has("Only you and editors can see this."));
    let list = joe.get("/articles/mine/?show=drafts").await;
    assert!(list.has(">Not yet</a>") && list.has(">Draft</span>"));
    assert!(joe.get("/articles/").await.has("No articles yet"), "it is not in the public list");
    for client in [&mut app.visitor(), &mut app.member("kim").await] {
        client.get(&path).await.assert_error_page(404, "Page not found");
        assert!(client.get("/articles/").await.has("No articles yet"));
    }
    let mut root = app.superuser("root").await;
    assert!(root.get(&path).await.has("Only its author and editors can see this."));
});

on_both!(without_a_choice_a_new_article_is_published_and_a_change_keeps_the_visibility, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    assert_eq!(chosen(&joe.get("/articles/create/").await), "published");
    let id = joe.create_article("Plain", "Text").await.to_string();
    assert_eq!(app.visitor().get(&format!("/articles/{id}/")).await.status, 200);

    let path = draft(&mut joe, "Not yet").await;
    let change = [("id", id_of(&path)), ("version", "1"), ("title", "Still not"), ("content", "Text")];
    assert_eq!(joe.post_form(UPDATE, &change).await.outcome(), format!("303 {path}"));
    assert_eq!(joe.get(&path).await.heading(), "Still not");
    assert_eq!(app.visitor().get(&path).await.status, 404);
});

on_both!(a_change_publishes_and_unpublishes, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let path = draft(&mut joe, "Mine").await;
    for (version, visibility, status) in [("1", "published", 200), ("2", "draft", 404)] {
        let before = joe.get(&format!("{path}update/")).await;
        assert_ne!(chosen(&before), visibility);
        let fields = [
            ("id", id_of(&path)),
            ("version", version),
            ("title", "Mine"),
            ("content", "x"),
            ("visibility", visibility),
        ];
        assert_eq!(joe.post_form(UPDATE, &fields).await.outcome(), format!("303 {path}"));
        assert_eq!(chosen(&joe.get(&format!("{path}update/")).await), visibility);
        assert_eq!(app.visitor().get(&path).await.status, status);
        assert_eq!(app.visitor().get("/articles/").await.has(">Mine</a>"), status == 200);
    }
});

on_both!(a_visibility_that_is_not_offered_is_refused_and_no_input_is_lost, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let fields = [("title", "Kept"), ("content", "Kept too"), ("visibility", "everybody")];
    let answer = joe.post_json(CREATE, &fields).await;
    assert_eq!((answer.status, answer.body.as_str()), (422, r#"{"invalid":{"visibility":["invalid_choice"]}}"#));
    let answer = joe.post_form(CREATE, &fields).await;
    assert_eq!(answer.outcome(), "303 /articles/create/");
    let page = joe.follow(&answer).await;
    assert_eq!(page.errors_on("visibility"), ["Choose one of the options."]);
    assert_eq!((page.value_of("title").as_str(), page.text_of("content").as_str()), ("Kept", "Kept too"));
    assert_eq!((chosen(&page), app.rows("articles").await), ("published", 0));

    // An invalid value on a draft does not publish it either.
    let path = draft(&mut joe, "Mine").await;
    let fields = [("id", id_of(&path)), ("version", "1"), ("title", "M"), ("content", "x"), ("visibility", "true")];
    let answer = joe.post_form(UPDATE, &fields).await;
    let page = joe.follow(&answer).await;
    assert_eq!((page.errors_on("visibility").len(), chosen(&page)), (1, "draft"));
    assert_eq!(app.visitor().get(&path).await.status, 404);
});

on_both!(the_visibility_survives_a_refusal_and_being_held_until_the_login, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let answer = joe.post_form(CREATE, &[("title", ""), ("content", "x"), ("visibility", "draft")]).await;
    assert_eq!(chosen(&joe.follow(&answer).await), "draft");

    let path = draft(&mut joe, "Mine").await;
    let id = id_of(&path).to_owned();
    let owner = joe.get("/articles/create/").await.value_of("owner");
    app.execute("DELETE FROM sessions").await;
    let fields = [("id", &*id), ("version", "1"), ("title", "Mine"), ("content", "x"), ("visibility", "published")];
    let fields = [&fields[..], &[("owner", owner.as_str())]].concat();
    joe.post_form(UPDATE, &fields).await;
    joe.log_in("joe", PASSWORD).await;
    assert_eq!(chosen(&joe.get(&format!("{path}update/")).await), "published");
    assert_eq!(app.visitor().get(&path).await.status, 404, "never sent by itself");
});

on_both!(an_editor_who_unpublishes_an_article_of_another_user_is_redirected_to_the_list, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Joe's", "Text").await.to_string();
    let mut editor = app.member("editor").await;
    app.grant("editor", "articles.change_article").await;
    let fields = [("id", &*id), ("version", "1"), ("title", "T"), ("content", "x"), ("visibility", "draft")];
    assert_eq!(editor.post_form(UPDATE, &fields).await.outcome(), "303 /articles/");
    assert_eq!(editor.get(&format!("/articles/{id}/update/")).await.status, 404);
});

on_both!(pages_of_the_list_are_full_and_complete_among_drafts_of_other_users, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (joe, kim) = (app.member("joe").await, app.member("kim").await);
    for number in 1..=70 {
        // Every second article is published; the drafts are joe's and kim's in turn.
        let author = if number % 4 < 2 { app.user_id("joe").await } else { app.user_id("kim").await };
        let is_published = number % 2 == 0;
        app.execute(&format!(
            "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) \
             VALUES ({author}, 'Number {number}.', 'x', 'x', {is_published}, {number}, {number})"
        ))
        .await;
    }
    let root = app.superuser("root").await;
    let visitor = app.visitor();
    let expected = |sees: &dyn Fn(u32) -> bool| (1..=70).rev().filter(|number| sees(*number)).collect::<Vec<u32>>();
    let published = |number: u32| number.is_multiple_of(2);
    let (list, mine, drafts) = ("/articles/", "/articles/mine/", "/articles/mine/?show=drafts");
    for (mut client, path, expected) in [
        (visitor, list, expected(&published)),
        (joe.clone(), list, expected(&published)),
        (root.clone(), list, expected(&published)),
        (joe, mine, expected(&|number| published(number) && number % 4 < 2)),
        (kim, drafts, expected(&|number| !published(number) && number % 4 >= 2)),
        (root, "/staff/articles/", expected(&|_| true)),
    ] {
        let mut page = client.get(path).await;
        let (mut seen, mut sizes) = (numbers(&page), vec![numbers(&page).len()]);
        while let Some(older) = page.link("Older") {
            page = client.get(&older).await;
            seen.extend(numbers(&page));
            sizes.push(numbers(&page).len());
        }
        assert_eq!(seen, expected);
        assert!(sizes.iter().rev().skip(1).all(|size| *size == 20), "{sizes:?}");
        // And back to the first page.
        while let Some(newer) = page.link("Newer") {
            page = client.get(&newer).await;
        }
        assert_eq!(numbers(&page), expected[..expected.len().min(20)]);
    }
});

fn numbers(page: &Answer) -> Vec<u32> {
    page.html.split(">Number ").skip(1).map(|rest| rest.split_once('.').unwrap().0.parse().unwrap()).collect()
}
