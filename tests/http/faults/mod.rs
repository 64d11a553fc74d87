//! What was answered and what is stored agree, whatever fails: the database, its disk, the connection of the client, or time
//! that passes while a password is hashed. Each test goes through every server function that changes something.

mod hashes;
mod resets;
mod stored;
mod timeouts;
