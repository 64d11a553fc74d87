//! `latchkey mail`: what is in the outbox, and whether mail gets out. Django: `sendtestemail`.

use clap::{Args, Subcommand};

use crate::{
    boot::{app::StartError, messages::mail as messages, serve},
    server::{
        mail::{Block, Letter, Mail},
        output::{CommandError, say},
        settings::Settings,
    },
};

/// How many mails the list has.
const LISTED: u32 = 50;

/// A test that has not arrived by then is of no use, in seconds.
const TEST_LASTS: i64 = 600;

#[derive(Args)]
pub struct MailArgs {
    #[command(subcommand)]
    command: MailCommand,
}

#[derive(Subcommand)]
enum MailCommand {
    /// List the newest mails: waiting, sent, given up, come back
    List,
    /// Show a mail that waits or was given up, with its address, text and links
    Show { id: i64 },
    /// Send a test to an address, and wait for what becomes of it
    SendTest { address: String },
    /// Send again what was given up, or waits for its next attempt: one mail, or all
    Retry { id: Option<i64> },
}

impl MailArgs {
    pub async fn run(self, settings: Settings) -> Result<(), StartError> {
        let app = serve::ready(settings).await?;
        let done = self.command.run(&app.mail).await;
        app.db.close().await;
        Ok(done?)
    }
}

impl MailCommand {
    async fn run(self, mail: &Mail) -> Result<(), CommandError> {
        match self {
            Self::List => list(mail).await,
            Self::Show { id } => show(mail, id).await,
            Self::SendTest { address } => send_test(mail, address).await,
            Self::Retry { id } => {
                let count = mail.retry(id).await.map_err(failed)?;
                say(messages::retried(count))
            }
        }
    }
}

fn failed(error: sqlx::Error) -> CommandError {
    messages::unreadable(error).into()
}

async fn list(mail: &Mail) -> Result<(), CommandError> {
    let mails = mail.newest(LISTED).await.map_err(failed)?;
    if mails.is_empty() {
        return say(messages::NONE);
    }
    mails.iter().try_for_each(|mail| say(messages::line(mail)))
}

async fn show(mail: &Mail, id: i64) -> Result<(), CommandError> {
    let found = mail.find(id).await.map_err(failed)?.ok_or(messages::NOT_FOUND)?;
    say(messages::line(&found))?;
    match found.content {
        Some(content) => say(messages::content(&content)),
        None => say(messages::NO_CONTENT),
    }
}

/// Sends it at once, without the worker of a server, and says what the mail server has said.
async fn send_test(mail: &Mail, address: String) -> Result<(), CommandError> {
    if !mail.is_on() {
        return Err(messages::OFF.into());
    }
    let letter = Letter {
        kind: "test",
        user: None,
        to: address,
        subject: messages::TEST_SUBJECT.to_owned(),
        blocks: vec![
            Block::Text(messages::TEST_TEXT.to_owned()),
            Block::Button { label: messages::TEST_LINK.to_owned(), path: "/".to_owned() },
        ],
        lasts: TEST_LASTS,
        always: true,
    };
    match mail.send_at_once(&letter).await {
        Ok(()) => say(messages::TEST_SENT),
        Err(problem) => Err(messages::test_failed(&problem).into()),
    }
}
