//! Selling: one's own listings, making one by few taps, its pictures, and what becomes of it.

pub(crate) mod change;
pub(crate) mod draft;
pub(crate) mod form;
pub(crate) mod manage;
pub(crate) mod new;
pub(crate) mod own;
pub(crate) mod pictures;
mod preview;

use accounts::Actor;
use classifieds::{ListingId, Status, api::StoredListing};
use platform::Error;

use crate::{Market, address, listing::missing};

/// Where one's own listings are.
pub(crate) const PATH: &str = "/jual";

/// The page of one's own listing.
pub(crate) fn path(id: &ListingId) -> String {
    format!("{PATH}/{}", address::code(id))
}

/// One's own listing, by the code of its address; to anybody else it is as if it were not there.
pub(crate) async fn own(market: &Market, actor: &Actor, code: &str) -> Result<StoredListing, Error> {
    let id = address::listing_id(code).ok_or_else(missing)?;
    let (found, _) = market.classifieds().show_listing(Some(actor), &id).await?;
    if found.listing.user_id == actor.id {
        Ok(found)
    } else {
        Err(missing())
    }
}

/// The key of what a status is called.
pub(crate) fn status_key(status: Status) -> &'static str {
    match status {
        Status::PendingReview => "sell-status-pending",
        Status::Active => "sell-status-active",
        Status::Rejected => "sell-status-rejected",
        Status::Sold => "sell-status-sold",
        Status::Expired => "sell-status-expired",
        Status::Archived => "sell-status-archived",
    }
}
