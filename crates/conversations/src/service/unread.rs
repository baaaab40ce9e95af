//! Telling people who are away that messages wait: one letter over all of their threads, and no other until they have looked.
//!
//! Each message notes its receiver in a table of who is to be told when, in which looking and reading take them out; so the job looks
//! at who is due, however many threads there are.

use std::sync::Arc;

use accounts::{AccountId, Actor};
use platform::{Conn, Ctx, Error, Result, Tx};

use crate::{
    Conversations,
    model::{message::Message, thread::Thread},
    store::{self, unread::Due},
    unread::{UnreadDigest, UnreadLetters, UnreadTalk},
};

/// People who are looked at in one read.
const AT_ONCE: i64 = 100;
/// Threads that a letter names.
const NAMED: i64 = 5;

impl Conversations {
    /// The caller looks at their threads: what waits needs no letter.
    #[platform::boxed]
    pub async fn note_look(&self, actor: &Actor) -> Result<()> {
        if self.unread_after().is_none() {
            return Ok(());
        }
        let noted = async |conn: &mut Conn<'_>| store::unread::is_noted(conn, &actor.id).await;
        // Looked at first: a write waits for others.
        if !self.0.db.read_by_key::<_, Error, _>(noted).await? {
            return Ok(());
        }
        let account = actor.id.clone();
        let write = async move |tx: &mut Tx<'_>| store::unread::forget(tx, &account).await;
        self.0.db.write::<_, Error, _>(write).await
    }

    /// How long a message waits before its receiver is told by mail; nothing where nobody is.
    pub(crate) fn unread_after(&self) -> Option<std::time::Duration> {
        let after = self.0.options.unread_after;
        (self.0.letters.is_some() && !after.is_zero()).then_some(after)
    }

    /// Tells everybody who is to be told by now.
    pub(crate) async fn tell_unread(&self, ctx: &Ctx) -> Result<()> {
        let Some(letters) = &self.0.letters else { return Ok(()) };
        let now = ctx.now();
        loop {
            let look = async move |conn: &mut Conn<'_>| store::unread::due(conn, now, AT_ONCE).await;
            let due = self.0.db.read::<_, Error, _>(look).await?;
            let is_last = i64::try_from(due.len()).map_err(Error::internal)? < AT_ONCE;
            for one in due {
                self.tell_one(letters, one).await?;
            }
            if is_last {
                return Ok(());
            }
        }
    }

    async fn tell_one(&self, letters: &Arc<dyn UnreadLetters>, due: Due) -> Result<()> {
        let digest = self.digest(&due).await?;
        let letters = Arc::clone(letters);
        let work = async move |tx: &mut Tx<'_>| {
            let Some(digest) = digest else {
                return store::unread::forget_due(tx, &due).await;
            };
            // Who has looked meanwhile is told nothing, and neither is who was told by another process.
            if store::unread::mark_told(tx, &due).await? {
                letters.tell(tx, &due.account, &digest).await?;
            }
            Ok(())
        };
        self.0.db.write::<_, Error, _>(work).await
    }

    /// What waits for somebody; nothing if nothing does.
    async fn digest(&self, due: &Due) -> Result<Option<UnreadDigest>> {
        let account = due.account.clone();
        let look = async move |conn: &mut Conn<'_>| {
            let (messages, threads) = store::unread::count(conn, &account).await?;
            let latest = if messages > 0 {
                store::unread::latest(conn, &account, NAMED).await?
            } else {
                Vec::new()
            };
            Ok((messages, threads, latest))
        };
        let (messages, threads, latest) = self.0.db.read::<_, Error, _>(look).await?;
        if messages == 0 {
            return Ok(None);
        }
        let names = self.names(latest.iter().map(|one| one.other.clone())).await?;
        let mut ids: Vec<_> = latest.iter().map(|one| one.listing.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let listings = self.0.listings.find(&ids).await?;
        let talk = |one: store::unread::WaitingThread| UnreadTalk {
            person: names.person(&one.other).fullname,
            listing: listings
                .iter()
                .find(|listing| listing.id == one.listing)
                .map(|listing| listing.title.clone()),
            thread: one.thread,
            messages: one.messages,
        };
        Ok(Some(UnreadDigest {
            id: format!("conversations.unread:{}:{}", due.account, due.at.0),
            messages,
            threads,
            talks: latest.into_iter().map(talk).collect(),
        }))
    }
}

/// A message was sent: its receiver is to be told after a while, unless they want to hear nothing of the thread.
pub(super) async fn expect_notice(
    tx: &mut Tx<'_>,
    thread: &Thread,
    message: &Message,
    after: Option<std::time::Duration>,
) -> Result<()> {
    let side = message.to_side(thread);
    let kept = thread.kept(side);
    match after {
        Some(after) if !kept.muted && !kept.archived => {
            store::unread::expect(tx, thread.account(side), message.sent_at.plus(after)).await
        }
        _ => Ok(()),
    }
}

/// Somebody has read something: they are here.
pub(super) async fn forget_notice(tx: &mut Tx<'_>, reader: &AccountId) -> Result<()> {
    store::unread::forget(tx, reader).await
}
