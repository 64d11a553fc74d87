//! The pages that visitors see, rendered once: by address, bounded in bytes, each with the generation of what is public in which it
//! was made. Django: the cache framework.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use moka::sync::Cache;
use sha2::{Digest, Sha256};

use super::page_policy::with_nonce;
use crate::{
    server::preferences::Theme,
    web::{ROOT, root_attributes},
};

/// What an entry costs besides its text, in bytes.
const OVERHEAD: usize = 512;

/// How much of a hash tells one page from another.
const TAG_BYTES: usize = 12;

/// The cache of one process. Cheap to clone.
#[derive(Clone)]
pub struct PageCache(Option<Cache<String, Entry>>);

#[derive(Clone)]
enum Entry {
    /// The address was asked for. Pages are kept from the second time on, so that a flood of addresses fills nothing.
    Seen,
    Page(Arc<CachedPage>),
}

/// What the cache knows of an address.
pub enum Known {
    Nothing,
    /// Asked for before, and not kept.
    Seen,
    Page(Arc<CachedPage>),
}

/// A page without a viewer.
pub struct CachedPage {
    /// The generation in which it was made.
    generation: i64,
    headers: HeaderMap,
    /// The text between the places for the nonce.
    pieces: Vec<Bytes>,
    /// The length of all pieces.
    length: usize,
    /// With the nonce that the page was rendered with.
    policy: HeaderValue,
    nonce: String,
    /// None where no cache may keep the page.
    etag: Option<HeaderValue>,
}

impl PageCache {
    /// A cache of at most these KiB; zero is none.
    pub fn new(kib: u32) -> Self {
        let weigher = |address: &String, entry: &Entry| {
            let length = if let Entry::Page(page) = entry { page.length + OVERHEAD } else { 0 };
            u32::try_from(address.len() + OVERHEAD + length).unwrap_or(u32::MAX)
        };
        let cache = || Cache::builder().max_capacity(u64::from(kib) * 1_024).weigher(weigher).build();
        Self((kib > 0).then(cache))
    }

    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// What is known of an address, which counts as asked for from now on.
    pub fn find(&self, address: &str) -> Known {
        let Some(cache) = &self.0 else { return Known::Nothing };
        match cache.get(address) {
            Some(Entry::Page(page)) => Known::Page(page),
            Some(Entry::Seen) => Known::Seen,
            None => {
                cache.insert(address.to_owned(), Entry::Seen);
                Known::Nothing
            }
        }
    }

    /// How much is kept, which changes while it is counted.
    pub fn held(&self) -> Held {
        let Some(cache) = &self.0 else { return Held { pages: 0, bytes: 0 } };
        Held { pages: cache.entry_count(), bytes: cache.weighted_size() }
    }

    pub fn keep(&self, address: String, page: CachedPage) {
        if let Some(cache) = &self.0 {
            cache.insert(address, Entry::Page(Arc::new(page)));
        }
    }
}

/// What the cache holds.
pub struct Held {
    pub pages: u64,
    pub bytes: u64,
}

impl CachedPage {
    /// Takes a rendered page apart at its nonce, which stands in the policy too. `None` without one: such a page is not ours.
    pub fn new(generation: i64, mut headers: HeaderMap, text: &Bytes) -> Option<Self> {
        let policy = headers.remove(header::CONTENT_SECURITY_POLICY)?;
        let (_, nonce) = policy.to_str().ok()?.split_once("'nonce-")?;
        let nonce = nonce.split_once('\'')?.0.to_owned();
        let mut rest = std::str::from_utf8(text).ok()?;
        let mut pieces = Vec::new();
        while let Some((before, after)) = rest.split_once(&nonce) {
            pieces.push(text.slice_ref(before.as_bytes()));
            rest = after;
        }
        pieces.push(text.slice_ref(rest.as_bytes()));
        headers.remove(header::CONTENT_LENGTH);
        let is_storable = headers.get(header::CACHE_CONTROL).is_none_or(|value| value != "private, no-store");
        let etag = is_storable.then(|| tag_of(&pieces)).flatten();
        Some(Self { generation, headers, policy, nonce, length: pieces.iter().map(Bytes::len).sum(), pieces, etag })
    }

    pub fn is_of(&self, generation: i64) -> bool {
        self.generation == generation
    }

    /// The answer to a request with these headers: the page with a nonce of its own and the visitor's theme, or that the browser's copy is
    /// still right.
    pub fn answer(&self, asked: &HeaderMap, nonce: &str, theme: Option<Theme>) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.headers_mut() = self.headers.clone();
        if let Some(etag) = self.etag.as_ref().map(|etag| tag_with(etag, theme)) {
            response.headers_mut().insert(header::ETAG, etag.clone());
            if asked.get_all(header::IF_NONE_MATCH).iter().any(|known| has_tag(known, &etag)) {
                // The browser's copy keeps its nonce, so it keeps its policy.
                *response.status_mut() = StatusCode::NOT_MODIFIED;
                response.headers_mut().remove(header::CONTENT_TYPE);
                return response;
            }
        }
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, with_nonce(&self.policy, &self.nonce, nonce));
        *response.body_mut() = Body::from(self.text(nonce, theme));
        response
    }

    fn text(&self, nonce: &str, theme: Option<Theme>) -> Vec<u8> {
        let root = root_attributes(theme, 0, None);
        let mut text = Vec::with_capacity(self.length + root.len() + nonce.len() * self.pieces.len());
        for (index, piece) in self.pieces.iter().enumerate() {
            if index > 0 {
                text.extend_from_slice(nonce.as_bytes());
            }
            let rest = match piece.strip_prefix(ROOT.as_bytes()).filter(|_| index == 0) {
                Some(rest) => {
                    text.extend_from_slice(ROOT.as_bytes());
                    text.extend_from_slice(root.as_bytes());
                    rest
                }
                None => piece,
            };
            text.extend_from_slice(rest);
        }
        text
    }
}

/// A tag that is equal for equal texts. Weak, because the nonce differs.
fn tag_of(pieces: &[Bytes]) -> Option<HeaderValue> {
    let mut hash = Sha256::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    let hash = hash.finalize();
    let tag = URL_SAFE_NO_PAD.encode(hash.get(..TAG_BYTES)?);
    HeaderValue::from_str(&format!("W/\"{tag}\"")).ok()
}

/// The tag of a page with this theme.
fn tag_with(tag: &HeaderValue, theme: Option<Theme>) -> HeaderValue {
    let themed = theme.and_then(|theme| {
        let tag = tag.to_str().ok()?.strip_suffix('"')?;
        HeaderValue::from_str(&format!("{tag}-{}\"", theme.id())).ok()
    });
    themed.unwrap_or_else(|| tag.clone())
}

/// Whether a list of tags has this one, or is `*` (RFC 9110, 13.1.2). Weak and strong are alike here.
fn has_tag(list: &HeaderValue, tag: &HeaderValue) -> bool {
    let strong = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let (Ok(list), Ok(tag)) = (list.to_str(), tag.to_str()) else { return false };
    list.trim() == "*" || list.split(',').any(|known| strong(known) == strong(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boot::http::page_policy::page_policy;

    fn page(text: &'static str, cache_control: &'static str) -> Option<CachedPage> {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_SECURITY_POLICY, page_policy("N0NCE", true, Some("'sha256-x'")));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache_control));
        CachedPage::new(1, headers, &Bytes::from_static(text.as_bytes()))
    }

    #[test]
    fn each_answer_has_a_nonce_of_its_own_in_page_and_policy() {
        let page = page("<script nonce=\"N0NCE\">1</script><script nonce=\"N0NCE\">2</script>", "no-cache").unwrap();
        for nonce in ["first", "another"] {
            let text = String::from_utf8(page.text(nonce, None)).unwrap();
            assert_eq!(text, format!("<script nonce=\"{nonce}\">1</script><script nonce=\"{nonce}\">2</script>"));
            let answer = page.answer(&HeaderMap::new(), nonce, None);
            assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], page_policy(nonce, true, Some("'sha256-x'")));
        }
    }

    #[test]
    fn a_browser_with_an_equal_copy_gets_304_without_a_policy() {
        let page = page("text N0NCE", "no-cache").unwrap();
        let tag = page.answer(&HeaderMap::new(), "a", None).headers()[header::ETAG].clone();
        for known in [tag.to_str().unwrap(), &format!("\"x\", {}", tag.to_str().unwrap()), "*"] {
            let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_str(known).unwrap())]);
            let answer = page.answer(&asked, "b", None);
            assert_eq!(answer.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert!(!answer.headers().contains_key(header::CONTENT_SECURITY_POLICY));
        }
        let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, HeaderValue::from_static("W/\"other\""))]);
        assert_eq!(page.answer(&asked, "b", None).status(), StatusCode::OK);
    }

    #[test]
    fn a_theme_is_put_into_the_page_that_is_kept_without_one_and_into_its_tag() {
        let page = page("<!DOCTYPE html><html lang=\"en\" data-build=\"1\">N0NCE", "no-cache").unwrap();
        let text = |theme| String::from_utf8(page.text("x", theme)).unwrap();
        assert_eq!(text(Some(Theme::Dark)), "<!DOCTYPE html><html lang=\"en\" data-theme=\"dark\" data-build=\"1\">x");
        assert_eq!(text(None), "<!DOCTYPE html><html lang=\"en\" data-build=\"1\">x");
        let tag = |theme| page.answer(&HeaderMap::new(), "x", theme).headers()[header::ETAG].clone();
        let tags = [tag(None), tag(Some(Theme::Dark)), tag(Some(Theme::Light))];
        assert!(tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2], "{tags:?}");
        let asked = HeaderMap::from_iter([(header::IF_NONE_MATCH, tags[0].clone())]);
        assert_eq!(page.answer(&asked, "x", Some(Theme::Dark)).status(), StatusCode::OK, "the copy has another theme");
        assert_eq!(page.answer(&asked, "x", None).status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn a_page_that_no_cache_may_keep_has_no_tag_and_one_without_a_nonce_is_not_kept() {
        let page = page("text N0NCE", "private, no-store").unwrap();
        assert!(page.answer(&HeaderMap::new(), "a", None).headers().get(header::ETAG).is_none());
        assert!(CachedPage::new(1, HeaderMap::new(), &Bytes::from_static(b"text")).is_none());
    }

    #[test]
    fn an_address_is_kept_from_its_second_time_on_and_never_when_the_cache_is_off() {
        let (on, off) = (PageCache::new(1_024), PageCache::new(0));
        assert!(matches!(on.find("/a/"), Known::Nothing) && matches!(on.find("/a/"), Known::Seen));
        on.keep("/a/".to_owned(), page("N0NCE", "no-cache").unwrap());
        assert!(matches!(on.find("/a/"), Known::Page(page) if page.is_of(1) && !page.is_of(2)));
        off.keep("/a/".to_owned(), page("N0NCE", "no-cache").unwrap());
        assert!(matches!(off.find("/a/"), Known::Nothing) && !off.is_on());
    }

    #[test]
    fn the_cache_is_bounded_in_bytes() {
        let cache = PageCache::new(64);
        for number in 0..200 {
            let address = format!("/articles/{number}/");
            cache.find(&address);
            cache.keep(address, page("text N0NCE", "no-cache").unwrap());
        }
        let Some(moka) = &cache.0 else { panic!() };
        moka.run_pending_tasks();
        assert!(moka.weighted_size() <= 64 * 1_024, "{}", moka.weighted_size());
    }
}
