//! Whose form this is: the sealed user id that every form of a logged-in user's page carries, so that it is neither run nor held
//! for another user who has logged in since.

use crate::{
    accounts::types::{UserId, Viewer},
    boot::http::layers::body::Fields,
    server::secret_key::SecretKey,
    ui::{OWNER, SealedOwner},
};

/// Seals the viewer's id; an anonymous viewer has none.
pub fn sealed(secret_key: &SecretKey, viewer: &Viewer) -> SealedOwner {
    SealedOwner(viewer.user().and_then(|user| secret_key.seal(OWNER, &user.id).ok()))
}

/// The user whose page the form came from, if that can be read.
pub fn owner_of(secret_key: &SecretKey, fields: &Fields) -> Option<UserId> {
    secret_key.open(OWNER, fields.get(OWNER)?)
}
