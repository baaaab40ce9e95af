//! Reading: a message, or everything up to one.

use accounts::{AccountId, Actor};
use platform::{Error, Result, Timestamp, Tx, version::IfMatch};

use super::{failures, participant, tell, unread};
use crate::{
    Conversations,
    events::MessagesRead,
    model::{
        MessageView,
        live::LiveKind,
        message::{MarkedMessage, Message},
        thread::{ReadThread, Side, Thread},
    },
    store,
};

/// Messages that one transaction marks. What is left takes another one: reading a long history must not keep others from
/// writing.
const AT_ONCE: i64 = 200;

/// One step of reading a thread.
struct Step {
    thread: Thread,
    unread: i64,
    marked: i64,
    /// The last number of the whole task; with the first step it is known.
    to: i64,
    done: bool,
}

impl Conversations {
    /// Marks a message as read. The first time counts; only its receiver may.
    pub async fn mark_message_read(&self, actor: &Actor, id: String, seen: IfMatch) -> Result<MarkedMessage> {
        let reader = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let found = store::message::by_id(tx, &id).await?;
                let (mut message, mut thread) = found.ok_or_else(failures::not_found)?;
                if message.deletion.is_some() {
                    return Err(failures::not_found());
                }
                let side = message.to_side(&thread);
                if *thread.account(side) != reader {
                    return Err(failures::not_the_receiver());
                }
                let before = message.view(&thread);
                seen.check(before.record_version)?;
                if message.read_at.is_some() {
                    let after = before.clone();
                    return Ok(MarkedMessage { before, after });
                }
                let at = read_time(tx.now(), &message);
                message.read_at = Some(at);
                store::message::mark_read(tx, message.seq, at).await?;
                count_down(&mut thread, side, 1, None);
                store::thread::store_read(tx, &thread).await?;
                unread::forget_notice(tx, &reader).await?;
                let after = message.view(&thread);
                tell_read(tx, &thread, message.seq, vec![after.clone()], false).await?;
                Ok(MarkedMessage { before, after })
            })
            .await
    }

    /// Marks everything up to a message as read, or everything there is.
    #[platform::boxed]
    pub async fn mark_read_up_to(
        &self,
        actor: &Actor,
        thread: String,
        message: Option<String>,
        seen: IfMatch,
    ) -> Result<ReadThread> {
        let mut step = self.read_some(actor, &thread, message, (None, seen)).await?;
        let unread_before = step.unread + step.marked;
        let mut marked = step.marked;
        while !step.done {
            step = self
                .read_some(actor, &thread, None, (Some(step.to), IfMatch::Any))
                .await?;
            marked += step.marked;
        }
        Ok(ReadThread {
            view: step.thread.view(),
            marked,
            unread_before,
            unread: step.unread,
        })
    }

    async fn read_some(
        &self,
        actor: &Actor,
        thread: &str,
        message: Option<String>,
        (to, seen): (Option<i64>, IfMatch),
    ) -> Result<Step> {
        let (reader, thread) = (actor.id.clone(), thread.to_owned());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let found = store::thread::by_id(tx, &thread).await?;
                let thread = found.ok_or_else(failures::not_found)?;
                let side = participant(&thread, &reader)?;
                seen.check(thread.record_version)?;
                let to = match (to, &message) {
                    (Some(to), _) => to,
                    (None, Some(id)) => number_of(tx, &thread, id).await?,
                    (None, None) => thread.message_count,
                };
                mark_some(tx, thread, side, to).await
            })
            .await
    }
}

/// The number of a message of this thread.
async fn number_of(tx: &mut Tx<'_>, thread: &Thread, id: &str) -> Result<i64> {
    match store::message::by_id(tx, id).await? {
        Some((message, other)) if other.seq == thread.seq && message.deletion.is_none() => Ok(message.number),
        _ => Err(failures::not_found()),
    }
}

async fn mark_some(tx: &mut Tx<'_>, mut thread: Thread, side: Side, to: i64) -> Result<Step, Error> {
    let above = *thread.read_number_mut(side);
    let sender = thread.account(side.other()).clone();
    let mut waiting = Vec::new();
    if thread.unread(side) > 0 && to > above {
        waiting = store::message::list_unread(tx, thread.seq, (above, to), &sender, AT_ONCE).await?;
    }
    let count = i64::try_from(waiting.len()).map_err(Error::internal)?;
    let done = count < AT_ONCE;
    if let Some(last) = waiting.last() {
        let reached = if done { to } else { last.number };
        let seq = last.seq;
        let at = read_time(tx.now(), last);
        mark(tx, &thread, (above, reached), &sender, at, count).await?;
        count_down(&mut thread, side, count, Some(reached));
        store::thread::store_read(tx, &thread).await?;
        unread::forget_notice(tx, thread.account(side)).await?;
        let views = waiting.into_iter().map(|message| {
            let message = Message {
                read_at: Some(at),
                ..message
            };
            message.view(&thread)
        });
        let views = views.collect();
        tell_read(tx, &thread, seq, views, true).await?;
    }
    Ok(Step {
        unread: thread.unread(side),
        thread,
        marked: count,
        to,
        done,
    })
}

async fn mark(
    tx: &mut Tx<'_>,
    thread: &Thread,
    range: (i64, i64),
    sender: &AccountId,
    at: Timestamp,
    expected: i64,
) -> Result<()> {
    let marked = store::message::mark_range_read(tx, thread.seq, range, sender, at).await?;
    if i64::try_from(marked).ok() == Some(expected) {
        Ok(())
    } else {
        Err(Error::internal(format!(
            "{marked} messages were marked instead of {expected}"
        )))
    }
}

/// Now, but not before it was sent: its time may be a little ahead of the clock.
fn read_time(now: Timestamp, message: &Message) -> Timestamp {
    now.max(message.sent_at)
}

/// What reading makes of a thread. Once nothing is left to read, no later search need look at what is there now.
fn count_down(thread: &mut Thread, side: Side, count: i64, reached: Option<i64>) {
    *thread.unread_mut(side) -= count;
    let all = (thread.unread(side) == 0).then_some(thread.message_count);
    let number = thread.read_number_mut(side);
    *number = (*number).max(reached.unwrap_or(0)).max(all.unwrap_or(0));
}

async fn tell_read(
    tx: &mut Tx<'_>,
    thread: &Thread,
    last: i64,
    conversation_messages: Vec<MessageView>,
    up_to: bool,
) -> Result<()> {
    let happened = if up_to { LiveKind::ReadUpTo } else { LiveKind::Read };
    let told = tell(tx, happened, thread, Some(last)).await?;
    tx.emit(&MessagesRead {
        conversation_messages,
        up_to,
        conversation_thread: thread.view(),
        last_message: thread.last_message.clone(),
        told,
    })
    .await
}
