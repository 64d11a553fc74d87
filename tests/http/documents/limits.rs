//! The table of limits in `SECURITY.md`: each row's setting exists and has the default that it says, and each row's test exists.

use std::fs;

use latchkey::server::settings::Settings;
use serde_json::Value;

use super::references::{cells, files, problem, references};
use crate::support::repository::root;

/// The setting of a limit that is fixed.
const FIXED: &str = "fixed";

/// A row: a limit, for whom, its setting, its default, its test.
struct Row<'a> {
    limit: &'a str,
    client: &'a str,
    setting: &'a str,
    default: &'a str,
    test: &'a str,
}

fn document() -> String {
    fs::read_to_string(root().join("SECURITY.md")).unwrap()
}

/// The rows of the table under the heading "Limits".
fn rows(document: &str) -> Vec<Row<'_>> {
    let (_, table) = document.split_once("\n## Limits\n").expect("a chapter of limits");
    let lines = table.split("\n## ").next().unwrap().lines().filter(|line| line.starts_with('|')).skip(2);
    lines.map(row).collect()
}

fn row(line: &str) -> Row<'_> {
    match cells(line).as_deref() {
        Some(&[limit, client, setting, default, test]) => Row { limit, client, setting, default, test },
        _ => panic!("a row has five cells: {line}"),
    }
}

/// The default of a setting, such as `accounts.hash_queue`.
fn default_of(setting: &str) -> Option<Value> {
    let all = serde_json::to_value(Settings::defaults()).unwrap();
    setting.split('.').try_fold(&all, |table, key| table.get(key)).cloned()
}

/// What is wrong with the setting of a row, if anything.
fn wrong_setting(row: &Row<'_>) -> Option<String> {
    let setting = row.setting.trim_matches('`');
    if setting == FIXED {
        return row.default.is_empty().then(|| format!("{}: no value", row.limit));
    }
    match default_of(setting) {
        None => Some(format!("{}: no setting {setting}", row.limit)),
        Some(value) => {
            let value = value.to_string();
            let said: String = row.default.split(' ').next().unwrap().replace(['_', ','], "");
            (said != value).then(|| format!("{}: the default is {value}, not {said}", row.limit))
        }
    }
}

#[test]
fn every_limit_says_for_whom_it_is_and_its_setting_exists_with_that_default() {
    let document = document();
    let rows = rows(&document);
    assert!(rows.len() > 10, "{}", rows.len());
    assert!(rows.iter().all(|row| !row.limit.is_empty() && !row.client.is_empty()));
    let wrong: Vec<String> = rows.iter().filter_map(wrong_setting).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_limit_names_a_test_that_exists() {
    let (document, files) = (document(), files());
    for row in rows(&document) {
        let named = references(row.test);
        assert!(!named.is_empty(), "{}: no test", row.limit);
        let problems: Vec<String> = named.iter().filter_map(|reference| problem(&files, reference)).collect();
        assert!(problems.is_empty(), "{}: {}", row.limit, problems.join("\n"));
    }
}

#[test]
fn a_row_with_a_wrong_setting_or_default_is_found_out() {
    for (setting, default, is_wrong) in [
        ("`accounts.hash_queue`", "128", false),
        ("`accounts.hash_queue`", "129", true),
        ("`accounts.nothing`", "128", true),
        ("fixed", "5", false),
        ("fixed", "", true),
    ] {
        let row = Row { limit: "a limit", client: "a client", setting, default, test: "" };
        assert_eq!(wrong_setting(&row).is_some(), is_wrong, "{setting} {default}");
    }
}
