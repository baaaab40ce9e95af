//! Numbers, which some clients send as the text that was typed: `"12"`, `"-8.65"`.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor, value::F64Deserializer},
    de::{IntoDeserializer as _, value::I64Deserializer, value::U64Deserializer},
};

/// A number that was sent as one or as text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Typed<T>(pub T);

impl<'de, T> Deserialize<'de> for Typed<T>
where
    T: Deserialize<'de> + FromStr,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Shape<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + FromStr> Visitor<'de> for Shape<T> {
            type Value = Typed<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number")
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Typed<T>, E> {
                let number: U64Deserializer<E> = number.into_deserializer();
                T::deserialize(number).map(Typed)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Typed<T>, E> {
                let number: I64Deserializer<E> = number.into_deserializer();
                T::deserialize(number).map(Typed)
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Typed<T>, E> {
                let number: F64Deserializer<E> = number.into_deserializer();
                T::deserialize(number).map(Typed)
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Typed<T>, E> {
                let unexpected = || E::invalid_value(de::Unexpected::Str(text), &self);
                let text = text.trim();
                // Words such as `inf` and `nan` are numbers to some readers, and to nobody who types one.
                let is_typed =
                    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte));
                let number = text.parse().ok().filter(|_| is_typed);
                number.map(Typed).ok_or_else(unexpected)
            }
        }
        deserializer.deserialize_any(Shape(PhantomData))
    }
}

/// A whole number.
pub(super) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    Typed::deserialize(deserializer).map(|Typed(number)| number)
}

/// A whole number, or `null`; what was not sent is none of both.
pub(super) fn nullable_whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<i64>>, D::Error> {
    let given = Option::<Typed<i64>>::deserialize(deserializer)?;
    Ok(Some(given.map(|Typed(number)| number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_typed() {
        let whole = |json: &str| {
            serde_json::from_str::<Typed<i64>>(json)
                .map(|Typed(number)| number)
                .ok()
        };
        for (json, read) in [("12", 12), ("\"12\"", 12), ("\" 12 \"", 12), ("-3", -3), ("\"-3\"", -3)] {
            assert_eq!(whole(json), Some(read), "{json}");
        }
        for bad in [
            "1.5",
            "\"1.5\"",
            "\"\"",
            "\" \"",
            "\"1e3\"",
            "\"satu\"",
            "true",
            "[1]",
            "99999999999999999999",
        ] {
            assert_eq!(whole(bad), None, "{bad}");
        }
        let place = |json: &str| {
            serde_json::from_str::<Typed<f64>>(json)
                .map(|Typed(number)| number)
                .ok()
        };
        assert_eq!(
            (place("-8"), place("-8.65"), place("\"-8.65\"")),
            (Some(-8.0), Some(-8.65), Some(-8.65))
        );
        assert_eq!(
            (place("\"NaN\""), place("\"inf\""), place("\"1,5\"")),
            (None, None, None)
        );
    }
}
