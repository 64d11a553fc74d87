//! Any bytes as cookie headers, one on each line: the value found is the first one of its name, unchanged.
#![no_main]

use http::{HeaderMap, HeaderValue, header};
use latchkey::boot::http::layers::cookies;
use libfuzzer_sys::fuzz_target;

const NAME: &str = "sessionid";

fuzz_target!(|input: &[u8]| {
    let mut headers = HeaderMap::new();
    for line in input.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(line) {
            headers.append(header::COOKIE, value);
        }
    }
    let found = cookies::value(&headers, NAME);
    assert_eq!(found.as_deref(), plainly_read(&headers));
    let Some(value) = found else { return };
    assert!(!value.contains([';', '\r', '\n']) && value.trim() == value, "{value:?}");
    assert!(headers.get_all(header::COOKIE).iter().any(|line| line.to_str().is_ok_and(|line| line.contains(&value))));

    // A cookie set under that name is read back unchanged.
    let mut answer = HeaderMap::new();
    cookies::set(&mut answer, &cookies::build(false, NAME, value.clone()));
    let pair = answer[header::SET_COOKIE].to_str().unwrap().split(';').next().unwrap();
    let returned = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_str(pair).unwrap())]);
    assert_eq!(cookies::value(&returned, NAME), Some(value));
});

/// A plain reading of RFC 6265: pairs between semicolons, with the spaces around name and value trimmed.
fn plainly_read(headers: &HeaderMap) -> Option<&str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim() == NAME).map(|(_, value)| value.trim())
}
