//! Into the outbox and out of it: a letter is rendered and sealed when it is written, and what became of an attempt is noted.

use std::sync::atomic::AtomicI64;

use super::{
    address::to_address,
    letter::Letter,
    outbox_store::{self as store, Claimed, NewRow, Noted, Row, State},
    post_office::Mail,
    render,
    sealed::{Content, address_key, one_line, recipient_key},
    transport::SendError,
};
use crate::{
    server::{clock::now, db::Tx, metrics::Counter, random::random_token},
    shared::{AppError, Timestamp},
};

/// Mails since the start: sent, to be tried again, given up.
pub static SENT: Counter = Counter::new();
pub static RETRIED: Counter = Counter::new();
pub static FAILED: Counter = Counter::new();

/// Mails that wait, as this server has seen it last.
pub static WAITING: AtomicI64 = AtomicI64::new(0);

/// The pauses after each attempt that failed for a while, in seconds: after the last one the mail is given up, a day and a half later.
const PAUSES: [i64; 9] = [30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 57_600];

/// The longest problem that is stored, in characters.
const PROBLEM_MAX: usize = 300;

/// A mail for the operator, or on the page for development.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub kind: String,
    pub state: String,
    pub made: Timestamp,
    /// When the next attempt is due, where one is.
    pub due: Timestamp,
    pub attempts: i64,
    pub problem: String,
    /// Address and text, as long as they are stored.
    pub content: Option<Content>,
}

/// The letter, rendered.
pub(super) fn content(mail: &Mail, letter: &Letter) -> Content {
    let (subject, origin) = (one_line(&letter.subject), mail.origin());
    Content {
        text: render::text(origin, &subject, &letter.blocks),
        html: render::html(origin, &subject, &letter.blocks),
        to: letter.to.clone(),
        subject,
    }
}

pub(super) fn message_id(mail: &Mail) -> Result<String, AppError> {
    Ok(format!("<{}@{}>", random_token()?, mail.0.from.email.domain()))
}

/// Notes what became of an attempt.
pub(super) async fn note(mail: &Mail, claimed: &Claimed, sent: Result<(), SendError>) -> Result<(), sqlx::Error> {
    let (id, kind, attempts, now) = (claimed.id, &claimed.kind, claimed.attempts, now().0);
    let key = Content::open(&mail.0.secret_key, &claimed.sealed).map(|text| address_key(&mail.0.secret_key, &text.to));
    let note = |state, due, problem: &str, keeps| {
        let (problem, key) = (problem.to_owned(), key.clone());
        async move {
            let noted = Noted { state, due, problem: &problem, keeps, address_key: key.as_deref() };
            store::note(&mail.0.db, claimed, &noted).await
        }
    };
    match sent {
        Ok(()) => {
            SENT.count();
            tracing::info!(event = "mail_sent", mail = id, kind, attempts);
            note(State::Sent, now, "", mail.keeps_sent()).await?;
        }
        Err(error) => {
            let problem = without_recipient(mail, claimed, &error.text);
            match pause_after(attempts).filter(|pause| !error.is_final && now + pause < claimed.expires) {
                Some(pause) => {
                    RETRIED.count();
                    tracing::warn!(event = "mail_retried", mail = id, kind, attempts, cause = ?problem);
                    note(State::Waiting, now + pause, &problem, true).await?;
                }
                None => {
                    FAILED.count();
                    tracing::error!(event = "mail_failed", mail = id, kind, attempts, cause = ?problem);
                    let state = if error.is_bounce { State::Bounced } else { State::Failed };
                    note(state, now, &problem, true).await?;
                }
            }
        }
    }
    Ok(())
}

fn pause_after(attempts: i64) -> Option<i64> {
    PAUSES.get(usize::try_from(attempts - 1).unwrap_or_default()).copied()
}

/// What the server has said, without the address, which it may repeat.
fn without_recipient(mail: &Mail, claimed: &Claimed, text: &str) -> String {
    let to = Content::open(&mail.0.secret_key, &claimed.sealed).map(|content| content.to).unwrap_or_default();
    let text = hidden(text, &to);
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(PROBLEM_MAX).collect()
}

/// Without an address, in any case, and with its domain as it is stored or as DNS has it.
fn hidden(text: &str, to: &str) -> String {
    let in_dns = to_address(to).map(|address| address.to_string()).unwrap_or_default();
    [to, &in_dns].into_iter().filter(|form| !form.is_empty()).fold(text.to_owned(), |text, form| without(&text, form))
}

fn without(text: &str, form: &str) -> String {
    let lower = |c: &char| c.to_lowercase().next().unwrap_or(*c);
    let (mut rest, form): (Vec<char>, Vec<char>) = (text.chars().collect(), form.chars().collect());
    let mut place = 0;
    while let Some(piece) = rest.get(place..place + form.len()) {
        if piece.iter().map(lower).eq(form.iter().map(lower)) {
            rest.splice(place..place + form.len(), ['…']);
        }
        place += 1;
    }
    rest.into_iter().collect()
}

fn listed(mail: &Mail, row: Row) -> Listed {
    let content = Content::open(&mail.0.secret_key, &row.sealed);
    let Row { id, kind, state, made, due, attempts, problem, .. } = row;
    Listed { id, kind, state, made: Timestamp(made), due: Timestamp(due), attempts, problem, content }
}

impl Mail {
    /// Puts a letter into the outbox, in the transaction of what it tells, and gives the number of the mail. `None` where the site sends no
    /// mail, or mail to the address came back: then there is nothing to send.
    pub async fn post(&self, tx: &mut Tx, letter: &Letter) -> Result<Option<i64>, AppError> {
        if !self.is_on() || (!letter.always && self.has_bounced(tx, &letter.to).await?) {
            return Ok(None);
        }
        let secret_key = &self.0.secret_key;
        let row = NewRow {
            message_id: &message_id(self)?,
            kind: letter.kind,
            user: letter.user,
            recipient_key: &recipient_key(secret_key, &letter.to),
            sealed: &content(self, letter).seal(secret_key)?,
            lasts: letter.lasts,
        };
        let id = store::insert(tx, &row).await?;
        self.ring_on_commit(tx);
        Ok(Some(id))
    }

    /// Takes back a mail that was not sent yet: what it tells is over.
    pub async fn take_back(&self, tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
        store::take_back(tx, id).await
    }

    /// The newest mails.
    pub async fn newest(&self, limit: u32) -> Result<Vec<Listed>, sqlx::Error> {
        let rows = store::newest(&self.0.db, limit).await?;
        Ok(rows.into_iter().map(|row| listed(self, row)).collect())
    }

    pub async fn find(&self, id: i64) -> Result<Option<Listed>, sqlx::Error> {
        Ok(store::find(&self.0.db, id).await?.map(|row| listed(self, row)))
    }

    /// Sends again what was given up: one mail, or all.
    pub async fn retry(&self, id: Option<i64>) -> Result<u64, sqlx::Error> {
        store::retry(&self.0.db, id).await
    }

    /// How many mails of a kind an address has got, or is about to get, in this number of seconds.
    pub async fn count_to(&self, tx: &mut Tx, to: &str, kind: &str, seconds: i64) -> Result<i64, sqlx::Error> {
        store::count_to(tx, &recipient_key(&self.0.secret_key, to), kind, now().0 - seconds).await
    }

    /// The same for one user.
    pub async fn count_for(
        &self,
        tx: &mut Tx,
        to: &str,
        kind: &str,
        seconds: i64,
        user: i64,
    ) -> Result<i64, sqlx::Error> {
        let key = recipient_key(&self.0.secret_key, to);
        store::count_for(tx, &key, kind, now().0 - seconds, user).await
    }

    /// How many mails of a kind were written because of one user, to whichever address.
    pub async fn count_by(&self, tx: &mut Tx, kind: &str, seconds: i64, user: i64) -> Result<i64, sqlx::Error> {
        store::count_by(tx, kind, now().0 - seconds, user).await
    }

    /// Lets one who counts mails to this address and then posts one do so alone, until the end of the transaction. One address a
    /// transaction: two in another order would wait for each other.
    pub async fn serialise_to(&self, tx: &mut Tx, to: &str) -> Result<(), sqlx::Error> {
        store::serialise(tx, &self.0.db, &recipient_key(&self.0.secret_key, to)).await
    }

    /// Empties the mails of a user who is about to be deleted: none is sent any more, and each still counts for its address.
    pub async fn forget_user(&self, tx: &mut Tx, user: i64) -> Result<(), sqlx::Error> {
        store::forget_user(tx, user).await
    }

    /// How many mails wait.
    pub async fn waiting(&self) -> Result<i64, sqlx::Error> {
        store::count_waiting(&self.0.db).await
    }

    /// Deletes up to `limit` mails that were sent or given up more than a week ago.
    pub async fn delete_old(&self, limit: u32) -> Result<u32, sqlx::Error> {
        store::delete_old(&self.0.db, 7 * 86_400, limit).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_says_names_the_address_in_no_spelling() {
        let to = "Joe@bücher.example";
        for said in [
            "550 <joe@bücher.example>: unknown",
            "550 JOE@XN--BCHER-KVA.EXAMPLE unknown, Joe@bücher.example",
            "550 joe@xn--bcher-kva.example",
        ] {
            let shown = hidden(said, to);
            assert!(shown.contains('…') && !shown.to_lowercase().contains("joe"), "{shown}");
        }
        assert_eq!(hidden("550 no", to), "550 no");
    }

    #[test]
    fn the_pauses_grow_and_end() {
        let pauses: Vec<i64> = (1..).map_while(pause_after).collect();
        assert_eq!(pauses, PAUSES);
        assert!(pauses.is_sorted() && pauses.iter().sum::<i64>() < 2 * 86_400);
    }
}
