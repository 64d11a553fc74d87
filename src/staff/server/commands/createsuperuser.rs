//! `latchkey createsuperuser`. Interactive at a terminal; without one, or with `--noinput`, from options and environment.
//! Django: `management/commands/createsuperuser.py` (B96 to B98).

use clap::Args;

use super::{
    messages::{common::bad_username, createsuperuser as messages},
    words,
};
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
    server::{
        environment::{secret, variable},
        output::{CommandError, complain, say},
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
    /// Do not ask: take LATCHKEY_SUPERUSER_USERNAME, …_EMAIL and …_PASSWORD where an option is missing
    #[arg(long)]
    noinput: bool,
}

struct NewSuperuser {
    username: Username,
    email: String,
    /// `None`: they cannot log in yet.
    password: Option<NewPassword>,
}

impl CreateSuperuser {
    /// Creates the user.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts, is_terminal: bool) -> Result<(), CommandError> {
        let user = if self.noinput {
            self.without_asking(accounts).await?
        } else if is_terminal {
            self.ask(accounts).await?
        } else {
            return say(messages::NO_TERMINAL);
        };
        let NewSuperuser { username, email, password } = user;
        let has_password = password.is_some();
        create_superuser(accounts, &username, &email, password).await.map_err(words)?;
        say(messages::created(username.as_str()))?;
        if !has_password {
            say(messages::no_password(PASSWORD))?;
        }
        Ok(())
    }

    async fn without_asking(&self, accounts: &Accounts) -> Result<NewSuperuser, String> {
        let variable = |name| variable(name).map_err(|error| error.to_string());
        let name = self.username.clone().map_or_else(|| variable(USERNAME), |name| Ok(Some(name)))?;
        let name = name.ok_or_else(|| messages::username_missing(USERNAME))?;
        let username = check_username(accounts, &name).await?;
        let email = self.email.clone().map_or_else(|| variable(EMAIL), |email| Ok(Some(email)))?.unwrap_or_default();
        let email = parse_email(&email).map_err(|code| messages::bad_email(&email, &sentence(&code)))?;
        // As in Django, the policy does not hold for a script: its password is the operator's own choice.
        let password = secret(PASSWORD).map_err(|error| error.to_string())?;
        let Some(input) = password.map(PasswordInput::new) else {
            return Ok(NewSuperuser { username, email, password: None });
        };
        if let Err(codes) = operator_password(accounts, input.clone(), username.as_str(), &email) {
            codes.into_iter().for_each(|code| complain(messages::weak_password(&sentence(&code.into()))));
        }
        Ok(NewSuperuser { username, email, password: Some(NewPassword::bypassing_policy(input)) })
    }

    async fn ask(&self, accounts: &Accounts) -> Result<NewSuperuser, String> {
        let username = match &self.username {
            Some(name) => check_username(accounts, name).await?,
            None => ask_username(accounts).await?,
        };
        let email = match &self.email {
            Some(text) => parse_email(text).map_err(|code| messages::bad_email(text, &sentence(&code)))?,
            None => loop {
                match parse_email(&prompt(messages::EMAIL_PROMPT)?) {
                    Ok(email) => break email,
                    Err(code) => complain(sentence(&code)),
                }
            },
        };
        let password = Some(ask_password(accounts, &username, &email)?);
        Ok(NewSuperuser { username, email, password })
    }
}

async fn check_username(accounts: &Accounts, text: &str) -> Result<Username, String> {
    let checked = free_username(accounts, text).await.map_err(|error| error.to_string())?;
    checked.map_err(|code| bad_username(text, &sentence(&code)))
}

async fn ask_username(accounts: &Accounts) -> Result<Username, String> {
    let default = default_username(accounts).await;
    loop {
        let answer = prompt(&messages::username_prompt(default.as_deref()))?;
        let text = if answer.is_empty() { default.clone().unwrap_or_default() } else { answer };
        match check_username(accounts, &text).await {
            Ok(username) => return Ok(username),
            Err(text) => complain(text),
        }
    }
}

/// The name of the system user, if it is valid and free.
async fn default_username(accounts: &Accounts) -> Option<String> {
    check_username(accounts, &system_user()?).await.ok().map(|username| username.as_str().to_owned())
}

fn ask_password(accounts: &Accounts, username: &Username, email: &str) -> Result<NewPassword, String> {
    loop {
        let first = prompt_password(messages::PASSWORD_PROMPT)?;
        if first != prompt_password(messages::PASSWORD_AGAIN_PROMPT)? {
            complain(messages::MISMATCH);
            continue;
        }
        if first.trim().is_empty() {
            complain(messages::BLANK);
            continue;
        }
        let input = PasswordInput::new(first);
        match operator_password(accounts, input.clone(), username.as_str(), email) {
            Ok(password) => return Ok(password),
            Err(codes) => {
                codes.into_iter().for_each(|code| complain(sentence(&code.into())));
                if prompt(messages::USE_ANYWAY_PROMPT)?.eq_ignore_ascii_case("y") {
                    return Ok(NewPassword::bypassing_policy(input));
                }
            }
        }
    }
}
