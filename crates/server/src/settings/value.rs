//! What values of settings may be, whichever source they come from.

use std::{
    fmt::{self, Display},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

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

/// Where a message broker is. Never prints the password.
#[derive(Clone, PartialEq, Eq)]
pub struct BrokerAddress(String);

impl BrokerAddress {
    /// The whole address, secrets included.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for BrokerAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let is_one = ["nats://", "tls://"]
            .iter()
            .any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()));
        if is_one {
            Ok(Self(text.to_owned()))
        } else {
            // What was said may hold a password.
            Err("the broker's address must look like nats://broker:4222 or tls://user:password@broker:4222".to_owned())
        }
    }
}

impl Display for BrokerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("nats", ""));
        match rest.rsplit_once('@') {
            Some((_, host)) => write!(f, "{scheme}://***@{host}"),
            None => write!(f, "{scheme}://{rest}"),
        }
    }
}

impl fmt::Debug for BrokerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl Serialize for BrokerAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
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
