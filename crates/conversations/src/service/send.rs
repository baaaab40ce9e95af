//! Sending a message: the hot path. Four statements besides its event and its search words: one look, and one write each
//! for the message, its thread, and both participants' logs; and one where people who are away are told by mail.

use std::time::Duration;

use accounts::{AccountId, Actor};
use platform::{Error, Result, Tx};

use super::{attachment, failures, participant, tell, unread, values_of};
use crate::{
    Conversations,
    events::MessageCreated,
    model::{
        MessageId, MessageView,
        live::LiveKind,
        message::{Message, NewMessage},
        thread::{Thread, WritableThread},
    },
    rules, store,
};

impl Conversations {
    /// Sends a message. With a client's name for it, a retry is answered the first message and changes nothing.
    #[platform::boxed]
    pub async fn send_message(&self, actor: &Actor, new: NewMessage) -> Result<MessageView> {
        if new.sender.as_ref().is_some_and(|sender| *sender != actor.id) {
            return Err(failures::not_the_sender());
        }
        self.0.throttles.sends.take(actor.id.as_str())?;
        self.deliver_message(actor, new).await
    }

    /// The same, however many are sent.
    pub(crate) async fn deliver_message(&self, actor: &Actor, new: NewMessage) -> Result<MessageView> {
        let (sender, notice_after) = (actor.id.clone(), self.unread_after());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                if let Some(client_id) = &new.client_id
                    && let Some((message, thread)) = store::message::by_client_id(tx, &sender, client_id).await?
                {
                    return sent_before(tx, &message, &thread, &new).await;
                }
                let found = store::thread::to_write(tx, &new.thread, &sender).await?;
                let thread = may_write(found.ok_or_else(failures::not_found)?, &sender, new.receiver.as_ref())?;
                send(tx, thread, (sender, new), notice_after).await
            })
            .await
    }
}

/// The answer to a retry, if it is one.
async fn sent_before(tx: &mut Tx<'_>, message: &Message, thread: &Thread, new: &NewMessage) -> Result<MessageView> {
    // What it said when it was sent, if it was edited.
    let first = store::version::first(tx, message.seq).await?;
    if first.as_ref().unwrap_or(&message.content) != &new.content || thread.id.as_str() != new.thread {
        return Err(failures::other_message());
    }
    // Pictures of what was deleted may be gone.
    if message.deletion.is_none() && !attachment::are_those_of(tx, message, &new.attachments).await? {
        return Err(failures::other_message());
    }
    if message.deletion.is_some() {
        return Err(failures::not_found());
    }
    Ok(message.view(thread))
}

pub(super) fn may_write(found: WritableThread, sender: &AccountId, receiver: Option<&AccountId>) -> Result<Thread> {
    let other = participant(&found.thread, sender)?.other();
    if receiver.is_some_and(|receiver| receiver != found.thread.account(other)) {
        return Err(failures::wrong_receiver());
    }
    if found.departed {
        return Err(failures::departed());
    }
    if found.blocked {
        return Err(failures::blocked());
    }
    Ok(found.thread)
}

async fn send(
    tx: &mut Tx<'_>,
    mut thread: Thread,
    (sender, new): (AccountId, NewMessage),
    notice_after: Option<Duration>,
) -> Result<MessageView, Error> {
    let sent_at = rules::sent_at(tx.now(), thread.last_sent_at);
    let attachments = attachment::to_send(tx, &sender, &new.attachments).await?;
    let mut message = Message {
        seq: 0,
        id: MessageId::from(platform::id::uuid_v7(sent_at)),
        number: thread.message_count + 1,
        sender,
        content: new.content,
        sent_at,
        read_at: None,
        client_id: new.client_id,
        deletion: None,
        edited_at: None,
        edit_count: 0,
        attachments,
    };
    message.seq = store::message::insert(tx, thread.seq, &message).await?;
    if !new.attachments.is_empty() {
        store::attachment::send(tx, message.seq, &new.attachments).await?;
    }
    let old_thread_values = values_of(&thread);
    advance(&mut thread, &message);
    store::thread::store_sent(tx, &thread).await?;
    let told = tell(tx, LiveKind::Sent, &thread, Some(message.seq)).await?;
    store::search::store(tx, message.seq, &thread, &message.content).await?;
    unread::expect_notice(tx, &thread, &message, notice_after).await?;
    let event = MessageCreated {
        conversation_message: message.view(&thread),
        conversation_thread: thread.view(),
        old_thread_values,
        last_message: thread.last_message,
        told,
    };
    tx.emit(&event).await?;
    Ok(event.conversation_message)
}

/// What a new message makes of its thread.
fn advance(thread: &mut Thread, message: &Message) {
    thread.message_count = message.number;
    thread.last_message_at = message.sent_at;
    thread.last_sent_at = message.sent_at;
    thread.last_message = Some(rules::preview(&message.content).to_owned());
    *thread.unread_mut(message.to_side(thread)) += 1;
    thread.come_back();
    thread.record_version += 1;
    thread.updated_at = message.sent_at;
}
