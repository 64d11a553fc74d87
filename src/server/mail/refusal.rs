//! What a mail server means that does not take a mail.

/// The enhanced status codes (RFC 3463) that tell of the mailbox: it does not exist, or has moved. Others, such as 5.7.1, are about this site
/// or the text, or can be (5.1.0, and 5.2.1 of a mailbox that gets too much).
const OF_MAILBOX: [&str; 5] = ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"];

/// What a server says of a mailbox without such a code. A 550 alone can be about this site: "relay not permitted".
const WORDS_OF_MAILBOX: [&str; 8] = [
    "no such user",
    "user unknown",
    "unknown user",
    "no such mailbox",
    "mailbox not found",
    "mailbox unavailable",
    "no such recipient",
    "recipient unknown",
];

/// Whether what a server has said tells that there is no such mailbox.
pub(super) fn is_bounce(status: u16, said: &str) -> bool {
    let is_code = |word: &&str| {
        let pieces: Vec<&str> = word.split('.').collect();
        pieces.len() == 3
            && pieces[0] == "5"
            && pieces.iter().all(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mut words = said.split(|c: char| !c.is_ascii_digit() && c != '.');
    match words.find(is_code) {
        Some(code) => OF_MAILBOX.contains(&code),
        None => {
            let said = said.to_ascii_lowercase();
            status == 550 && WORDS_OF_MAILBOX.iter().any(|words| said.contains(words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_tells_of_the_mailbox_is_a_bounce() {
        for (status, said, is) in [
            (550, "permanent error (550): 5.1.1 <joe@example.com>: no such mailbox", true),
            (550, "No such user here", true),
            (550, "relay not permitted", false),
            (550, "5.1.0 sender rejected", false),
            (553, "5.1.3 bad address syntax", true),
            (550, "5.2.1 mailbox gets too much", false),
            (550, "5.7.1 message refused by policy, see https://1.2.3.4/5.1.1", false),
            (554, "5.7.26 unauthenticated mail from site.example", false),
            (550, "5.1.8 bad sender", false),
            (552, "5.2.2 mailbox full", false),
            (554, "transaction failed", false),
        ] {
            assert_eq!(is_bounce(status, said), is, "{status} {said}");
        }
    }
}
