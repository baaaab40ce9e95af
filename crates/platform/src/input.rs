//! Reading input into types, whoever sent it.

use serde::{Deserialize, Deserializer};

pub use crate::http::body::parse as parse_json;

/// Tells an absent field (`None`) from one that is `null` (`Some(None)`).
pub fn nullable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
