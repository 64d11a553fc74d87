//! The content security policy of a page (ASVS 3.4.3); that of every other answer is in `security_headers.rs`. Django: CSP.

use axum::http::HeaderValue;

/// Pictures of all sites, as a policy says it.
const REMOTE: &str = "'self' https:";

/// The policy of a page: it runs this site's scripts and WebAssembly, inline scripts only with this response's nonce, and loads
/// nothing from other sites; pictures do come from there where articles may have them. The site's colours are the one style in a page,
/// known by its hash.
pub fn page_policy(nonce: &str, remote_images: bool, colours: Option<&str>) -> HeaderValue {
    let images = if remote_images { REMOTE } else { "'self'" };
    let colours = colours.map(|hash| format!(" {hash}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'{colours}; img-src {images}; \
        connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    // A nonce is ASCII, so this does not fail; if it did, a page that loads nothing is better than one without a policy.
    HeaderValue::from_str(&policy).unwrap_or(NOTHING)
}

const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'");

/// The policy of a page that is shown again, with another nonce.
pub fn with_nonce(policy: &HeaderValue, old: &str, new: &str) -> HeaderValue {
    let changed = policy.to_str().map(|policy| policy.replacen(old, new, 1));
    changed.ok().and_then(|policy| HeaderValue::from_str(&policy).ok()).unwrap_or(NOTHING)
}
