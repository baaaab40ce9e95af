//! Somebody else's catalogue: taken in whole, replaced whole, taken away.

use platform::{Conn, Error, Tx};

use crate::{Trackmate, events::TasteRenewed, model::ImportedCatalogue, rules::recommend::catalogue, store};

impl Trackmate {
    /// Replaces the imported catalogue by a table of text. Nothing is stored if a line is wrong, or for a trial.
    #[platform::boxed]
    pub async fn import_catalogue(&self, table: &[u8], is_trial: bool) -> Result<ImportedCatalogue, Error> {
        let read = catalogue::read(table)?;
        let done = ImportedCatalogue {
            products: read.products.len(),
            removed: 0,
            told: read.told,
        };
        let removed = if is_trial {
            self.count_external().await?
        } else {
            let products = read.products;
            let replace = async move |tx: &mut Tx<'_>| {
                let removed = clear(tx).await?;
                for product in &products {
                    store::external::insert(tx, product).await?;
                }
                Ok::<_, Error>(removed)
            };
            self.0.db.write(replace).await?
        };
        Ok(ImportedCatalogue { removed, ..done })
    }

    /// Takes the imported catalogue away; answers how many products it had.
    #[platform::boxed]
    pub async fn clear_catalogue(&self, is_trial: bool) -> Result<i64, Error> {
        if is_trial {
            return self.count_external().await;
        }
        self.0.db.write(async |tx: &mut Tx<'_>| clear(tx).await).await
    }

    async fn count_external(&self) -> Result<i64, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| store::external::count(conn).await)
            .await
    }
}

/// What servers have in memory of it goes as well.
async fn clear(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let removed = store::external::count(tx).await?;
    store::external::clear(tx).await?;
    tx.emit(&TasteRenewed {
        id: "catalogue".to_owned(),
    })
    .await?;
    Ok(removed)
}
