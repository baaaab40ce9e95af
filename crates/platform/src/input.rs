//! Reading input into types, whoever sent it.

use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeOwned},
};
use serde_json::{Map, Value};

pub use crate::http::body::parse as parse_json;

/// Reads objects within an array: serde alone would take an array for an object, its entries for the fields.
pub fn objects<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    let all = Vec::<Map<String, Value>>::deserialize(deserializer)?;
    all.into_iter().map(of_object).collect()
}

/// The same for an object that may be absent.
pub fn object<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    Option::<Map<String, Value>>::deserialize(deserializer)?
        .map(of_object)
        .transpose()
}

fn of_object<T: DeserializeOwned, E: de::Error>(object: Map<String, Value>) -> Result<T, E> {
    serde_json::from_value(Value::Object(object)).map_err(E::custom)
}

/// Tells an absent field (`None`) from one that is `null` (`Some(None)`).
pub fn nullable<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
