//! Databases without rows that need no migration any more: made once, copied for each test.

use std::{fs, path::Path};

use latchkey::server::db::{self, Db, Limits};
use sha2::{Digest, Sha256};
use tokio::sync::OnceCell;

use super::{PostgresDatabase, repository};

/// Copies the migrated SQLite database to a file.
pub async fn sqlite(file: &Path) {
    static MIGRATED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let content = MIGRATED.get_or_init(async || {
        let folder = tempfile::tempdir().unwrap();
        migrate("sqlite:migrated.sqlite3", folder.path()).await;
        fs::read(folder.path().join("migrated.sqlite3")).unwrap()
    });
    fs::write(file, content.await).unwrap();
}

/// A copy of the migrated PostgreSQL database. That one stays on the server under the checksum of the migrations, so that the next run
/// finds it.
pub async fn postgres() -> PostgresDatabase {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(async || {
        let name = format!("latchkey_migrated_{}", checksum("migrations/postgres"));
        let new = PostgresDatabase::create().await;
        let exists = sqlx::query_scalar::<_, bool>("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)");
        if !exists.bind(&name).fetch_one(&mut new.admin().await).await.unwrap() {
            migrate(&new.url(), Path::new("")).await;
            new.rename(&name).await;
        }
        name
    });
    PostgresDatabase::copy_of(template.await).await
}

async fn migrate(url: &str, base: &Path) {
    let db = Db::open(url, base, &Limits::of(1)).await.unwrap();
    db::migrate(&db).await.unwrap();
    db.close().await;
}

/// The start of the checksum of the files in a folder of the repository.
fn checksum(folder: &str) -> String {
    let mut paths = repository::files_in(folder);
    paths.sort();
    let content: Vec<_> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    Sha256::digest(content.concat()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
