//! What is joined to threads and messages: listings from whoever has them, names from the accounts.

use std::collections::HashMap;

use accounts::AccountId;
use platform::Result;

use crate::{
    Conversations,
    listings::Listing,
    model::{InboxJoins, InboxView, Person, StaffThreadJoins, StaffThreadView, WholeListing, thread::Thread},
};

/// Names and listings that threads need.
pub(crate) struct FoundJoins {
    people: HashMap<AccountId, String>,
    listings: HashMap<String, Listing>,
}

impl FoundJoins {
    /// A name, or that there is none any more.
    pub(crate) fn person(&self, id: &AccountId) -> Person {
        Person {
            fullname: self.people.get(id).cloned(),
        }
    }

    fn listing(&self, id: &str) -> Option<Listing> {
        self.listings.get(id).cloned()
    }

    pub(crate) fn inbox(&self, thread: &Thread) -> InboxJoins {
        InboxJoins {
            listing: self.listing(&thread.listing),
            receiver_user: self.person(&thread.receiver),
            sender_user: self.person(&thread.sender),
        }
    }
}

impl Conversations {
    /// A listing, if it exists.
    pub(super) async fn listing(&self, id: &str) -> Result<Option<Listing>> {
        let found = self.0.listings.find(&[id.to_owned()]).await?;
        Ok(found.into_iter().find(|listing| listing.id == id))
    }

    /// The names of some people.
    pub(crate) async fn names(&self, ids: impl IntoIterator<Item = AccountId>) -> Result<FoundJoins> {
        let mut ids: Vec<_> = ids.into_iter().collect();
        ids.sort_unstable();
        ids.dedup();
        Ok(FoundJoins {
            people: self.0.accounts.people(&ids).await?,
            listings: HashMap::new(),
        })
    }

    /// Everything that is joined to some threads.
    pub(crate) async fn find_joins(&self, threads: &[Thread]) -> Result<FoundJoins> {
        let both = |thread: &Thread| [thread.sender.clone(), thread.receiver.clone()];
        let mut joined = self.names(threads.iter().flat_map(both)).await?;
        let mut ids: Vec<_> = threads.iter().map(|thread| thread.listing.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        if !ids.is_empty() {
            let found = self.0.listings.find(&ids).await?;
            joined.listings = found.into_iter().map(|listing| (listing.id.clone(), listing)).collect();
        }
        Ok(joined)
    }

    /// Threads as the inbox of somebody shows them.
    pub(crate) async fn as_inbox(
        &self,
        threads: Vec<Thread>,
        whose: &AccountId,
        joins: bool,
    ) -> Result<Vec<InboxView>> {
        let joined = if joins {
            Some(self.find_joins(&threads).await?)
        } else {
            None
        };
        let view = |thread: Thread| {
            let side = thread.side_of(whose);
            let kept = side.map(|side| thread.kept(side)).unwrap_or_default();
            InboxView {
                thread: thread.view(),
                unread_count: side.map_or(0, |side| thread.unread(side)),
                joins: joined.as_ref().map(|joined| joined.inbox(&thread)),
                last_message: thread.last_message,
                is_archived: kept.archived.then_some(true),
                is_muted: kept.muted.then_some(true),
            }
        };
        Ok(threads.into_iter().map(view).collect())
    }

    /// Threads as staff see them.
    pub(crate) async fn for_staff(&self, threads: Vec<Thread>, joins: bool) -> Result<Vec<StaffThreadView>> {
        let joined = if joins {
            Some(self.find_joins(&threads).await?)
        } else {
            None
        };
        let view = |thread: Thread| StaffThreadView {
            thread: thread.view(),
            joins: joined.as_ref().map(|joined| StaffThreadJoins {
                listing: joined
                    .listing(&thread.listing)
                    .map(|listing| WholeListing(listing.full)),
                receiver_user: joined.person(&thread.receiver),
                sender_user: joined.person(&thread.sender),
            }),
        };
        Ok(threads.into_iter().map(view).collect())
    }
}
