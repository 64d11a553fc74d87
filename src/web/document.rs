//! The HTML document around the app: head, style sheet, and the script that hydrates it. The server alone renders it.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

use super::App;

/// The addresses of the built files, found once at start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets {
    pub style: String,
    pub script: String,
    pub wasm: String,
}

impl Assets {
    /// The module that fetches the WebAssembly and hydrates the page.
    fn start_script(&self) -> String {
        format!(
            "import init,{{hydrate}} from '{}';init({{module_or_path:'{}'}}).then(()=>hydrate());",
            self.script, self.wasm
        )
    }
}

/// The whole document; without `hydrate` it stays plain HTML.
pub fn document(assets: &Assets, hydrate: bool) -> impl IntoView + use<> {
    let assets = assets.clone();
    let scripts = hydrate.then(|| {
        view! {
            <link rel="modulepreload" href=assets.script.clone()/>
            <link rel="preload" href=assets.wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin=""/>
            <script type="module" nonce=use_nonce()>{assets.start_script()}</script>
        }
    });
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="theme-color" content="#0e3b2e" media="(prefers-color-scheme: light)"/>
                <meta name="theme-color" content="#0e221b" media="(prefers-color-scheme: dark)"/>
                <link rel="stylesheet" href=assets.style/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                {scripts}
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}
