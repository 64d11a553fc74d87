//! What the documents point to exists: source files by their paths, and other documents by links.

use std::{fs, path::PathBuf};

use crate::support::repository::{documents, files_in, root};

const FOLDERS: [&str; 8] =
    ["src", "tests", "benches", "migrations", "docs", "scripts", "fuzz/fuzz_targets", "end2end/pages"];

/// The files and folders that a document names between backquotes, such as `accounts/server/auth.rs` or `src/web/`.
fn paths(text: &str) -> Vec<&str> {
    let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
    quoted.filter(|quoted| is_path(quoted)).collect()
}

fn is_path(quoted: &str) -> bool {
    let is_file = [".rs", ".sql", ".mjs"].iter().any(|end| quoted.ends_with(end));
    let is_folder = quoted.ends_with('/') && FOLDERS.iter().any(|folder| quoted.starts_with(&format!("{folder}/")));
    let is_pattern = quoted.contains("NNNN");
    (is_file || is_folder) && !is_pattern && quoted.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
}

/// The targets of links to other files.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files = targets.map(|target| target.split('#').next().unwrap_or_default());
    files.filter(|target| !target.is_empty() && !target.contains(':')).collect()
}

fn exists(path: &str, files: &[PathBuf]) -> bool {
    if path.ends_with('/') { root().join(path).is_dir() } else { files.iter().any(|file| file.ends_with(path)) }
}

#[test]
fn every_path_and_every_link_of_a_document_leads_somewhere() {
    let files: Vec<PathBuf> = FOLDERS.iter().flat_map(|folder| files_in(folder)).collect();
    let mut found = 0;
    let mut problems = Vec::new();
    // The changelog is about what was, too.
    for document in documents().into_iter().filter(|path| !path.ends_with("CHANGELOG.md")) {
        let text = fs::read_to_string(&document).unwrap();
        let folder = document.parent().unwrap();
        let lost_paths = paths(&text).into_iter().inspect(|_| found += 1).filter(|path| !exists(path, &files));
        problems.extend(lost_paths.map(|path| format!("{}: {path}", document.display())));
        let lost_links = links(&text).into_iter().filter(|link| !folder.join(link).exists());
        problems.extend(lost_links.map(|link| format!("{}: ({link})", document.display())));
    }
    assert!(found > 80, "{found}");
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_path_to_nothing_is_found_out() {
    let text =
        "`documents/paths.rs`, `src/`, `src/nothing/`, `auth.rs::login`, `pages/<name>.rs` [a](b.md#c) [d](https://e)";
    assert_eq!(paths(text), ["documents/paths.rs", "src/", "src/nothing/"]);
    assert_eq!(links(text), ["b.md"]);
    let files = files_in("tests");
    assert!(exists("documents/paths.rs", &files) && !exists("ments/paths.rs", &files));
    assert!(exists("src/", &files) && !exists("src/nothing/", &files));
}
