//! Tokens that cannot be guessed.

use super::{errors::internal, hex::hex};
use crate::shared::AppError;

/// 128 bits of the operating system's randomness, as 32 hexadecimal digits.
pub fn random_token() -> Result<String, AppError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(internal)?;
    Ok(hex(&bytes))
}
