//! `docs/asvs.md` is complete: every requirement has its row, and every test that a row names exists.

use std::fs;

use super::references::{cells, files, problem, references};
use crate::support::repository::root;

/// The requirements of OWASP ASVS 5.0 that the document answers, in its order.
const REQUIREMENTS: [&str; 78] = [
    "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.4.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "3.5.1", "3.5.2", "3.5.3",
    "3.7.2", "6.1.1", "6.1.2", "6.1.3", "6.2.1", "6.2.2", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7", "6.2.8",
    "6.2.9", "6.2.10", "6.2.11", "6.2.12", "6.3.1", "6.3.2", "6.3.3", "6.3.4", "6.3.5", "6.3.7", "6.3.8", "6.4.1",
    "6.4.2", "6.4.3", "6.4.6", "6.5.1", "6.5.2", "6.5.3", "6.5.4", "6.5.5", "7.1.1", "7.1.2", "7.2.1", "7.2.2",
    "7.2.3", "7.2.4", "7.3.1", "7.3.2", "7.4.1", "7.4.2", "7.4.3", "7.4.4", "7.4.5", "7.5.1", "7.5.2", "7.5.3",
    "8.1.1", "8.2.1", "8.2.2", "8.2.3", "8.3.1", "8.3.2", "14.2.1", "14.2.2", "14.3.1", "14.3.2", "14.3.3", "16.2.5",
    "16.3.1", "16.3.2", "16.4.1", "16.5.1", "16.5.2", "16.5.3",
];

/// A row of the table.
struct Row<'a> {
    id: &'a str,
    level: &'a str,
    state: &'a str,
    proof: &'a str,
}

fn document() -> String {
    fs::read_to_string(root().join("docs/asvs.md")).unwrap()
}

fn rows(document: &str) -> Vec<Row<'_>> {
    document.lines().filter_map(row).collect()
}

/// The row of a table line that begins with the number of a requirement.
fn row(line: &str) -> Option<Row<'_>> {
    let cells = cells(line)?;
    if !cells[0].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match cells[..] {
        [id, level, _, state, proof] => Some(Row { id, level, state, proof }),
        _ => panic!("a row has five cells: {line}"),
    }
}

#[test]
fn every_requirement_has_exactly_one_row_and_there_is_no_other() {
    let document = document();
    let ids: Vec<&str> = rows(&document).iter().map(|row| row.id).collect();
    let wrong: Vec<&str> =
        REQUIREMENTS.into_iter().filter(|id| ids.iter().filter(|row| *row == id).count() != 1).collect();
    assert!(wrong.is_empty(), "not exactly one row: {wrong:?}");
    assert_eq!(ids, REQUIREMENTS, "in this order");
}

#[test]
fn every_row_has_a_level_and_one_of_the_three_states() {
    for Row { id, level, state, .. } in rows(&document()) {
        assert!(["1", "2", "3"].contains(&level), "{id}: level {level:?}");
        assert!(["met", "partly", "open"].contains(&state), "{id}: state {state:?}");
    }
}

#[test]
fn a_met_row_names_a_test_a_partly_met_row_also_a_lack_and_an_open_row_only_a_reason() {
    for Row { id, state, proof, .. } in rows(&document()) {
        let tests = references(proof);
        match state {
            "open" => assert!(tests.is_empty() && !proof.is_empty(), "{id}: a reason and no test: {proof}"),
            "partly" => assert!(!tests.is_empty() && proof.contains("Missing: "), "{id}: a test and a lack: {proof}"),
            _ => assert!(!tests.is_empty() && !proof.contains("Missing: "), "{id}: a test: {proof}"),
        }
    }
}

#[test]
fn every_test_that_is_named_exists() {
    let (document, files) = (document(), files());
    let references = references(&document);
    assert!(references.len() >= REQUIREMENTS.len(), "{}", references.len());
    let problems: Vec<String> = references.iter().filter_map(|reference| problem(&files, reference)).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
