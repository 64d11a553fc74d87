//! How many password hashes a network and a user may have in ten minutes, whether the passwords are right or wrong. What is spent
//! comes back evenly over time. In memory: it protects the processors of this process; failures are counted by `throttle/`.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::hash_payer::Purse;
use crate::{server::settings, shared::AppError};

/// The time in which a purse that is empty is full again.
const WINDOW: Duration = Duration::from_secs(600);

/// How many purses that are not full are remembered.
const PURSES_MAX: usize = 10_000;

/// How many times as much as a network a site has, whose lines may belong to several customers.
const SITE_TIMES: u32 = 4;

/// When each purse that is not full will be full again.
type Purses = HashMap<Purse, Instant>;

/// Budgets of hashes.
pub struct Budget {
    network: u32,
    user: u32,
    is_on: bool,
    full_at: Mutex<Purses>,
}

impl Budget {
    pub fn new(settings: &settings::Accounts) -> Self {
        Self {
            network: settings.hash_budget_network.get(),
            user: settings.hash_budget_user.get(),
            is_on: settings.throttle,
            full_at: Mutex::default(),
        }
    }

    /// Whether one hash more can be paid, without paying.
    ///
    /// # Errors
    /// [`AppError::Throttled`] with the seconds until it can.
    pub fn check(&self, purses: &[Purse]) -> Result<(), AppError> {
        self.check_in(&self.lock(), Instant::now(), purses)
    }

    fn check_in(&self, full_at: &Purses, now: Instant, purses: &[Purse]) -> Result<(), AppError> {
        for purse in purses.iter().filter(|_| self.is_on) {
            let full_at = full_at.get(purse).copied().unwrap_or(now).max(now) + self.price(purse);
            let missing = full_at.saturating_duration_since(now + WINDOW);
            if !missing.is_zero() {
                let retry_after = u32::try_from(missing.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
                return Err(AppError::Throttled { retry_after });
            }
        }
        Ok(())
    }

    /// Pays for a hash from all of these purses, or from none.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn pay(&self, purses: &[Purse]) -> Result<(), AppError> {
        // Under one lock, so that many at once pay for no more than there is.
        let (now, mut full_at) = (Instant::now(), self.lock());
        self.check_in(&full_at, now, purses)?;
        for purse in purses.iter().filter(|_| self.is_on) {
            if full_at.len() >= PURSES_MAX && !full_at.contains_key(purse) {
                forget(&mut full_at, now);
            }
            let at = full_at.entry(purse.clone()).or_insert(now);
            *at = (*at).max(now) + self.price(purse);
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Purses> {
        self.full_at.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time after which one hash has come back.
    fn price(&self, purse: &Purse) -> Duration {
        WINDOW
            / match purse {
                Purse::Network(_) => self.network,
                Purse::Site(_) => self.network.saturating_mul(SITE_TIMES),
                Purse::User(_) => self.user,
            }
    }
}

/// Forgets the purses that are full, and if none is, the fullest.
fn forget(full_at: &mut Purses, now: Instant) {
    full_at.retain(|_, at| *at > now);
    if full_at.len() >= PURSES_MAX {
        let fullest = full_at.iter().min_by_key(|(_, at)| **at).map(|(purse, _)| purse.clone());
        fullest.map(|purse| full_at.remove(&purse));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(change: impl FnOnce(&mut settings::Accounts)) -> Budget {
        let mut settings = settings::Settings::defaults().accounts;
        settings.hash_budget_network = serde_json::from_value(60.into()).unwrap();
        settings.hash_budget_user = serde_json::from_value(10.into()).unwrap();
        change(&mut settings);
        Budget::new(&settings)
    }

    fn paid(budget: &Budget, purses: &[Purse]) -> usize {
        (0..1_000).take_while(|_| budget.pay(purses).is_ok()).count()
    }

    #[test]
    fn fault_b2_a_budget_is_spent_and_says_when_there_is_more() {
        let budget = budget(|_| {});
        let [joe, kim] = ["joe", "kim"].map(|name| Purse::User(name.into()));
        let network = Purse::Network("192.0.2.7".into());
        assert_eq!(paid(&budget, &[network.clone(), joe.clone()]), 10);
        let Err(AppError::Throttled { retry_after }) = budget.check(&[joe]) else { panic!("nothing is left") };
        assert!((59..=61).contains(&retry_after), "{retry_after}");
        assert_eq!(paid(&budget, &[network.clone(), kim]), 10);
        assert_eq!(paid(&budget, std::slice::from_ref(&network)), 40, "what is refused costs nothing");
        assert_eq!(paid(&budget, &[Purse::Site("2001:db8:1::/48".into())]), 240);
    }

    #[test]
    fn fault_b2_many_at_once_spend_no_more_than_the_budget() {
        for _ in 0..50 {
            let budget = budget(|_| {});
            let purse = [Purse::User("joe".into())];
            let spent: usize = std::thread::scope(|scope| {
                let many: Vec<_> = (0..8).map(|_| scope.spawn(|| paid(&budget, &purse))).collect();
                many.into_iter().map(|one| one.join().unwrap()).sum()
            });
            assert_eq!(spent, 10);
        }
    }

    #[test]
    fn fault_b2_the_memory_for_budgets_is_bounded_and_the_poorest_stay() {
        let budget = budget(|_| {});
        let joe = Purse::User("joe".into());
        assert_eq!(paid(&budget, std::slice::from_ref(&joe)), 10);
        for number in 0..PURSES_MAX + 5 {
            budget.pay(&[Purse::User(number.to_string())]).unwrap();
        }
        assert_eq!(budget.full_at.lock().unwrap().len(), PURSES_MAX);
        assert!(budget.check(&[joe]).is_err());
    }

    #[test]
    fn without_throttling_there_is_no_budget() {
        assert_eq!(paid(&budget(|settings| settings.throttle = false), &[Purse::User("joe".into())]), 1_000);
    }
}
