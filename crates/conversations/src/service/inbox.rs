//! Somebody's threads, latest message first.

use accounts::{AccountId, Actor, Role};
use platform::{Conn, Error, Result, page::Pages};

use super::failures;
use crate::{
    Conversations,
    model::{
        InboxView,
        thread::{InboxQuery, Thread, ThreadPart, ThreadPosition, ThreadsBefore},
    },
    store::{
        self,
        thread::{Shelf, Whose},
    },
};

impl InboxQuery {
    /// Whose threads these are for this caller.
    fn whose(self, actor: &Actor) -> Result<Whose> {
        let foreign = self.all || self.user.as_ref().is_some_and(|user| *user != actor.id);
        if foreign && !actor.role.is_staff() {
            return Err(accounts::role_required::<accounts::Moderators>());
        }
        let everybody = self.all && self.user.is_none();
        Ok(match (self.listing, self.user) {
            (Some(listing), Some(user)) => Whose::Listing(listing, Some(user)),
            (Some(listing), None) if actor.role.is_staff() => Whose::Listing(listing, None),
            (Some(listing), None) => Whose::Listing(listing, Some(actor.id.clone())),
            (None, _) if everybody => Whose::Everybody,
            (None, Some(user)) if user != actor.id => Whose::Account(user, Shelf::Any),
            (None, _) if self.archived => Whose::Account(actor.id.clone(), Shelf::Archived),
            (None, _) => Whose::Account(actor.id.clone(), Shelf::Open),
        })
    }
}

impl Conversations {
    /// A page of threads, and how many there are.
    #[platform::boxed]
    pub async fn list_threads(
        &self,
        actor: &Actor,
        query: InboxQuery,
        pages: Pages,
        joins: bool,
    ) -> Result<(Vec<InboxView>, i64)> {
        let viewer = query.user.clone().unwrap_or_else(|| actor.id.clone());
        let whose = query.whose(actor)?;
        let work =
            async move |conn: &mut Conn<'_>| store::thread::page(conn, &whose, pages.limit(), pages.offset()).await;
        let (threads, total) = self.0.db.read::<_, Error, _>(work).await?;
        Ok((self.as_inbox(threads, &viewer, joins).await?, total))
    }

    /// Up to `limit` threads behind a place.
    pub async fn list_threads_before(
        &self,
        actor: &Actor,
        query: InboxQuery,
        before: ThreadsBefore,
        limit: i64,
        joins: bool,
    ) -> Result<ThreadPart> {
        let viewer = query.user.clone().unwrap_or_else(|| actor.id.clone());
        let whose = query.whose(actor)?;
        let (asker, role) = (actor.id.clone(), actor.role);
        let work = async move |conn: &mut Conn<'_>| {
            let place = match before {
                ThreadsBefore::Top => ThreadPosition::TOP,
                ThreadsBefore::Position(place) => place,
                ThreadsBefore::Time(at) => ThreadPosition::time(at),
                ThreadsBefore::Thread(id) => visible(conn, &id, &asker, role).await?.place(),
            };
            // One more than wanted says whether there are more.
            let threads = store::thread::before(conn, &whose, place, limit + 1).await?;
            Ok((threads, store::thread::count(conn, &whose).await?))
        };
        let (mut threads, total) = self.0.db.read::<_, Error, _>(work).await?;
        let wanted = usize::try_from(limit).map_err(Error::internal)?;
        let more = threads.len() > wanted;
        threads.truncate(wanted);
        let next = threads.last().filter(|_| more).map(Thread::place);
        let threads = self.as_inbox(threads, &viewer, joins).await?;
        Ok(ThreadPart { threads, next, total })
    }

    /// One thread, for its participants and staff.
    #[platform::boxed]
    pub async fn show_thread(&self, actor: &Actor, id: &str, joins: bool) -> Result<InboxView> {
        let thread = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| visible(conn, id, &actor.id, actor.role).await)
            .await?;
        let mut views = self.as_inbox(vec![thread], &actor.id, joins).await?;
        views.pop().ok_or_else(failures::not_found)
    }

    /// How many messages the caller has not read, and in how many threads.
    #[platform::boxed]
    pub async fn count_unread(&self, actor: &Actor) -> Result<(i64, i64)> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::thread::count_unread(conn, &actor.id).await)
            .await
    }

    /// The same without the threads that they have muted or put away: what is worth telling.
    #[platform::boxed]
    pub async fn count_waiting(&self, actor: &Actor) -> Result<(i64, i64)> {
        self.0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::thread::count_waiting(conn, &actor.id).await)
            .await
    }
}

/// A thread, if it exists and the caller may see it.
pub(super) async fn visible(conn: &mut Conn<'_>, id: &str, caller: &AccountId, role: Role) -> Result<Thread> {
    let thread = store::thread::by_id(conn, id).await?.ok_or_else(failures::not_found)?;
    if role.is_staff() || thread.side_of(caller).is_some() {
        Ok(thread)
    } else {
        Err(failures::not_a_participant())
    }
}
