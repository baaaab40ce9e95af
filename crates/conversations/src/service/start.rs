//! Beginning a thread, or finding the one that the two already have about the listing.

use accounts::{AccountId, Actor};
use platform::{Conn, Error, Result, Tx, idempotency::Once};
use serde::{Deserialize, Serialize};

use super::{failures, tell};
use crate::{
    Conversations, Listing,
    events::ThreadCreated,
    model::{
        ThreadId,
        live::LiveKind,
        thread::{NewThread, StartedThread},
    },
    store,
};

/// What a retry is answered.
#[derive(Serialize, Deserialize)]
struct Answered {
    id: ThreadId,
    reused: bool,
}

impl Conversations {
    /// Begins a thread about a listing. The pair's thread about it is found in either order; two who begin at once get
    /// the same one.
    #[platform::boxed]
    pub async fn start_thread(&self, actor: &Actor, new: NewThread, once: Option<Once>) -> Result<StartedThread> {
        let sender = new.sender.unwrap_or_else(|| actor.id.clone());
        if sender != actor.id {
            return Err(failures::not_the_sender());
        }
        if sender == new.receiver {
            return Err(failures::same_person());
        }
        // Their thread stays theirs, whatever has become of the listing.
        if !self.have_thread(&new.listing, &sender, &new.receiver).await? {
            self.0.throttles.threads.take(actor.id.as_str())?;
            self.check_listing(&new.listing, &sender, &new.receiver).await?;
        }
        let id = ThreadId::from(platform::id::uuid_v7(actor.ctx.now()));
        let (listing, receiver) = (new.listing, new.receiver);
        let work = async move |tx: &mut Tx<'_>| start(tx, id, &listing, &sender, &receiver).await;
        let answered = self.0.accounts.answers().write(&actor.ctx, once, work).await?;
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::thread::by_id(conn, answered.id.as_str()).await)
            .await?;
        let thread = found.ok_or_else(failures::not_found)?;
        Ok(StartedThread {
            view: thread.view(),
            reused: answered.reused,
        })
    }

    /// A listing, for whoever wants to talk with its owner; active or not, since the thread that two have about it stays theirs.
    #[platform::boxed]
    pub async fn look_up_listing(&self, id: &str) -> Result<Listing> {
        self.listing(id).await?.ok_or_else(failures::not_found)
    }

    async fn have_thread(&self, listing: &str, sender: &AccountId, receiver: &AccountId) -> Result<bool> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::thread::of_pair(conn, listing, sender, receiver).await)
            .await?;
        Ok(found.is_some())
    }

    /// The listing exists and is active, the receiver exists, and one of the two owns the listing.
    async fn check_listing(&self, id: &str, sender: &AccountId, receiver: &AccountId) -> Result<()> {
        let listing = self.listing(id).await?.ok_or_else(failures::not_found)?;
        if !listing.active {
            return Err(failures::listing_not_active());
        }
        let people = self.0.accounts.people(std::slice::from_ref(receiver)).await?;
        if !people.contains_key(receiver) {
            return Err(failures::not_found());
        }
        if listing.owner != *sender && listing.owner != *receiver {
            return Err(failures::nobody_owns_it());
        }
        Ok(())
    }
}

async fn start(
    tx: &mut Tx<'_>,
    id: ThreadId,
    listing: &str,
    sender: &AccountId,
    receiver: &AccountId,
) -> Result<Answered, Error> {
    if let Some(thread) = store::thread::of_pair(tx, listing, sender, receiver).await? {
        return Ok(Answered {
            id: thread.id,
            reused: true,
        });
    }
    if store::block::find(tx, receiver, sender).await?.is_some() {
        return Err(failures::blocked());
    }
    let thread = store::thread::insert(tx, &id, listing, sender, receiver).await?;
    let told = tell(tx, LiveKind::Thread, &thread, None).await?;
    tx.emit(&ThreadCreated {
        conversation_thread: thread.view(),
        told,
    })
    .await?;
    Ok(Answered { id, reused: false })
}
