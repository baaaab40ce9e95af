//! Listings as they are shown. Names and key order follow the documented object.

use accounts::AccountId;
use platform::{Error, Timestamp, text_id, version::Versioned};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use serde_json::value::RawValue;

use super::{With, category::CategoryId, location::LocationId, profile::SellerBrief};

text_id! {
    /// A listing's id (UUIDv7).
    pub struct ListingId
}

/// Declares a choice: shown by name, stored and shown as `…_idx` by its place in this list, which never changes.
macro_rules! choices {
    ($($(#[$meta:meta])* $name:ident { $($(#[$about:meta])* $variant:ident $text:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $text)] $variant),*
        }

        impl $name {
            /// All of them, by index.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name that is shown.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text),*
                }
            }
        }

        impl Choice for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn name(self) -> &'static str {
                self.name()
            }
        }
    )*};
}

/// One of a few things, known by name and by index.
pub(crate) trait Choice: Copy + PartialEq + 'static {
    /// All of them, by index.
    const ALL: &'static [Self];

    /// The name that is shown.
    fn name(self) -> &'static str;

    /// Its place in the list.
    fn index(self) -> i64 {
        Self::ALL
            .iter()
            .zip(0..)
            .find_map(|(one, index)| (*one == self).then_some(index))
            .unwrap_or_default()
    }

    /// The one at a place.
    fn at(index: i64) -> Option<Self> {
        Self::ALL.get(usize::try_from(index).ok()?).copied()
    }

    /// The one of a name, in any case.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|one| one.name().eq_ignore_ascii_case(name))
            .copied()
    }

    /// The one that a text stands for, by name or by index.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::from_name(text).or_else(|| Self::at(text.parse().ok()?))
    }
}

choices! {
    /// Where a listing stands.
    Status {
        /// Waits for a moderator.
        PendingReview "pending_review",
        /// Everybody sees it until it expires.
        Active "active",
        /// A moderator refused it.
        Rejected "rejected",
        Sold "sold",
        /// Its time is over.
        Expired "expired",
        /// Put away.
        Archived "archived",
    }

    /// What state the thing is in.
    Condition {
        /// Unused.
        New "new",
        Used "used",
    }

    /// What is offered.
    ListingType {
        /// To buy.
        Sale "sale",
        Rent "rent",
        /// Work.
        Job "job",
        Service "service",
    }

    /// How a listing stands out.
    PremiumType {
        /// Not at all.
        None "none",
        /// A little.
        Basic "basic",
        /// More.
        Featured "featured",
        /// Most.
        Top "top",
    }
}

/// An amount of money in hundredths: shown as a number with at most two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, schemars::JsonSchema)]
#[schemars(with = "f64")]
pub struct Price(pub i64);

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            return serializer.serialize_i64(self.0 / 100);
        }
        // Prices end below 10^12, where every hundredth is the nearest to some number.
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        serializer.serialize_f64(text.parse().map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::read(number).ok_or_else(|| D::Error::custom("not a price"))
    }
}

impl Price {
    /// A number that is no less than 0 and has at most two decimals.
    pub(crate) fn read(number: f64) -> Option<Self> {
        // The shortest decimal that is read as this number: what was written, unless that had more than 17 digits.
        let text = number.to_string();
        let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
        if decimals.len() > 2 || !number.is_finite() || number.is_sign_negative() && number != 0.0 {
            return None;
        }
        let whole: i64 = whole.trim_start_matches('-').parse().ok()?;
        let decimals: i64 = format!("{decimals:0<2}").parse().ok()?;
        whole.checked_mul(100)?.checked_add(decimals).map(Self)
    }
}

/// JSON that is stored as it is shown, and goes into replies without being parsed.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Stored(#[schemars(with = "serde_json::Value")] pub Box<RawValue>);

impl Stored {
    /// Out of a text that is JSON.
    pub(crate) fn read(text: String) -> Result<Self, Error> {
        RawValue::from_string(text).map(Self).map_err(Error::internal)
    }
}

/// The category as a listing shows it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct CategoryBrief {
    pub name: String,
    pub slug: String,
}

/// The location as a listing shows it.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct LocationBrief {
    pub country: String,
    pub city: String,
    pub district: String,
}

/// What a listing shows of other things.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Joins {
    /// Its category; `null` once that is deleted.
    pub category: Option<CategoryBrief>,
    /// Its location; `null` if it has none.
    pub location: Option<LocationBrief>,
    /// Its pictures in order; the first is the cover.
    #[schemars(with = "Vec<super::image::ImageBrief<'static>>")]
    pub images: Stored,
    /// Who offers it.
    pub seller: Option<SellerBrief>,
    /// How far it is from the point that a list is around, in kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distance_km: Option<f64>,
}

/// A listing.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    pub id: ListingId,
    /// What its category asks for: any object.
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub attributes: Stored,
    pub category_id: CategoryId,
    /// Category below that one.
    pub subcategory_id: Option<CategoryId>,
    pub location_id: Option<LocationId>,
    /// Whose it is.
    pub user_id: AccountId,
    pub condition: Option<Condition>,
    /// Its index.
    #[serde(rename = "condition_idx")]
    pub condition_idx: Option<i64>,
    /// What is offered.
    pub listing_type: ListingType,
    /// Its index.
    #[serde(rename = "listingType_idx")]
    pub listing_type_idx: i64,
    /// How it stands out.
    pub premium_type: PremiumType,
    /// Its index.
    #[serde(rename = "premiumType_idx")]
    pub premium_type_idx: i64,
    /// Where it stands.
    pub status: Status,
    /// Its index.
    #[serde(rename = "status_idx")]
    pub status_idx: i64,
    /// Address to write to; `null` for callers who are not logged in.
    pub contact_email: Option<String>,
    /// Number to call; `null` for callers who are not logged in.
    pub contact_phone: Option<String>,
    /// ISO 4217.
    pub currency: String,
    pub title: String,
    pub description: Option<String>,
    pub price: Price,
    /// When it leaves the lists.
    pub expires_at: Timestamp,
    /// When it stops standing out; `null` for never.
    pub premium_expiry: Option<Timestamp>,
    /// How many people keep it for later.
    pub favorite_count: i64,
    /// How often it was looked at.
    pub views_count: i64,
    /// Whether it stands out now.
    pub is_premium: bool,
    /// `false` once deleted.
    pub is_active: bool,
    /// 1, and one more with each update.
    pub record_version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last updated.
    pub updated_at: Timestamp,
    /// Whose it is.
    #[serde(rename = "_owner")]
    pub owner: AccountId,
}

impl Versioned for Listing {
    fn version(&self) -> i64 {
        self.record_version
    }
}

impl Listing {
    /// Whether everybody may see it.
    pub fn is_public(&self, now: Timestamp) -> bool {
        self.is_shown() && self.expires_at > now
    }

    /// Whether everybody may see it until it expires.
    pub(crate) fn is_shown(&self) -> bool {
        self.is_active && self.status == Status::Active
    }

    /// Whether it stands out.
    pub(crate) fn stands_out(&self, now: Timestamp) -> bool {
        self.premium_type != PremiumType::None && self.premium_expiry.is_none_or(|end| end > now)
    }

    /// The category that it lies in.
    pub(crate) fn leaf(&self) -> &CategoryId {
        self.subcategory_id.as_ref().unwrap_or(&self.category_id)
    }

    /// The same with another status.
    pub(crate) fn move_to(mut self, status: Status) -> Self {
        (self.status, self.status_idx) = (status, status.index());
        self
    }

    /// The same with another premium.
    pub(crate) fn with_premium(mut self, premium: PremiumType, end: Option<Timestamp>) -> Self {
        (self.premium_type, self.premium_type_idx, self.premium_expiry) = (premium, premium.index(), end);
        self
    }

    /// The same, updated now.
    pub(crate) fn touch(mut self, now: Timestamp) -> Self {
        self.record_version += 1;
        self.updated_at = now;
        self.is_premium = self.stands_out(now);
        self
    }

    /// As callers see it who are not logged in.
    pub(crate) fn without_contact(mut self) -> Self {
        (self.contact_email, self.contact_phone) = (None, None);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_read_by_name_in_any_case_and_by_index() {
        assert_eq!(Status::read("Pending_Review"), Some(Status::PendingReview));
        assert_eq!(Status::read("5"), Some(Status::Archived));
        assert_eq!(Status::read("6"), None);
        assert_eq!(Status::read("-1"), None);
        assert_eq!(PremiumType::read(""), None);
        for (index, status) in (0..).zip(Status::ALL) {
            assert_eq!((status.index(), Status::at(index)), (index, Some(*status)));
        }
    }

    #[test]
    fn a_price_is_a_number_with_at_most_two_decimals() {
        let shown = |hundredths| serde_json::to_string(&Price(hundredths)).unwrap();
        assert_eq!(shown(0), "0");
        assert_eq!(shown(150_000), "1500");
        assert_eq!(shown(150_050), "1500.5");
        assert_eq!(shown(5), "0.05");
        assert_eq!(shown(99_999_999_999_999), "999999999999.99");
        for hundredths in [0, 5, 29, 435, 150_050, 99_999_999_999_999] {
            assert_eq!(
                serde_json::from_str::<Price>(&shown(hundredths)).unwrap(),
                Price(hundredths)
            );
        }
    }
}

/// A listing, what it shows of other things, and the number by which other tables know it.
#[derive(Debug, Clone)]
pub struct StoredListing {
    /// Number in the order in which they were made.
    pub seq: i64,
    pub listing: Listing,
    /// What it shows of other things; `None` if joins were not wanted.
    pub joins: Joins,
}

impl StoredListing {
    /// As it is shown, with or without what it shows of other things.
    pub(crate) fn shown(self, joins: bool) -> With<Listing, Joins> {
        With {
            object: self.listing,
            joins: joins.then_some(self.joins),
        }
    }
}
