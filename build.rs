//! Rebuilds when a migration is added: the folders are built into the binary.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
