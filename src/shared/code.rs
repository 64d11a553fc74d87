//! What can be wrong with a field: codes with parameters. The general ones are here; each domain has an enum of its own for the
//! rest, and a function for the sentences of its fields. Django: the codes of `ValidationError`.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use thiserror::Error;

/// One error. The variant is the code, its fields are the parameters of its sentence. The sentence here is the general one, for a field
/// without one of its own.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    #[error("Please fill this in.")]
    Required,
    /// More characters than allowed.
    #[error("Use at most {max} characters; this has {actual}.")]
    TooLong { max: u32, actual: u32 },
    /// A value that the form does not offer.
    #[error("Choose one of the options.")]
    InvalidChoice,
    /// Saved by another request since the form was opened; the page shows the saved version.
    #[error(
        "This was changed elsewhere while you were writing. Your text is still here; the saved version is shown above it."
    )]
    ChangedMeanwhile,
    /// Saved by another request since the form was opened; the page has to be loaded again.
    #[error("This was changed elsewhere since you opened it. Load the page again, then make your change.")]
    RecordChangedMeanwhile,
    /// A code of a domain, as it stands on the wire. Made by [`Code::of_domain`], read by [`Code::domain`].
    #[error("This cannot be used here.")]
    #[serde(untagged)]
    Domain(Value),
}

impl Code {
    /// For `From` of a domain's enum.
    pub fn of_domain(code: &impl Serialize) -> Self {
        Self::Domain(serde_json::to_value(code).unwrap_or_default())
    }

    /// The code of a domain, if it is one of that domain's.
    pub fn domain<T: DeserializeOwned>(&self) -> Option<T> {
        match self {
            Self::Domain(value) => T::deserialize(value).ok(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Own {
        Taken,
        TooShort { min: u32 },
    }

    #[test]
    fn a_code_of_a_domain_stands_on_the_wire_as_the_general_ones_do() {
        let codes = [
            Code::Required,
            Code::TooLong { max: 3, actual: 4 },
            Code::of_domain(&Own::Taken),
            Code::of_domain(&Own::TooShort { min: 8 }),
        ];
        let wire = r#"["required",{"too_long":{"max":3,"actual":4}},"taken",{"too_short":{"min":8}}]"#;
        assert_eq!(serde_json::to_string(&codes).unwrap(), wire);
        let read: Vec<Code> = serde_json::from_str(wire).unwrap();
        assert_eq!(read, codes);
        assert_eq!(
            read.iter().map(Code::domain).collect::<Vec<Option<Own>>>(),
            [None, None, Some(Own::Taken), Some(Own::TooShort { min: 8 })]
        );
    }
}
