//! Ids: handles such as `product-3_PabLrYn6okMUwr`, UUIDs, and request ids.
//!
//! The 16 characters of a handle are URL-safe and sort by the time of their making (52 bits of microseconds, 44 random
//! bits, most significant first, in an alphabet that is in ASCII order), so that new rows land at the end of their index.

use std::fmt;

use crate::{
    clock::Timestamp,
    error::{Error, Result, Rule},
};

const ALPHABET: &[u8; 64] = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

/// Number of characters after a handle's prefix.
pub const HANDLE_CHARS: usize = 16;

/// `prefix-` and 16 URL-safe characters that sort by `now`.
pub fn handle(prefix: &str, now: Timestamp) -> String {
    let micros = u128::from(now.0.unsigned_abs() & ((1 << 52) - 1));
    let bits = (micros << 44) | (u128::from(fastrand::u64(..)) & ((1 << 44) - 1));
    let mut text = String::with_capacity(prefix.len() + 1 + HANDLE_CHARS);
    text.push_str(prefix);
    text.push('-');
    for index in (0..HANDLE_CHARS).rev() {
        let six = (bits >> (index * 6)) & 63;
        text.push(char::from(ALPHABET[usize::try_from(six).unwrap_or(0)]));
    }
    text
}

/// A UUID version 7 made at `now`, in its usual text form.
pub fn uuid_v7(now: Timestamp) -> String {
    let seconds = u64::try_from(now.seconds()).unwrap_or(0);
    let nanos = u32::try_from(now.0.rem_euclid(1_000_000)).unwrap_or(0) * 1_000;
    uuid::Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos)).to_string()
}

/// The same for what nobody must be kept from guessing: its random part costs no call of the system.
pub(crate) fn plain_uuid_v7(now: Timestamp) -> String {
    let millis = u64::try_from(now.0.div_euclid(1_000)).unwrap_or(0);
    let mut random = [0; 10];
    fastrand::fill(&mut random);
    uuid::Builder::from_unix_timestamp_millis(millis, &random)
        .into_uuid()
        .to_string()
}

/// The usual text form of a UUID (lower case, with dashes) that came from outside as the parameter `field`.
///
/// # Errors
/// If it is none: the parameter broke [`Rule::NotAnId`].
pub fn uuid_text(field: &str, text: &str) -> Result<String> {
    match uuid::Uuid::try_parse(text) {
        Ok(id) if text.len() == 36 => Ok(id.to_string()),
        _ => Err(Error::invalid_field(field, Rule::NotAnId)),
    }
}

/// Declares an id newtype over `String`.
///
/// ```
/// platform::text_id! {
///     /// A product's handle.
///     pub struct ProductId
/// }
/// assert_eq!(ProductId::from("product-1").as_str(), "product-1");
/// ```
#[macro_export]
macro_rules! text_id {
    ($(#[$meta:meta])* pub struct $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'a> From<&'a $name> for $crate::db::Value<'a> {
            fn from(id: &'a $name) -> Self {
                Self::Text(&id.0)
            }
        }
    };
}

/// Names one request in the log and in error replies: 32 hexadecimal digits, or what the client sent in
/// `X-Request-Id` or, as the documents of the services have it, in the query parameter `requestId`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RequestId {
    len: u8,
    bytes: [u8; Self::MAX],
}

impl RequestId {
    const MAX: usize = 64;

    /// A fresh id.
    pub fn random() -> Self {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let bits = fastrand::u128(..);
        let mut bytes = [0; Self::MAX];
        for (index, byte) in bytes.iter_mut().take(32).enumerate() {
            *byte = HEX[usize::try_from((bits >> (index * 4)) & 15).unwrap_or(0)];
        }
        Self { len: 32, bytes }
    }

    /// A client's id, if it is 1 to 64 letters, digits, `.`, `_` or `-`.
    pub fn from_client(text: &str) -> Option<Self> {
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
        if !(1..=Self::MAX).contains(&text.len()) || !text.bytes().all(plain) {
            return None;
        }
        let mut bytes = [0; Self::MAX];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Some(Self {
            len: u8::try_from(text.len()).ok()?,
            bytes,
        })
    }

    /// The id's text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.len)]).unwrap_or_default()
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_prefix_and_sixteen_url_safe_characters() {
        let id = handle("product", Timestamp(1_700_636_331_120_000));
        let tail = id.strip_prefix("product-").unwrap();
        assert_eq!(tail.len(), 16);
        assert!(tail.bytes().all(|b| ALPHABET.contains(&b)));
    }

    #[test]
    fn handles_sort_by_the_time_of_their_making() {
        let ids: Vec<_> = (0..1000)
            .map(|n| handle("u", Timestamp(1_700_000_000_000_000 + n)))
            .collect();
        assert!(ids.is_sorted());
    }

    #[test]
    fn a_uuid_has_one_form() {
        let id = "018F3C1E-7B2A-7C3D-8E4F-0123456789AB";
        assert_eq!(uuid_text("id", id).unwrap(), id.to_ascii_lowercase());
        for wrong in [
            "",
            "1",
            "018f3c1e7b2a7c3d8e4f0123456789ab",
            "{018f3c1e-7b2a-7c3d-8e4f-0123456789ab}",
        ] {
            assert!(uuid_text("id", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_request_id_from_outside_is_taken_only_if_it_is_plain() {
        assert_eq!(
            RequestId::from_client("abc-123_4.5").map(|id| id.to_string()),
            Some("abc-123_4.5".to_owned())
        );
        assert!(RequestId::from_client("").is_none());
        assert!(RequestId::from_client("with blank in it").is_none());
        assert!(RequestId::from_client(&"x".repeat(65)).is_none());
        assert_eq!(RequestId::random().as_str().len(), 32);
    }
}
