//! Marks that nobody can guess.

use super::errors::internal;
use crate::shared::AppError;

/// 128 bits of the operating system's randomness, as 32 hexadecimal digits.
pub fn random_mark() -> Result<String, AppError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(internal)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
