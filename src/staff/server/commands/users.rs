//! `latchkey users`: finds and shows users, activates and deactivates them, ends their sessions. Django: its admin.

use clap::{Args, Subcommand};

use super::{
    messages::{
        common::{bad_username, or_more},
        users::{self as messages, label},
    },
    words,
};
use crate::{
    accounts::{
        code::AccountCode,
        server::{
            Accounts,
            audit::Actor,
            commands::{find_user, sentence},
            permission_store,
            store::{self, UserRow},
            username::{Username, key_of},
        },
        types::{SESSIONS_COUNTED, UserId},
    },
    server::output::{CommandError, say},
    shared::{AppError, Code, Timestamp},
    staff::server::users::{lifecycle, rights, store as user_store},
};

/// The most users that are listed.
const MOST: u32 = 50;

/// Options of the command.
#[derive(Args)]
pub struct Users {
    #[command(subcommand)]
    command: UsersCommand,
}

#[derive(Subcommand)]
enum UsersCommand {
    /// List users whose name begins with TEXT; without it, the first ones
    Find { text: Option<String> },
    /// Show a user, without the password
    Show { username: String },
    /// Let a user log in again
    Activate { username: String },
    /// Stop a user from logging in, and end all their sessions at once
    Deactivate { username: String },
    /// End all sessions of a user
    EndSessions { username: String },
}

impl Users {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), CommandError> {
        match self.command {
            UsersCommand::Find { text } => find(accounts, &text.unwrap_or_default()).await,
            UsersCommand::Show { username } => show(accounts, &find_user(accounts, &username).await?).await,
            UsersCommand::Activate { username } => activate(accounts, &find_user(accounts, &username).await?).await,
            UsersCommand::Deactivate { username } => deactivate(accounts, &find_user(accounts, &username).await?).await,
            UsersCommand::EndSessions { username } => {
                end_sessions(accounts, &find_user(accounts, &username).await?).await
            }
        }
    }
}

async fn find(accounts: &Accounts, text: &str) -> Result<(), CommandError> {
    let users = store::find_by_prefix(accounts.db(), &key_of(text), MOST).await.map_err(failed)?;
    if users.is_empty()
        && let Err(code) = Username::parse(text)
        && code != Code::Required
    {
        return Err(bad_username(text, &sentence(&code)).into());
    }
    for user in &users {
        let joined = Timestamp(user.date_joined).human_utc();
        say(format_args!("{:<30} {:<11} {joined}", user.username, state(user)))?;
    }
    match users.len() {
        0 => say(messages::no_match(text)),
        count if count == MOST as usize => say(messages::first_only(MOST)),
        _ => Ok(()),
    }
}

async fn show(accounts: &Accounts, user: &UserRow) -> Result<(), CommandError> {
    let (db, id) = (accounts.db(), UserId(user.id));
    let sessions = accounts.sessions().count(id).await.map_err(failed)?;
    let sessions = match sessions {
        Some(count) => format!("{count}{}", or_more(count == SESSIONS_COUNTED)),
        None => messages::UNKNOWN.to_owned(),
    };
    let last_login = user.last_login.map_or_else(|| messages::NEVER.to_owned(), |at| Timestamp(at).human_utc());
    let groups = user_store::groups_of(db, id).await.map_err(failed)?;
    let permissions = permission_store::of_user(db, id).await.map_err(failed)?;
    let groups: Vec<String> = groups.into_iter().map(|group| format!("{:?}", group.name)).collect();
    let has_password = match user.password.starts_with('$') {
        true => messages::PASSWORD_SET,
        false => messages::NO_PASSWORD,
    };
    for (label, value) in [
        (label::ID, user.id.to_string()),
        (label::USERNAME, user.username.clone()),
        (label::FIRST_NAME, format!("{:?}", user.first_name)),
        (label::LAST_NAME, format!("{:?}", user.last_name)),
        (label::EMAIL, format!("{:?}", user.email)),
        (label::STATE, state(user).to_owned()),
        (label::PASSWORD, has_password.to_owned()),
        (label::JOINED, Timestamp(user.date_joined).human_utc()),
        (label::LAST_LOGIN, last_login),
        (label::SESSIONS, sessions),
        (label::GROUPS, groups.join(", ")),
        (label::PERMISSIONS, permissions.names().collect::<Vec<_>>().join(", ")),
    ] {
        say(format_args!("{label:<11} {value}"))?;
    }
    Ok(())
}

async fn activate(accounts: &Accounts, user: &UserRow) -> Result<(), CommandError> {
    if user.is_active {
        return say(messages::active_already(&user.username));
    }
    set_active(accounts, user, true).await?;
    say(messages::activated(&user.username))
}

async fn deactivate(accounts: &Accounts, user: &UserRow) -> Result<(), CommandError> {
    if !user.is_active {
        return say(messages::deactivated_already(&user.username));
    }
    set_active(accounts, user, false).await?;
    say(messages::deactivated(&user.username))
}

/// Activates or deactivates a user by the rules of the staff area, with an entry in the audit trail.
async fn set_active(accounts: &Accounts, user: &UserRow, is_active: bool) -> Result<(), String> {
    match rights::set_active(accounts, Actor::operator(), UserId(user.id), is_active).await {
        Err(AppError::Invalid(errors)) if errors.has(AccountCode::LastSuperuser) => {
            Err(messages::last_superuser(&user.username))
        }
        other => other.map(|_| ()).map_err(words),
    }
}

async fn end_sessions(accounts: &Accounts, user: &UserRow) -> Result<(), CommandError> {
    lifecycle::end_sessions_by(accounts, Actor::operator(), UserId(user.id)).await.map_err(words)?;
    say(messages::sessions_ended(&user.username))
}

fn state(user: &UserRow) -> &'static str {
    match (user.is_active, user.is_superuser, user.is_staff) {
        (false, _, _) => messages::DEACTIVATED,
        (true, true, _) => messages::SUPERUSER,
        (true, false, true) => messages::STAFF,
        (true, false, false) => messages::ACTIVE,
    }
}

fn failed(error: impl std::fmt::Display) -> String {
    error.to_string()
}
