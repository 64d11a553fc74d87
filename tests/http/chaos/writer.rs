//! A user who writes, and remembers what the server has said of each write.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    thread,
    time::Duration,
};

use super::site::Stored;
use crate::support::{
    Kind, PASSWORD,
    wire::{self, Address, Reply},
};

/// What all writers have been told together.
#[derive(Default)]
pub struct Tally {
    pub is_over: AtomicBool,
    pub acknowledged: AtomicU32,
    pub refused: AtomicU32,
    pub unanswered: AtomicU32,
    wrong: Mutex<Vec<String>>,
    lost: Mutex<Vec<String>>,
}

impl Tally {
    pub fn wrong(&self, what: String) {
        self.wrong.lock().unwrap().push(what);
    }

    pub fn wrongs(&self) -> Vec<String> {
        self.wrong.lock().unwrap().clone()
    }

    pub fn lost(&self) -> Vec<String> {
        self.lost.lock().unwrap().clone()
    }
}

/// One value of the database, as its writer knows it. `None` is a row that is not there.
#[derive(Default)]
struct Known {
    /// The newest value that the server has acknowledged.
    certain: Option<String>,
    /// Values that were sent and not answered, in the whole run: each may be stored, even after a later one that was acknowledged. A
    /// post whose client has left is finished in a task of its own, and nobody sees when.
    possible: Vec<Option<String>>,
    /// Values that were refused since: none may be stored.
    refused: Vec<Option<String>>,
}

/// What the server has said of a write.
enum Said {
    Done,
    Refused,
    Nothing,
}

impl Known {
    fn note(&mut self, value: Option<String>, said: &Said) {
        match said {
            Said::Done => {
                self.certain = value;
                self.refused.clear();
            }
            Said::Refused => self.refused.push(value),
            Said::Nothing => self.possible.push(value),
        }
    }
}

/// Where a refused form leads: to its page, or to the login.
fn leads_to_a_form(location: &str) -> bool {
    ["/login/", "/update/", "/create/", "/delete/"].iter().any(|form| location.contains(form))
}

pub struct Writer {
    name: String,
    cookie: String,
    address: Arc<Address>,
    tally: Arc<Tally>,
    first_name: Known,
    articles: BTreeMap<String, Known>,
    /// The newest article whose address and version are known: title, id, version.
    newest: Option<(String, String, u32)>,
    random: u64,
    count: u32,
}

impl Writer {
    pub fn sign_up(number: usize, address: Arc<Address>, tally: Arc<Tally>) -> Self {
        let name = format!("writer{number}");
        let fields = [("username", name.as_str()), ("password1", PASSWORD), ("password2", PASSWORD)];
        let reply = wire::exchange(&address, "POST", "/api/accounts/signup", "", &fields).unwrap();
        let cookie = reply.cookie.unwrap_or_else(|| panic!("{}: {}", reply.status, reply.body));
        let (first_name, articles) = (Known { certain: Some(String::new()), ..Known::default() }, BTreeMap::new());
        let random = 7 + u64::try_from(number).unwrap();
        Self { name, cookie, address, tally, first_name, articles, newest: None, random, count: 0 }
    }

    /// Writes until all is over.
    pub fn write(mut self) -> Self {
        while !self.tally.is_over.load(Ordering::SeqCst) {
            self.count += 1;
            match self.random(8) {
                0 | 1 => self.rename(),
                2 => self.log_in_anew(),
                3 | 4 if self.newest.is_some() => self.change_article(),
                5 if self.newest.is_some() => self.delete_article(),
                6 => self.look(),
                _ => self.create_article(),
            }
        }
        self
    }

    fn random(&mut self, below: u64) -> u64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) % below
    }

    /// Posts a form; the reply where there is one and it was not a refusal.
    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> (Said, Option<Reply>) {
        if self.random(10) == 0 {
            let after = Duration::from_millis(self.random(12));
            if wire::send_and_leave(&self.address, path, &self.cookie, fields, after) {
                self.tally.unanswered.fetch_add(1, Ordering::SeqCst);
                return (Said::Nothing, None);
            }
        }
        match wire::exchange(&self.address, "POST", path, &self.cookie, fields) {
            None => {
                self.tally.unanswered.fetch_add(1, Ordering::SeqCst);
                thread::sleep(Duration::from_millis(20));
                (Said::Nothing, None)
            }
            Some(reply) if reply.status == 303 && !leads_to_a_form(&reply.location) => {
                self.tally.acknowledged.fetch_add(1, Ordering::SeqCst);
                if let Some(cookie) = &reply.cookie {
                    cookie.clone_into(&mut self.cookie);
                }
                (Said::Done, Some(reply))
            }
            Some(reply) => {
                if ![500, 503].contains(&reply.status) {
                    self.tally.wrong(format!("{} {path}: {} {}", self.name, reply.status, reply.location));
                }
                self.tally.refused.fetch_add(1, Ordering::SeqCst);
                (Said::Refused, None)
            }
        }
    }

    fn rename(&mut self) {
        let value = format!("{}", self.count);
        let (said, _) = self.post("/api/accounts/update", &[("email", ""), ("first_name", &value), ("last_name", "")]);
        self.first_name.note(Some(value), &said);
    }

    fn create_article(&mut self) {
        let title = format!("{} {}", self.name, self.count);
        let words = usize::try_from(self.random(600)).unwrap();
        let content = format!("{}{}", self.count, " word".repeat(words));
        let (said, reply) = self.post("/api/articles/create", &[("title", &title), ("content", &content)]);
        self.articles.entry(title.clone()).or_default().note(Some(content), &said);
        if let Some(reply) = reply {
            let id = reply.location.trim_start_matches("/articles/").trim_end_matches('/').to_owned();
            self.newest = Some((title, id, 1));
        }
    }

    fn change_article(&mut self) {
        let Some((title, id, version)) = self.newest.take() else { return };
        let content = format!("changed {}", self.count);
        let was = version.to_string();
        let fields = [("id", id.as_str()), ("version", &was), ("title", &title), ("content", &content)];
        let (said, _) = self.post("/api/articles/update", &fields);
        self.articles.entry(title.clone()).or_default().note(Some(content), &said);
        if matches!(said, Said::Done) {
            self.newest = Some((title, id, version + 1));
        }
    }

    fn delete_article(&mut self) {
        let Some((title, id, _)) = self.newest.take() else { return };
        let (said, _) = self.post("/api/articles/delete", &[("id", &id)]);
        self.articles.entry(title).or_default().note(None, &said);
    }

    /// A login that is acknowledged is a session that is stored.
    fn log_in_anew(&mut self) {
        let name = self.name.clone();
        let fields = [("username", name.as_str()), ("password", PASSWORD), ("keep", "on")];
        let reply = wire::exchange(&self.address, "POST", "/api/accounts/login", "", &fields);
        match reply {
            Some(Reply { status: 303, cookie: Some(cookie), .. }) => {
                self.tally.acknowledged.fetch_add(1, Ordering::SeqCst);
                self.cookie = cookie;
            }
            Some(reply) if ![500, 503].contains(&reply.status) => {
                self.tally.wrong(format!("{} logs in: {} {}", self.name, reply.status, reply.location));
            }
            _ => {}
        }
    }

    /// The session lives, and the page shows whose it is.
    fn look(&mut self) {
        let Some(reply) = wire::exchange(&self.address, "GET", "/accounts/", &self.cookie, &[]) else { return };
        let is_theirs = reply.status == 200 && (reply.body.contains(&self.name) || !reply.body.contains("</html>"));
        if !is_theirs && ![500, 503].contains(&reply.status) {
            self.tally.wrong(format!("{} looks: {} {}", self.name, reply.status, reply.location));
        }
    }

    /// Compares what was said with what is stored.
    pub fn compare(&self, stored: &Stored, kind: Kind) {
        self.compare_one(&self.name, &self.first_name, stored.names.get(&self.name), kind);
        for (title, known) in &self.articles {
            self.compare_one(title, known, stored.articles.get(title), kind);
        }
    }

    fn compare_one(&self, what: &str, known: &Known, stored: Option<&String>, kind: Kind) {
        let stored = stored.cloned();
        if stored == known.certain || known.possible.contains(&stored) {
            return;
        }
        if known.refused.contains(&stored) {
            // Where a connection to PostgreSQL breaks during a commit, nobody knows what became of it.
            if kind == Kind::Sqlite {
                self.tally.wrong(format!("{what}: refused, and stored: {stored:?}"));
            }
            return;
        }
        self.tally
            .lost
            .lock()
            .unwrap()
            .push(format!("{what}: {:?} was acknowledged, {stored:?} is stored", known.certain));
    }
}
