//! A shared cache in front of the site gives no client bytes that it cannot read.

use axum::http::{HeaderValue, Method};

use super::assets_and_health::site;
use crate::support::{Client, Style, run};

const PATHS: [&str; 9] = [
    "/pkg/latchkey.css",
    "/pkg/latchkey.wasm",
    "/favicon.svg",
    "/robots.txt",
    "/articles/",
    "/accounts/login/",
    "/accounts/",
    "/nowhere/",
    "/pkg/none.css",
];

const ENCODINGS: [&str; 7] =
    ["", "identity", "gzip", "gzip, deflate, br, zstd", "br;q=0, gzip;q=0.5", "*", "identity;q=0"];

/// A header that makes the answer another one: nothing changed since, a part of it.
const ASKED: [Option<(&str, &str)>; 3] =
    [None, Some(("if-modified-since", "Fri, 31 Dec 2100 23:59:59 GMT")), Some(("range", "bytes=0-1"))];

async fn ask(
    client: &mut Client,
    method: &Method,
    path: &str,
    encoding: &str,
    asked: Option<(&'static str, &str)>,
) -> (u16, String) {
    let mut request = client.request(method.clone(), path, Style::Plain);
    request.headers_mut().insert("accept-encoding", HeaderValue::from_str(encoding).unwrap());
    if let Some((name, value)) = asked {
        request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
    }
    let answer = client.send(request).await;
    let vary = answer.headers.get_all("vary").iter().map(|line| line.to_str().unwrap().to_lowercase());
    (answer.status, vary.collect::<Vec<_>>().join(","))
}

#[test]
fn fault_e3_every_negotiated_answer_says_that_it_depends_on_the_encoding() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let mut client = site(&folder).await;
        for path in PATHS {
            for (method, encoding, asked) in combinations() {
                let (status, vary) = ask(&mut client, &method, path, encoding, asked).await;
                let named = vary.split(',').filter(|name| name.trim() == "accept-encoding").count();
                assert_eq!(named, 1, "{method} {path} {encoding:?} {asked:?}: {status} {vary}");
                match (asked, path.strip_prefix("/pkg/latchkey")) {
                    (Some(("range", _)), Some(_)) => assert_eq!(status, 206, "{method} {path} {encoding:?}"),
                    (Some(_), Some(_)) => assert_eq!(status, 304, "{method} {path} {encoding:?}"),
                    (None, Some(_)) => assert_eq!(status, 200, "{method} {path} {encoding:?}"),
                    _ => {}
                }
            }
        }
    });
}

fn combinations() -> impl Iterator<Item = (Method, &'static str, Option<(&'static str, &'static str)>)> {
    [Method::GET, Method::HEAD]
        .into_iter()
        .flat_map(|method| ENCODINGS.map(|encoding| (method.clone(), encoding)))
        .flat_map(|(method, encoding)| ASKED.map(|asked| (method.clone(), encoding, asked)))
}
