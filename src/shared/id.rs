//! The number of a row, as addresses and forms name it: one spelling for each, so that one thing has one address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};

/// A number from 1, in decimal digits without sign, space or leading zero. What is posted and is no such number is [`Id::NONE`]: it
/// is answered as a row that does not exist, after access was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Id(i64);

/// A text or number that names no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the number of a row")]
pub struct NoId;

impl Id {
    /// The number that no row has.
    pub const NONE: Self = Self(0);

    pub fn get(self) -> i64 {
        self.0
    }
}

impl TryFrom<i64> for Id {
    type Error = NoId;

    fn try_from(number: i64) -> Result<Self, NoId> {
        if number > 0 { Ok(Self(number)) } else { Err(NoId) }
    }
}

impl FromStr for Id {
    type Err = NoId;

    fn from_str(text: &str) -> Result<Self, NoId> {
        plain_number(text).ok_or(NoId)?.try_into()
    }
}

/// A number in its one spelling, from 0.
pub(super) fn plain_number(text: &str) -> Option<i64> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| is_plain)
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A number in JSON, and the text of one in a form; any other number or text is [`Id::NONE`].
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Visitor)
    }
}

struct Visitor;

impl de::Visitor<'_> for Visitor {
    type Value = Id;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the number of a row")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Id, E> {
        Ok(number.try_into().unwrap_or(Id::NONE))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Id, E> {
        Ok(i64::try_from(number).map_or(Id::NONE, |number| number.try_into().unwrap_or(Id::NONE)))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Id, E> {
        Ok(Id::NONE)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Id, E> {
        Ok(text.parse().unwrap_or(Id::NONE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_d3_an_id_has_one_spelling() {
        for number in [1, 7, 10, 9_007_199_254_740_993, i64::MAX] {
            assert_eq!(number.to_string().parse().map(Id::get), Ok(number));
            assert_eq!(serde_json::from_str::<Id>(&number.to_string()).unwrap().get(), number);
            assert_eq!(serde_json::from_value::<Id>(number.to_string().into()).unwrap().get(), number);
        }
        for text in [
            "",
            "0",
            "00",
            "01",
            "007",
            "+1",
            "-1",
            "-0",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "0x1",
            "1_000",
            "１",
            "१",
            "1\0",
            "x",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551617",
            "99999999999999999999999999",
        ] {
            assert_eq!(text.parse::<Id>(), Err(NoId), "{text:?}");
            assert_eq!(serde_json::from_value::<Id>(text.into()).unwrap(), Id::NONE, "{text:?}");
        }
        for number in ["0", "-1", "1.0", "1e3", "9223372036854775808"] {
            assert_eq!(serde_json::from_str::<Id>(number).unwrap(), Id::NONE, "{number}");
        }
    }
}
