//! The places of siblings: given anew to all of them at once.
//!
//! Invariant: siblings have different places before and after; in between they are parked where no other can be.

use platform::{Conn, Error, Tx};

use super::object::{Object as _, active};
use crate::{
    Classifieds,
    failures::{Broken, no_such_record, not_all_siblings},
    model::category::{Category, CategoryId},
    rules::category::places_behind,
    store,
};

impl Classifieds {
    /// Puts all children of a category, or all roots, in an order: their places are 1, 2, 3 … Refused unless exactly they are
    /// named, so that nobody orders what they have not seen.
    pub async fn order_categories(
        &self,
        parent: Option<CategoryId>,
        order: Vec<CategoryId>,
    ) -> Result<Vec<Category>, Error> {
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                if let Some(parent) = &parent {
                    is_there(tx, parent).await?;
                }
                let siblings = store::category::children(tx, parent.as_ref()).await?;
                number_unmoved(tx, sort(siblings, &order)?).await
            })
            .await
    }
}

async fn is_there(conn: &mut Conn<'_>, parent: &CategoryId) -> Result<(), Error> {
    match active::<Category>(conn, parent.as_str()).await {
        Err(error) if error.code() == no_such_record().code() => Err(Broken::NoParent.into()),
        found => found.map(drop),
    }
}

/// Siblings as an order names them, each once.
pub(super) fn sort(siblings: Vec<Category>, order: &[CategoryId]) -> Result<Vec<Category>, Error> {
    let mut left: std::collections::HashMap<_, _> = siblings
        .into_iter()
        .map(|sibling| (sibling.id.clone(), sibling))
        .collect();
    let sorted: Option<Vec<_>> = order.iter().map(|id| left.remove(id)).collect();
    sorted.filter(|_| left.is_empty()).ok_or_else(not_all_siblings)
}

/// Puts categories behind the last root.
pub(super) async fn make_roots(tx: &mut Tx<'_>, orphans: Vec<Category>) -> Result<(), Error> {
    let last = store::category::last_root(tx).await?;
    let first = match places_behind(last, orphans.len()) {
        Some(first) => first,
        None => close_up(tx, orphans.len()).await?,
    };
    let now = tx.now();
    for (sort_order, orphan) in (first..).zip(orphans) {
        let mut root = orphan.clone().touch(now);
        root.parent_category_id = None;
        root.sort_order = sort_order;
        Category::store_change(tx, orphan, root).await?;
    }
    Ok(())
}

/// Numbers the roots from 1 on, so that `count` more fit behind them; answers the first free place.
async fn close_up(tx: &mut Tx<'_>, count: usize) -> Result<i32, Error> {
    let roots = store::category::children(tx, None).await?;
    let first = i32::try_from(roots.len())
        .ok()
        .and_then(|last| places_behind(Some(last), count));
    number_unmoved(tx, roots).await?;
    first.ok_or_else(|| Error::internal("there are more roots than places"))
}

/// Gives siblings the places 1, 2, 3 … in their order here; answers them as they are then.
async fn number_unmoved(tx: &mut Tx<'_>, siblings: Vec<Category>) -> Result<Vec<Category>, Error> {
    let pairs = siblings.into_iter().map(|sibling| (sibling.clone(), sibling));
    let numbered = number(tx, pairs.collect()).await?;
    Ok(numbered.into_iter().map(|(_, after)| after).collect())
}

/// Gives siblings the places 1, 2, 3 … in their order here; answers them as they were and as they are.
pub(super) async fn number(
    tx: &mut Tx<'_>,
    pairs: Vec<(Category, Category)>,
) -> Result<Vec<(Category, Category)>, Error> {
    for (before, _) in &pairs {
        store::category::park(tx, &before.id).await?;
    }
    let now = tx.now();
    let mut numbered = Vec::with_capacity(pairs.len());
    for (sort_order, (before, mut after)) in (1..).zip(pairs) {
        after.sort_order = sort_order;
        if after == before {
            store::category::update(tx, &before).await?;
        } else {
            after = Category::store_change(tx, before.clone(), after.touch(now))
                .await?
                .object;
        }
        numbered.push((before, after));
    }
    Ok(numbered)
}
