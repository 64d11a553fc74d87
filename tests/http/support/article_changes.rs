//! The changes of articles, each with an author and a target of its own.

use super::{
    TestApp,
    changes::{Parts, root},
};

/// What a change of this address needs.
pub async fn of(app: &TestApp, path: &str, name: &str) -> Parts {
    let mut author = app.member(name).await;
    let content = format!("{name} {}", "long text ".repeat(900)).trim_end().to_owned();
    let written = |title: &str| vec![("title", title.to_owned()), ("content", content.clone())];
    let count = |title: &str| format!("SELECT COUNT(*) FROM articles WHERE title = '{title}'");
    if path == "/api/articles/create" {
        return (author, written(name), vec![count(name)]);
    }
    let id = author.create_article(name, "Text").await.to_string();
    let saved = format!("SELECT COUNT(*) FROM reading_list WHERE article_id = {id}");
    let audited = format!("SELECT COUNT(*) FROM audit WHERE target = '{name}'");
    let changed = format!("{name} changed");
    match path {
        "/api/articles/update" => {
            let fields = [vec![("id", id), ("version", "1".to_owned())], written(&changed)].concat();
            (root(app).await, fields, vec![count(&changed), audited])
        }
        "/api/articles/delete" => {
            let gone = format!("SELECT 1 - COUNT(*) FROM articles WHERE title = '{name}'");
            (root(app).await, vec![("id", id)], vec![gone, audited])
        }
        "/api/articles/save" => (author, vec![("id", id)], vec![saved]),
        "/api/articles/unsave" => {
            assert_eq!(author.post_form("/api/articles/save", &[("id", &id)]).await.status, 303);
            (author, vec![("id", id)], vec![saved.replace("COUNT", "1 - COUNT")])
        }
        _ => panic!("{path}: say here what it does"),
    }
}
