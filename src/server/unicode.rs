//! What Unicode says of a character: whether it is seen, and what kind it is.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{
        BidiControl, DefaultIgnorableCodePoint, Emoji, ExtendedPictographic, GeneralCategory, GeneralCategoryGroup,
        IndicSyllabicCategory, JoiningType, Script,
    },
};
use unicode_normalization::char::canonical_combining_class;

/// The class of the signs that take a letter's vowel away (virama): what follows one may be joined or not.
const VIRAMA: u8 = 9;

/// Blank by their names alone: the empty pattern of Braille, two of Egyptian hieroglyphs, a filler, a note without its head.
const NAMED_BLANK: [char; 5] = ['\u{2800}', '\u{13441}', '\u{13442}', '\u{16fe4}', '\u{1d159}'];

/// Whether a character shows nothing by itself, such as U+200B, U+3164 or U+202E; the marks of annotations too, which no browser
/// shows.
pub fn is_invisible(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c) || matches!(c, '\u{fff9}'..='\u{fffb}')
}

/// Whether a character takes room and shows nothing.
pub fn is_gap(c: char) -> bool {
    c.is_whitespace() || c.is_control() || NAMED_BLANK.contains(&c)
}

/// Whether a character shows something by itself. A letter of a later Unicode counts, as does one for private use.
pub fn has_ink(c: char) -> bool {
    let category = category(c);
    let is_blank = GeneralCategoryGroup::Separator.contains(category)
        || matches!(category, GeneralCategory::Control | GeneralCategory::Format | GeneralCategory::Surrogate);
    !is_blank && !is_invisible(c) && !NAMED_BLANK.contains(&c)
}

/// Overrides, embeddings and isolates: everything that has a direction except the three marks, which turn nothing but themselves.
pub fn turns_direction(c: char) -> bool {
    CodePointSetData::new::<BidiControl>().contains(c) && !matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}')
}

/// Whether a character means nothing outside one program: for private use, reserved for ever, or standing for what was lost.
pub fn is_meaningless(c: char) -> bool {
    let is_reserved = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    is_reserved || c == '\u{fffd}' || category(c) == GeneralCategory::PrivateUse
}

pub fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

pub fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}

/// How the letters around a character join.
pub fn joining(c: char) -> JoiningType {
    CodePointMapData::<JoiningType>::new().get(c)
}

pub fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

pub fn is_virama(c: char) -> bool {
    canonical_combining_class(c) == VIRAMA
}

/// Whether it is a mark of a script of India or its neighbours.
pub fn is_indic_mark(c: char) -> bool {
    is_mark(c) && CodePointMapData::<IndicSyllabicCategory>::new().get(c) != IndicSyllabicCategory::Other
}

/// Whether a picture can be made of it: all emoji, digits among them.
pub fn is_emoji(c: char) -> bool {
    CodePointSetData::new::<Emoji>().contains(c)
}

/// Whether it is a picture, which can be joined with another one.
pub fn is_picture(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}
