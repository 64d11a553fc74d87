//! The built files: their names, which are found once at start, and how they are served: cached for ever by names with a hash,
//! compressed at build time. Django: `staticfiles`, `ManifestStaticFilesStorage`.

use std::{collections::HashMap, fs, path::PathBuf, sync::Arc};

use axum::{
    Router,
    http::{HeaderValue, Response, StatusCode, header::CACHE_CONTROL},
};
use tower::ServiceBuilder;
use tower_http::{
    services::{ServeDir, ServeFile, fs::ServeFileSystemResponseBody},
    set_header::SetResponseHeaderLayer,
};

use crate::{
    boot::messages,
    server::settings::{Settings, SettingsError},
    web::{Assets, Document, urls},
};

/// The file that the build puts beside the binary, with the hash in each file's name.
const HASH_FILE: &str = "hash.txt";

/// Files outside of the package, at the addresses where browsers and crawlers look for them. The URL table has them too.
pub const FILES: [&str; 3] = ["/favicon.svg", "/favicon.ico", "/robots.txt"];

/// Where the built files are, and their names.
#[derive(Clone)]
pub struct Site {
    root: PathBuf,
    package: String,
    pub assets: Assets,
    /// The document around every page.
    pub document: Arc<Document>,
}

impl Site {
    /// Finds the names.
    ///
    /// # Errors
    /// When the settings name a folder below which the site has addresses.
    pub fn find(settings: &Settings) -> Result<Self, SettingsError> {
        let serving = settings.serving();
        let (root, package) = (settings.site_root(), serving.site_pkg_dir.clone());
        if urls::is_reserved(&package) {
            return Err(SettingsError::Invalid(messages::reserved_folder(&package)));
        }
        let hashes = hashes();
        let file = |kind: &str, extension: &str| {
            let hash = hashes.get(kind).map(|hash| format!(".{hash}")).unwrap_or_default();
            format!("/{package}/{}{hash}.{extension}", serving.output_name)
        };
        let assets = Assets {
            style: file("css", "css"),
            script: file("js", "js"),
            wasm: file("wasm", "wasm"),
            starts_itself: hashes.get("start").is_some_and(|kind| kind == "js"),
            build: hashes.get("wasm").map(String::as_str).unwrap_or_default().into(),
        };
        let document = Arc::new(Document::new(&assets, &settings.site, settings.http.origin.get()));
        Ok(Self { root, package, assets, document })
    }

    /// Warns when there are no built files. The server still serves pages, without style and hydration.
    pub fn warn_if_missing(&self) {
        if !self.root.join(self.assets.style.trim_start_matches('/')).is_file() {
            tracing::warn!(folder = %self.root.display(), "{}", messages::log::NO_BUILT_SITE);
        }
    }

    /// The routes of the files. They have no session.
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let cached = |value: &'static str| {
            // Not a 404: a file that is missing now may exist after the next deployment.
            SetResponseHeaderLayer::overriding(
                CACHE_CONTROL,
                move |response: &Response<ServeFileSystemResponseBody>| {
                    let is_there = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
                    Some(HeaderValue::from_static(if is_there { value } else { "no-store" }))
                },
            )
        };
        let package = ServeDir::new(self.root.join(&self.package)).precompressed_br().precompressed_gzip();
        let package = ServiceBuilder::new().layer(cached("public, max-age=31536000, immutable")).service(package);
        let router = Router::new().nest_service(&format!("/{}", self.package), package);
        FILES.into_iter().fold(router, |router, path| {
            let file = ServeFile::new(self.root.join(path.trim_start_matches('/')));
            router.route_service(path, ServiceBuilder::new().layer(cached("public, max-age=86400")).service(file))
        })
    }
}

/// Reads lines such as `css: 1a2b3c`; `start: js` says that the script starts the browser's code. Without the file, names have no hash.
fn hashes() -> HashMap<String, String> {
    let beside_binary = std::env::current_exe().ok().and_then(|path| Some(path.parent()?.join(HASH_FILE)));
    let text = beside_binary.and_then(|path| fs::read_to_string(path).ok()).unwrap_or_default();
    text.lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(kind, hash)| (kind.trim().to_owned(), hash.trim().to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_folder(name: &str) -> Settings {
        let mut settings = serde_json::to_value(Settings::defaults()).unwrap();
        settings["package"]["metadata"]["leptos"]["site-pkg-dir"] = name.into();
        serde_json::from_value(settings).unwrap()
    }

    #[test]
    fn built_files_are_not_served_over_an_address_of_the_site() {
        for name in ["staff", "api", "healthz"] {
            let error = Site::find(&with_folder(name)).err().unwrap().to_string();
            assert!(error.contains("site-pkg-dir") && error.contains(name), "{error}");
        }
        assert!(Site::find(&with_folder("files")).is_ok());
    }
}
