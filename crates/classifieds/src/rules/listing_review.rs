//! Which edits of a listing that a moderator has let through make it wait for a moderator again. Pure.
//!
//! What people are shown and would decide by counts: otherwise anything could be offered under what was approved. How to reach
//! the owner, the location and when it ends do not count, and neither does a price that moves a little.

use crate::model::listing::{Listing, Price, Status};

/// By how much a price may move, in percent of what was approved.
const MARGIN: i64 = 20;

/// Whether an edit of a listing by its owner has to be looked at.
pub(crate) fn needs_review(before: &Listing, after: &Listing) -> bool {
    let words = |listing: &Listing| {
        (
            listing.title.clone(),
            listing.description.clone(),
            listing.attributes.0.get().to_owned(),
        )
    };
    let kind = |listing: &Listing| {
        (
            listing.category_id.clone(),
            listing.subcategory_id.clone(),
            listing.listing_type,
            listing.condition,
            listing.currency.clone(),
        )
    };
    before.status == Status::Active
        && (words(before) != words(after) || kind(before) != kind(after) || moves_far(before.price, after.price))
}

/// Whether a price leaves the margin around what was approved.
fn moves_far(Price(before): Price, Price(after): Price) -> bool {
    let (moved, before) = (i128::from(before.abs_diff(after)), i128::from(before));
    moved * 100 > before * i128::from(MARGIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_may_move_a_fifth_in_either_direction() {
        for (before, after, far) in [
            (1000, 1200, false),
            (1000, 1201, true),
            (1000, 800, false),
            (1000, 799, true),
            (0, 0, false),
            (0, 1, true),
            (i64::MAX, 0, true),
        ] {
            assert_eq!(moves_far(Price(before), Price(after)), far, "{before} {after}");
        }
    }
}
