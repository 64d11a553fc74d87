//! The promises in `SECURITY.md`: each point of the chapter "What is defended, and how" names tests that exist.

use std::{fs, path::PathBuf};

use super::references::{files, problem, references};
use crate::support::repository::root;

/// A point of the chapter, and the line below it.
#[derive(Debug, Default)]
struct Promise {
    topic: String,
    text: String,
    tests: String,
}

fn chapter() -> String {
    let document = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let (_, rest) = document.split_once("\n## What is defended, and how\n").expect("a chapter of promises");
    rest.split("\n## ").next().unwrap().to_owned()
}

/// The points of a chapter, each with what is nested in it. Other paragraphs are no promises.
fn promises(chapter: &str) -> Vec<Promise> {
    let (mut promises, mut topic, mut is_open) = (Vec::<Promise>::new(), "", false);
    for line in chapter.lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            topic = heading;
        }
        if let Some(text) = line.strip_prefix("- ") {
            promises.push(Promise { topic: topic.to_owned(), text: text.to_owned(), tests: String::new() });
        }
        is_open = line.starts_with("- ") || is_open && line.starts_with("  ");
        let Some(promise) = promises.last_mut().filter(|_| is_open) else { continue };
        if let Some(tests) = line.strip_prefix("  - ") {
            promise.tests += tests;
        } else if let Some(text) = line.strip_prefix("  ") {
            promise.text += text;
        }
    }
    promises
}

/// The problems with a promise.
fn problems(files: &[PathBuf], promise: &Promise) -> Vec<String> {
    let (named, place) = (references(&promise.tests), format!("{}: {}", promise.topic, promise.text));
    let mut problems: Vec<String> = named.iter().filter_map(|reference| problem(files, reference)).collect();
    if named.is_empty() {
        problems.push("no test".to_owned());
    }
    if named.len() != promise.tests.split("`, `").count() || !promise.tests.ends_with('`') {
        problems.push(format!("something that is no test: {}", promise.tests));
    }
    problems.iter().map(|problem| format!("{place}: {problem}")).collect()
}

#[test]
fn every_promise_names_tests_that_exist() {
    let (chapter, files) = (chapter(), files());
    let promises = promises(&chapter);
    assert!(promises.len() > 80, "{}", promises.len());
    let problems: Vec<String> = promises.iter().flat_map(|promise| problems(&files, promise)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn every_topic_makes_a_promise() {
    let chapter = chapter();
    let promises = promises(&chapter);
    for topic in chapter.lines().filter_map(|line| line.strip_prefix("### ")) {
        assert!(promises.iter().any(|promise| promise.topic == topic), "{topic}");
    }
}

#[test]
fn a_promise_without_a_test_is_found_out() {
    let good = "`documents/promises.rs::a_promise_without_a_test_is_found_out`";
    let missing = "`documents/promises.rs::a_test_that_nobody_wrote`";
    for (below, is_good) in [
        (format!("  - {good}"), true),
        (format!("  - {good}, {good}"), true),
        (format!("  It is {good}."), false),
        (String::new(), false),
        (format!("\n  - {good}"), false),
        (format!("\n{good}"), false),
        (format!("  - {missing}"), false),
        (format!("  - {good}, {missing}"), false),
        (format!("  - {good}, `a note`"), false),
        (format!("  - {good}. And more."), false),
    ] {
        let chapter = format!("### Topic\n\n- It holds,\n  always.\n{below}\n- So does this.\n  - {good}\n\nA note.\n");
        let promises = promises(&chapter);
        assert_eq!(promises.len(), 2, "{below}");
        assert!(promises[0].text.starts_with("It holds,always.") && promises[1].topic == "Topic", "{promises:?}");
        let files = files();
        assert_eq!(problems(&files, &promises[0]).is_empty(), is_good, "{below}");
        assert!(problems(&files, &promises[1]).is_empty(), "{below}");
    }
}
