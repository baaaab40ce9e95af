//! Tokens against forged requests: what a page of this server must show for a change, and a page of another site cannot.
//!
//! Invariant: a token is good for one session, or for whoever holds one cookie before there is a session; nobody else can
//! make it, because it is an HMAC under a key of ours.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::hmac;
use subtle::ConstantTimeEq as _;

use super::keys::{Key, Keyring, random_bytes};

/// Longest token that is looked at, in bytes.
const LONGEST: usize = 200;

/// Makes and judges tokens. Clones share the keys.
#[derive(Clone)]
pub struct Csrf(Keyring);

impl Csrf {
    /// With the server's keys.
    pub fn new(keys: Keyring) -> Self {
        Self(keys)
    }

    /// The token of a session: the same each time, so that two pages of one browser do not spoil each other's.
    pub fn of_session(&self, session: &str) -> String {
        let key = self.0.current();
        format!(
            "{}.{}",
            key.id(),
            BASE64_URL_SAFE_NO_PAD.encode(seal(&key, "session", session))
        )
    }

    /// A fresh token for somebody who has no session.
    pub fn of_nobody(&self) -> String {
        let key = self.0.current();
        let nonce = BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<16>());
        let mac = BASE64_URL_SAFE_NO_PAD.encode(seal(&key, "nobody", &nonce));
        format!("{}.{nonce}.{mac}", key.id())
    }

    pub fn is_of_session(&self, token: &str, session: &str) -> bool {
        let parts: Vec<&str> = truncate_token(token).split('.').collect();
        match parts[..] {
            [key, mac] => self.is_sealed(key, mac, "session", session),
            _ => false,
        }
    }

    /// Whether it was made for somebody without a session.
    pub fn is_of_nobody(&self, token: &str) -> bool {
        let parts: Vec<&str> = truncate_token(token).split('.').collect();
        match parts[..] {
            [key, nonce, mac] => self.is_sealed(key, mac, "nobody", nonce),
            _ => false,
        }
    }

    fn is_sealed(&self, key: &str, mac: &str, purpose: &str, content: &str) -> bool {
        let (Some(key), Ok(mac)) = (self.0.find(key), BASE64_URL_SAFE_NO_PAD.decode(mac)) else {
            return false;
        };
        hmac::verify(&sealing(&key), signed_text(purpose, content).as_bytes(), &mac).is_ok()
    }
}

/// Whether two tokens are the same, without telling by the time it takes where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

fn truncate_token(token: &str) -> &str {
    if token.len() > LONGEST { "" } else { token }
}

fn seal(key: &Key, purpose: &str, content: &str) -> hmac::Tag {
    hmac::sign(&sealing(key), signed_text(purpose, content).as_bytes())
}

fn sealing(key: &Key) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, &key.derive("forged requests"))
}

fn signed_text(purpose: &str, content: &str) -> String {
    format!("{purpose}:{content}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Clock, Timestamp};

    fn csrf() -> (tempfile::TempDir, Csrf) {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::manual(Timestamp(1_700_000_000_000_000));
        let keys = Keyring::open(dir.path().join("keys.json"), &clock).unwrap();
        (dir, Csrf::new(keys))
    }

    #[test]
    fn a_token_is_good_for_its_session_alone() {
        let (_dir, csrf) = csrf();
        let token = csrf.of_session("a");
        assert_eq!(token, csrf.of_session("a"));
        assert!(csrf.is_of_session(&token, "a"));
        assert!(!csrf.is_of_session(&token, "b"));
        assert!(!csrf.is_of_nobody(&token));
        let nobody = csrf.of_nobody();
        assert!(csrf.is_of_nobody(&nobody) && !csrf.is_of_session(&nobody, "a"));
        assert_ne!(nobody, csrf.of_nobody());
    }

    #[test]
    fn what_was_altered_or_made_up_is_refused() {
        let (_dir, csrf) = csrf();
        let token = csrf.of_session("a");
        for wrong in [
            "",
            ".",
            "..",
            "x.y",
            &token[1..],
            &format!("{token}A"),
            &"a.".repeat(200),
        ] {
            assert!(!csrf.is_of_session(wrong, "a") && !csrf.is_of_nobody(wrong), "{wrong}");
        }
        let (_other, other) = self::csrf();
        assert!(!other.is_of_session(&token, "a"));
    }

    #[test]
    fn it_outlives_a_rotation_of_keys() {
        let (_dir, csrf) = csrf();
        let token = csrf.of_session("a");
        csrf.0.rotate(Timestamp(1_700_000_001_000_000)).unwrap();
        assert!(csrf.is_of_session(&token, "a"));
        assert_ne!(csrf.of_session("a"), token);
    }
}
