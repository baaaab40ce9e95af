//! How participants say who they are, and what registering oneself costs a program.
//!
//! Invariant: a wrong name and a wrong number look alike; a challenge is good for one registration by one link.

use platform::{Error, Kind, Message, Timestamp, text::Check};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::people::person;

/// Bits of a digest that have to be zero: a program tries some 65,000 times, a browser needs about a second.
pub(crate) const DIFFICULTY: u32 = 16;
/// Most characters of an answered challenge.
const LONGEST: usize = 512;

/// How a participant logs in.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamLogin")]
pub struct SitterLoginIn {
    /// Full name; case, accents and double blanks do not matter.
    pub name: String,
    /// Registration number, or the number of the exam card.
    pub registered_number: String,
    /// Which event, where somebody is registered for several.
    #[serde(default)]
    pub event_id: Option<i64>,
    /// Ends the session that lives elsewhere.
    #[serde(default)]
    pub take_over: bool,
}

/// How a participant logs in, as it is compared.
#[derive(Debug, Clone)]
pub(crate) struct SitterLogin {
    pub(crate) name_key: String,
    pub(crate) number_key: String,
    pub(crate) event: Option<i64>,
    pub(crate) take_over: bool,
}

impl SitterLoginIn {
    pub(crate) fn judge(self) -> Result<SitterLogin, Error> {
        let mut check = Check::new();
        let name = person::rules::name(&mut check, "name", &self.name);
        let number = person::rules::registered_number(&mut check, "registeredNumber", &self.registered_number);
        check.finish()?;
        Ok(SitterLogin {
            name_key: person::rules::name_key(&name),
            number_key: person::rules::number_key(&number),
            event: self.event_id,
            take_over: self.take_over,
        })
    }
}

/// How somebody registers who has a link.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "ExamRegistration")]
pub struct SitterRegistrationIn {
    pub name: String,
    pub registered_number: String,
    #[serde(default)]
    pub rank_id: Option<i64>,
    #[serde(default)]
    pub unit_id: Option<i64>,
    #[serde(default)]
    pub position_id: Option<i64>,
    /// The challenge, a colon, and a text with which SHA-256 of the whole begins with as many zero bits as its difficulty says.
    pub challenge: String,
}

/// Nobody of this name has this number, in words that do not say which is wrong.
pub(crate) fn refused() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "assessment.login_refused",
        Message::new(
            "Nama dan nomor registrasi tidak cocok dengan daftar peserta. Periksa keduanya, atau tanyakan kepada pengawas.",
            "This name and registration number are not on the list. Check both, or ask a supervisor.",
        ),
    )
}

/// An event that one may choose.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventChoice {
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) starts_at: Timestamp,
}

#[derive(Serialize)]
struct Choices<'c> {
    events: &'c [EventChoice],
}

/// Somebody is registered for several events.
pub(crate) fn choose_event(events: &[EventChoice]) -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.choose_event",
        Message::new(
            "Anda terdaftar pada beberapa ujian. Pilih salah satu.",
            "You are registered for several exams. Choose one.",
        ),
    )
    .with_detail(&Choices { events })
}

/// A session of the participant lives elsewhere.
pub(crate) fn session_elsewhere() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.session_elsewhere",
        Message::new(
            "Anda masih masuk di perangkat lain. Lanjutkan di sini dan akhiri yang di sana?",
            "You are still logged in on another device. Go on here and end the session there?",
        ),
    )
}

/// The challenge was not answered, or is not good any more.
pub(crate) fn challenge_refused() -> Error {
    Error::new(
        Kind::Invalid,
        "assessment.challenge_refused",
        Message::new(
            "Tantangan pendaftaran belum terjawab atau sudah kedaluwarsa. Muat ulang halaman dan coba lagi.",
            "The registration's challenge was not answered, or has expired. Reload the page and try again.",
        ),
    )
}

/// The challenge that an answer is to, if it was worked for.
pub(crate) fn worked_for(answer: &str) -> Option<&str> {
    if answer.len() > LONGEST {
        return None;
    }
    let (challenge, nonce) = answer.rsplit_once(':')?;
    let is_good = !nonce.is_empty() && leading_zeros(&Sha256::digest(answer.as_bytes())) >= DIFFICULTY;
    is_good.then_some(challenge)
}

fn leading_zeros(digest: &[u8]) -> u32 {
    let mut zeros = 0;
    for byte in digest {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(challenge: &str) -> String {
        let mut tries = (0..).map(|nonce| format!("{challenge}:{nonce}"));
        tries.find(|answer| worked_for(answer).is_some()).unwrap()
    }

    #[test]
    fn a_challenge_is_answered_by_work_alone() {
        let answer = work("abc.def");
        assert_eq!(worked_for(&answer), Some("abc.def"));
        assert_eq!(worked_for("abc.def:"), None);
        assert_eq!(worked_for("abc.def"), None);
        assert_eq!(worked_for(&"a:".repeat(LONGEST)), None);
        assert_eq!(leading_zeros(&[0, 0, 0x80]), 16);
        assert_eq!(leading_zeros(&[0, 1, 0]), 15);
    }

    #[test]
    fn names_and_numbers_are_compared_as_people_read_them() {
        let login = |name: &str, number: &str| SitterLoginIn {
            name: name.into(),
            registered_number: number.into(),
            event_id: None,
            take_over: false,
        };
        let one = login("  Siti   Nurhalizá ", "007 12").judge().unwrap();
        let other = login("SITI NURHALIZA", "00712").judge().unwrap();
        assert_eq!((one.name_key, one.number_key), (other.name_key, other.number_key));
        assert!(login("", "1").judge().is_err() && login("Ani", "--").judge().is_err());
    }
}
