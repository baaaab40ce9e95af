//! Request bodies about listings. What clients send back of what they read (`id`, `userId`, `viewsCount` …) is ignored.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};

use platform::input::nullable;

/// A choice, by name in any case or by index.
#[derive(Debug, Clone, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Pick {
    Index(i64),
    Name(String),
}

impl<'de> Deserialize<'de> for Pick {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = Pick;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name or an index")
            }

            fn visit_i64<E: de::Error>(self, index: i64) -> Result<Pick, E> {
                Ok(Pick::Index(index))
            }

            fn visit_u64<E: de::Error>(self, index: u64) -> Result<Pick, E> {
                Ok(Pick::Index(i64::try_from(index).unwrap_or(i64::MAX)))
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Pick, E> {
                Ok(Pick::Name(name.to_owned()))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// A listing: all of it when it is made, what changes when it is changed. `null` clears a field that may be empty.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ListingIn {
    /// An active category. Needed.
    #[serde(deserialize_with = "nullable")]
    pub category_id: Option<Option<String>>,
    /// An active category below that one.
    #[serde(deserialize_with = "nullable")]
    pub subcategory_id: Option<Option<String>>,
    /// An active location.
    #[serde(deserialize_with = "nullable")]
    pub location_id: Option<Option<String>>,
    /// 3 to 140 characters. Needed.
    #[serde(deserialize_with = "nullable")]
    pub title: Option<Option<String>>,
    /// At most 10,000 characters.
    #[serde(deserialize_with = "nullable")]
    pub description: Option<Option<String>>,
    /// Any object of at most 16 KiB, nested at most 8 deep, with keys of at most 64 characters.
    #[serde(deserialize_with = "nullable")]
    pub attributes: Option<Option<serde_json::Map<String, serde_json::Value>>>,
    /// `new` or `used`.
    #[serde(deserialize_with = "nullable")]
    pub condition: Option<Option<Pick>>,
    /// `sale` (unless given), `rent`, `job` or `service`.
    #[serde(deserialize_with = "nullable")]
    pub listing_type: Option<Option<Pick>>,
    /// `none`, `basic`, `featured` or `top`. Only staff may choose another than `none`.
    #[serde(deserialize_with = "nullable")]
    pub premium_type: Option<Option<Pick>>,
    /// When it stops standing out. Only for staff.
    #[serde(deserialize_with = "nullable")]
    pub premium_expiry: Option<Option<String>>,
    /// 0 or more, with at most two decimals. Needed.
    #[serde(deserialize_with = "nullable")]
    pub price: Option<Option<f64>>,
    /// Three letters; `TRY` unless given.
    #[serde(deserialize_with = "nullable")]
    pub currency: Option<Option<String>>,
    /// Address to write to, for callers who are logged in.
    #[serde(deserialize_with = "nullable")]
    pub contact_email: Option<Option<String>>,
    /// Number to call, for callers who are logged in.
    #[serde(deserialize_with = "nullable")]
    pub contact_phone: Option<Option<String>>,
    /// When it leaves the lists: 60 days from now unless given, at most 365 days ahead.
    #[serde(deserialize_with = "nullable")]
    pub expires_at: Option<Option<String>>,
}

/// Where a listing is to stand.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
pub struct StatusIn {
    /// `pending_review`, `active`, `rejected`, `sold` or `archived`, or its index.
    pub status: Pick,
}

/// What changes of a picture.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ImageIn {
    /// Its new place, from 0; the others make room. Beyond the end is the end.
    #[serde(deserialize_with = "nullable")]
    pub sort_order: Option<Option<i64>>,
    /// At most 300 characters; `null` removes it.
    #[serde(deserialize_with = "nullable")]
    pub caption: Option<Option<String>>,
}
