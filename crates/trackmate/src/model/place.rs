//! Places: coordinates and a name.

use serde::{Deserialize, Deserializer, Serialize};

/// A place as it is stored and shown. Clients read its name without looking, so that is a text even where it is unknown.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Place {
    /// Latitude, −90 to 90.
    pub lat: Option<f64>,
    /// Longitude, −180 to 180.
    pub lng: Option<f64>,
    /// What people call it; empty if that is unknown.
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub name: String,
}

/// Rows of old say `null` where there is no name.
fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Option::<String>::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_always_has_a_name() {
        let read = |json: &str| serde_json::to_string(&serde_json::from_str::<Place>(json).unwrap()).unwrap();
        assert_eq!(read("{}"), r#"{"lat":null,"lng":null,"name":""}"#);
        assert_eq!(
            read(r#"{"lat":1.5,"lng":2.0,"name":null}"#),
            r#"{"lat":1.5,"lng":2.0,"name":""}"#
        );
    }
}
