//! Bare addresses in a text: GitHub's extended autolinks, for the web only.

/// A piece of a text: an address with where it leads, or what stands between two.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Address { shown: &'a str, target: String },
}

/// Splits a text at its addresses.
pub fn split(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut done, mut at) = (Vec::new(), 0, 0);
    while let Some(start) = next_start(text, at) {
        match address(&text[start..]) {
            Some(shown) if begins_word(&text[..start]) => {
                if done < start {
                    pieces.push(Piece::Text(&text[done..start]));
                }
                let scheme = if shown.contains("://") { "" } else { "http://" };
                pieces.push(Piece::Address { shown, target: format!("{scheme}{shown}") });
                done = start + shown.len();
                at = done;
            }
            _ => at = start + 1,
        }
    }
    if done < text.len() || pieces.is_empty() {
        pieces.push(Piece::Text(&text[done..]));
    }
    pieces
}

const STARTS: [&str; 3] = ["https://", "http://", "www."];

/// Where an address may begin, from here on.
fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let begins = |at: usize| start_of(&bytes[at..]).is_some();
    (from..bytes.len()).find(|at| matches!(bytes[*at], b'h' | b'H' | b'w' | b'W') && begins(*at))
}

/// The length of what an address begins with.
fn start_of(bytes: &[u8]) -> Option<usize> {
    let fits = |start: &&&str| bytes.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()));
    STARTS.iter().find(fits).map(|start| start.len())
}

fn begins_word(before: &str) -> bool {
    !before.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// The address at the start of a text, without what ends the sentence around it.
fn address(text: &str) -> Option<&str> {
    let end = text.find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '"')).unwrap_or(text.len());
    let head = start_of(text.as_bytes())?;
    let mut shown = &text[..end];
    loop {
        let shorter = shown.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'']);
        let unbalanced = shorter.ends_with(')') && shorter.matches(')').count() > shorter.matches('(').count();
        let next = if unbalanced { &shorter[..shorter.len() - 1] } else { shorter };
        if next.len() == shown.len() {
            break;
        }
        shown = next;
    }
    let host = shown.get(head..)?;
    host.starts_with(char::is_alphanumeric).then_some(shown)
}
