//! Judging recommendations on what this shop has, or on a data set with known tastes.

use platform::{Conn, Error};

use crate::{
    Trackmate,
    rules::recommend::{
        evaluate::{DataSet, Evaluation, Item, evaluate},
        seeded,
        terms::terms,
    },
    store,
};

/// Judges on a data set that is made for it, the same each time.
pub fn evaluate_seeded() -> Evaluation {
    evaluate(seeded::data_set())
}

impl Trackmate {
    /// Judges on what accounts of this shop did with its products.
    #[platform::boxed]
    pub async fn evaluate_recommendations(&self) -> Result<Evaluation, Error> {
        let now = self.0.db.clock().now().0;
        let data = self
            .0
            .db
            .read(async move |conn: &mut Conn<'_>| data_set(conn, now).await)
            .await?;
        Ok(evaluate(data))
    }
}

async fn data_set(conn: &mut Conn<'_>, now: i64) -> Result<DataSet, Error> {
    let mut data = DataSet {
        now,
        ..DataSet::default()
    };
    for product in store::recommend::every_product(conn).await? {
        if let Some(traits) = store::recommend::traits(conn, product.seq).await? {
            data.items.push(Item {
                seq: product.seq,
                owner: product.owner,
                name: product.name,
                terms: terms(&traits),
                created_at: product.created_at,
            });
        }
    }
    for (account, signal) in store::recommend::every_signal(conn).await? {
        data.signals.entry(account).or_default().push(signal);
    }
    Ok(data)
}
