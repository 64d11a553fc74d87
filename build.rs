//! Rebuilds when a migration is added, as the folders are built into the binary, and tells the tests whether they have a PostgreSQL
//! and a Redis.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-env-changed=TEST_POSTGRES_URL");
    println!("cargo:rerun-if-env-changed=TEST_REDIS_URL");
    println!("cargo:rustc-check-cfg=cfg(test_postgres)");
    println!("cargo:rustc-check-cfg=cfg(own_postgres)");
    // For tests that start a PostgreSQL of their own.
    if ["/usr/lib/postgresql", "/usr/bin/openssl"].iter().all(|path| std::path::Path::new(path).exists()) {
        println!("cargo:rustc-cfg=own_postgres");
    }
    println!("cargo:rustc-check-cfg=cfg(own_redis)");
    if ["/usr/bin/redis-server", "/usr/bin/openssl"].iter().all(|path| std::path::Path::new(path).exists()) {
        println!("cargo:rustc-cfg=own_redis");
    }
    println!("cargo:rustc-check-cfg=cfg(test_redis)");
    // Without it those tests are compiled as ignored, which their report shows; a test that only returns looks as if it had passed.
    if std::env::var_os("TEST_POSTGRES_URL").is_some_and(|url| !url.is_empty()) {
        println!("cargo:rustc-cfg=test_postgres");
    }
    if std::env::var_os("TEST_REDIS_URL").is_some_and(|url| !url.is_empty()) {
        println!("cargo:rustc-cfg=test_redis");
    }
}
