//! One stream: its place in the account's log, and what comes next.
//!
//! Invariant: the numbers of what it tells rise by one. Whatever the mailbox brings is compared with the last number told:
//! what was told is dropped, and what does not follow directly is read from the log together with what lies between.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use accounts::{AccountId, SessionId};
use platform::{Conn, Error, Result};
use tokio::{
    sync::watch,
    time::{Instant, Interval, MissedTickBehavior, interval_at},
};

use super::{
    ending::Ending,
    frame::{Delivery, RESET, frames_of},
    mailbox::Mail,
    registry::Seat,
};
use crate::{Conversations, service::failures, store};

/// How often a stream shows that it lives, and is asked whether it may.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Entries of the log that are read at once.
const PAGE: i64 = 100;

/// What a stream does next.
#[derive(Debug)]
pub(crate) enum Next {
    /// Tells something.
    Tell(Arc<Delivery>),
    /// Shows that it lives.
    Beat,
    /// Ends, and says why. Nothing comes after it.
    End(Ending),
}

/// Where a stream begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// With what happens from now on.
    Now,
    /// After this number, which the client was told last.
    After(i64),
    /// After something that is no number of ours.
    Unknown,
}

impl Start {
    /// From what a client says it was told last.
    pub(crate) fn after_event(last_event_id: Option<&str>) -> Self {
        match last_event_id.map(str::trim) {
            None | Some("") => Self::Now,
            Some(text) => match text.parse() {
                Ok(seq) if seq >= 0 => Self::After(seq),
                _ => Self::Unknown,
            },
        }
    }
}

/// A stream.
pub(crate) struct Subscription {
    conversations: Conversations,
    account: AccountId,
    session: SessionId,
    seat: Seat,
    /// The last number told.
    last: i64,
    /// The log is ahead of what was told.
    behind: bool,
    /// Numbers that a client asked for late: after the first, up to the second.
    earlier: Option<(i64, i64)>,
    ready: VecDeque<Arc<Delivery>>,
    beat: Interval,
    closing: watch::Receiver<bool>,
    ended: bool,
}

impl Subscription {
    /// Begins a stream. It is registered before its place is looked up, so nothing falls in between.
    pub(crate) async fn start(
        conversations: &Conversations,
        account: &AccountId,
        session: &SessionId,
        start: Start,
    ) -> Result<Self> {
        let seat = conversations.0.registry.take_seat(account, session);
        let seat = seat.ok_or_else(failures::streams_full)?;
        let mut beat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (first, last) = bounds(conversations, account).await?;
        let mut stream = Self {
            conversations: conversations.clone(),
            account: account.clone(),
            session: session.clone(),
            seat,
            last,
            behind: false,
            earlier: None,
            ready: VecDeque::new(),
            beat,
            closing: conversations.0.closing.clone(),
            ended: false,
        };
        match start {
            Start::Now => {}
            Start::After(seq) if is_kept(seq, first, last) => {
                stream.last = seq;
                stream.behind = seq < last;
            }
            Start::After(_) | Start::Unknown => stream.reset(),
        }
        Ok(stream)
    }

    /// The last number told; after the start, the one that the stream begins after.
    pub(crate) fn last(&self) -> i64 {
        self.last
    }

    /// Tells what a client missed that named its last number only after the start. What was told since is not repeated.
    pub(crate) async fn resume(&mut self, start: Start) -> Result<()> {
        let (first, _) = bounds(&self.conversations, &self.account).await?;
        match start {
            Start::Now => {}
            Start::After(seq) if is_kept(seq, first, self.last) => self.earlier = Some((seq, self.last)),
            Start::After(_) | Start::Unknown => self.reset(),
        }
        Ok(())
    }

    fn reset(&mut self) {
        let delivery = Delivery::one(Some(self.last), RESET, "{}");
        self.ready.push_back(Arc::new(delivery));
    }

    /// What comes next; `None` after the end. Safe to give up waiting for.
    pub(crate) async fn next(&mut self) -> Option<Next> {
        if self.ended {
            return None;
        }
        let next = self.find_next().await;
        self.ended = matches!(next, Next::End(_));
        Some(next)
    }

    async fn find_next(&mut self) -> Next {
        loop {
            if *self.closing.borrow() {
                return Next::End(Ending::Stopping);
            }
            if let Some(ready) = self.ready.pop_front() {
                return Next::Tell(ready);
            }
            if self.behind || self.earlier.is_some() {
                if let Err(error) = self.catch_up().await {
                    // The client comes again and says where it was.
                    tracing::info!(%error, "a live stream could not read its log and ends");
                    return Next::End(Ending::Interrupted);
                }
                continue;
            }
            tokio::select! {
                biased;
                () = wait_until_closed(&mut self.closing) => return Next::End(Ending::Stopping),
                _ = self.beat.tick() => return if self.may_go_on().await {
                    Next::Beat
                } else {
                    Next::End(Ending::SessionEnded)
                },
                mail = self.seat.mailbox.take() => match mail {
                    Mail::Closed(why) => return Next::End(why),
                    Mail::Behind => self.behind = true,
                    Mail::Delivery(delivery) => match delivery.seq {
                        Some(seq) if seq <= self.last => {}
                        Some(seq) if seq > self.last + 1 => self.behind = true,
                        seq => {
                            self.last = seq.unwrap_or(self.last);
                            return Next::Tell(delivery);
                        }
                    },
                },
            }
        }
    }

    /// Reads the next page of the log.
    async fn catch_up(&mut self) -> Result<()> {
        let (after, to) = self.earlier.unwrap_or((self.last, i64::MAX));
        let account = self.account.clone();
        let limit = PAGE.min(to - after);
        let entries = self
            .conversations
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let entries = store::live::after(conn, &account, after, limit).await?;
                let told: Result<Vec<_>> = entries.iter().map(|entry| frames_of(entry, &account)).collect();
                told
            })
            .await?;
        let full = i64::try_from(entries.len()).map_err(Error::internal)? == limit;
        let last = entries.last().and_then(|delivery| delivery.seq).unwrap_or(after);
        self.ready.extend(entries.into_iter().map(Arc::new));
        if self.earlier.is_some() {
            self.earlier = (full && last < to).then_some((last, to));
        } else {
            self.last = last;
            self.behind = full;
        }
        Ok(())
    }

    async fn may_go_on(&self) -> bool {
        let lives = self.conversations.0.accounts.session_lives(&self.session).await;
        // Looked in vain is not looked and found dead: the next beat asks again.
        lives.unwrap_or(true)
    }
}

/// Whether everything after a number is still in a log that has the numbers from `first` to `last`.
fn is_kept(seq: i64, first: i64, last: i64) -> bool {
    seq <= last && (seq + 1 >= first || seq == last)
}

async fn bounds(conversations: &Conversations, account: &AccountId) -> Result<(i64, i64)> {
    conversations
        .0
        .db
        .read_by_key(async |conn: &mut Conn<'_>| store::live::bounds(conn, account).await)
        .await
}

/// Waits until the server is about to stop.
async fn wait_until_closed(closing: &mut watch::Receiver<bool>) {
    if closing.wait_for(|closing| *closing).await.is_err() {
        // Nobody can stop it any more.
        std::future::pending::<()>().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_begins_where_the_client_says() {
        assert_eq!(Start::after_event(None), Start::Now);
        assert_eq!(Start::after_event(Some("")), Start::Now);
        assert_eq!(Start::after_event(Some(" 12 ")), Start::After(12));
        for unknown in ["x", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(Start::after_event(Some(unknown)), Start::Unknown, "{unknown}");
        }
    }

    #[test]
    fn what_was_pruned_or_never_was_cannot_be_resumed() {
        assert!(is_kept(0, 0, 0));
        assert!(is_kept(0, 1, 9));
        assert!(is_kept(4, 5, 9));
        assert!(is_kept(9, 9, 9));
        assert!(!is_kept(3, 5, 9));
        assert!(!is_kept(10, 5, 9));
        assert!(!is_kept(1, 0, 0));
    }
}
