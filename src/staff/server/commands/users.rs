//! `latchkey users`: finding people, seeing what is stored of them, letting them in or not. Django does this in its admin.

use clap::{Args, Subcommand};

use crate::{
    accounts::{
        code::AccountCode,
        server::{
            Accounts,
            commands::{find_user, sentence},
            permission_store, sessions,
            store::{self, UserRow},
            username::Username,
        },
        types::{SESSIONS_COUNTED, UserId},
    },
    shared::{AppError, Timestamp},
    staff::server::users::{
        lifecycle,
        rights::{self, Wanted},
        store as user_store,
    },
};

/// The most users that are listed.
const MOST: u32 = 50;

/// Options of the command.
#[derive(Args)]
pub struct Users {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// List users whose name begins with this text; without it the first ones
    Find { text: Option<String> },
    /// Print what is stored of a user, without the password
    Show { username: String },
    /// Let a user log in again
    Activate { username: String },
    /// Keep a user out: no login, and all sessions end at once
    Deactivate { username: String },
    /// End all sessions of a user
    EndSessions { username: String },
}

impl Users {
    /// Does what is asked.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), String> {
        match self.action {
            Action::Find { text } => find(accounts, &text.unwrap_or_default()).await,
            Action::Show { username } => show(accounts, &find_user(accounts, &username).await?).await,
            Action::Activate { username } => activate(accounts, &find_user(accounts, &username).await?).await,
            Action::Deactivate { username } => deactivate(accounts, &find_user(accounts, &username).await?).await,
            Action::EndSessions { username } => end_sessions(accounts, &find_user(accounts, &username).await?).await,
        }
    }
}

async fn find(accounts: &Accounts, text: &str) -> Result<(), String> {
    let key = match text {
        "" => String::new(),
        text => Username::parse(text).map_err(|code| format!("user name {text:?}: {}", sentence(&code)))?.key(),
    };
    let users = store::find_by_prefix(accounts.db(), &key, MOST).await.map_err(failed)?;
    for user in &users {
        println!("{:<30} {:<11} {}", user.username, state(user), Timestamp(user.date_joined).human_utc());
    }
    match users.len() {
        0 => println!("No user's name begins with {text:?}."),
        count if count == MOST as usize => {
            println!("These are the first {MOST}; name more of the beginning to see others.")
        }
        _ => {}
    }
    Ok(())
}

async fn show(accounts: &Accounts, user: &UserRow) -> Result<(), String> {
    let sessions = sessions::count_of(accounts.db(), UserId(user.id)).await.map_err(failed)?;
    let more = if sessions == SESSIONS_COUNTED { " or more" } else { "" };
    let last_login = user.last_login.map_or_else(|| "never".to_owned(), |at| Timestamp(at).human_utc());
    let groups = user_store::groups_of(accounts.db(), UserId(user.id)).await.map_err(failed)?;
    let permissions = permission_store::of_user(accounts.db(), UserId(user.id)).await.map_err(failed)?;
    let groups: Vec<String> = groups.into_iter().map(|group| format!("{:?}", group.name)).collect();
    let has_password = if user.password.starts_with('$') { "set" } else { "none that can be used" };
    for (label, value) in [
        ("id", user.id.to_string()),
        ("user name", user.username.clone()),
        ("first name", format!("{:?}", user.first_name)),
        ("last name", format!("{:?}", user.last_name)),
        ("e-mail", format!("{:?}", user.email)),
        ("state", state(user).to_owned()),
        ("password", has_password.to_owned()),
        ("joined", Timestamp(user.date_joined).human_utc()),
        ("last login", last_login),
        ("sessions", format!("{sessions}{more}")),
        ("groups", groups.join(", ")),
        ("may", permissions.names().collect::<Vec<_>>().join(", ")),
    ] {
        println!("{label:<11} {value}");
    }
    Ok(())
}

async fn activate(accounts: &Accounts, user: &UserRow) -> Result<(), String> {
    if user.is_active {
        println!("{} is active already.", user.username);
        return Ok(());
    }
    set_active(accounts, user, true).await?;
    println!("{} can log in again.", user.username);
    Ok(())
}

async fn deactivate(accounts: &Accounts, user: &UserRow) -> Result<(), String> {
    if !user.is_active {
        println!("{} is deactivated already.", user.username);
        return Ok(());
    }
    set_active(accounts, user, false).await?;
    println!("{} cannot log in any more, and all sessions have ended.", user.username);
    Ok(())
}

/// Lets somebody in or not, by the rules of the staff area, and recorded like there.
async fn set_active(accounts: &Accounts, user: &UserRow, is_active: bool) -> Result<(), String> {
    let change = |wanted: &mut Wanted, _: &_| wanted.is_active = is_active;
    let changed = rights::change_by_operator(accounts, UserId(user.id), None, change).await;
    match changed {
        Err(AppError::Invalid(errors)) if errors.has(AccountCode::LastSuperuser) => Err(format!(
            "{} is the last active superuser: make somebody else one first, with latchkey createsuperuser",
            user.username
        )),
        other => other.map(|_| ()).map_err(super::words),
    }
}

async fn end_sessions(accounts: &Accounts, user: &UserRow) -> Result<(), String> {
    lifecycle::end_sessions_by_operator(accounts, UserId(user.id)).await.map_err(super::words)?;
    println!("All sessions of {} have ended.", user.username);
    Ok(())
}

fn state(user: &UserRow) -> &'static str {
    match (user.is_active, user.is_superuser, user.is_staff) {
        (false, _, _) => "deactivated",
        (true, true, _) => "superuser",
        (true, false, true) => "staff",
        (true, false, false) => "active",
    }
}

fn failed(error: sqlx::Error) -> String {
    error.to_string()
}
