//! Making listings findable anew.

use platform::{Error, Result, Tx};

use crate::{Classifieds, store};

/// Listings that are made findable in one transaction.
const AT_ONCE: i64 = 500;

impl Classifieds {
    /// Makes all listings findable anew; answers how many. For a database into which rows were brought from elsewhere.
    #[platform::boxed]
    pub async fn rebuild_search(&self) -> Result<u64> {
        let (mut after, mut count) = (0, 0);
        loop {
            let work = async move |tx: &mut Tx<'_>| {
                let listings = store::listing_words::written_after(tx, after, AT_ONCE).await?;
                for listing in &listings {
                    let description = listing.description.as_deref();
                    store::listing_words::store(tx, listing.seq, &listing.title, description, false).await?;
                }
                Ok::<_, Error>((listings.last().map(|last| last.seq), listings.len() as u64))
            };
            let (last, some) = self.0.db.write(work).await?;
            count += some;
            let Some(last) = last else { return Ok(count) };
            after = last;
        }
    }
}
