//! Rebuilds when a migration is added, as the folders are built into the binary, and tells the tests whether they have a PostgreSQL.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-env-changed=TEST_POSTGRES_URL");
    println!("cargo:rustc-check-cfg=cfg(test_postgres)");
    // Without it those tests are compiled as ignored, which their report shows; a test that only returns looks as if it had passed.
    if std::env::var_os("TEST_POSTGRES_URL").is_some_and(|url| !url.is_empty()) {
        println!("cargo:rustc-cfg=test_postgres");
    }
}
