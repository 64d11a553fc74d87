//! The engine `file`: what stands in its folder, for whom, and until when.

use std::{
    fs::{self, File},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use latchkey::server::settings::SessionEngine;

use crate::support::{Kind, engines::Place, run};

/// Everything below a folder, the folders too.
fn all_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { [vec![path.clone()], all_below(&path)].concat() } else { vec![path] })
        .collect()
}

/// The files that name a session.
fn of_sessions(folder: &Path) -> Vec<PathBuf> {
    let is_named = |path: &PathBuf| path.is_file() && path.file_name().unwrap().len() == 64;
    all_below(folder).into_iter().filter(is_named).collect()
}

#[test]
fn files_are_their_owners_only_and_go_when_their_time_has_come() {
    run(async {
        let app = Place::new(SessionEngine::File, Kind::Sqlite).spawn().await;
        let mut joe = app.member("joe").await;
        let refused =
            joe.post_form("/api/articles/create", &[("title", ""), ("content", "Kept in the session.")]).await;
        assert_eq!(refused.status, 303);
        let folder = app.folder.path().join("sessions");
        // The session, and where its user finds it.
        assert_eq!(of_sessions(&folder).len(), 2, "{:?}", all_below(&folder));
        for path in [vec![folder.clone()], all_below(&folder)].concat() {
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{path:?} {mode:o}");
        }
        let sessions = app.app.accounts.sessions();
        assert_eq!(sessions.sweep(10).await.unwrap(), 0);
        for path in of_sessions(&folder) {
            File::options().write(true).open(path).unwrap().set_modified(UNIX_EPOCH).unwrap();
        }
        assert_eq!(sessions.sweep(10).await.unwrap(), 1);
        assert_eq!(of_sessions(&folder), Vec::<PathBuf>::new());
        assert!(!joe.is_known_as("joe").await);
    });
}
