//! Any bytes as the body of a form: an accepted body is parsed as a plain parser would, and survives being encoded again.
#![no_main]

use latchkey::boot::http::layers::body::{self, Fields};
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;

fuzz_target!(|input: &[u8]| {
    let Some(fields) = body::parse(input) else { return };
    let text = std::str::from_utf8(input).unwrap();
    assert_eq!(fields, plainly_read(text));
    assert!(fields.iter().all(|(name, value)| !name.contains('\0') && !value.contains('\0')));
    assert!(fields.len() <= 1_000);
    // Server functions get the fields encoded again.
    assert_eq!(body::parse(body::encode(&fields).as_bytes()), Some(fields));
});

/// The fields of a form, the last one of each name. Fails on a byte that would have to be guessed.
fn plainly_read(text: &str) -> Fields {
    let pieces = text.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn decode(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8().unwrap().into_owned()
}
