//! The files of the repository, for the tests that compare documents with code.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The folder that holds `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the repository.
pub fn files_in(folder: &str) -> Vec<PathBuf> {
    files_below(&root().join(folder))
}

/// The documents: every Markdown file at the top and in `docs`.
pub fn documents() -> Vec<PathBuf> {
    let top = fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path());
    top.chain(files_in("docs")).filter(|path| path.extension().is_some_and(|end| end == "md")).collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
