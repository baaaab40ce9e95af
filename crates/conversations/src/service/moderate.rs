//! Deleting a message: it stays for the record, and is gone for those who talk.

use accounts::Actor;
use platform::{Error, Result, Tx, version::IfMatch};

use super::{failures, tell, values_of};
use crate::{
    Conversations,
    events::MessageDeleted,
    model::{
        Deletion, MessageView,
        live::LiveKind,
        message::Message,
        thread::{Side, Thread},
    },
    rules, store,
};

impl Conversations {
    /// Deletes a message. For staff; the endpoint sees to that.
    pub async fn delete_message(
        &self,
        actor: &Actor,
        id: String,
        reason: Option<String>,
        seen: IfMatch,
    ) -> Result<MessageView> {
        let deleted_by = actor.id.clone();
        let deleted = self
            .0
            .db
            .write::<_, Error, _>(async move |tx: &mut Tx<'_>| {
                let found = store::message::by_id(tx, &id).await?;
                let (message, thread) = found.ok_or_else(failures::not_found)?;
                if message.deletion.is_some() {
                    return Err(failures::not_found());
                }
                seen.check(message.view(&thread).record_version)?;
                let deletion = Deletion {
                    at: tx.now().max(message.sent_at),
                    by: deleted_by,
                    reason,
                };
                delete(tx, message, thread, deletion).await
            })
            .await?;
        self.tidy_attachments().await;
        Ok(deleted)
    }
}

/// With a deleted message its pictures go, unless somebody reported it and moderators have not decided yet.
pub(super) async fn drop_attachments(tx: &mut Tx<'_>, message: &mut Message) -> Result<()> {
    if message.attachments.is_empty() || store::report::is_open(tx, message.seq).await? {
        return Ok(());
    }
    message.attachments.clear();
    store::attachment::drop_of_message(tx, message.seq).await
}

pub(super) async fn delete(
    tx: &mut Tx<'_>,
    mut message: Message,
    mut thread: Thread,
    deletion: Deletion,
) -> Result<MessageView, Error> {
    drop_attachments(tx, &mut message).await?;
    store::message::delete(tx, message.seq, &deletion).await?;
    store::search::remove(tx, message.seq).await?;
    let old_thread_values = values_of(&thread);
    let last = store::message::last(tx, thread.seq).await?;
    retract(&mut thread, &message, last.as_ref(), &deletion);
    store::thread::store_deleted(tx, &thread).await?;
    let told = tell(tx, LiveKind::Deleted, &thread, Some(message.seq)).await?;
    let deleted_by = deletion.by.clone();
    let message = Message {
        deletion: Some(deletion),
        ..message
    };
    let event = MessageDeleted {
        conversation_message: message.view(&thread),
        conversation_thread: thread.view(),
        old_thread_values,
        last_message: thread.last_message,
        deleted_by,
        told,
    };
    tx.emit(&event).await?;
    Ok(event.conversation_message)
}

/// What the loss of a message makes of its thread, whose last one is `last` now.
fn retract(thread: &mut Thread, message: &Message, last: Option<&Message>, deletion: &Deletion) {
    thread.deleted_count += 1;
    if message.read_at.is_none() {
        let side: Side = message.to_side(thread);
        *thread.unread_mut(side) -= 1;
    }
    let shown = last.map(|last| rules::preview(&last.content).to_owned());
    let at = last.map_or(rules::whole_millis(thread.created_at), |last| last.sent_at);
    if thread.last_message_at != at {
        thread.record_version += 1;
        thread.updated_at = deletion.at;
    }
    thread.last_message_at = at;
    thread.last_message = shown;
}
