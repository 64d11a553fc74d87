//! The letters of this domain: to whom, what about, and what they say (`messages.rs`). How they are sent is not its business
//! (`server/mail/`). Django: the templates below `registration/`.

mod messages;

use messages as words;

use super::{sessions::user_agent, store::UserRow};
use crate::{
    accounts::types::{ActivityEvent, User},
    server::{
        context::Client,
        mail::{Block, Letter},
    },
    shared::Timestamp,
};

/// The kinds, as the operator's list names them.
pub const PASSWORD_RESET: &str = "password_reset";
pub const EMAIL_CONFIRMATION: &str = "email_confirmation";
pub const INVITATION: &str = "invitation";
pub const TOLD: &str = "told";
pub const FAREWELL: &str = "farewell";

/// For how many seconds a link is of use (B72), and news.
const LINK_LASTS: i64 = 259_200;

/// A password link that was asked for, with the code beside it (B69).
pub fn password_reset(user: &UserRow, path: String, code: String, client: &Client) -> Letter {
    let words = words::password_reset::of(&user.username);
    let blocks = vec![
        Block::Text(words.text),
        Block::Button { label: words::password_reset::BUTTON.into(), path },
        Block::Text(words::password_reset::CODE.into()),
        Block::Code(code),
        Block::Facts(origin_of(client)),
        Block::Note(words::password_reset::NOT_YOU.into()),
    ];
    Letter { always: true, ..letter(PASSWORD_RESET, user, words.subject, blocks) }
}

/// A password link that staff has made: for a new account, or a password that was forgotten.
pub fn staff_link(user: &UserRow, path: String) -> Letter {
    let words = words::staff_link::of(&user.username);
    let blocks = vec![
        Block::Text(words.text),
        Block::Button { label: words::password_reset::BUTTON.into(), path },
        Block::Note(words::staff_link::NOT_YOU.into()),
    ];
    Letter { always: true, ..letter(PASSWORD_RESET, user, words.subject, blocks) }
}

/// Asks whether an address is the user's: to that address.
pub fn email_confirmation(user: &UserRow, email: &str, path: String, code: String) -> Letter {
    let words = words::email_confirmation::of(&user.username);
    let blocks = vec![
        Block::Text(words.text),
        Block::Button { label: words::email_confirmation::BUTTON.into(), path },
        Block::Text(words::email_confirmation::CODE.into()),
        Block::Code(code),
        Block::Note(words::email_confirmation::NOT_YOU.into()),
    ];
    Letter { to: email.to_owned(), always: true, ..letter(EMAIL_CONFIRMATION, user, words.subject, blocks) }
}

/// Invites an address, which has no account yet. It goes with the account of who invites: no one answers for it then.
pub fn invitation(site: &str, by: &User, to: &str, path: String, until: Timestamp, lasts: i64) -> Letter {
    let words = words::invitation::of(site, &by.username, &until.human_utc());
    let blocks = vec![
        Block::Text(words.text),
        Block::Button { label: words::invitation::BUTTON.into(), path },
        Block::Note(words::invitation::NOT_YOU.into()),
    ];
    let (to, subject) = (to.to_owned(), words.subject);
    Letter { kind: INVITATION, user: Some(by.id.0), to, subject, blocks, lasts, always: true }
}

/// What has happened to an account, to the address that was its own then. `secure` is the path by which that mailbox secures it.
pub fn told(user: &UserRow, event: ActivityEvent, client: &Client, secure: Option<String>) -> Letter {
    let words = words::told::of(event, &user.username);
    let mut blocks = vec![Block::Text(words.text), Block::Facts(origin_of(client))];
    blocks.retain(|block| !matches!(block, Block::Facts(facts) if facts.is_empty()));
    match secure {
        Some(path) => {
            let (text, label) = match event {
                ActivityEvent::EmailChanged => (words::told::RESTORE_TEXT, words::told::RESTORE),
                _ => (words::told::NOT_YOU, words::told::SECURE),
            };
            blocks.push(Block::Text(text.into()));
            blocks.push(Block::Button { label: label.into(), path });
        }
        None if event == ActivityEvent::EmailRestored => blocks.push(Block::Note(words::told::RESTORED.into())),
        None => blocks.push(Block::Note(words::told::ASK_STAFF.into())),
    }
    // These outlive the account: a thief may delete it before they are sent.
    let outlives =
        matches!(event, ActivityEvent::PasswordChanged | ActivityEvent::EmailChanged | ActivityEvent::EmailRestored);
    let always = takes_away(event);
    Letter { user: (!outlives).then_some(user.id), always, ..letter(TOLD, user, words.subject, blocks) }
}

/// Whether an event takes an account away from its owner, so that it is told however much else was, and where mail came back too.
pub fn takes_away(event: ActivityEvent) -> bool {
    use ActivityEvent::{EmailChangeAsked, EmailChanged, EmailRestored, PasswordChanged};
    matches!(event, EmailChangeAsked | EmailChanged | EmailRestored | PasswordChanged)
}

/// The account is gone; the letter belongs to none.
pub fn farewell(user: &UserRow, to: String) -> Letter {
    let words = words::farewell::of(&user.username);
    let blocks = vec![Block::Text(words.text), Block::Note(words::farewell::NOT_YOU.into())];
    Letter { user: None, to, always: true, ..letter(FAREWELL, user, words.subject, blocks) }
}

fn letter(kind: &'static str, user: &UserRow, subject: String, blocks: Vec<Block>) -> Letter {
    Letter { kind, user: Some(user.id), to: user.email.clone(), subject, blocks, lasts: LINK_LASTS, always: false }
}

/// From where it was done: device and address, as far as they are known.
fn origin_of(client: &Client) -> Vec<(String, String)> {
    if client.user_agent.is_empty() && client.address.is_empty() {
        return Vec::new();
    }
    let device = user_agent::describe(&client.user_agent);
    let facts = [(words::fact::DEVICE, device), (words::fact::ADDRESS, client.address.clone())];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value)).collect()
}
