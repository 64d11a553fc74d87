//! `docs/asvs.md` is complete: every requirement has its row, and every test that a row names exists.

use std::{fs, path::PathBuf};

use crate::support::repository::{files_in, root};

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

/// The folders with tests.
const FOLDERS: [&str; 3] = ["tests/http", "src", "end2end/tests"];

/// A row of the table.
struct Row<'a> {
    id: &'a str,
    level: &'a str,
    state: &'a str,
    proof: &'a str,
}

/// A test that the document names.
#[derive(Debug, PartialEq, Eq)]
enum Reference<'a> {
    /// `folder/file.rs::name`
    Rust { file: &'a str, name: &'a str },
    /// `file.spec.ts: title`
    Browser { file: &'a str, title: &'a str },
}

fn document() -> String {
    fs::read_to_string(root().join("docs/asvs.md")).unwrap()
}

fn rows(document: &str) -> Vec<Row<'_>> {
    document.lines().filter_map(row).collect()
}

/// The row of a table line that begins with the number of a requirement.
fn row(line: &str) -> Option<Row<'_>> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    if !cells[0].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    match cells[..] {
        [id, level, _, state, proof] => Some(Row { id, level, state, proof }),
        _ => panic!("a row has five cells: {line}"),
    }
}

fn references(text: &str) -> Vec<Reference<'_>> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).filter_map(reference).collect()
}

fn reference(code: &str) -> Option<Reference<'_>> {
    let rust = code.split_once("::").filter(|(file, _)| file.ends_with(".rs"));
    let browser = code.split_once(": ").filter(|(file, _)| file.ends_with(".spec.ts"));
    match (rust, browser) {
        (Some((file, name)), _) => Some(Reference::Rust { file, name }),
        (_, Some((file, title))) => Some(Reference::Browser { file, title }),
        _ => None,
    }
}

impl Reference<'_> {
    fn file(&self) -> &str {
        match self {
            Self::Rust { file, .. } | Self::Browser { file, .. } => file,
        }
    }

    fn is_in(&self, source: &str) -> bool {
        match self {
            Self::Rust { name, .. } => source.contains(&format!("on_both!({name},")) || has_function(source, name),
            Self::Browser { title, .. } => {
                ['\'', '"', '`'].into_iter().any(|quote| source.contains(&format!("test({quote}{title}{quote}")))
            }
        }
    }
}

/// Whether a function of that name is marked as a test.
fn has_function(source: &str, name: &str) -> bool {
    source.match_indices(&format!("fn {name}(")).any(|(start, _)| {
        let before = source[..start].trim_end();
        before.strip_suffix("async").unwrap_or(before).trim_end().ends_with("test]")
    })
}

/// Every file that may hold a test.
fn files() -> Vec<PathBuf> {
    FOLDERS.iter().flat_map(|folder| files_in(folder)).collect()
}

/// The problem with a reference, if any. Of several files with that name, one must have the test.
fn problem(files: &[PathBuf], reference: &Reference) -> Option<String> {
    let named: Vec<&PathBuf> = files.iter().filter(|path| path.ends_with(reference.file())).collect();
    let is_there = named.iter().any(|path| reference.is_in(&fs::read_to_string(path).unwrap()));
    match (named.is_empty(), is_there) {
        (true, _) => Some(format!("no such file: {reference:?}")),
        (false, false) => Some(format!("no such test: {reference:?}")),
        (false, true) => None,
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

#[test]
fn a_reference_to_a_missing_test_is_reported() {
    let files = files();
    for (text, is_good) in [
        ("`asvs.rs::a_reference_to_a_missing_test_is_reported`", true),
        ("`http/documents/asvs.rs::a_reference_to_a_missing_test_is_reported`", true),
        ("`documents/asvs.rs::a_reference_to_nothing`", false),
        ("`documents/asvs.rs::has_function`", false),
        ("`nothing.rs::a_reference_to_a_missing_test_is_reported`", false),
        ("`logout.spec.ts: B44 the button in the header ends the session and leaves no cookie`", true),
        ("`logout.spec.ts: B44 the button in the header`", false),
        ("`nothing.spec.ts: B44 the button in the header ends the session and leaves no cookie`", false),
    ] {
        let found = references(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(problem(&files, &found[0]).is_none(), is_good, "{text}");
    }
}
