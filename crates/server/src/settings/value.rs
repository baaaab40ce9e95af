//! What values of settings may be, whichever source they come from.

use std::{fmt::Display, str::FromStr};

use serde::{Deserialize, Deserializer, de};

/// No bound but that of the type.
pub(super) const MANY: u32 = u32::MAX;

/// A whole number within bounds, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Within<const LEAST: u32, const MOST: u32>(u32);

impl<const LEAST: u32, const MOST: u32> Within<LEAST, MOST> {
    /// The number, if it is within the bounds.
    pub fn new(number: i64) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        (LEAST..=MOST).contains(&number).then_some(Self(number))
    }

    pub(super) fn get(self) -> u32 {
        self.0
    }

    fn explain(said: impl Display) -> String {
        match MOST {
            MANY => format!("{said} is not a whole number of at least {LEAST}"),
            _ => format!("{said} is not a whole number from {LEAST} to {MOST}"),
        }
    }
}

impl<const LEAST: u32, const MOST: u32> FromStr for Within<LEAST, MOST> {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = text.parse().ok().and_then(Self::new);
        number.ok_or_else(|| Self::explain(format_args!("\"{text}\"")))
    }
}

impl<'de, const LEAST: u32, const MOST: u32> Deserialize<'de> for Within<LEAST, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        Self::new(number).ok_or_else(|| de::Error::custom(Self::explain(number)))
    }
}

/// A list, or the one value that would be in it.
pub(super) fn one_or_many<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display>,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        One(String),
        Many(Vec<String>),
    }
    let texts = match Texts::deserialize(deserializer)? {
        Texts::One(text) => vec![text],
        Texts::Many(texts) => texts,
    };
    let parse = |text: String| {
        let value = text.trim().parse();
        value.map_err(|error| de::Error::custom(format_args!("\"{text}\": {error}")))
    };
    texts.into_iter().map(parse).collect::<Result<_, _>>().map(Some)
}
