//! Input types that take the several shapes which the documented samples and real clients send.

mod bodies;
mod number;
mod place;

use std::{fmt, marker::PhantomData};

pub use bodies::{ImpactIn, ProductIn, RatingIn, ResourceIn, StepIn, UmkmIn};
pub use place::PlaceIn;
use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer},
};

/// One address of a picture, or several. Kept as a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(with = "OneOrMany")]
pub struct Images(pub Vec<String>);

#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only describes the shape in the documents")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl<'de> Deserialize<'de> for Images {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = Images;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or an array of strings")
            }

            fn visit_str<E: de::Error>(self, one: &str) -> Result<Images, E> {
                Ok(Images(vec![one.to_owned()]))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Images, E> {
                Ok(Images::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut many: A) -> Result<Images, A::Error> {
                let mut images = Vec::new();
                while let Some(image) = many.next_element()? {
                    images.push(image);
                }
                Ok(Images(images))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

/// The id of something stored, or the thing itself.
#[derive(Debug, Clone, PartialEq, schemars::JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "IdOr{T}")]
pub enum IdOr<T> {
    Id(String),
    /// The thing.
    Inline(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for IdOr<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Shape<T> {
            type Value = IdOr<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id or an object")
            }

            fn visit_str<E: de::Error>(self, id: &str) -> Result<IdOr<T>, E> {
                Ok(IdOr::Id(id.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<IdOr<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(IdOr::Inline)
            }
        }
        deserializer.deserialize_any(Shape(PhantomData))
    }
}

/// The id of a part as a client has read it. What is no text is taken for none: clients have sent numbers of their own.
#[derive(Debug, Clone, Default, PartialEq, Eq, schemars::JsonSchema)]
#[schemars(with = "Option<String>")]
pub struct EchoedId(pub Option<String>);

impl<'de> Deserialize<'de> for EchoedId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Sent {
            Text(String),
            Other(de::IgnoredAny),
        }
        Ok(match Sent::deserialize(deserializer)? {
            Sent::Text(id) => Self(Some(id)),
            Sent::Other(_) => Self(None),
        })
    }
}

/// An object within a body, and nothing but an object: derived types can also be read from an array of their values.
#[derive(Debug, Clone, PartialEq, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Shape<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(Shape(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contribution, Described};

    fn parse<T: de::DeserializeOwned>(json: &str) -> Result<T, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    #[test]
    fn an_image_may_be_one_address_or_several() {
        assert_eq!(parse::<Images>(r#""a""#), Ok(Images(vec!["a".into()])));
        assert_eq!(
            parse::<Images>(r#"["a","b"]"#),
            Ok(Images(vec!["a".into(), "b".into()]))
        );
        assert_eq!(parse::<Images>("null"), Ok(Images::default()));
        assert!(
            parse::<Images>("1")
                .unwrap_err()
                .contains("expected a string or an array of strings")
        );
    }

    #[test]
    fn an_id_that_is_no_text_is_none() {
        assert_eq!(parse::<EchoedId>(r#""step-1""#), Ok(EchoedId(Some("step-1".into()))));
        for none in ["null", "7", "{}", "[1]"] {
            assert_eq!(parse::<EchoedId>(none), Ok(EchoedId(None)), "{none}");
        }
    }

    #[test]
    fn an_object_is_not_read_from_an_array() {
        assert!(parse::<Object<Described>>(r#"{"icon":1}"#).is_ok());
        assert!(parse::<Described>("[1,null]").is_ok());
        let error = parse::<Object<Described>>("[1,null]").unwrap_err();
        assert!(error.contains("expected an object"), "{error}");
    }

    #[test]
    fn a_contribution_is_echoed_as_sent() {
        let sent = r#"[1,{"icon":1,"description":"d"},{"icon":"https://x"}]"#;
        let read: Vec<Contribution> = parse(sent).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), sent);
        assert!(parse::<Contribution>(r#""x""#).is_err());
    }
}
