//! What was sent has reached its receiver, read or not: one moment for all of somebody's threads.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Result, Timestamp, Tx};

use crate::{
    Conversations,
    events::{MessagesDelivered, Told},
    model::live::LiveKind,
    store,
};

/// Threads of which senders are told at once; of others they learn when they look.
const AT_ONCE: i64 = 200;

impl Conversations {
    /// Notes that everything that was sent to the caller so far has reached a page of theirs, and tells who sent it.
    #[platform::boxed]
    pub async fn mark_delivered(&self, actor: &Actor) -> Result<()> {
        let account = actor.id.clone();
        let waits = async |conn: &mut Conn<'_>| {
            let until = store::delivery::until(conn, &account).await?;
            store::delivery::has_waiting(conn, &account, until).await
        };
        // Looked at first: a write waits for others, and most looks find nothing new.
        if !self.0.db.read_by_key(waits).await? {
            return Ok(());
        }
        let account = actor.id.clone();
        self.0
            .db
            .write::<_, Error, _>(async move |tx: &mut Tx<'_>| deliver(tx, account).await)
            .await
    }

    /// Up to when everything that was sent to somebody has reached a page of theirs.
    #[platform::boxed]
    pub async fn delivered_until(&self, account: &AccountId) -> Result<Timestamp> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::delivery::until(conn, account).await)
            .await
    }
}

async fn deliver(tx: &mut Tx<'_>, receiver_id: AccountId) -> Result<()> {
    let until = store::delivery::until(tx, &receiver_id).await?;
    let waiting = store::delivery::waiting(tx, &receiver_id, until, AT_ONCE).await?;
    // A message may count as sent a little ahead of the clock.
    let last = waiting.iter().map(|waiting| waiting.sent_at).max();
    let now = tx.now();
    store::delivery::reach(tx, &receiver_id, last.map_or(now, |last| last.max(now))).await?;
    for waiting in waiting {
        let at = (waiting.thread_seq, Some(waiting.message_seq));
        let seq = store::live::note_one(tx, LiveKind::Delivered, at, &waiting.sender).await?;
        tx.emit(&MessagesDelivered {
            conversation_thread_id: waiting.thread,
            id: waiting.message,
            receiver_id: receiver_id.clone(),
            told: Told {
                account: waiting.sender,
                seq,
                unread: 0,
            },
        })
        .await?;
    }
    Ok(())
}
