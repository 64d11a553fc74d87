//! Whose form this is: the sealed user id that every form of a signed-in page carries, so that it is neither run nor held for
//! another user who has logged in since.

use crate::{
    accounts::types::{UserId, Viewer},
    boot::http::{layers::body::Fields, request::OwnerToken},
    server::secret_key::SecretKey,
    ui::OWNER,
};

/// The token for the forms of this viewer.
pub fn token(secret_key: &SecretKey, viewer: &Viewer) -> OwnerToken {
    OwnerToken(viewer.user().and_then(|user| secret_key.seal(OWNER, &user.id).ok()))
}

/// The user whose page the form came from, if it carries a token of ours.
pub fn owner_of(secret_key: &SecretKey, fields: &Fields) -> Option<UserId> {
    secret_key.open(OWNER, fields.get(OWNER)?)
}
