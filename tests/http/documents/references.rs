//! Tests that documents name, `folder/file.rs::name` or `file.spec.ts: title`, and whether they exist.

use std::{fs, path::PathBuf};

use crate::support::repository::files_in;

/// The folders with tests.
const FOLDERS: [&str; 3] = ["tests/http", "src", "end2end/tests"];

/// A test that the document names.
#[derive(Debug, PartialEq, Eq)]
pub enum Reference<'a> {
    /// `folder/file.rs::name`
    Rust { file: &'a str, name: &'a str },
    /// `file.spec.ts: title`
    Browser { file: &'a str, title: &'a str },
}

/// The cells of a line of a table; `None` for any other line.
pub fn cells(line: &str) -> Option<Vec<&str>> {
    Some(line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect())
}

/// The tests that a text names between backquotes.
pub fn references(text: &str) -> Vec<Reference<'_>> {
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
            Self::Rust { name, .. } => {
                ["on_both", "on_every_engine"].iter().any(|each| source.contains(&format!("{each}!({name},")))
                    || has_function(source, name)
            }
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
        let before = before.strip_suffix("async").unwrap_or(before).trim_end();
        let mut attributes = before.lines().rev().map(str::trim).take_while(|line| line.starts_with("#["));
        attributes.any(|attribute| attribute.ends_with("test]"))
    })
}

/// Every file that may hold a test.
pub fn files() -> Vec<PathBuf> {
    FOLDERS.iter().flat_map(|folder| files_in(folder)).collect()
}

/// The problem with a reference, if any. Of several files with that name, one must have the test.
pub fn problem(files: &[PathBuf], reference: &Reference) -> Option<String> {
    let named: Vec<&PathBuf> = files.iter().filter(|path| path.ends_with(reference.file())).collect();
    let is_there = named.iter().any(|path| reference.is_in(&fs::read_to_string(path).unwrap()));
    match (named.is_empty(), is_there) {
        (true, _) => Some(format!("no such file: {reference:?}")),
        (false, false) => Some(format!("no such test: {reference:?}")),
        (false, true) => None,
    }
}

#[test]
fn a_reference_to_a_missing_test_is_reported() {
    let files = files();
    for (text, is_good) in [
        ("`references.rs::a_reference_to_a_missing_test_is_reported`", true),
        ("`http/documents/references.rs::a_reference_to_a_missing_test_is_reported`", true),
        ("`chaos/mod.rs::nothing_acknowledged_is_lost_and_no_answer_is_wrong`", true),
        ("`documents/references.rs::a_reference_to_nothing`", false),
        ("`documents/references.rs::has_function`", false),
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
