//! People as whoever meets one of their listings may know them.

use accounts::AccountId;
use platform::Timestamp;
use serde::Serialize;

/// Who offers a listing.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct SellerBrief {
    /// Name to show.
    pub fullname: String,
}

/// Somebody's public profile. Nothing in it tells how to reach them.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PublicProfile")]
pub struct ProfileView {
    /// As listings and conversations name them.
    pub user_id: AccountId,
    /// `user-` and 16 characters, as TrackMate names them.
    pub handle: String,
    /// Name to show.
    pub fullname: String,
    /// Picture's address.
    pub avatar: Option<String>,
    /// When they joined.
    pub member_since: Timestamp,
    /// Listings of theirs that everybody sees.
    pub active_listing_count: i64,
}
