//! The queue of password hashes: bounded for the process, for each network and for each user, with fair turns (`hash_turns.rs`).
//! Where it is full, those with the most waiting make room, so that one client cannot keep others out.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use tokio_util::sync::CancellationToken;

use super::{argon2id::Verdict, hash_payer::Payer, hash_turns::Turns};
use crate::{
    accounts::types::{PasswordInput, UserId},
    server::settings,
    shared::AppError,
};

/// After how many seconds a client may try again when there is no room.
const RETRY_AFTER: u32 = 5;

/// What one is told for whom there is no room, or whose place others needed.
pub const NO_ROOM: AppError = AppError::Busy { retry_after: RETRY_AFTER };

/// What is to be done with a password.
pub enum Work {
    Hash,
    /// Compare it with a stored one. Not done for a client that has gone away.
    Verify {
        stored: Option<String>,
        gone: CancellationToken,
    },
}

/// What has become of it.
pub enum Done {
    /// The stored form; `None` when it could not be hashed.
    Hashed(Option<String>),
    Verified(Verdict),
    /// The client has gone away before its turn came.
    Gone,
    /// Others have fewer waiting, and needed the room.
    NoRoom,
}

/// A password that waits for its turn.
pub struct Job {
    pub password: PasswordInput,
    pub work: Work,
    /// The logged-in user for whom it waits.
    pub user: Option<UserId>,
    pub answer: oneshot::Sender<Done>,
}

impl Job {
    /// Whether the one who asked has gone.
    pub fn is_unwanted(&self) -> bool {
        self.answer.is_closed() || matches!(&self.work, Work::Verify { gone, .. } if gone.is_cancelled())
    }
}

/// The queue.
pub struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    process: usize,
    network: usize,
    user: usize,
}

#[derive(Default)]
struct Waiting {
    turns: Turns<Job>,
    is_closed: bool,
}

impl Queue {
    pub fn new(settings: &settings::Accounts) -> Self {
        Self {
            waiting: Mutex::default(),
            arrived: Condvar::new(),
            process: settings.hash_queue.get() as usize,
            network: settings.hash_queue_network.get() as usize,
            user: settings.hash_queue_user.get() as usize,
        }
    }

    /// Lets a job wait for its turn.
    ///
    /// # Errors
    /// [`AppError::Throttled`] when too many of one user wait, [`AppError::Busy`] when there is no room.
    pub fn push(&self, payer: &Payer, job: Job) -> Result<(), AppError> {
        let mut waiting = self.lock();
        self.make_room(&mut waiting.turns, payer)?;
        waiting.turns.push(&payer.path, job);
        self.arrived.notify_one();
        Ok(())
    }

    /// Refuses a user who has too many waiting already.
    ///
    /// # Errors
    /// [`AppError::Throttled`].
    pub fn check(&self, payer: &Payer) -> Result<(), AppError> {
        self.check_user(&mut self.lock().turns, payer)
    }

    /// How many wait.
    pub fn waiting(&self) -> usize {
        self.lock().turns.waiting(&[])
    }

    /// Waits for the next job; `None` when the queue is closed.
    pub fn take(&self) -> Option<Job> {
        let mut waiting = self.lock();
        loop {
            if let Some(job) = waiting.turns.take() {
                return Some(job);
            }
            if waiting.is_closed {
                return None;
            }
            waiting = self.arrived.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends the threads, once what waits is done.
    pub fn close(&self) {
        self.lock().is_closed = true;
        self.arrived.notify_all();
    }

    fn make_room(&self, turns: &mut Turns<Job>, payer: &Payer) -> Result<(), AppError> {
        self.check_user(turns, payer)?;
        let (network, rest) = payer.path.split_at(2);
        let is_full = |turns: &Turns<Job>| turns.waiting(network) >= self.network;
        let is_all_full = |turns: &Turns<Job>| turns.waiting(&[]) >= self.process;
        if is_full(turns) || is_all_full(turns) {
            forget_unwanted(turns);
        }
        if is_full(turns) {
            give_up(turns.make_room_below(network, rest))?;
        }
        if is_all_full(turns) {
            give_up(turns.make_room(&payer.path))?;
        }
        Ok(())
    }

    fn check_user(&self, turns: &mut Turns<Job>, payer: &Payer) -> Result<(), AppError> {
        let Some(user) = payer.user else { return Ok(()) };
        let is_over = |turns: &Turns<Job>| turns.count_if(&|job| job.user == Some(user)) >= self.user;
        if is_over(turns) {
            forget_unwanted(turns);
        }
        if is_over(turns) { Err(AppError::Throttled { retry_after: RETRY_AFTER }) } else { Ok(()) }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes out those whose clients have gone away: broken connections must not block logins.
fn forget_unwanted(turns: &mut Turns<Job>) {
    for job in turns.take_if(&Job::is_unwanted) {
        _ = job.answer.send(Done::Gone);
    }
}

/// Tells one who waits that others need the room.
fn give_up(job: Option<Job>) -> Result<(), AppError> {
    let job = job.ok_or(NO_ROOM)?;
    _ = job.answer.send(Done::NoRoom);
    Ok(())
}
