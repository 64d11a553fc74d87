//! The list of articles: order, pages and the empty list.

use serde_json::json;

use crate::support::{Answer, TestApp, on_both};

fn titles(page: &Answer) -> Vec<String> {
    let headings = page.elements("h2");
    headings.iter().filter_map(|h2| Some(h2.split_once('>')?.1.split_once("</a>")?.0.to_owned())).collect()
}

fn numbers(range: std::ops::RangeInclusive<u32>) -> Vec<String> {
    range.rev().map(|number| format!("Article {number}")).collect()
}

/// An app with a number of articles by joe.
async fn with_articles(kind: crate::support::Kind, count: u32) -> TestApp {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let author = app.user_id("joe").await;
    for number in 1..=count {
        app.execute(&format!(
            "INSERT INTO articles (author_id, title, content, excerpt, created, updated) \
             VALUES ({author}, 'Article {number}', 'text', 'text', {number}, {number})"
        ))
        .await;
    }
    app
}

on_both!(an_empty_list_says_what_to_do, async |kind| {
    let app = TestApp::spawn(kind).await;
    let page = app.visitor().get("/articles/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Articles"));
    assert!(page.has("No articles yet"));
    assert_eq!(page.link("Log in to write").as_deref(), Some("/accounts/login/?next=/articles/create/"));
    let page = app.member("joe").await.get("/articles/").await;
    assert_eq!(page.link("Write an article").as_deref(), Some("/articles/create/"));
});

on_both!(forty_five_articles_fill_three_pages_with_none_twice_and_none_left_out, async |kind| {
    let app = with_articles(kind, 45).await;
    let mut visitor = app.visitor();
    let first = visitor.get("/articles/").await;
    assert_eq!((titles(&first), first.link("Newer")), (numbers(26..=45), None));
    let second = visitor.get(&first.link("Older").unwrap()).await;
    assert_eq!(titles(&second), numbers(6..=25));
    let third = visitor.get(&second.link("Older").unwrap()).await;
    assert_eq!((titles(&third), third.link("Older")), (numbers(1..=5), None));
    let back = visitor.get(&third.link("Newer").unwrap()).await;
    assert_eq!(titles(&back), numbers(6..=25));
    let front = visitor.get(&back.link("Newer").unwrap()).await;
    assert_eq!((titles(&front), front.link("Newer")), (numbers(26..=45), None));
});

on_both!(exactly_one_full_page_has_no_neighbours, async |kind| {
    let app = with_articles(kind, 20).await;
    let page = app.visitor().get("/articles/").await;
    assert_eq!((titles(&page).len(), page.link("Older"), page.link("Newer")), (20, None, None));
});

on_both!(a_page_stays_where_it_is_while_others_write, async |kind| {
    let app = with_articles(kind, 25).await;
    let mut visitor = app.visitor();
    let older = visitor.get("/articles/").await.link("Older").unwrap();
    app.member("kim").await.create_article("Brand new", "x").await;
    assert_eq!(titles(&visitor.get(&older).await), numbers(1..=5));
});

on_both!(a_malformed_cursor_gives_an_ordinary_page, async |kind| {
    let app = with_articles(kind, 3).await;
    let mut visitor = app.visitor();
    // A number has one spelling, and no row has a number below zero.
    let misspelt = ["before=-1", "before=-9223372036854775808", "after=-5", "before=+5", "before=05"];
    let malformed =
        ["before=x", "before=", "after=99999999999999999999999", "before=%ff", "before=%zz", "page=2", "before[]=1"];
    for query in malformed.into_iter().chain(misspelt) {
        let page = visitor.get(&format!("/articles/?{query}")).await;
        assert_eq!((page.status, titles(&page)), (200, numbers(1..=3)), "{query}");
    }
    let page = visitor.get("/articles/?after=9223372036854775807").await;
    assert_eq!((page.status, titles(&page).len()), (200, 0));
});

on_both!(a_card_shows_the_beginning_of_the_text_in_one_line, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("Long", &"word and\n\n".repeat(100)).await;
    let page = client.get("/articles/").await;
    let excerpt = page.html.split_once("</time></p><p>").unwrap().1.split_once("</p>").unwrap().0.to_owned();
    assert!(excerpt.starts_with("word and word and") && excerpt.ends_with('…') && !excerpt.contains('\n'), "{excerpt}");
    assert!((116..=141).contains(&excerpt.chars().count()), "{}", excerpt.chars().count());
    assert_eq!(page.link("Long"), Some(format!("/articles/{id}/")));
});

on_both!(the_list_over_json_takes_a_cursor, async |kind| {
    let app = with_articles(kind, 25).await;
    let mut visitor = app.visitor();
    let first = visitor.post_json("/api/articles/list", &[("cursor", "first")]).await.json();
    assert_eq!(
        (first["items"].as_array().unwrap().len(), &first["has_older"], &first["has_newer"]),
        (20, &json!(true), &json!(false))
    );
    let last = first["items"][19]["id"].to_string();
    let second = visitor.post_json("/api/articles/list", &[("cursor[before]", &last)]).await.json();
    assert_eq!((second["items"].as_array().unwrap().len(), &second["has_newer"]), (5, &json!(true)));
    assert!(first["items"][0].get("content").is_none() && first["items"][0]["author"].get("password").is_none());
});
