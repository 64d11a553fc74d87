//! The colour that an operator has chosen: in every page, under a policy that lets nothing else in.

use base64::{Engine, prelude::BASE64_STANDARD};
use latchkey::shared::Colour;
use sha2::{Digest, Sha256};

use crate::support::{TestApp, on_both};

on_both!(the_colours_of_the_site_are_in_every_page_and_its_policy_names_them_by_their_hash, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.site.accent = Colour::read("#1d3a8a")).await;
    for path in ["/", "/articles/", "/accounts/login/", "/nowhere/"] {
        // Not kept yet, kept, and out of the cache.
        for _ in 0..3 {
            let page = app.visitor().get(path).await;
            let css = page.body.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).unwrap().0;
            assert!(css.starts_with(":root{") && css.contains("--accent:light-dark(#1d3a8a,#"), "{path}: {css}");
            let hash = BASE64_STANDARD.encode(Sha256::digest(css));
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.contains(&format!("style-src 'self' 'sha256-{hash}';")), "{path}: {policy}");
        }
    }
});

on_both!(a_site_without_a_colour_of_its_own_has_no_style_in_its_pages, async |kind| {
    let page = TestApp::spawn(kind).await.visitor().get("/").await;
    assert!(
        !page.body.contains("<style") && page.header("content-security-policy").unwrap().contains("style-src 'self';")
    );
});
