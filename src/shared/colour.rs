//! The colour of the operator's choice: reading it, and whether text in it can be read (WCAG 2.2, 1.4.3).

use std::fmt;

use serde::{Deserialize, Deserializer, Serializer, de::Error as _};

/// The least contrast of text with what it stands on.
pub const READABLE: f64 = 4.5;

/// How much of the accent is in the surface of each scheme on which text in it is hardest to read.
pub const DAY_TINT: f64 = 0.085;
pub const NIGHT_TINT: f64 = 0.16;

/// Red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour(pub [u8; 3]);

impl Colour {
    pub const WHITE: Self = Self([0xff; 3]);
    pub const BLACK: Self = Self([0; 3]);
    /// What surfaces are made of by night.
    pub const NIGHT: Self = Self([0x0d, 0x10, 0x10]);

    /// Reads `#rrggbb`.
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6)?;
        let mut bytes = [0; 3];
        for (place, byte) in bytes.iter_mut().enumerate() {
            // `from_str_radix` takes a sign too.
            let pair = digits.get(2 * place..2 * place + 2)?;
            *byte = u8::from_str_radix(pair, 16).ok().filter(|_| !pair.starts_with('+'))?;
        }
        Some(Self(bytes))
    }

    /// This colour with a share of another in it.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix = |own: u8, its: u8| (f64::from(its) - f64::from(own)).mul_add(share, f64::from(own)).round() as u8;
        let ([r, g, b], [its_r, its_g, its_b]) = (self.0, other.0);
        Self([mix(r, its_r), mix(g, its_g), mix(b, its_b)])
    }

    /// From 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (own, its) = (self.luminance() + 0.05, other.luminance() + 0.05);
        (own / its).max(its / own)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|value| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.0722_f64.mul_add(b, 0.2126_f64.mul_add(r, 0.7152 * g))
    }

    /// The contrast with the page that this is the accent of.
    fn as_accent(self, paper: Self, tint: f64) -> f64 {
        self.contrast(paper.mixed(self, tint))
    }

    /// This colour with as much of another as text in it needs.
    fn made_readable(self, other: Self, paper: Self, tint: f64) -> Self {
        let mixed = (0..20).map(|twentieth| self.mixed(other, f64::from(twentieth) / 20.0));
        mixed.into_iter().find(|colour| colour.as_accent(paper, tint) >= READABLE).unwrap_or(other)
    }

    /// A darker one for white pages, if this one is too pale.
    pub fn for_day(self) -> Self {
        self.made_readable(Self::BLACK, Self::WHITE, DAY_TINT)
    }

    /// A lighter one for dark pages, if this one is too dark.
    pub fn for_night(self) -> Self {
        self.made_readable(Self::WHITE, Self::NIGHT, NIGHT_TINT)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// A colour for light pages; an empty text is none.
pub fn by_day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Colour>, D::Error> {
    read(deserializer, Colour::for_day, "too pale for light pages")
}

/// A colour for dark pages; an empty text is none.
pub fn by_night<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Colour>, D::Error> {
    read(deserializer, Colour::for_night, "too dark for dark pages")
}

fn read<'de, D: Deserializer<'de>>(
    deserializer: D,
    readable: fn(Colour) -> Colour,
    fault: &str,
) -> Result<Option<Colour>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    let colour = Colour::read(&text)
        .ok_or_else(|| D::Error::custom(format!("{text:?} is not a colour: write it like #0f5340")))?;
    let better = readable(colour);
    if better == colour {
        return Ok(Some(colour));
    }
    Err(D::Error::custom(format!("{colour} is {fault}: text needs a contrast of {READABLE} to 1. {better} has it")))
}

/// As [`by_day`] reads it.
pub fn show<S: Serializer>(colour: &Option<Colour>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&colour.map(|colour| colour.to_string()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn a_colour_is_six_digits_after_a_hash() {
        assert_eq!(Colour::read("#0F5340"), Some(Colour([0x0f, 0x53, 0x40])));
        assert_eq!(Colour([1, 2, 0xff]).to_string(), "#0102ff");
        for wrong in ["", "0f5340", "#0f534", "#0f53400", "#+f5340", "#0f534g", "green", "#€€"] {
            assert_eq!(Colour::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn contrasts_are_those_of_the_guidelines() {
        let contrast = |one: &str, other: &str| Colour::read(one).unwrap().contrast(Colour::read(other).unwrap());
        for (one, other, expected) in
            [("#ffffff", "#000000", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)]
        {
            assert!((contrast(one, other) - expected).abs() < 0.01, "{one} {other}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_a_colour_that_can() {
        let day = |text: &str| by_day(Value::from(text)).map_err(|error| error.to_string());
        let night = |text: &str| by_night(Value::from(text)).map_err(|error| error.to_string());
        assert_eq!((day(""), night("")), (Ok(None), Ok(None)));
        assert_eq!(day("#0f5340"), Ok(Colour::read("#0f5340")));
        assert_eq!(night("#e2b75e"), Ok(Colour::read("#e2b75e")));
        for (error, is_day) in [(day("#f5d90a").unwrap_err(), true), (night("#0f5340").unwrap_err(), false)] {
            assert!(error.contains("contrast of 4.5"), "{error}");
            let better = error.split(". ").last().and_then(|end| end.split(' ').next()).unwrap();
            assert!(if is_day { day(better) } else { night(better) }.is_ok(), "{error}");
        }
    }
}
