//! What the browser stores for this site on the device. In a browser that stores nothing, all of this does nothing.

use web_sys::Storage;

use super::dom::window;

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

pub fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Stores a value, and says whether that worked.
pub fn store(key: &str, value: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, value).is_ok())
}

pub fn forget(key: &str) {
    _ = storage().map(|storage| storage.remove_item(key));
}

/// The keys with this prefix.
pub fn stored_keys(prefix: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or_default();
    let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    keys.filter(|key| key.starts_with(prefix)).collect()
}

/// Leaves a message for the next document in this tab.
pub fn tell_next_document(key: &str) {
    leave(key, "1");
}

/// Whether the previous document has left this message. Reading removes it.
pub fn was_told(key: &str) -> bool {
    take_left(key).is_some()
}

/// Leaves a text for the next document in this tab.
pub fn leave(key: &str, text: &str) {
    if let Ok(Some(storage)) = window().session_storage() {
        _ = storage.set_item(key, text);
    }
}

/// The text that the previous document has left. Reading removes it.
pub fn take_left(key: &str) -> Option<String> {
    let storage = window().session_storage().ok().flatten()?;
    let text = storage.get_item(key).ok().flatten();
    _ = storage.remove_item(key);
    text
}
