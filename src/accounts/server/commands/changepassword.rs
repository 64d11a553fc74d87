//! `latchkey changepassword`: sets the password of a user at a terminal. Django: `changepassword` (B99).

use clap::Args;

use super::{
    find_user,
    messages::{CANCELLED, changepassword as messages},
    prompts::{prompt_password, system_user},
};
use crate::{
    accounts::{
        server::{
            Accounts,
            audit::{Entry, password_set_by_operator},
            audit_store,
            hasher::Payer,
            password_change::NewHash,
            passwords::{NewPassword, attributes_of},
            store::UserRow,
            told,
        },
        types::{ActivityEvent, PasswordInput, UserId},
    },
    server::output::{CommandError, complain, say},
    shared::AppError,
};

/// How many tries the operator has.
const TRIES: u32 = 3;

/// Options of the command.
#[derive(Args)]
pub struct ChangePassword {
    /// The user name [default: the name of the system user]
    username: Option<String>,
}

impl ChangePassword {
    /// Asks for the new password twice, and ends all sessions of the user.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts, is_terminal: bool) -> Result<(), CommandError> {
        if !is_terminal {
            return Err(messages::NEEDS_TERMINAL.into());
        }
        let name = self.username.or_else(system_user).ok_or(messages::NEEDS_NAME)?;
        let user = find_user(accounts, &name).await?;
        say(messages::changing(&user.username)).map_err(|_| CANCELLED)?;
        let password = ask(accounts, &user)?;
        let entry = password_set_by_operator(UserId(user.id), &user.username);
        let set = set(accounts, &user, password, entry).await.map_err(|error| error.to_string())?;
        if !set {
            return Err(messages::CHANGED_MEANWHILE.into());
        }
        say(messages::done(&user.username))
    }
}

/// Sets the password, in one transaction with what tells of it. False when it has been changed meanwhile.
async fn set(accounts: &Accounts, user: &UserRow, password: NewPassword, entry: Entry) -> Result<bool, AppError> {
    let new = NewHash::of(accounts, password, &Payer::operator()).await?;
    let mut tx = accounts.0.db.begin().await?;
    if !new.set(accounts, &mut tx, user, None).await? {
        return Ok(false);
    }
    audit_store::record(&mut tx, entry).await?;
    told::record_by_staff(accounts, &mut tx, user, ActivityEvent::PasswordSet).await?;
    tx.commit().await?;
    Ok(true)
}

fn ask(accounts: &Accounts, user: &UserRow) -> Result<NewPassword, String> {
    for _ in 0..TRIES {
        let first = prompt_password(messages::PROMPT)?;
        if first.is_empty() {
            return Err(messages::EMPTY.to_owned());
        }
        if first != prompt_password(messages::PROMPT_AGAIN)? {
            complain(messages::DIFFERENT);
            continue;
        }
        match NewPassword::parse(PasswordInput::new(first), &attributes_of(user), accounts.password_rules()) {
            Ok(password) => return Ok(password),
            Err(codes) => codes.iter().for_each(complain),
        }
    }
    Err(messages::gave_up(TRIES, &user.username))
}
