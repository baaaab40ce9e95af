//! Places: coordinates and a name.

use std::fmt;

use platform::{Message, Rule, text::Check};
use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, Visitor},
};

use super::number::Typed;
use crate::model::Place;

/// A place as it is sent: an object whose keys may carry stray blanks (`"lat "`, as in the documented samples), or a
/// plain text, which becomes the name.
#[derive(Debug, Clone, PartialEq, Default, schemars::JsonSchema)]
#[schemars(with = "TextOrPlace")]
pub struct PlaceIn(pub Place);

#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only describes the shape in the documents")]
enum TextOrPlace {
    Text(String),
    Place(PlaceShape),
}

#[derive(schemars::JsonSchema)]
#[expect(dead_code, reason = "only describes the shape in the documents")]
struct PlaceShape {
    /// Latitude, −90 to 90.
    lat: Option<f64>,
    /// Longitude, −180 to 180.
    lng: Option<f64>,
    /// What people call it.
    name: Option<String>,
}

const LONGEST_NAME: usize = 300;

impl PlaceIn {
    /// The place, if its numbers are on the globe.
    pub fn check(&self, check: &mut Check, path: &str) -> Place {
        let on_globe = |value: Option<f64>, most: f64| value.is_none_or(|value| (-most..=most).contains(&value));
        if !on_globe(self.0.lat, 90.0) {
            check.note(format!("{path}.lat"), Rule::OutOfRange("-90".into(), "90".into()));
        }
        if !on_globe(self.0.lng, 180.0) {
            check.note(format!("{path}.lng"), Rule::OutOfRange("-180".into(), "180".into()));
        }
        if self.0.lat.is_some() != self.0.lng.is_some() {
            let said = Message::new("memerlukan lat dan lng bersama-sama", "needs both lat and lng");
            check.note(path, Rule::Other(said));
        }
        let name = check.text(&format!("{path}.name"), &self.0.name, 0, LONGEST_NAME);
        Place {
            lat: self.0.lat,
            lng: self.0.lng,
            name,
        }
    }
}

impl<'de> Deserialize<'de> for PlaceIn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl<'de> Visitor<'de> for Shape {
            type Value = PlaceIn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with lat, lng and name, or a string")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<PlaceIn, E> {
                Ok(PlaceIn(Place {
                    name: name.to_owned(),
                    ..Place::default()
                }))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PlaceIn, A::Error> {
                const FIELDS: &[&str] = &["lat", "lng", "name"];
                let mut place = Place::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.trim() {
                        "lat" => place.lat = map.next_value::<Option<Typed<f64>>>()?.map(|Typed(lat)| lat),
                        "lng" => place.lng = map.next_value::<Option<Typed<f64>>>()?.map(|Typed(lng)| lng),
                        "name" => place.name = map.next_value::<Option<String>>()?.unwrap_or_default(),
                        other => {
                            let error = de::Error::unknown_field(other, FIELDS);
                            map.next_value::<IgnoredAny>()?;
                            return Err(error);
                        }
                    }
                }
                Ok(PlaceIn(place))
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_stray_blanks_are_read() {
        let place: PlaceIn =
            serde_json::from_str(r#"{"name":"Denpasar, Bali","lat ":-34.397,"lng  ":150.644}"#).unwrap();
        let read = Place {
            lat: Some(-34.397),
            lng: Some(150.644),
            name: "Denpasar, Bali".into(),
        };
        assert_eq!(place.0, read);
    }

    #[test]
    fn a_text_is_a_name_without_coordinates() {
        let place: PlaceIn = serde_json::from_str(r#""jshak hdak""#).unwrap();
        assert_eq!(
            place.0,
            Place {
                lat: None,
                lng: None,
                name: "jshak hdak".into()
            }
        );
    }

    #[test]
    fn coordinates_are_on_the_globe_and_come_in_pairs() {
        for (lat, lng, good) in [
            (Some(90.0), Some(-180.0), true),
            (Some(90.1), Some(0.0), false),
            (Some(0.0), Some(180.5), false),
            (Some(0.0), None, false),
            (None, None, true),
        ] {
            let mut check = Check::new();
            PlaceIn(Place {
                lat,
                lng,
                ..Place::default()
            })
            .check(&mut check, "location");
            assert_eq!(check.finish().is_ok(), good, "{lat:?} {lng:?}");
        }
    }
}
