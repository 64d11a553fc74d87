//! Any bytes as the body of a form: what is accepted is read as a plain reading has it, and survives being sent on.
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
    // The server functions are given the fields encoded anew.
    assert_eq!(body::parse(body::encode(&fields).as_bytes()), Some(fields));
});

/// The fields of a form, the last of each name. Fails where a byte would have to be guessed.
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
