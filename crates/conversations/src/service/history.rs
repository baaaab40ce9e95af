//! The messages of a thread, oldest to newest. Every message has a number and no number is missing, so any page of any
//! history is one range of an index.

use accounts::Actor;
use platform::{Conn, Error, Result, Rule, Timestamp, page::Pages};

use super::{failures, inbox::visible};
use crate::{
    Conversations,
    model::{
        StaffMessageView,
        message::{DeletedOnes, HistoryPart, HistoryPoint, Message, MessagePart, MessageRange},
        thread::Thread,
    },
    rules, store,
};

impl Conversations {
    /// A page of a thread, and how many messages the caller may see in it.
    pub async fn list_messages(&self, actor: &Actor, id: String, pages: Pages) -> Result<(Vec<StaffMessageView>, i64)> {
        let (caller, role) = (actor.id.clone(), actor.role);
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let thread = visible(conn, &id, &caller, role).await?;
                let staff = role.is_staff();
                let mut above = pages.offset();
                let mut total = thread.message_count;
                if !staff && thread.deleted_count > 0 {
                    let gaps = store::message::deleted_numbers(conn, thread.seq).await?;
                    above = rules::number_at(pages.offset(), &gaps) - 1;
                    total -= thread.deleted_count;
                }
                let range = MessageRange {
                    above,
                    ..whole(&thread, staff)
                };
                let rows = store::message::oldest(conn, range, pages.limit()).await?;
                Ok((show_for_staff(&rows, &thread), total))
            })
            .await
    }

    /// A part of a thread: the first messages after a point, or the last ones before one (or of all).
    #[platform::boxed]
    pub async fn read_messages(&self, actor: &Actor, id: String, stretch: HistoryPart) -> Result<MessagePart> {
        let (caller, role) = (actor.id.clone(), actor.role);
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let thread = visible(conn, &id, &caller, role).await?;
                let staff = role.is_staff();
                let mut range = whole(&thread, staff);
                if stretch.with_retracted && !staff {
                    range.deleted = DeletedOnes::Retracted;
                }
                if let Some(point) = &stretch.after {
                    range.above = last_up_to(conn, &thread, point, "after").await?;
                }
                if let Some(point) = &stretch.before {
                    range.below = first_from(conn, &thread, point, "before").await?;
                }
                // One more than wanted says whether there are more.
                let most = stretch.limit + 1;
                let wanted = usize::try_from(stretch.limit).map_err(Error::internal)?;
                let (rows, more) = if stretch.after.is_some() {
                    let mut rows = store::message::oldest(conn, range, most).await?;
                    let more = rows.len() > wanted;
                    rows.truncate(wanted);
                    (rows, more)
                } else {
                    let mut rows = store::message::newest(conn, range, most).await?;
                    let more = rows.len() > wanted;
                    rows.drain(..usize::from(more));
                    (rows, more)
                };
                let mut messages = show_for_staff(&rows, &thread);
                for message in &mut messages {
                    if message.deletion.is_some() && !staff {
                        message.message.content.clear();
                        message.message.attachments.clear();
                    }
                }
                let total = thread.message_count - if staff { 0 } else { thread.deleted_count };
                Ok(MessagePart { messages, more, total })
            })
            .await
    }

    /// One message, for the participants of its thread and staff. A deleted one is there for staff only.
    #[platform::boxed]
    pub async fn show_message(&self, actor: &Actor, id: &str) -> Result<StaffMessageView> {
        let staff = actor.role.is_staff();
        let look = async |conn: &mut Conn<'_>| {
            let Some((message, thread)) = store::message::by_id(conn, id).await? else {
                return Ok(None);
            };
            let is_edited = staff && message.edit_count > 0;
            let earlier = if is_edited {
                store::version::list(conn, message.seq).await?
            } else {
                Vec::new()
            };
            Ok::<_, Error>(Some((message, thread, earlier)))
        };
        let found = self.0.db.read_by_key(look).await?;
        let (message, thread, earlier_versions) = found.ok_or_else(failures::not_found)?;
        if message.deletion.is_some() && !staff {
            return Err(failures::not_found());
        }
        if !staff && thread.side_of(&actor.id).is_none() {
            return Err(failures::not_a_participant());
        }
        Ok(StaffMessageView {
            earlier_versions,
            ..message.for_staff(&thread)
        })
    }
}

fn whole(thread: &Thread, staff: bool) -> MessageRange {
    MessageRange {
        thread: thread.seq,
        above: 0,
        below: i64::MAX,
        deleted: if staff { DeletedOnes::All } else { DeletedOnes::None },
    }
}

/// Messages as the caller sees them. Only staff are given deleted ones, so only they learn who deleted them.
fn show_for_staff(rows: &[Message], thread: &Thread) -> Vec<StaffMessageView> {
    rows.iter().map(|message| message.for_staff(thread)).collect()
}

/// The number of the last message that is not after a point.
async fn last_up_to(conn: &mut Conn<'_>, thread: &Thread, point: &HistoryPoint, field: &str) -> Result<i64> {
    match point {
        HistoryPoint::Message(id) => number_of(conn, thread, id, field).await,
        HistoryPoint::Time(at) => store::message::number_by_time(conn, thread, *at).await,
    }
}

/// The number of the first message that is not before a point.
async fn first_from(conn: &mut Conn<'_>, thread: &Thread, point: &HistoryPoint, field: &str) -> Result<i64> {
    match point {
        HistoryPoint::Message(id) => number_of(conn, thread, id, field).await,
        HistoryPoint::Time(at) => {
            let before = Timestamp(at.0.saturating_sub(1));
            Ok(store::message::number_by_time(conn, thread, before).await? + 1)
        }
    }
}

async fn number_of(conn: &mut Conn<'_>, thread: &Thread, id: &str, field: &str) -> Result<i64> {
    match store::message::by_id(conn, id).await? {
        Some((message, other)) if other.seq == thread.seq => Ok(message.number),
        _ => Err(Error::invalid_field(field, Rule::NotAnId)),
    }
}
