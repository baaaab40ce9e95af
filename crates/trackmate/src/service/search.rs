//! Searching, and the words that are searched.

use platform::{
    Conn, Error, Rule, Tx,
    events::{Event as _, Recorded},
    page::{Pages, Paging},
    peer::Peer,
};

use super::{
    forgiving::understand,
    product::{index_words, renew_words},
};
use crate::{Trackmate, events::UmkmRenamed, model::ListedProduct, store};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "trackmate.search.throttled";

/// An address searches too often.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(1))
}

/// Longest keyword, in characters.
const LONGEST_KEYWORD: usize = 200;

/// Products that are made findable in one transaction.
const AT_ONCE: i64 = 200;

impl Trackmate {
    /// Makes all products findable anew; answers how many. For a database into which rows were brought from elsewhere.
    #[platform::boxed]
    pub async fn rebuild_search(&self) -> Result<u64, Error> {
        let (mut after, mut count) = (0, 0);
        loop {
            let work = async move |tx: &mut Tx<'_>| {
                let products = store::product::placed_after(tx, after, AT_ONCE).await?;
                for (seq, umkm) in &products {
                    index_words(tx, *seq, umkm).await?;
                }
                Ok::<_, Error>((products.last().map(|(seq, _)| *seq), products.len() as u64))
            };
            let (last, some) = self.0.db.write(work).await?;
            count += some;
            let Some(last) = last else { return Ok(count) };
            after = last;
        }
    }

    /// Counts a search from an address against its allowance; answers from memory do not come here.
    pub fn allow_search(&self, peer: Peer) -> Result<(), Error> {
        if peer.ip.is_loopback() {
            return Ok(());
        }
        self.0.searches.take(&peer.network())
    }

    /// A page of the products that have every word of a keyword (as the beginning of one of theirs, within their name, as a word
    /// made of the same one, or, if nothing is found otherwise, with one slip), best match first. A keyword has at most 200
    /// characters.
    pub async fn search_products(&self, keyword: &str, pages: Pages) -> Result<(Vec<ListedProduct>, Paging), Error> {
        if keyword.chars().count() > LONGEST_KEYWORD {
            return Err(Error::invalid_field("keyword", Rule::TooLong(LONGEST_KEYWORD)));
        }
        let keyword = keyword.to_owned();
        let (placeholder, page) = (self.0.placeholder.clone(), (pages.limit(), pages.offset()));
        let (rows, total) = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| {
                let understood = understand(conn, &keyword).await?;
                store::search::find(conn, &understood.sought, page, &placeholder).await
            })
            .await?;
        Ok((rows, pages.of(total)))
    }

    /// Makes the search words anew of every product that shows a name which was changed.
    pub(crate) async fn refresh_words(&self, event: &Recorded) -> Result<(), Error> {
        let of_umkm = event.topic == UmkmRenamed::TOPIC;
        let mut after = 0;
        loop {
            let subject = event.subject.to_string();
            let last = self
                .0
                .db
                .write(async move |tx: &mut Tx<'_>| {
                    let some = if of_umkm {
                        store::product::some_of_umkm(tx, &subject, after).await?
                    } else {
                        store::product::some_of_resource(tx, &subject, after).await?
                    };
                    let last = some.last().map(|(seq, _)| *seq);
                    for (_, id) in some {
                        renew_words(tx, &id).await?;
                    }
                    Ok::<_, Error>(last)
                })
                .await?;
            match last {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }
}
