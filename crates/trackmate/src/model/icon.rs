//! Drawings that clients know by number, and what they stand for.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// A number that names a drawing in the client, or a picture's address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Icon {
    /// A drawing of the client's.
    Number(i64),
    Address(String),
}

impl<'de> Deserialize<'de> for Icon {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = Icon;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer or a string")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Icon, E> {
                Ok(Icon::Number(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Icon, E> {
                i64::try_from(number)
                    .map(Icon::Number)
                    .map_err(|_| E::custom("the number is too large"))
            }

            fn visit_str<E: de::Error>(self, address: &str) -> Result<Icon, E> {
                Ok(Icon::Address(address.to_owned()))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// What a purchase contributes to: a number of the client's, or a drawing with a sentence. Echoed as sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Contribution {
    /// A number of the client's.
    Number(i64),
    /// A drawing with a sentence.
    Described(Described),
}

/// A drawing with a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Described {
    /// The drawing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl<'de> Deserialize<'de> for Contribution {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Contribution;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an integer or an object")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Contribution, E> {
                Ok(Contribution::Number(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Contribution, E> {
                i64::try_from(number)
                    .map(Contribution::Number)
                    .map_err(|_| E::custom("the number is too large"))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Contribution, A::Error> {
                Described::deserialize(MapAccessDeserializer::new(map)).map(Contribution::Described)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}
