//! Registering by link, and the numbers that participants are given for an exam.
//!
//! Invariant: an exam number tells nothing about its bearer and is not guessed from another one.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use platform::{Error, Kind, Message, Rule, Timestamp, auth::keys::random_bytes, text::Check};

/// How often a link may be used, where nothing is said.
pub(crate) const USUAL_USES: i64 = 500;
/// Most uses of a link.
pub(crate) const MOST_USES: i64 = 20_000;
/// Most bytes of the signed text of a link.
const LONGEST_TOKEN: usize = 1_024;
/// Random digits of an exam number.
const DIGITS: usize = 9;

/// How often a link may be used.
pub(crate) fn uses(given: Option<i64>) -> Result<i64, Error> {
    let uses = given.unwrap_or(USUAL_USES);
    let mut check = Check::new();
    if !(1..=MOST_USES).contains(&uses) {
        check.note("maxUses", Rule::OutOfRange("1".into(), MOST_USES.to_string()));
    }
    check.finish().map(|()| uses)
}

/// What is known of a link when somebody uses it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Link {
    /// When its event ends, and the link with it, wherever that was moved since.
    pub(crate) event_ends: Timestamp,
    /// When it was revoked.
    pub(crate) revoked_at: Option<Timestamp>,
}

impl Link {
    /// Refuses a link that is not good any more.
    pub(crate) fn is_good(self, now: Timestamp) -> Result<(), Error> {
        if self.revoked_at.is_some() {
            return Err(revoked());
        }
        if now >= self.event_ends {
            return Err(expired());
        }
        Ok(())
    }
}

fn gone(code: &'static str, id: &'static str, en: &'static str) -> Error {
    Error::new(Kind::Forbidden, code, Message::new(id, en))
}

/// The link was never ours, or was altered.
pub(crate) fn invalid() -> Error {
    gone(
        "assessment.registration.invalid",
        "Tautan pendaftaran tidak sah.",
        "The registration link is not valid.",
    )
}

/// The link has ended.
pub(crate) fn expired() -> Error {
    gone(
        "assessment.registration.expired",
        "Tautan pendaftaran sudah berakhir.",
        "The registration link has ended.",
    )
}

/// The link was taken back.
pub(crate) fn revoked() -> Error {
    gone(
        "assessment.registration.revoked",
        "Tautan pendaftaran sudah dicabut.",
        "The registration link was revoked.",
    )
}

/// Nobody else may use the link.
pub(crate) fn used_up() -> Error {
    gone(
        "assessment.registration.used_up",
        "Tempat pada tautan pendaftaran ini sudah habis.",
        "All places of this registration link are taken.",
    )
}

/// What the signed text of a link says, whoever signed it: the event's id and the link's name.
#[derive(Debug, PartialEq, Eq, serde::Deserialize)]
pub(crate) struct LinkClaims {
    /// The event's id.
    #[serde(rename = "sub")]
    pub(crate) event: String,
    /// What the link is kept by. Nobody can guess it, so whoever shows it was given the link.
    #[serde(rename = "sid")]
    pub(crate) name: String,
    aud: String,
}

/// Reads a link without looking at its signature; nothing if it is none of ours in form. A link lives as long as its event,
/// which may be longer than the key that signed it is kept; its name, of which a hash is stored, is proof enough then.
pub(crate) fn read_link(token: &str, audience: &str) -> Option<LinkClaims> {
    if token.len() > LONGEST_TOKEN {
        return None;
    }
    let mut parts = token.split('.');
    let (Some(_), Some(payload), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let said = BASE64_URL_SAFE_NO_PAD.decode(payload).ok()?;
    let claims: LinkClaims = serde_json::from_slice(&said).ok()?;
    (claims.aud == audience).then_some(claims)
}

/// A new exam number: the year, nine random digits and a check digit, so that one wrong digit is noticed.
pub(crate) fn exam_number(year: &str) -> String {
    let random = u64::from_le_bytes(random_bytes());
    let digits = format!("{year}{:0width$}", random % 10_u64.pow(9), width = DIGITS);
    let check = check_digit(&digits);
    format!("{digits}{check}")
}

/// The digit that makes a row of digits a good one (Luhn).
fn check_digit(digits: &str) -> u32 {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .enumerate()
        .map(|(place, digit)| if place % 2 == 0 { doubled(digit) } else { digit })
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn an_exam_number_begins_with_its_year_and_ends_with_a_check_digit() {
        // The sample of the algorithm's specification (ISO/IEC 7812-1, annex B).
        assert_eq!(check_digit("7992739871"), 3);
        let number = exam_number("2024");
        assert!(number.starts_with("2024") && number.len() == 14);
        assert!(number.ends_with(&check_digit(&number[..13]).to_string()));
    }

    #[test]
    fn exam_numbers_do_not_follow_each_other() {
        let numbers: HashSet<_> = (0..1000).map(|_| exam_number("2024")).collect();
        assert_eq!(numbers.len(), 1000);
    }

    #[test]
    fn a_link_is_good_until_its_event_ends_or_it_is_revoked() {
        let link = Link {
            event_ends: Timestamp(10),
            revoked_at: None,
        };
        assert!(link.is_good(Timestamp(9)).is_ok());
        assert!(link.is_good(Timestamp(10)).is_err());
        let moved = Link {
            event_ends: Timestamp(5),
            ..link
        };
        assert!(moved.is_good(Timestamp(5)).is_err());
        let revoked = Link {
            revoked_at: Some(Timestamp(1)),
            ..link
        };
        assert!(revoked.is_good(Timestamp(9)).is_err());
    }

    #[test]
    fn the_name_of_a_link_is_read_from_its_signed_text() {
        let token = |payload: &str| format!("e30.{}.c2ln", BASE64_URL_SAFE_NO_PAD.encode(payload));
        let ours = token(r#"{"sub":"7","sid":"abc","aud":"links","exp":1}"#);
        let read = read_link(&ours, "links").unwrap();
        assert_eq!((read.event.as_str(), read.name.as_str()), ("7", "abc"));
        let long = "a".repeat(LONGEST_TOKEN + 1);
        for wrong in ["", "a.b", "e30.e30.e30", &format!("{ours}.x"), &token("[]"), &long] {
            assert_eq!(read_link(wrong, "links"), None, "{wrong}");
        }
        assert_eq!(read_link(&ours, "sessions"), None);
    }

    #[test]
    fn a_link_has_a_bounded_number_of_uses() {
        assert_eq!(uses(None).unwrap(), USUAL_USES);
        assert_eq!(uses(Some(1)).unwrap(), 1);
        for wrong in [0, -1, MOST_USES + 1] {
            assert!(uses(Some(wrong)).is_err());
        }
    }
}
