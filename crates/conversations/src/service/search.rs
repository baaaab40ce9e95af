//! Searching one's own messages.

use accounts::Actor;
use platform::{Conn, Error, Result, page::Pages};

use crate::{Conversations, model::MessageView, store};

impl Conversations {
    /// The caller's messages that have every word of a query, newest first, and how many.
    pub async fn search_messages(&self, actor: &Actor, query: &str, pages: Pages) -> Result<(Vec<MessageView>, i64)> {
        self.0.throttles.searches.take(actor.id.as_str())?;
        let (words, account) = (platform::text::query_words(query), actor.id.clone());
        let work = async move |conn: &mut Conn<'_>| {
            store::search::find(conn, &account, &words, pages.limit(), pages.offset()).await
        };
        let (found, total) = self.0.db.read::<_, Error, _>(work).await?;
        let views = found.iter().map(|(message, thread)| message.view(thread)).collect();
        Ok((views, total))
    }
}
