//! How a mail leaves the process: by SMTP, or, for development, printed or as a file. Each attempt has an end.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
};

use super::{address::to_address, error::MailError, outbox_store::Claimed, refusal::is_bounce, sealed::Content};
use crate::server::{output::say, settings::MailUrl};

/// How long the server may take for each of its answers, and for all of one mail. Shorter, and a server that is slow after the text has
/// taken the mail without saying so, and gets it again (RFC 5321, 4.5.3.2.6: ten minutes).
const ANSWER: Duration = Duration::from_secs(600);
pub const ATTEMPT: Duration = Duration::from_secs(900);

/// What a server answers that has no such mailbox, or does not take this mail for it. Whatever else it refuses, such as the password of this
/// site, is mended by the operator, and the mail waits for that.
const REFUSALS: [u16; 5] = [550, 551, 552, 553, 554];

/// Says to programs that answer by themselves that they need not (RFC 3834).
const AUTO_SUBMITTED: &str = "Auto-Submitted";

pub enum Transport {
    Console,
    Folder(PathBuf),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// Why an attempt failed.
#[derive(Debug)]
pub struct SendError {
    /// Another attempt would fail as well.
    pub is_final: bool,
    /// There is no such mailbox.
    pub is_bounce: bool,
    pub text: String,
}

impl Transport {
    /// `None` where no mail is sent.
    pub fn open(url: &MailUrl, base: &Path) -> Result<Option<Self>, MailError> {
        Ok(match url {
            MailUrl::Off => None,
            MailUrl::Console => Some(Self::Console),
            MailUrl::Folder(path) => Some(Self::Folder(base.join(path))),
            // A connection for each mail: one that is cut off in the middle must not be used for the next.
            MailUrl::Smtp(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
                // The error may repeat the address, with its password.
                let builder = builder.map_err(|_| {
                    MailError::Url(
                        "cannot be used: write it like smtps://USER:PASSWORD@HOST or smtp://HOST:PORT".into(),
                    )
                })?;
                Some(Self::Smtp(Box::new(builder.timeout(Some(ANSWER)).build())))
            }
        })
    }

    pub async fn send(&self, from: &Mailbox, mail: &Claimed, content: &Content) -> Result<(), SendError> {
        let message = message(from, mail, content)?;
        match self {
            Self::Console => say(printed(from, content)).map_err(|error| for_now(&error)),
            Self::Folder(path) => write(path, &mail.message_id, &message.formatted()).map_err(|error| for_now(&error)),
            Self::Smtp(transport) => match tokio::time::timeout(ATTEMPT, transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(refused(&error)),
                Err(elapsed) => Err(for_now(&elapsed)),
            },
        }
    }
}

fn is_refusal(error: &lettre::transport::smtp::Error) -> bool {
    error.status().is_some_and(|code| REFUSALS.contains(&u16::from(code)))
}

fn refused(error: &lettre::transport::smtp::Error) -> SendError {
    let (is_final, text) = (is_refusal(error), with_causes(error));
    let is_bounce = is_final && error.status().is_some_and(|code| is_bounce(u16::from(code), &text));
    SendError { is_final, is_bounce, text }
}

fn for_now(error: &dyn std::fmt::Display) -> SendError {
    SendError { is_final: false, is_bounce: false, text: error.to_string() }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

/// The same at each attempt, but for the boundary between its parts: a mail that arrives twice is known by its Message-ID.
fn message(from: &Mailbox, mail: &Claimed, content: &Content) -> Result<Message, SendError> {
    let wrong = |text: &str| SendError { is_final: true, is_bounce: false, text: text.to_owned() };
    let to = to_address(&content.to).ok_or_else(|| wrong("the address cannot be used"))?;
    let made = SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(mail.made).unwrap_or_default());
    let automatic = HeaderValue::new(HeaderName::new_from_ascii_str(AUTO_SUBMITTED), "auto-generated".to_owned());
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(content.subject.clone())
        .message_id(Some(mail.message_id.clone()))
        .date(made)
        .raw_header(automatic)
        .multipart(MultiPart::alternative_plain_html(content.text.clone(), content.html.clone()))
        .map_err(|error| wrong(&error.to_string()))
}

fn printed(from: &Mailbox, content: &Content) -> String {
    let line = "-".repeat(72);
    let Content { to, subject, text, .. } = content;
    format!("{line}\nFrom: {from}\nTo: {to}\nSubject: {subject}\n\n{text}{line}")
}

/// Whole or not at all, and once: the name is the mail's own.
fn write(folder: &Path, message_id: &str, bytes: &[u8]) -> io::Result<()> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let name = message_id.trim_matches(['<', '>']).split('@').next().unwrap_or_default();
    let (made, place) = (folder.join(format!("{name}.tmp")), folder.join(format!("{name}.eml")));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&made)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all()).and_then(|()| fs::rename(&made, &place));
    written.inspect_err(|_| _ = fs::remove_file(&made))
}
