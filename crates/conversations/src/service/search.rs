//! Searching one's own messages.

use accounts::Actor;
use platform::{Conn, Error, Result, Tx, page::Pages};

use crate::{Conversations, model::MessageView, store};

/// Messages that are made findable in one transaction.
const AT_ONCE: i64 = 500;

impl Conversations {
    /// Makes all messages findable anew; answers how many. For a database into which rows were brought from elsewhere.
    #[platform::boxed]
    pub async fn rebuild_search(&self) -> Result<u64> {
        let (mut after, mut count) = (0, 0);
        loop {
            let work = async move |tx: &mut Tx<'_>| {
                let messages = store::search::sent_after(tx, after, AT_ONCE).await?;
                for message in &messages {
                    let [sender, receiver] = &message.participants;
                    store::search::remove(tx, message.seq).await?;
                    store::search::store_for(tx, message.seq, [sender, receiver], &message.content).await?;
                }
                Ok::<_, Error>((messages.last().map(|last| last.seq), messages.len() as u64))
            };
            let (last, some) = self.0.db.write(work).await?;
            count += some;
            let Some(last) = last else { return Ok(count) };
            after = last;
        }
    }

    /// The caller's messages that have every word of a query, newest first, and how many.
    #[platform::boxed]
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
