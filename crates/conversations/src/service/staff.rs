//! Everything there is, for staff.

use platform::{Conn, Error, Result, page::Pages};

use crate::{
    Conversations,
    model::{
        MessageJoins, StaffMessageView, StaffThreadView,
        message::MessageFilter,
        thread::{ThreadFilter, WantedJoins},
    },
    store,
};

impl Conversations {
    /// A page of all messages, newest first, and how many there are.
    pub async fn list_every_message(
        &self,
        filter: MessageFilter,
        pages: Pages,
        joins: WantedJoins,
    ) -> Result<(Vec<StaffMessageView>, i64)> {
        let work =
            async move |conn: &mut Conn<'_>| store::staff::messages(conn, &filter, pages.limit(), pages.offset()).await;
        let (found, total) = self.0.db.read::<_, Error, _>(work).await?;
        let mut views = Vec::with_capacity(found.len());
        let names = if joins == WantedJoins::All {
            let both = found
                .iter()
                .flat_map(|(_, thread)| [thread.sender.clone(), thread.receiver.clone()]);
            Some(self.names(both).await?)
        } else {
            None
        };
        for (message, thread) in &found {
            let mut view = message.for_staff(thread);
            view.joins = (joins != WantedJoins::None).then(|| MessageJoins {
                thread: thread.brief(),
                receiver_user: names.as_ref().map(|names| names.person(&view.message.receiver_id)),
                sender_user: names.as_ref().map(|names| names.person(&message.sender)),
            });
            views.push(view);
        }
        Ok((views, total))
    }

    /// A page of all threads, newest first, and how many there are.
    pub async fn list_every_thread(
        &self,
        filter: ThreadFilter,
        pages: Pages,
        joins: bool,
    ) -> Result<(Vec<StaffThreadView>, i64)> {
        let work =
            async move |conn: &mut Conn<'_>| store::staff::threads(conn, &filter, pages.limit(), pages.offset()).await;
        let (threads, total) = self.0.db.read::<_, Error, _>(work).await?;
        Ok((self.for_staff(threads, joins).await?, total))
    }
}
