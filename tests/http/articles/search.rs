//! The search over published articles: words of titles and texts, in any script, and nothing of drafts.

use crate::support::{Answer, Client, TestApp, encode, on_both};

async fn search(client: &mut Client, text: &str) -> Answer {
    let page = client.get(&format!("/articles/?{}", encode(&[("q", text)]))).await;
    assert_eq!(page.status, 200, "{text}");
    page
}

fn titles(page: &Answer) -> Vec<String> {
    let headings = page.elements("h2");
    headings.iter().filter_map(|h2| Some(h2.split_once("\">")?.1.split_once("</a>")?.0.to_owned())).collect()
}

on_both!(articles_are_found_by_words_of_their_titles_and_texts, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.create_article("Three locks", "One **key** opens [them](https://a.example/secret).").await;
    joe.create_article("바다를 처음 본 날", "하늘이 두 개였다. Keys too.").await;
    joe.create_article("Tea", "No such thing here").await;
    let mut visitor = app.visitor();
    for (text, found) in [
        ("key", vec!["바다를 처음 본 날", "Three locks"]),
        ("KEY lock", vec!["Three locks"]),
        ("바다", vec!["바다를 처음 본 날"]),
        ("하늘이", vec!["바다를 처음 본 날"]),
        ("날", vec!["바다를 처음 본 날"]),
        ("opens", vec!["Three locks"]),
        ("secret", vec![]),
        ("key tea", vec![]),
        ("산", vec![]),
    ] {
        let page = search(&mut visitor, text).await;
        assert_eq!(titles(&page), found, "{text}");
        assert_eq!((page.value_of("q"), page.heading()), (text.to_owned(), format!("Articles with “{text}”")));
        assert_eq!(page.has("Nothing found"), found.is_empty(), "{text}");
    }
    let json = visitor.post_json("/api/articles/search", &[("q", "tea")]).await.json();
    assert_eq!((json["items"][0]["title"].as_str(), json["items"].as_array().unwrap().len()), (Some("Tea"), 1));
});

on_both!(nothing_of_a_draft_is_found_by_anyone_and_a_change_is_found_at_once, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let mut root = app.superuser("root").await;
    let id = joe.create_article("Shown", "lantern").await.to_string();
    let mut found = async |app: &TestApp, text: &str| {
        let counts = [
            titles(&search(&mut app.visitor(), text).await).len(),
            titles(&search(&mut joe, text).await).len(),
            titles(&search(&mut root, text).await).len(),
        ];
        assert!(counts.iter().all(|count| *count == counts[0]), "{text}: {counts:?}");
        counts[0]
    };
    assert_eq!(found(&app, "lantern").await, 1);
    let mut editor = app.superuser("editor").await;
    for (version, content, visibility, old, new) in [
        ("1", "kettle", "published", 0, 1),
        ("2", "kettle", "draft", 0, 0),
        ("3", "lantern", "draft", 0, 0),
        ("4", "lantern", "published", 1, 0),
    ] {
        let fields =
            [("id", &*id), ("version", version), ("title", "Shown"), ("content", content), ("visibility", visibility)];
        assert_eq!(editor.post_json("/api/articles/update", &fields).await.status, 200);
        assert_eq!((found(&app, "lantern").await, found(&app, "kettle").await), (old, new), "{fields:?}");
    }
    // Nor when another program hides it.
    app.execute("UPDATE articles SET is_published = FALSE").await;
    assert_eq!((found(&app, "lantern").await, app.rows("article_words").await), (0, 0));
    app.execute("UPDATE articles SET is_published = TRUE").await;
    editor.post_json("/api/articles/delete", &[("id", &id)]).await;
    assert_eq!((found(&app, "lantern").await, app.rows("article_words").await), (0, 0));
});

on_both!(whatever_is_searched_for_gives_a_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await.create_article("Title", "text").await;
    let mut visitor = app.visitor();
    for text in [
        "'",
        "\"",
        "''); DROP TABLE articles; --",
        "a & b | !c <-> d:*",
        "NEAR(a b)",
        "title:x",
        "^a",
        "a*",
        "-a",
        "(",
        ")",
        "\\",
        "%",
        "_",
        "{a}",
        "a AND",
        "OR",
        "NOT",
        "\0",
        "\u{202e}",
        "<script>alert(1)</script>",
        "💥",
        "…",
        "\u{301}",
        "a'b\"c",
    ] {
        let page = search(&mut visitor, text).await;
        assert!(page.has("Nothing found") && !page.body.contains("<script>alert"), "{text}: {}", page.html);
    }
    assert_eq!(titles(&search(&mut visitor, &format!("title {}", "text ".repeat(3_000))).await), ["Title"]);
    assert_eq!(search(&mut visitor, &"가".repeat(5_000)).await.value_of("q").chars().count(), 200);
    for query in ["q=", "q=%20", "q[]=x", "q=text&before=x", "q=text&before=-1"] {
        let page = visitor.get(&format!("/articles/?{query}")).await;
        assert_eq!((page.status, titles(&page)), (200, vec!["Title".to_owned()]), "{query}");
    }
});

on_both!(what_is_found_is_paged_with_none_twice_and_none_left_out, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    for number in 1..=45 {
        joe.create_article(&format!("Number {number}"), if number % 9 == 0 { "other" } else { "wanted & sought" })
            .await;
    }
    let expected: Vec<String> =
        (1..=45).rev().filter(|number| number % 9 > 0).map(|number| format!("Number {number}")).collect();
    let mut page = search(&mut joe, "wanted sought").await;
    let mut seen = titles(&page);
    while let Some(older) = page.link("Older") {
        assert!(older.starts_with("/articles/?q=wanted%20sought&before="), "{older}");
        page = joe.get(&older).await;
        seen.extend(titles(&page));
    }
    assert_eq!((seen.len(), seen), (40, expected.clone()));
    while let Some(newer) = page.link("Newer") {
        page = joe.get(&newer).await;
    }
    assert_eq!(titles(&page), expected[..20]);
});

on_both!(words_that_only_old_articles_have_are_found_behind_many_new_ones, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let numbers = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 700)";
    app.execute(&format!(
        "{numbers} INSERT INTO articles (author_id, title, content, excerpt, html_rules, is_published, created, updated) \
        SELECT (SELECT id FROM users), 'Title', 'Text', 'Text', 1000, TRUE, n, n FROM s"
    ))
    .await;
    app.execute(
        "INSERT INTO article_words (id, words) SELECT id, CASE WHEN id > 30 THEN 'every' ELSE 'every lantern' END FROM articles",
    )
    .await;
    let mut visitor = app.visitor();
    let ids = |page: &Answer| -> Vec<i64> {
        let links = page.elements("h2");
        links.iter().filter_map(|h2| h2.split_once("/articles/")?.1.split_once('/')?.0.parse().ok()).collect()
    };
    assert_eq!(ids(&search(&mut visitor, "lantern").await), (11..=30).rev().collect::<Vec<_>>());
    assert_eq!(ids(&visitor.get("/articles/?q=lantern&before=11").await), (1..=10).rev().collect::<Vec<_>>());
    assert_eq!(ids(&visitor.get("/articles/?q=lantern&after=20").await), (21..=30).rev().collect::<Vec<_>>());
    assert_eq!(ids(&search(&mut visitor, "every").await), (681..=700).rev().collect::<Vec<_>>());
});
