//! What the operator reads: the output of commands, and remedies in the log.

/// The settings name a folder for the built files that would hide addresses of the site.
pub fn reserved_folder(name: &str) -> String {
    format!(
        "package.metadata.leptos.site-pkg-dir: {name:?} is an address of the site itself: choose another one, such as pkg"
    )
}
