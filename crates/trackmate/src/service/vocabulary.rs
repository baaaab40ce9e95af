//! Counting the words of the catalogue, so that the most frequent are suggested first and those that no product has any more
//! are forgotten.

use std::{sync::Arc, time::Duration};

use platform::{Conn, Ctx, Error, Tx, module::Job};

use crate::{Trackmate, store};

const EVERY: Duration = Duration::from_secs(60 * 60);

/// The work as the server runs it.
pub(crate) fn count_words(trackmate: &Trackmate) -> Job {
    let trackmate = trackmate.clone();
    Job {
        name: "trackmate.count_words",
        every: EVERY,
        run: Arc::new(move |_: Ctx| {
            let trackmate = trackmate.clone();
            Box::pin(async move { trackmate.count_all_words().await })
        }),
    }
}

/// A word whose number of products has changed, or that is marked and still has none.
struct Recount {
    word: String,
    products: i64,
    is_forgotten: bool,
}

impl Trackmate {
    /// Counts a hundred at a time, and writes only what has changed.
    async fn count_all_words(&self) -> Result<(), Error> {
        let mut last = Some(String::new());
        while let Some(after) = last.take() {
            let counting = async move |conn: &mut Conn<'_>| count_some(conn, &after).await;
            let (changed, next) = self.0.db.read(counting).await?;
            last = next;
            if !changed.is_empty() {
                let changed = Arc::new(changed);
                self.0
                    .db
                    .write(async move |tx: &mut Tx<'_>| store_some(tx, &changed).await)
                    .await?;
            }
        }
        Ok(())
    }
}

/// What has changed of the words behind one, and the last that was looked at.
async fn count_some(conn: &mut Conn<'_>, after: &str) -> Result<(Vec<Recount>, Option<String>), Error> {
    let known = store::vocabulary::page(conn, after).await?;
    let last = known.last().map(|known| known.word.clone());
    let mut changed = Vec::new();
    for known in known {
        let products = store::search::count_with(conn, &known.word).await?;
        let is_forgotten = products == 0 && known.products == 0;
        if products != known.products || is_forgotten {
            changed.push(Recount {
                word: known.word,
                products,
                is_forgotten,
            });
        }
    }
    Ok((changed, last))
}

async fn store_some(tx: &mut Tx<'_>, changed: &[Recount]) -> Result<(), Error> {
    for one in changed {
        if one.is_forgotten {
            store::vocabulary::forget(tx, &one.word).await?;
        } else {
            store::vocabulary::store_count(tx, &one.word, one.products).await?;
        }
    }
    Ok(())
}
