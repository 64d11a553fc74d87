//! `docs/behaviours.md` and the rest of the repository name the same codes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use crate::support::repository::{documents, files_in, root};

const DOCUMENT: &str = "docs/behaviours.md";

/// Where code and tests stand; documents name codes too, but prove nothing.
const CODE: [&str; 8] = [
    "src",
    "tests",
    "benches",
    "migrations",
    "end2end/fixtures",
    "end2end/pages",
    "end2end/screenshots",
    "end2end/tests",
];

/// The codes that a text names: `B12`, `S7`, `L2`, `CVE-2016-2513`, `ASVS 7.4.1`, `800-63B 3.2.2`.
fn codes(text: &str) -> BTreeSet<String> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !"_%".contains(c)).filter(|w| !w.is_empty()).collect();
    let mut found: BTreeSet<String> = words.iter().flat_map(|word| codes_of_name(word)).collect();
    for (index, word) in words.iter().enumerate() {
        let Some((letter, first)) = numbered(word) else { continue };
        // "B11 to B17" names all of them.
        let last = match words[index + 1..] {
            ["to", end, ..] => numbered(end).filter(|(other, _)| *other == letter).map_or(first, |(_, last)| last),
            _ => first,
        };
        found.extend((first..=last).map(|number| format!("{letter}{number}")));
    }
    found.extend(numbers_after(text, "CVE-").map(|number| format!("CVE-{number}")));
    found.extend(numbers_after(text, "800-63B").map(|number| format!("800-63B {number}")));
    found.extend(numbers_after(text, "ASVS").filter(|number| !is_release(number)).map(|n| format!("ASVS {n}")));
    found
}

/// Whether this is the release of the standard and not one of its requirements.
fn is_release(number: &str) -> bool {
    ["5", "5.0"].contains(&number)
}

/// A letter and a number, as in `B12`.
fn numbered(word: &str) -> Option<(char, u32)> {
    let letter = word.chars().next().filter(|c| "BSL".contains(*c))?;
    let digits = Some(&word[1..]).filter(|digits| (1..=3).contains(&digits.len()))?;
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())?.map(|number| (letter, number))
}

/// The codes at the front of the name of a test, which is a sentence: `b64_s11_a_change_…`, `asvs_7_4_2_deactivating_…`.
fn codes_of_name(name: &str) -> Vec<String> {
    let pieces: Vec<&str> = name.split('_').collect();
    let mut found = Vec::new();
    let mut at = 0;
    while pieces.len() >= 4 && at < pieces.len() {
        let numbers: Vec<&str> =
            pieces[at + 1..].iter().copied().take_while(|p| p.bytes().all(|b| b.is_ascii_digit())).collect();
        match (pieces[at], numbers.is_empty(), numbered(&pieces[at].to_uppercase())) {
            ("asvs", false, _) => found.push(format!("ASVS {}", numbers.join("."))),
            ("cve", false, _) => found.push(format!("CVE-{}", numbers.join("-"))),
            (piece, _, Some((letter, number))) if piece.starts_with(|c: char| c.is_lowercase()) => {
                found.push(format!("{letter}{number}"));
            }
            _ => break,
        }
        at += 1 + numbers.len();
    }
    found
}

/// The numbers, with dots or dashes in them, that follow a word directly or after a space or comma.
fn numbers_after<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(word).filter_map(move |(start, _)| {
        let rest = text[start + word.len()..].trim_start_matches([' ', ',']);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-').unwrap_or(rest.len());
        let number = rest[..end].trim_end_matches(['.', '-']);
        (!number.is_empty()).then_some(number)
    })
}

/// The codes that a document defines, one a line, and whether the line says that it is not built yet.
fn defined(document: &str) -> Vec<(String, bool)> {
    let code = |line: &str| Some(line.strip_prefix("- **")?.split_once("**")?.0.to_owned());
    document.lines().filter_map(|line| Some((code(line)?, line.contains("(not yet)")))).collect()
}

/// The requirements of the ASVS that have a row.
fn requirements() -> BTreeSet<String> {
    let document = fs::read_to_string(root().join("docs/asvs.md")).unwrap();
    let id = |line: &str| Some(line.strip_prefix("| ")?.split_once(' ')?.0.to_owned());
    document.lines().filter_map(id).filter(|id| id.starts_with(|c: char| c.is_ascii_digit())).collect()
}

/// Whether a code is one of those; a chapter of the ASVS stands for its requirements.
fn is_defined(code: &str, defined: &BTreeSet<String>, requirements: &BTreeSet<String>) -> bool {
    match code.strip_prefix("ASVS ") {
        Some(id) => requirements.iter().any(|row| row == id || row.starts_with(&format!("{id}."))),
        None => defined.contains(code),
    }
}

fn text_files(folders: &[&str]) -> Vec<PathBuf> {
    let is_text =
        |path: &PathBuf| ["rs", "ts", "sql", "md"].iter().any(|end| path.extension().is_some_and(|e| e == *end));
    // This file names codes that do not exist.
    let is_this = |path: &PathBuf| path.ends_with(Path::new(file!()).file_name().unwrap());
    folders.iter().flat_map(|folder| files_in(folder)).filter(is_text).filter(|path| !is_this(path)).collect()
}

fn other_documents() -> Vec<PathBuf> {
    documents().into_iter().filter(|path| !path.ends_with(DOCUMENT)).collect()
}

/// Each code with the files that name it.
fn named(files: Vec<PathBuf>) -> BTreeMap<String, Vec<PathBuf>> {
    let mut named: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in files {
        for code in codes(&fs::read_to_string(&path).unwrap()) {
            named.entry(code).or_default().push(path.clone());
        }
    }
    named
}

#[test]
fn every_code_that_is_named_stands_in_the_document() {
    let document = fs::read_to_string(root().join(DOCUMENT)).unwrap();
    let defined: BTreeSet<String> = defined(&document).into_iter().map(|(code, _)| code).collect();
    let requirements = requirements();
    let named = named([text_files(&CODE), other_documents()].concat());
    assert!(named.len() > 100, "{}", named.len());
    let unknown: Vec<_> = named.iter().filter(|(code, _)| !is_defined(code, &defined, &requirements)).collect();
    assert!(unknown.is_empty(), "not in {DOCUMENT}: {unknown:#?}");
}

#[test]
fn every_code_of_the_document_stands_there_once_and_is_named_by_code_or_a_test() {
    let document = fs::read_to_string(root().join(DOCUMENT)).unwrap();
    let (named, defined) = (named(text_files(&CODE)), defined(&document));
    let unused: Vec<_> = defined.iter().filter(|(code, later)| !later && !named.contains_key(code)).collect();
    assert!(unused.is_empty(), "named by no code and no test: {unused:?}");
    let once: BTreeSet<_> = defined.iter().map(|(code, _)| code).collect();
    assert_eq!(once.len(), defined.len(), "a code that stands there twice");
}

#[test]
fn codes_are_found_in_comments_ranges_and_names_of_tests_and_nowhere_else() {
    for (text, expected) in [
        ("(B901, S902; L903)", &["B901", "L903", "S902"][..]),
        ("B901 to B903: three", &["B901", "B902", "B903"]),
        ("on_both!(b901_s902_a_name_is_kept, async |kind| {", &["B901", "S902"]),
        ("fn asvs_99_1_2_and_more()", &["ASVS 99.1.2"]),
        ("fn cve_1999_12345_is_gone()", &["CVE-1999-12345"]),
        ("OWASP ASVS 5.0 (ASVS 99.1). NIST SP 800-63B, 9.9.9.", &["800-63B 9.9.9", "ASVS 99.1"]),
        ("b64 %EC%B3 B5a B9012 let b901 = b901_x; UTF8 SHA_256_B1", &[]),
    ] {
        let found = codes(text);
        assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn a_code_that_the_document_lacks_is_found_out() {
    let (defined, requirements) = (BTreeSet::from(["B901".to_owned()]), BTreeSet::from(["99.1.2".to_owned()]));
    for (code, is_there) in
        [("B901", true), ("B90", false), ("ASVS 99.1.2", true), ("ASVS 99.1", true), ("ASVS 99.2", false)]
    {
        assert_eq!(is_defined(code, &defined, &requirements), is_there, "{code}");
    }
}
