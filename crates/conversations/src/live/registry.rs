//! Which streams there are, by account.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use accounts::{AccountId, SessionId};

use super::{ending::Ending, frame::Delivery, mailbox::Mailbox};

/// Parts with a lock of their own.
const SHARDS: usize = 16;

type Shard = Mutex<HashMap<AccountId, Vec<Arc<Mailbox>>>>;

/// Every stream of this process. Clones share them.
#[derive(Clone)]
pub(crate) struct Registry(Arc<Inner>);

struct Inner {
    shards: [Shard; SHARDS],
    hasher: RandomState,
    streams: AtomicUsize,
    most_per_account: usize,
    most: usize,
}

/// A stream's place. Dropping it gives the place back.
pub(super) struct Seat {
    pub(super) mailbox: Arc<Mailbox>,
    registry: Registry,
}

impl Registry {
    pub(crate) fn new(most_per_account: usize, most: usize) -> Self {
        Self(Arc::new(Inner {
            shards: std::array::from_fn(|_| Shard::default()),
            hasher: RandomState::new(),
            streams: AtomicUsize::new(0),
            most_per_account: most_per_account.max(1),
            most,
        }))
    }

    /// How many streams there are.
    pub(crate) fn streams(&self) -> usize {
        self.0.streams.load(Ordering::Relaxed)
    }

    fn shard(&self, account: &AccountId) -> MutexGuard<'_, HashMap<AccountId, Vec<Arc<Mailbox>>>> {
        let shards = &self.0.shards;
        let hash = usize::try_from(self.0.hasher.hash_one(account) % 16).unwrap_or(0);
        shards[hash % SHARDS].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a stream. An account that has too many loses its oldest one: that is more often one that the client has given
    /// up already than one that it needs. Nothing while there are too many of all accounts.
    pub(super) fn take_seat(&self, account: &AccountId, session: &SessionId) -> Option<Seat> {
        if self.streams() >= self.0.most {
            return None;
        }
        let mailbox = Arc::new(Mailbox::new(account.clone(), session.clone()));
        let mut shard = self.shard(account);
        let streams = shard.entry(account.clone()).or_default();
        if streams.len() >= self.0.most_per_account {
            streams.remove(0).close(Ending::TooMany);
            self.0.streams.fetch_sub(1, Ordering::Relaxed);
        }
        streams.push(Arc::clone(&mailbox));
        self.0.streams.fetch_add(1, Ordering::Relaxed);
        drop(shard);
        Some(Seat {
            mailbox,
            registry: self.clone(),
        })
    }

    fn leave(&self, mailbox: &Arc<Mailbox>) {
        let mut shard = self.shard(&mailbox.account);
        let Some(streams) = shard.get_mut(&mailbox.account) else {
            return;
        };
        let before = streams.len();
        streams.retain(|other| !Arc::ptr_eq(other, mailbox));
        self.0.streams.fetch_sub(before - streams.len(), Ordering::Relaxed);
        if streams.is_empty() {
            shard.remove(&mailbox.account);
        }
    }

    /// Whether somebody listens for an account.
    pub(super) fn listens(&self, account: &AccountId) -> bool {
        self.shard(account).contains_key(account)
    }

    /// Tells every stream of an account.
    pub(super) fn tell(&self, account: &AccountId, delivery: Delivery) {
        let delivery = Arc::new(delivery);
        for mailbox in self.shard(account).get(account).into_iter().flatten() {
            mailbox.put(Arc::clone(&delivery));
        }
    }

    /// Ends every stream of an account.
    pub(super) fn close_account(&self, account: &AccountId) {
        for mailbox in self.shard(account).get(account).into_iter().flatten() {
            mailbox.close(Ending::SessionEnded);
        }
    }

    /// Ends every stream of a session.
    pub(super) fn close_session(&self, session: &str) {
        for shard in &self.0.shards {
            let shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            let of_session = shard
                .values()
                .flatten()
                .filter(|mailbox| mailbox.session.as_str() == session);
            of_session.for_each(|mailbox| mailbox.close(Ending::SessionEnded));
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.registry.leave(&self.mailbox);
    }
}

#[cfg(test)]
mod tests {
    use super::{super::mailbox::Mail, *};

    fn account(n: usize) -> AccountId {
        AccountId::from(format!("account {n}"))
    }

    #[tokio::test]
    async fn streams_hear_what_is_for_their_account_and_leave_nothing_behind() {
        let registry = Registry::new(8, 1000);
        let session = SessionId::from("s");
        let seats: Vec<_> = (0..100)
            .map(|n| registry.take_seat(&account(n), &session).unwrap())
            .collect();
        assert_eq!(registry.streams(), 100);
        registry.tell(&account(5), Delivery::one(Some(1), "x", "{}"));
        assert!(matches!(seats[5].mailbox.take().await, Mail::Delivery(_)));
        assert!(registry.listens(&account(6)) && !registry.listens(&account(100)));
        drop(seats);
        assert_eq!(registry.streams(), 0);
        assert!(!registry.listens(&account(5)));
    }

    #[tokio::test]
    async fn one_stream_too_many_ends_the_oldest() {
        let registry = Registry::new(2, 1000);
        let session = SessionId::from("s");
        let seats: Vec<_> = (0..3)
            .map(|_| registry.take_seat(&account(1), &session).unwrap())
            .collect();
        assert!(matches!(seats[0].mailbox.take().await, Mail::Closed(_)));
        assert_eq!(registry.streams(), 2);
        drop(seats);
        assert_eq!(registry.streams(), 0);
    }

    #[test]
    fn more_than_the_process_can_serve_are_told_to_come_back() {
        let registry = Registry::new(2, 2);
        let session = SessionId::from("s");
        let seats: Vec<_> = (0..3).map(|n| registry.take_seat(&account(n), &session)).collect();
        assert_eq!(
            seats.iter().map(Option::is_some).collect::<Vec<_>>(),
            [true, true, false]
        );
        drop(seats);
        assert!(registry.take_seat(&account(3), &session).is_some());
    }

    #[tokio::test]
    async fn a_session_that_ends_takes_its_streams_along() {
        let registry = Registry::new(2, 1000);
        let (old, new) = (SessionId::from("old"), SessionId::from("new"));
        let ends = registry.take_seat(&account(1), &old).unwrap();
        let stays = registry.take_seat(&account(1), &new).unwrap();
        registry.close_session("old");
        assert!(matches!(ends.mailbox.take().await, Mail::Closed(_)));
        registry.tell(&account(1), Delivery::one(None, "x", "{}"));
        assert!(matches!(stays.mailbox.take().await, Mail::Delivery(_)));
        registry.close_account(&account(1));
        assert!(matches!(stays.mailbox.take().await, Mail::Closed(_)));
    }
}
