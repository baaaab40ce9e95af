//! Money without floats: minor units, two decimals at most.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

/// A price in hundredths. Reads and prints as a JSON number: `10000`, `12.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, schemars::JsonSchema)]
#[schemars(with = "f64")]
#[schemars(rename = "ProductPrice")]
pub struct Price(pub i64);

/// Largest price, in whole units. Its hundredths are still exact in a JSON number.
const LARGEST: i64 = 10_000_000_000_000;

impl Price {
    /// Whether it can be a price at all; what was read from JSON is.
    pub(crate) fn is_in_range(self) -> bool {
        (0..=LARGEST * 100 + 99).contains(&self.0)
    }

    fn whole<E: de::Error>(units: i64) -> Result<Self, E> {
        if (0..=LARGEST).contains(&units) {
            Ok(Self(units * 100))
        } else {
            Err(out_of_range())
        }
    }
}

fn out_of_range<E: de::Error>() -> E {
    E::custom(format!(
        "invalid value: out of range, expected a number between 0 and {LARGEST}"
    ))
}

/// The price that digits with a point say.
fn of_text<E: de::Error>(text: &str) -> Result<Price, E> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 2 {
        return Err(E::custom(
            "invalid value: too many decimals, expected a number with at most 2 decimals",
        ));
    }
    let hundredths: i64 = format!("{decimals:0<2}").parse().map_err(E::custom)?;
    let whole: i64 = whole.parse().map_err(E::custom)?;
    Price::whole(whole).map(|price: Price| Price(price.0 + hundredths))
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape;
        impl Visitor<'_> for Shape {
            type Value = Price;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: de::Error>(self, units: u64) -> Result<Price, E> {
                i64::try_from(units).map_err(|_| out_of_range()).and_then(Price::whole)
            }

            fn visit_i64<E: de::Error>(self, units: i64) -> Result<Price, E> {
                Price::whole(units)
            }

            /// The shortest text of a number has exactly the decimals that were sent, for as many digits as fit here.
            fn visit_f64<E: de::Error>(self, units: f64) -> Result<Price, E> {
                if !(0.0..=1e13).contains(&units) {
                    return Err(out_of_range());
                }
                of_text(&units.to_string())
            }

            /// As some clients send what was typed.
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Price, E> {
                let text = text.trim();
                if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
                    return Err(E::invalid_value(de::Unexpected::Str(text), &self));
                }
                of_text(text)
            }
        }
        deserializer.deserialize_any(Shape)
    }
}

impl Serialize for Price {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            return serializer.serialize_i64(self.0 / 100);
        }
        // Exact: the nearest double of a number with two decimals prints as that number.
        let text = format!("{}.{:02}", self.0 / 100, self.0 % 100);
        serializer.serialize_f64(text.parse().map_err(serde::ser::Error::custom)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Price, String> {
        serde_json::from_str(json).map_err(|e| e.to_string())
    }

    #[test]
    fn a_price_has_two_decimals_at_most() {
        assert_eq!(read("50000"), Ok(Price(5_000_000)));
        assert_eq!(read("12.5"), Ok(Price(1250)));
        assert_eq!(read("0.07"), Ok(Price(7)));
        assert_eq!(read("1e3"), Ok(Price(100_000)));
        assert_eq!(read("0"), Ok(Price(0)));
        assert_eq!(read("\"25000\""), Ok(Price(2_500_000)));
        assert_eq!(read("\" 25000.5 \""), Ok(Price(2_500_050)));
        for bad in [
            "-1",
            "-0.5",
            "1.005",
            "1e300",
            "99999999999999",
            "\"\"",
            "\"1,5\"",
            "\"1.2.3\"",
            "\"-1\"",
            "null",
            "true",
            "\"NaN\"",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_hundredth_is_lost(hundredths in 0..=LARGEST * 100) {
            let text = serde_json::to_string(&Price(hundredths)).unwrap();
            proptest::prop_assert_eq!(read(&text), Ok(Price(hundredths)));
        }
    }
}
