//! Passwords: Argon2id, off the request threads, and never more of it at once than the machine can bear.
//!
//! Invariant: an unknown name costs as much as a wrong password, and a burst of logins fills a bounded queue, not the
//! memory (one hash at the default cost takes 19 MiB).

use std::{hint::black_box, sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version,
    password_hash::{Error as HashError, phc::PasswordHash},
};
use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};
use unicode_normalization::UnicodeNormalization as _;

use crate::{
    auth::keys::random_bytes,
    error::{Error, Message, Result},
    lanes::Lanes,
};

/// How much one hash costs, for us and for whoever steals the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory that one hash fills, in KiB; at least 8.
    pub memory_kib: u32,
    /// Passes over that memory; at least 1.
    pub passes: u32,
}

/// The OWASP password storage recommendation for Argon2id: 19 MiB, two passes, one lane.
impl Default for Cost {
    fn default() -> Self {
        Self {
            memory_kib: 19_456,
            passes: 2,
        }
    }
}

impl Cost {
    /// A cost for tests: protects nothing.
    pub fn cheap() -> Self {
        Self {
            memory_kib: 64,
            passes: 1,
        }
    }

    fn params(self) -> Result<Params> {
        Params::new(self.memory_kib, self.passes, Params::DEFAULT_P_COST, None).map_err(Error::internal)
    }
}

/// What [`Passwords::verify_and_renew`] finds.
#[derive(Debug, PartialEq, Eq)]
pub enum Verified {
    /// It is not the password, or there is no account.
    Wrong,
    /// It is the password.
    Right {
        /// The PHC string to store from now on.
        renewed: Option<String>,
    },
}

/// Hashes and verifies passwords. Clones share one queue.
#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    params: Params,
    lanes: Lanes,
    /// What a password is verified against when there is no account: the hash of a text that nobody knows.
    dummy: String,
}

/// A hash of the given cost that no password has: random bytes in the place of one. Nothing is hashed for it, so that a
/// server that nobody logs in to never takes the memory.
fn nobodys(params: &Params) -> String {
    let random = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
    format!(
        "$argon2id$v=19$m={},t={},p={}${}${}",
        params.m_cost(),
        params.t_cost(),
        params.p_cost(),
        random(&random_bytes::<16>()),
        random(&random_bytes::<32>())
    )
}

impl Passwords {
    /// At most `lanes` hashes run at a time (at least one) and at most `waiting` callers wait for their turn.
    /// Fails if the cost lies below what Argon2 allows.
    pub fn new(cost: Cost, lanes: usize, waiting: usize) -> Result<Self> {
        let params = cost.params()?;
        Ok(Self(Arc::new(Inner {
            dummy: nobodys(&params),
            params,
            lanes: Lanes::new(lanes, waiting, busy),
        })))
    }

    /// The PHC string (`$argon2id$v=19$m=…`) to store for a password.
    pub async fn hash(&self, plain: String) -> Result<String> {
        let plain = Plain::composed(plain);
        let params = self.0.params.clone();
        self.0.lanes.run(move || hash_now(&params, &plain.0)).await
    }

    /// Whether `plain` is the password behind the `stored` PHC string. `None` (there is no such account) takes as long
    /// as a stored hash of the configured cost, and is never right. A `stored` text that is no PHC string is an error.
    pub async fn verify(&self, plain: String, stored: Option<String>) -> Result<bool> {
        Ok(self.spelling(plain, stored).await?.is_some())
    }

    /// Which spelling of `plain` is the password.
    async fn spelling(&self, plain: String, stored: Option<String>) -> Result<Option<Spelling>> {
        let plain = spellings(plain);
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.0.dummy.clone());
        let look = move || {
            for (spelling, plain) in &plain {
                if verify_now(&plain.0, &stored)? && known {
                    return Ok(Some(*spelling));
                }
            }
            Ok(None)
        };
        self.0.lanes.run(look).await
    }

    /// Like [`Passwords::verify`], for logins: with a right password comes a hash to store in place of the old one, if that
    /// was made at another cost than the configured one, or of another spelling than passwords are hashed in today.
    pub async fn verify_and_renew(&self, plain: String, stored: Option<String>) -> Result<Verified> {
        let outdated = stored.as_deref().is_some_and(|stored| self.outdated(stored));
        let again = Plain::composed(plain.clone());
        match self.spelling(plain, stored).await? {
            None => return Ok(Verified::Wrong),
            Some(Spelling::Composed) if !outdated => return Ok(Verified::Right { renewed: None }),
            Some(_) => {}
        }
        let params = self.0.params.clone();
        // A full queue is no reason to refuse a login: the next one renews it.
        let renewed = self.0.lanes.run(move || hash_now(&params, &again.0)).await.ok();
        Ok(Verified::Right { renewed })
    }

    /// Whether a stored hash was made at another cost than the configured one, and should be replaced at the next login.
    pub fn outdated(&self, stored: &str) -> bool {
        let cost = |params: &Params| (params.m_cost(), params.t_cost());
        let params = PasswordHash::new(stored)
            .ok()
            .and_then(|hash| Params::try_from(&hash).ok());
        params.is_none_or(|params| cost(&params) != cost(&self.0.params))
    }
}

fn busy() -> Error {
    Error::unavailable(
        "auth.busy",
        Message::new(
            "Terlalu banyak orang sedang masuk. Coba lagi sebentar lagi.",
            "Too many people are logging in right now. Try again in a moment.",
        ),
        Duration::from_secs(1),
    )
}

/// A password on its way to the hash; overwritten when it is done with.
struct Plain(Vec<u8>);

impl From<String> for Plain {
    fn from(plain: String) -> Self {
        Self(plain.into_bytes())
    }
}

impl Plain {
    /// As it is hashed: in NFC, since keyboards differ in how they put a letter and its accent together.
    fn composed(plain: String) -> Self {
        if plain.is_ascii() {
            return Self::from(plain);
        }
        let typed = Self::from(plain);
        Self::from(String::from_utf8_lossy(&typed.0).nfc().collect::<String>())
    }
}

/// How a password is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spelling {
    /// In NFC: as passwords are hashed.
    Composed,
    /// As it was typed, or as it may have been when its hash was made before all were put in NFC.
    Other,
}

/// What is tried for a password that was typed: the usual spelling first. Most passwords have only that.
fn spellings(plain: String) -> Vec<(Spelling, Plain)> {
    if plain.is_ascii() {
        return vec![(Spelling::Composed, Plain::from(plain))];
    }
    let decomposed = Plain::from(plain.nfd().collect::<String>());
    let composed = Plain::from(plain.nfc().collect::<String>());
    let mut all = vec![(Spelling::Composed, composed)];
    for other in [Plain::from(plain), decomposed] {
        if all.iter().all(|(_, known)| known.0 != other.0) {
            all.push((Spelling::Other, other));
        }
    }
    all
}

impl Drop for Plain {
    fn drop(&mut self) {
        self.0.fill(0);
        // Without a reader the compiler may leave the overwriting out.
        black_box(&self.0);
    }
}

fn hash_now(params: &Params, plain: &[u8]) -> Result<String> {
    let salt: [u8; 16] = random_bytes();
    let hash: PasswordHash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_with_salt(plain, &salt)
        .map_err(Error::internal)?;
    Ok(hash.to_string())
}

/// The cost is the stored hash's own, so that hashes from before a change of cost stay good.
fn verify_now(plain: &[u8], stored: &str) -> Result<bool> {
    let hash = PasswordHash::new(stored).map_err(Error::internal)?;
    match Argon2::default().verify_password(plain, &hash) {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(error) => Err(Error::internal(error)),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::error::Kind;

    fn passwords(lanes: usize, waiting: usize) -> Passwords {
        Passwords::new(Cost::cheap(), lanes, waiting).unwrap()
    }

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let passwords = passwords(1, 4);
        let stored = passwords.hash("rahasia".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{stored}");
        assert!(
            passwords
                .verify("rahasia".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(!passwords.verify("Rahasia".to_owned(), Some(stored)).await.unwrap());
    }

    #[tokio::test]
    async fn a_password_is_the_same_however_its_accents_are_put_together() {
        const COMPOSED: &str = "S\u{e9}mar\u{e5}ng";
        const DECOMPOSED: &str = "Se\u{301}mara\u{30a}ng";
        const MIXED: &str = "S\u{e9}mara\u{30a}ng";
        let passwords = passwords(1, 4);
        let verified = async |plain: &str, stored: &str| {
            let renewed = passwords
                .verify_and_renew(plain.to_owned(), Some(stored.to_owned()))
                .await;
            match renewed.unwrap() {
                Verified::Right { renewed } => Some(renewed),
                Verified::Wrong => None,
            }
        };
        for plain in [COMPOSED, DECOMPOSED, MIXED] {
            let stored = passwords.hash(plain.to_owned()).await.unwrap();
            for typed in [COMPOSED, DECOMPOSED, MIXED] {
                assert_eq!(verified(typed, &stored).await, Some(None), "{plain} {typed}");
            }
            assert_eq!(verified("Semarang", &stored).await, None);
        }
        // Hashes from before are good, and are replaced by one of the usual spelling.
        let before = hash_now(&passwords.0.params, DECOMPOSED.as_bytes()).unwrap();
        for typed in [COMPOSED, DECOMPOSED, MIXED] {
            let renewed = verified(typed, &before).await.unwrap().unwrap();
            assert_eq!(verified(COMPOSED, &renewed).await, Some(None));
        }
    }

    #[tokio::test]
    async fn two_hashes_of_one_password_differ() {
        let passwords = passwords(1, 4);
        assert_ne!(
            passwords.hash("rahasia".to_owned()).await.unwrap(),
            passwords.hash("rahasia".to_owned()).await.unwrap()
        );
    }

    #[tokio::test]
    async fn an_unknown_name_is_verified_against_a_hash_of_the_same_cost_and_refused() {
        let passwords = passwords(1, 4);
        assert!(!passwords.verify("apa saja".to_owned(), None).await.unwrap());
        assert!(!passwords.outdated(&passwords.0.dummy));
        assert!(passwords.0.dummy.starts_with("$argon2id$v=19$m=64,t=1,p=1$"));
    }

    #[tokio::test]
    async fn a_broken_stored_hash_is_a_fault_and_not_a_wrong_password() {
        let passwords = passwords(1, 4);
        for stored in ["", "plain text", "$2b$10$abcdefghijklmnopqrstuv"] {
            let error = passwords
                .verify("x".to_owned(), Some(stored.to_owned()))
                .await
                .unwrap_err();
            assert_eq!(error.kind(), Kind::Internal, "{stored}");
        }
    }

    #[tokio::test]
    async fn a_hash_from_before_a_change_of_cost_is_still_good_but_outdated() {
        let stored = passwords(1, 1).hash("rahasia".to_owned()).await.unwrap();
        let dearer = Cost {
            memory_kib: 128,
            passes: 1,
        };
        let passwords = Passwords::new(dearer, 1, 1).unwrap();
        assert!(
            passwords
                .verify("rahasia".to_owned(), Some(stored.clone()))
                .await
                .unwrap()
        );
        assert!(passwords.outdated(&stored));
    }

    #[tokio::test]
    async fn when_the_queue_is_full_the_next_caller_is_sent_away_and_nobody_after_it_has_emptied() {
        let passwords = passwords(1, 1);
        let (release, released) = mpsc::channel::<()>();
        let running = tokio::spawn({
            let passwords = passwords.clone();
            async move {
                passwords
                    .0
                    .lanes
                    .run(move || released.recv().map_err(Error::internal))
                    .await
            }
        });
        while passwords.0.lanes.free() > 0 {
            tokio::task::yield_now().await;
        }
        let waiting = tokio::spawn({
            let passwords = passwords.clone();
            async move { passwords.hash("b".to_owned()).await }
        });
        while passwords.0.lanes.places() > 0 {
            tokio::task::yield_now().await;
        }
        let error = passwords.hash("c".to_owned()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "auth.busy"));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));

        release.send(()).unwrap();
        running.await.unwrap().unwrap();
        waiting.await.unwrap().unwrap();
        passwords.hash("d".to_owned()).await.unwrap();
    }

    #[tokio::test]
    async fn a_caller_that_gives_up_does_not_free_the_lane_before_its_hash_is_done() {
        let passwords = passwords(1, 0);
        let (release, released) = mpsc::channel::<()>();
        let running = tokio::spawn({
            let passwords = passwords.clone();
            async move {
                passwords
                    .0
                    .lanes
                    .run(move || released.recv().map_err(Error::internal))
                    .await
            }
        });
        while passwords.0.lanes.free() > 0 {
            tokio::task::yield_now().await;
        }
        running.abort();
        assert!(running.await.unwrap_err().is_cancelled());
        assert_eq!(passwords.hash("b".to_owned()).await.unwrap_err().code(), "auth.busy");
        release.send(()).unwrap();
        while passwords.0.lanes.places() == 0 {
            tokio::task::yield_now().await;
        }
        passwords.hash("b".to_owned()).await.unwrap();
    }

    #[test]
    fn a_cost_that_argon2_does_not_allow_is_refused_at_start() {
        let cost = Cost {
            memory_kib: 1,
            passes: 1,
        };
        assert!(Passwords::new(cost, 1, 1).is_err());
    }
}
