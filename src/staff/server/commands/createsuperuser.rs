//! `latchkey createsuperuser`. Interactive at a terminal; without one, or with `--noinput`, from options and environment.
//! Django: `management/commands/createsuperuser.py` (B96 to B98).

use clap::Args;

use crate::{
    accounts::{
        server::{
            Accounts,
            commands::{
                prompts::{prompt, prompt_password, system_user},
                sentence,
            },
            email::parse_email,
            passwords::NewPassword,
            registration::{free_username, operator_password},
            username::Username,
        },
        types::PasswordInput,
    },
    staff::server::users::lifecycle::create_superuser,
};

const USERNAME: &str = "LATCHKEY_SUPERUSER_USERNAME";
const EMAIL: &str = "LATCHKEY_SUPERUSER_EMAIL";
const PASSWORD: &str = "LATCHKEY_SUPERUSER_PASSWORD";

/// Options of the command.
#[derive(Args)]
pub struct CreateSuperuser {
    /// The user name
    #[arg(long)]
    username: Option<String>,
    /// The e-mail address
    #[arg(long)]
    email: Option<String>,
    /// Ask nothing: take LATCHKEY_SUPERUSER_USERNAME, …_EMAIL and …_PASSWORD where an option is missing
    #[arg(long)]
    noinput: bool,
}

impl CreateSuperuser {
    /// Makes the user.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts, is_terminal: bool) -> Result<(), String> {
        let (username, email, password) = if self.noinput {
            self.without_asking(accounts).await?
        } else if is_terminal {
            self.ask(accounts).await?
        } else {
            println!(
                "No superuser was made, because this is no terminal. Run `latchkey createsuperuser` in one, or with --noinput."
            );
            return Ok(());
        };
        let has_password = password.is_some();
        create_superuser(accounts, &username, &email, password).await.map_err(|error| error.to_string())?;
        println!("Superuser {} was made.", username.as_str());
        if !has_password {
            println!("It has no password yet and cannot log in: {PASSWORD} was not set.");
        }
        Ok(())
    }

    async fn without_asking(&self, accounts: &Accounts) -> Result<(Username, String, Option<NewPassword>), String> {
        let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let name = self.username.clone().or_else(|| variable(USERNAME));
        let name = name.ok_or_else(|| format!("a user name is needed: give --username or set {USERNAME}"))?;
        let username = check_username(accounts, &name).await?;
        let email = self.email.clone().or_else(|| variable(EMAIL)).unwrap_or_default();
        let email = parse_email(&email).map_err(|code| format!("e-mail address {email:?}: {}", sentence(&code)))?;
        // The password of a script is the operator's own choice, as in Django: the policy is for people who type.
        let Some(input) = variable(PASSWORD).map(PasswordInput::new) else { return Ok((username, email, None)) };
        if let Err(codes) = operator_password(accounts, input.clone(), username.as_str(), &email) {
            codes
                .iter()
                .for_each(|code| eprintln!("The password is taken, though nobody could choose it here: {code}"));
        }
        Ok((username, email, Some(NewPassword::bypassing_policy(input))))
    }

    async fn ask(&self, accounts: &Accounts) -> Result<(Username, String, Option<NewPassword>), String> {
        let username = match &self.username {
            Some(name) => check_username(accounts, name).await?,
            None => ask_username(accounts).await?,
        };
        let email = match &self.email {
            Some(text) => parse_email(text).map_err(|code| format!("e-mail address {text:?}: {}", sentence(&code)))?,
            None => loop {
                match parse_email(&prompt("E-mail address (may be empty): ")?) {
                    Ok(email) => break email,
                    Err(code) => eprintln!("{}", sentence(&code)),
                }
            },
        };
        let password = ask_password(accounts, &username, &email)?;
        Ok((username, email, Some(password)))
    }
}

async fn check_username(accounts: &Accounts, text: &str) -> Result<Username, String> {
    let checked = free_username(accounts, text).await.map_err(|error| error.to_string())?;
    checked.map_err(|code| format!("user name {text:?}: {}", sentence(&code)))
}

async fn ask_username(accounts: &Accounts) -> Result<Username, String> {
    let default = default_username(accounts).await;
    loop {
        let label = default.as_ref().map(|name| format!(" (leave empty for {name})")).unwrap_or_default();
        let typed = prompt(&format!("User name{label}: "))?;
        let text = if typed.is_empty() { default.clone().unwrap_or_default() } else { typed };
        match check_username(accounts, &text).await {
            Ok(username) => return Ok(username),
            Err(text) => eprintln!("{text}"),
        }
    }
}

/// The system user, if that is a valid name nobody has.
async fn default_username(accounts: &Accounts) -> Option<String> {
    check_username(accounts, &system_user()?).await.ok().map(|username| username.as_str().to_owned())
}

fn ask_password(accounts: &Accounts, username: &Username, email: &str) -> Result<NewPassword, String> {
    loop {
        let first = prompt_password("Password: ")?;
        if first != prompt_password("Password again: ")? {
            eprintln!("The two passwords are not the same.");
            continue;
        }
        if first.trim().is_empty() {
            eprintln!("A blank password is not allowed.");
            continue;
        }
        let input = PasswordInput::new(first);
        match operator_password(accounts, input.clone(), username.as_str(), email) {
            Ok(password) => return Ok(password),
            Err(codes) => {
                codes.iter().for_each(|code| eprintln!("{code}"));
                if prompt("Use it all the same? [y/N]: ")?.eq_ignore_ascii_case("y") {
                    return Ok(NewPassword::bypassing_policy(input));
                }
            }
        }
    }
}
