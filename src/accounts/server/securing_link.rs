//! The link "Was it not you?" of a mail: it names a row, so that an account that was secured ends what came later.

use super::{
    addresses::store::{self, UndoRow},
    store::UserRow,
};
use crate::{
    accounts::{paths, types::UserId},
    server::{
        clock::now,
        db::{Db, Tx},
        hex::sha256_hex,
        random::random_token,
    },
    shared::AppError,
};

/// How long such a link is valid, in seconds.
const AGE: i64 = 604_800;

/// What a link has: not what is stored, so that a stolen database secures nothing.
pub struct Nonce(String);

impl Nonce {
    pub fn of(token: &str) -> Self {
        Self(sha256_hex(token))
    }

    pub async fn find(&self, db: &Db) -> Result<Option<UndoRow>, sqlx::Error> {
        store::find_undo(db, &self.0, oldest()).await
    }

    pub async fn read(&self, tx: &mut Tx) -> Result<Option<UndoRow>, sqlx::Error> {
        store::read_undo(tx, &self.0, oldest()).await
    }
}

/// Makes the path by which the mailbox of this user's present address secures the account. The token has the form of those of password
/// links, which no line of the log shows (`server/log_text.rs`).
pub async fn make(tx: &mut Tx, user: &UserRow) -> Result<String, AppError> {
    let token = format!("{}-{}-{}", user.id, now().0, random_token()?);
    store::insert_undo(tx, UserId(user.id), &Nonce::of(&token).0, &user.email).await?;
    Ok(paths::SECURE_LINK.replace("{token}", &token))
}

/// The addresses by which a user's account can be secured.
pub async fn open_addresses(tx: &mut Tx, user: UserId) -> Result<Vec<String>, sqlx::Error> {
    store::open_undos(tx, user, oldest()).await
}

/// Deletes up to `limit` of those that are over.
pub async fn delete_old(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
    store::delete_old_undos(db, oldest(), limit).await
}

fn oldest() -> i64 {
    now().0 - AGE
}
