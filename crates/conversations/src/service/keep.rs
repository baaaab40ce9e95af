//! Putting threads away, and hearing nothing of them: each of the two for themselves.

use accounts::Actor;
use platform::{Error, Result, Tx};

use super::{failures, participant};
use crate::{
    Conversations,
    events::{ThreadKept, Told},
    model::{
        InboxView,
        live::LiveKind,
        thread::{KeepThread, Kept},
    },
    store,
};

impl Conversations {
    /// Puts a thread away or takes it out again, mutes it or hears of it again; what is not said stays as it is. The other one
    /// learns nothing of it.
    #[platform::boxed]
    pub async fn keep_thread(&self, actor: &Actor, id: String, change: KeepThread) -> Result<InboxView> {
        let who = actor.id.clone();
        let thread = self
            .0
            .db
            .write::<_, Error, _>(async move |tx: &mut Tx<'_>| {
                let found = store::thread::by_id(tx, &id).await?;
                let mut thread = found.ok_or_else(failures::not_found)?;
                let side = participant(&thread, &who)?;
                let before = thread.kept(side);
                let kept = Kept {
                    archived: change.archived.unwrap_or(before.archived),
                    muted: change.muted.unwrap_or(before.muted),
                };
                if kept == before {
                    return Ok(thread);
                }
                *thread.kept_mut(side) = kept;
                store::thread::store_kept(tx, &thread).await?;
                // Only one's own pages look different.
                let seq = store::live::note_one(tx, LiveKind::Thread, (thread.seq, None), &who).await?;
                let told = vec![Told {
                    account: who,
                    seq,
                    unread: thread.unread(side),
                }];
                tx.emit(&ThreadKept {
                    conversation_thread: thread.view(),
                    last_message: thread.last_message.clone(),
                    told,
                })
                .await?;
                Ok(thread)
            })
            .await?;
        let mut views = self.as_inbox(vec![thread], &actor.id, false).await?;
        views.pop().ok_or_else(failures::not_found)
    }
}
