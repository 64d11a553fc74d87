//! `latchkey changepassword`: sets somebody's password at a terminal. Django: `changepassword` (B99).

use clap::Args;

use super::{
    find_user,
    prompts::{prompt_password, system_user},
};
use crate::accounts::{
    server::{
        Accounts, activity,
        audit::password_set_by_operator,
        password_change,
        passwords::{NewPassword, attributes_of},
        store::UserRow,
    },
    types::{ActivityEvent, PasswordInput, UserId},
};

/// How often one may try.
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
    pub async fn run(self, accounts: &Accounts, is_terminal: bool) -> Result<(), String> {
        if !is_terminal {
            return Err("changepassword asks for the password, so it needs a terminal".to_owned());
        }
        let name =
            self.username.or_else(system_user).ok_or("give the user name, as in: latchkey changepassword joe")?;
        let mut user = find_user(accounts, &name).await?;
        println!("Changing the password of {}.", user.username);
        let password = ask(accounts, &user)?;
        let id = UserId(user.id);
        let entry = password_set_by_operator(id, &user.username);
        let changed = password_change::set(accounts, &mut user, password, None, Some(&entry))
            .await
            .map_err(|error| error.to_string())?;
        if !changed {
            return Err("the password was changed by somebody else meanwhile; nothing was done".to_owned());
        }
        entry.log();
        activity::record_done(&accounts.0.db, id, ActivityEvent::PasswordSet).await;
        println!("The password of {} is changed, and all sessions have ended.", user.username);
        Ok(())
    }
}

fn ask(accounts: &Accounts, user: &UserRow) -> Result<NewPassword, String> {
    for _ in 0..TRIES {
        let first = prompt_password("New password: ")?;
        if first.is_empty() {
            return Err("Nothing was typed, so nothing was changed.".to_owned());
        }
        if first != prompt_password("New password again: ")? {
            eprintln!("The two passwords are not the same.");
            continue;
        }
        match NewPassword::parse(PasswordInput::new(first), &attributes_of(user), accounts.password_rules()) {
            Ok(password) => return Ok(password),
            Err(codes) => codes.iter().for_each(|code| eprintln!("{code}")),
        }
    }
    Err(format!("{TRIES} tries and no usable password: the password of {} is as it was", user.username))
}
