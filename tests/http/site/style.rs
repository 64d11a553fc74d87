//! The page that shows the parts of this site, for those who change the style sheet.

use std::{collections::BTreeSet, fs, path::Path};

use crate::support::{Kind, TestApp, run};

/// Classes that make no part by themselves: the frames of whole pages, and what the form of an article shows and hides.
const NO_PARTS: [&str; 11] = [
    "account",
    "account-frame",
    "editor",
    "in-sight",
    "narrow",
    "previewing",
    "staff",
    "when-draft",
    "when-previewing",
    "when-published",
    "when-writing",
];

/// The classes that the style sheets name.
fn styled() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("style");
    let files = fs::read_dir(folder).unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    files.flat_map(|css| classes(&css)).collect()
}

/// What begins with a full stop and a small letter, outside comments, texts and the shapes of clip paths.
fn classes(css: &str) -> Vec<String> {
    let without_comments: String =
        css.split("/*").map(|piece| piece.split_once("*/").map_or(piece, |it| it.1)).collect();
    let outside_texts = without_comments.split('"').step_by(2);
    let starts = outside_texts.flat_map(|text| text.split('.').skip(1).map(str::to_owned).collect::<Vec<_>>());
    let name = |rest: String| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect::<String>();
    starts.map(name).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_part_of_the_style_sheet_stands_on_the_page_of_parts() {
    run(async {
        let app = TestApp::spawn(Kind::Sqlite).await;
        let page = app.member("joe").await.get("/-/style/").await;
        let shown: BTreeSet<&str> =
            page.body.split("class=\"").skip(1).flat_map(|rest| rest.split('"').next().unwrap().split(' ')).collect();
        let missing: Vec<String> = styled()
            .into_iter()
            .filter(|class| !shown.contains(class.as_str()) && !NO_PARTS.contains(&class.as_str()))
            .collect();
        assert!(missing.is_empty(), "{missing:?}");
    });
}
