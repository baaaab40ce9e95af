//! What waits to be told to one stream: a few deliveries, or the knowledge that there are more than that.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use accounts::{AccountId, SessionId};
use tokio::sync::Notify;

use super::{ending::Ending, frame::Delivery};

/// Deliveries that wait, at most. A stream that is slower than that reads the log when it gets to it.
const WAITING: usize = 32;

/// The mailbox of one stream.
#[derive(Debug)]
pub(super) struct Mailbox {
    pub(super) account: AccountId,
    pub(super) session: SessionId,
    state: Mutex<State>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Arc<Delivery>>,
    /// Something was dropped: it is in the log.
    behind: bool,
    closed: Option<Ending>,
}

/// What a stream finds in its mailbox.
#[derive(Debug)]
pub(super) enum Mail {
    /// The next delivery.
    Delivery(Arc<Delivery>),
    /// Something was dropped.
    Behind,
    /// The stream is to end.
    Closed(Ending),
}

impl Mailbox {
    pub(super) fn new(account: AccountId, session: SessionId) -> Self {
        Self {
            account,
            session,
            state: Mutex::default(),
            wake: Notify::new(),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a delivery in. If the mailbox is full, all that waits is dropped: the stream will read it in the log.
    pub(super) fn put(&self, delivery: Arc<Delivery>) {
        let mut state = self.state();
        if state.waiting.len() >= WAITING {
            state.waiting = VecDeque::new();
            state.behind = true;
        } else if !state.behind {
            state.waiting.push_back(delivery);
        }
        drop(state);
        self.wake.notify_one();
    }

    /// Makes the stream end, whatever waits.
    pub(super) fn close(&self, why: Ending) {
        let mut state = self.state();
        state.closed.get_or_insert(why);
        state.waiting = VecDeque::new();
        drop(state);
        self.wake.notify_one();
    }

    /// What comes next. Safe to give up waiting for.
    pub(super) async fn take(&self) -> Mail {
        loop {
            if let Some(mail) = self.look() {
                return mail;
            }
            self.wake.notified().await;
        }
    }

    fn look(&self) -> Option<Mail> {
        let mut state = self.state();
        if let Some(why) = state.closed {
            return Some(Mail::Closed(why));
        }
        if std::mem::take(&mut state.behind) {
            return Some(Mail::Behind);
        }
        let next = state.waiting.pop_front().map(Mail::Delivery);
        if state.waiting.is_empty() {
            // A queue that was long for a moment gives its memory back.
            state.waiting.shrink_to(0);
        }
        next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox() -> Mailbox {
        Mailbox::new(AccountId::from("a"), SessionId::from("s"))
    }

    fn numbered(seq: i64) -> Arc<Delivery> {
        Arc::new(Delivery::one(Some(seq), "x", "{}"))
    }

    #[tokio::test]
    async fn deliveries_come_out_in_order() {
        let mailbox = mailbox();
        mailbox.put(numbered(1));
        mailbox.put(numbered(2));
        for wanted in 1..=2 {
            let Mail::Delivery(delivery) = mailbox.take().await else {
                panic!("no delivery")
            };
            assert_eq!(delivery.seq, Some(wanted));
        }
    }

    #[tokio::test]
    async fn a_full_mailbox_says_so_and_keeps_nothing() {
        let mailbox = mailbox();
        for seq in 0..1000 {
            mailbox.put(numbered(seq));
        }
        assert!(matches!(mailbox.take().await, Mail::Behind));
        mailbox.put(numbered(1000));
        assert!(matches!(mailbox.take().await, Mail::Delivery(_)));
        assert_eq!(mailbox.state().waiting.capacity(), 0);
    }

    #[tokio::test]
    async fn a_closed_mailbox_ends_its_stream_whatever_waits() {
        let mailbox = mailbox();
        mailbox.put(numbered(1));
        mailbox.close(Ending::TooMany);
        mailbox.close(Ending::SessionEnded);
        assert!(matches!(mailbox.take().await, Mail::Closed(Ending::TooMany)));
        assert!(matches!(mailbox.take().await, Mail::Closed(Ending::TooMany)));
    }
}
