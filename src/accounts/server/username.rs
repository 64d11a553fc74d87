//! A user name: normalised, valid, and with a key that is unique among users. Django: `UnicodeUsernameValidator` and
//! `normalize_username`, plus full case folding for the key.

use unicode_normalization::UnicodeNormalization;

use super::letters::{JOINERS, is_name};
use crate::{
    accounts::{code::AccountCode, forms::USERNAME_MAX},
    server::text::trim,
    shared::{Code, count_chars},
};

/// A valid user name in NFKC, in the case that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Username(String);

impl Username {
    /// Checks what was entered. Spaces around it are no part of it: keyboards add them.
    ///
    /// # Errors
    /// `Required`, `TooLong` (checked before normalising, which an attacker can make expensive, and again after it: B4) or
    /// `InvalidUsername`.
    pub fn parse(text: &str) -> Result<Self, Code> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Code::Required);
        }
        check_length(text)?;
        let name: String = text.nfkc().collect();
        check_length(&name)?;
        if is_name(&name) { Ok(Self(name)) } else { Err(AccountCode::InvalidUsername.into()) }
    }

    /// A name as it is stored, which an earlier release may have accepted by other rules.
    pub fn stored(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Names with equal keys are one name (B5, B6).
    pub fn key(&self) -> String {
        key_of(&self.0)
    }
}

/// The key by which a name is looked up, valid or not, whole or its beginning: without what shows nothing around it and without
/// joiners, in NFKC, case-folded, in NFKC again.
pub fn key_of(text: &str) -> String {
    fold(&trim(text).replace(JOINERS, ""))
}

/// Folds a text for comparing: NFKC, case folding, NFKC. The keys of groups are folded by this, too.
pub fn fold(text: &str) -> String {
    let text: String = text.chars().take(USERNAME_MAX as usize).nfkc().collect();
    caseless::default_case_fold_str(&text).nfkc().collect()
}

fn check_length(text: &str) -> Result<(), Code> {
    match count_chars(text) {
        actual if actual > USERNAME_MAX => Err(Code::TooLong { max: USERNAME_MAX, actual }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::is_nfkc;

    use super::*;

    fn name(text: &str) -> Result<String, Code> {
        Username::parse(text).map(|name| name.0)
    }

    #[test]
    fn b2_names_of_every_script_are_valid() {
        for text in ["joe", "René", "홍길동", "أحمد", "宝", "a@b.c", "...", "_"] {
            assert_eq!(name(text), Ok(text.to_owned()), "{text}");
        }
    }

    #[test]
    fn b1_b2_what_is_no_word_character_is_refused_on_the_whole_text() {
        let bad = [
            "a b",
            "o'brien",
            "a!",
            "a/b",
            "😀",
            "zero\u{200b}width",
            "no\u{a0}break",
            "en–dash",
            "jo\ne",
            "\u{301}",
            "½",
            "\u{5b0}",
            "joe\u{345}",
        ];
        for text in bad {
            assert_eq!(name(text), Err(AccountCode::InvalidUsername.into()), "{text:?}");
        }
        assert_eq!(name(""), Err(Code::Required));
    }

    #[test]
    fn fault_d7_spaces_around_a_name_are_no_part_of_it() {
        for text in ["joe ", " joe", "\tjoe\n", "\u{a0}joe\u{3000}", "joe\u{2028}"] {
            assert_eq!(name(text), Ok("joe".to_owned()), "{text:?}");
            assert_eq!(key_of(text), "joe", "{text:?}");
        }
        assert_eq!(name(&format!(" {} ", "a".repeat(150))), Ok("a".repeat(150)));
        assert_eq!(name(" \u{3000}\n"), Err(Code::Required));
    }

    #[test]
    fn fault_d7_what_shows_nothing_around_a_name_is_no_part_of_its_key() {
        for text in
            ["\u{feff}joe\u{200b}", "joe\u{200d}\u{fe0f}", " \u{202a}JOE\u{202c} ", "\u{2800}joe\u{e0041}\u{ad}\u{34f}"]
        {
            assert_eq!(key_of(text), "joe", "{text:?}");
        }
        // A letter to an earlier release, which may have a user of that name.
        assert_eq!(key_of("joe\u{3164}"), "joe\u{1160}");
    }

    #[test]
    fn fault_d8_names_that_differ_in_joiners_alone_are_one() {
        let key = |text: &str| Username::parse(text).unwrap().key();
        assert_eq!(key("می\u{200c}خواهم"), key("میخواهم"));
        assert_eq!(key("ශ්\u{200d}රී"), key("ශ්රී"));
        assert_eq!(key("র\u{200d}্য"), key("র্য"));
        assert_eq!(name("می\u{200c}خواهم"), Ok("می\u{200c}خواهم".to_owned()));
        assert_eq!(name("e\u{301}"), Ok("é".to_owned()));
    }

    #[test]
    fn fault_d6_a_name_has_no_character_that_shows_nothing() {
        let invisible = "\u{3164}\u{115f}\u{1160}\u{ffa0}\u{200b}\u{200c}\u{200d}\u{ad}\u{34f}\u{17b4}\u{180e}\u{202e}\u{2066}\u{2800}\u{e0061}\u{fe0f}";
        for c in invisible.chars() {
            for text in [format!("{c}"), format!("joe{c}"), format!("{c}joe"), format!("j{c}oe")] {
                assert_eq!(name(&text), Err(AccountCode::InvalidUsername.into()), "{text:?}");
            }
        }
    }

    #[test]
    fn b3_b6_names_are_normalised_with_nfkc() {
        for (typed, stored) in [("Ω", "Ω"), ("ﬀ", "ff"), ("ｊｏｅ", "joe"), ("①", "1"), ("Rene\u{301}", "René")]
        {
            assert_eq!(name(typed), Ok(stored.to_owned()));
        }
    }

    #[test]
    fn b4_too_long_is_refused_before_and_after_normalising() {
        assert_eq!(name(&"a".repeat(151)), Err(Code::TooLong { max: 150, actual: 151 }));
        assert!(name(&"a".repeat(150)).is_ok());
        assert_eq!(name(&"ﬀ".repeat(100)), Err(Code::TooLong { max: 150, actual: 200 }));
    }

    #[test]
    fn b5_case_is_kept_and_the_key_folds_it_fully() {
        let key = |text: &str| Username::parse(text).unwrap().key();
        assert_eq!(name("Joe"), Ok("Joe".to_owned()));
        assert_eq!(key("JOE"), key("joe"));
        assert_eq!(key("straße"), key("STRASSE"));
        assert_eq!(key("ΣΑΣ"), key("σας"));
    }

    proptest! {
        #[test]
        fn a_name_that_is_accepted_is_normal_short_and_accepted_again_as_itself(
            text in "([a-zA-Z0-9@.+_-]|[\\p{L}\\p{N}\\p{M}]|\\PC){1,12}|(\\p{L}|[ﬀ①ßİ]){140,160}"
        ) {
            if let Ok(name) = Username::parse(&text) {
                prop_assert!(is_nfkc(name.as_str()));
                prop_assert!((1..=USERNAME_MAX).contains(&count_chars(name.as_str())));
                prop_assert_eq!(Username::parse(name.as_str()), Ok(name));
            }
        }

        /// Not for every letter: the folding knows only those of Unicode 16.
        #[test]
        fn b5_a_name_in_lower_case_is_the_same_name(text in "[A-Za-zÀ-ɏͰ-ϿЀ-ԯԱ-֏Ꭰ-ᏽꭰ-ꮿḀ-ỿἀ-῿Ⰰ-ⱟꙀ-ꚟ]{1,12}") {
            if let (Ok(name), Ok(lower)) = (Username::parse(&text), Username::parse(&text.to_lowercase())) {
                prop_assert_eq!(name.key(), lower.key());
            }
        }
    }
}
