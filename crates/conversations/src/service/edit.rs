//! Changing what one has written, and taking it back, for a while after it was sent.

use accounts::{AccountId, Actor};
use platform::{Error, Result, Timestamp, Tx, version::IfMatch};

use super::{failures, moderate, send::may_write, tell};
use crate::{
    Conversations,
    events::{MessageEdited, MessageValues},
    model::{
        Deletion, MessageView,
        live::LiveKind,
        message::{MarkedMessage, Message},
        thread::Thread,
    },
    rules, store,
};

impl Conversations {
    /// Changes the text of a message of the caller's; what it said before is kept for moderators. The same text again changes
    /// nothing.
    #[platform::boxed]
    pub async fn edit_message(
        &self,
        actor: &Actor,
        id: String,
        content: String,
        seen: IfMatch,
    ) -> Result<MarkedMessage> {
        self.0.throttles.sends.take(actor.id.as_str())?;
        let (sender, window) = (actor.id.clone(), self.0.options.edit_window);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let (message, thread) = own_message(tx, &id, &sender).await?;
                seen.check(message.view(&thread).record_version)?;
                // Who is kept away does not reach the other one by words that are there already.
                let found = store::thread::to_write(tx, thread.id.as_str(), &sender).await?;
                let thread = may_write(found.ok_or_else(failures::not_found)?, &sender, None)?;
                let before = message.view(&thread);
                if message.content == content {
                    let after = before.clone();
                    return Ok(MarkedMessage { before, after });
                }
                if !rules::may_change(message.sent_at, tx.now(), window) {
                    return Err(failures::too_late_to_change());
                }
                let after = edit(tx, message, thread, content).await?;
                Ok(MarkedMessage { before, after })
            })
            .await
    }

    /// Takes back a message of the caller's: it is gone for both, and kept for moderators.
    #[platform::boxed]
    pub async fn retract_message(&self, actor: &Actor, id: String, seen: IfMatch) -> Result<MessageView> {
        let (sender, window) = (actor.id.clone(), self.0.options.edit_window);
        let retracted = self
            .0
            .db
            .write::<_, Error, _>(async move |tx: &mut Tx<'_>| {
                let (message, thread) = own_message(tx, &id, &sender).await?;
                seen.check(message.view(&thread).record_version)?;
                if !rules::may_change(message.sent_at, tx.now(), window) {
                    return Err(failures::too_late_to_change());
                }
                let deletion = Deletion {
                    at: tx.now().max(message.sent_at),
                    by: sender,
                    reason: None,
                };
                moderate::delete(tx, message, thread, deletion).await
            })
            .await?;
        self.tidy_attachments().await;
        Ok(retracted)
    }

    /// Whether its sender may still change what was sent then, or take it back.
    pub fn may_change(&self, sent_at: Timestamp, now: Timestamp) -> bool {
        rules::may_change(sent_at, now, self.0.options.edit_window)
    }
}

/// A message that somebody has written and that is there.
async fn own_message(tx: &mut Tx<'_>, id: &str, sender: &AccountId) -> Result<(Message, Thread)> {
    let found = store::message::by_id(tx, id).await?;
    let (message, thread) = found.ok_or_else(failures::not_found)?;
    if thread.side_of(sender).is_none() {
        return Err(failures::not_a_participant());
    }
    if message.deletion.is_some() {
        return Err(failures::not_found());
    }
    if message.sender != *sender {
        return Err(failures::not_the_writer());
    }
    Ok((message, thread))
}

async fn edit(tx: &mut Tx<'_>, before: Message, mut thread: Thread, content: String) -> Result<MessageView, Error> {
    let at = tx.now().max(before.sent_at);
    let written_at = before.edited_at.unwrap_or(before.sent_at);
    store::version::keep(tx, before.seq, &before.content, written_at, at).await?;
    let old_message_values = MessageValues::of(&before.view(&thread));
    let message = Message {
        content,
        edited_at: Some(at),
        edit_count: before.edit_count + 1,
        ..before
    };
    store::message::edit(tx, &message).await?;
    store::search::remove(tx, message.seq).await?;
    store::search::store(tx, message.seq, &thread, &message.content).await?;
    let last = store::message::last(tx, thread.seq).await?;
    if last.is_some_and(|last| last.seq == message.seq) {
        thread.last_message = Some(rules::preview(&message.content).to_owned());
        store::thread::store_deleted(tx, &thread).await?;
    }
    let told = tell(tx, LiveKind::Edited, &thread, Some(message.seq)).await?;
    let event = MessageEdited {
        conversation_message: message.view(&thread),
        old_message_values,
        conversation_thread: thread.view(),
        last_message: thread.last_message,
        told,
    };
    tx.emit(&event).await?;
    Ok(event.conversation_message)
}
