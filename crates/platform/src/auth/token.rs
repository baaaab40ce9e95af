//! Signed access tokens: JWTs (HS256) that name their audience and their kind.
//!
//! Invariant: a token is believed only if one of our keys signed it, with HS256, for the audience and the kind that the
//! caller asks for, and only before its `exp` by the clock that the caller passes in. There is no leeway.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, PoisonError, RwLock},
};

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey, EncodingKey, Header,
    crypto::{self, CryptoProvider},
    decode_header, encode,
};
use serde::{Deserialize, Serialize};

use super::hs256;
use crate::{
    auth::keys::{Key, Keyring},
    clock::Timestamp,
    error::{self, Error, Message, Result},
};

/// Longest token that is looked at, in bytes.
pub const MAX_LEN: usize = 2048;

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Calls the API.
    Access,
    /// Buys a new access token, and nothing else.
    Refresh,
    /// Opens one thing, soon, where no header can be sent: a download, a socket.
    Ticket,
}

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Whom it speaks for.
    pub sub: String,
    /// The session that it belongs to.
    pub sid: String,
    /// The realm that may accept it.
    pub aud: String,
    /// What it may be used for.
    #[serde(rename = "typ")]
    pub kind: Kind,
    /// When it was made; seconds since 1970.
    pub iat: i64,
    /// The first second in which it is not good any more; seconds since 1970.
    pub exp: i64,
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is no token, is too long, lacks a claim, or wants another algorithm than HS256.
    #[error("the token is malformed")]
    Malformed,
    /// It names a key that we do not have (any more).
    #[error("the token names an unknown key")]
    UnknownKey,
    /// It was not signed by the key that it names, or was altered since.
    #[error("the token's signature does not match")]
    BadSignature,
    /// It was made for another realm.
    #[error("the token was made for another audience")]
    WrongAudience,
    /// It was made for another use.
    #[error("the token is of another kind")]
    WrongKind,
    /// It was good once.
    #[error("the token has expired")]
    Expired,
}

/// Code of a token that has expired.
pub const TOKEN_EXPIRED: &str = "auth.token_expired";

/// Clients need to know that a token has expired, because then they refresh it; nobody needs to know more than that.
impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let (code, message) = match refusal {
            Refusal::Expired => (
                TOKEN_EXPIRED,
                Message::new(
                    "Sesi Anda telah berakhir. Silakan masuk lagi.",
                    "Your session has expired. Log in again.",
                ),
            ),
            Refusal::Malformed
            | Refusal::UnknownKey
            | Refusal::BadSignature
            | Refusal::WrongAudience
            | Refusal::WrongKind => (
                "auth.token_invalid",
                Message::new(
                    "Token tidak valid. Silakan masuk lagi.",
                    "The token is not valid. Log in again.",
                ),
            ),
        };
        Self::new(error::Kind::Unauthenticated, code, message).caused_by(refusal)
    }
}

/// Issues and verifies tokens. Clones share their prepared keys.
#[derive(Clone)]
pub struct Tokens(Arc<Inner>);

struct Inner {
    keyring: Keyring,
    signers: RwLock<Arc<Signers>>,
}

/// What is prepared per key, for one generation of the keyring.
struct Signers {
    generation: u64,
    /// The current key's comes first.
    list: Vec<Signer>,
}

struct Signer {
    kid: String,
    header: Header,
    /// The header as it stands in a token of ours: recognises the key without parsing anything.
    segment: String,
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl Tokens {
    /// Signs with the keyring's current key and believes all of its keys.
    pub fn new(keyring: Keyring) -> Self {
        // Chosen here, because jsonwebtoken panics at the first token if cargo features do not decide it. An error means
        // that one is installed already, which is as good.
        let _already = CryptoProvider::install_default(&hs256::PROVIDER);
        let signers = RwLock::new(Arc::new(Signers::prepare(&keyring)));
        Self(Arc::new(Inner { keyring, signers }))
    }

    /// A token that says so.
    pub fn issue(&self, claims: &Claims) -> Result<String> {
        let signers = self.signers();
        let signer = signers
            .list
            .first()
            .ok_or_else(|| Error::internal("the keyring is empty"))?;
        let token = encode(&signer.header, claims, &signer.encoding).map_err(Error::internal)?;
        if token.len() > MAX_LEN {
            return Err(Error::internal(format!(
                "a token of {} bytes would be refused",
                token.len()
            )));
        }
        Ok(token)
    }

    /// What the token says, if it may be believed by this audience, for this use, now.
    pub fn verify(&self, token: &str, audience: &'static str, kind: Kind, now: Timestamp) -> Result<Claims, Refusal> {
        if token.len() > MAX_LEN {
            return Err(Refusal::Malformed);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(Refusal::Malformed)?;
        let signers = self.signers();
        let claims = if let Some(signer) = signers.list.iter().find(|signer| signer.segment == header) {
            signer.read(message, payload, signature)?
        } else {
            let key_id = other_header(token)?;
            let signers = self.find(&key_id);
            let signer = signers.by_kid(&key_id).ok_or(Refusal::UnknownKey)?;
            signer.read(message, payload, signature)?
        };
        judge(&claims, audience, kind, now)?;
        Ok(claims)
    }

    /// Makes and verifies one token, so that a build that cannot sign fails when it starts and not at the first login.
    pub fn self_check(&self) -> Result<()> {
        let claims = Claims {
            sub: "self-check".to_owned(),
            sid: String::new(),
            aud: "self-check".to_owned(),
            kind: Kind::Access,
            iat: 0,
            exp: 1,
        };
        let round_trip = || -> Result<Claims> {
            let token = self.issue(&claims)?;
            self.verify(&token, "self-check", Kind::Access, Timestamp(0))
                .map_err(Error::internal)
        };
        let read = catch_unwind(AssertUnwindSafe(round_trip))
            .map_err(|_panic| Error::internal("this build cannot sign tokens: it lacks a crypto provider"))??;
        if read == claims {
            Ok(())
        } else {
            Err(Error::internal("a token came back altered"))
        }
    }

    /// The signers, after a look at the key file if the key is none of them: another process may just have made it.
    fn find(&self, kid: &str) -> Arc<Signers> {
        if self.0.keyring.find(kid).is_none()
            && let Err(error) = self.0.keyring.reload_if_changed()
        {
            tracing::error!(%error, "the key file could not be read again");
        }
        self.signers()
    }

    fn signers(&self) -> Arc<Signers> {
        // Nobody panics while holding the lock, and what it guards is replaced as a whole.
        let ready = Arc::clone(&self.0.signers.read().unwrap_or_else(PoisonError::into_inner));
        if ready.generation == self.0.keyring.generation() {
            return ready;
        }
        let fresh = Arc::new(Signers::prepare(&self.0.keyring));
        *self.0.signers.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        fresh
    }
}

impl Signers {
    fn prepare(keyring: &Keyring) -> Self {
        // Read before the keys: if they change in between, the next call prepares them once more.
        let generation = keyring.generation();
        let list = keyring.all().iter().map(|key| Signer::new(key)).collect();
        Self { generation, list }
    }

    fn by_kid(&self, kid: &str) -> Option<&Signer> {
        self.list.iter().find(|signer| signer.kid == kid)
    }
}

impl Signer {
    fn new(key: &Key) -> Self {
        let secret = key.derive("access token");
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some(key.id().to_owned());
        let encoding = EncodingKey::from_secret(&secret);
        // If this failed, the empty segment would match no token and all would go the slow way; `self_check` would tell.
        let sample = encode(&header, &(), &encoding).unwrap_or_default();
        Self {
            kid: key.id().to_owned(),
            segment: sample.split('.').next().unwrap_or_default().to_owned(),
            header,
            encoding,
            decoding: DecodingKey::from_secret(&secret),
        }
    }

    /// The claims, which nobody parses before the signature over them was found to be ours.
    ///
    /// Not `jsonwebtoken::decode`: it parses the header twice and the claims twice, for checks that `judge` makes by the
    /// caller's clock, and took 5 µs where this takes 2.
    fn read(&self, message: &str, payload: &str, signature: &str) -> Result<Claims, Refusal> {
        match crypto::verify(signature, message.as_bytes(), &self.decoding, Algorithm::HS256) {
            Ok(true) => {}
            Ok(false) => return Err(Refusal::BadSignature),
            Err(_error) => return Err(Refusal::Malformed),
        }
        let claims = BASE64_URL_SAFE_NO_PAD
            .decode(payload)
            .map_err(|_error| Refusal::Malformed)?;
        serde_json::from_slice(&claims).map_err(|_error| Refusal::Malformed)
    }
}

/// The key id in a header that is not byte for byte one of ours: a key that another process has just made, or a token from
/// a version of this program that wrote its headers differently.
fn other_header(token: &str) -> Result<String, Refusal> {
    let header = decode_header(token).map_err(|_error| Refusal::Malformed)?;
    // Checked here for the reason that is told; nothing is ever verified by any other algorithm.
    if header.alg != Algorithm::HS256 {
        return Err(Refusal::Malformed);
    }
    header.kid.ok_or(Refusal::Malformed)
}

fn judge(claims: &Claims, audience: &str, kind: Kind, now: Timestamp) -> Result<(), Refusal> {
    if claims.aud != audience {
        return Err(Refusal::WrongAudience);
    }
    if claims.kind != kind {
        return Err(Refusal::WrongKind);
    }
    if now.seconds() >= claims.exp {
        return Err(Refusal::Expired);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{hint::black_box, time::Duration};

    use proptest::prelude::*;
    use ring::hmac;
    use serde_json::{Value, json};
    use tempfile::TempDir;

    use super::*;
    use crate::clock::Clock;

    const NOW: Timestamp = Timestamp(1_700_000_000_000_000);
    const AUD: &str = "accounts";

    struct Setup {
        dir: TempDir,
        clock: Clock,
        keyring: Keyring,
        tokens: Tokens,
    }

    fn setup() -> Setup {
        let dir = tempfile::tempdir().unwrap();
        let clock = Clock::manual(NOW);
        let keyring = Keyring::open(dir.path().join("keys.json"), &clock).unwrap();
        let tokens = Tokens::new(keyring.clone());
        Setup {
            dir,
            clock,
            keyring,
            tokens,
        }
    }

    fn claims() -> Claims {
        Claims {
            sub: "user-3_PabLrYn6okMUwr".to_owned(),
            sid: "018bd3c8-5d40-7000-8000-000000000000".to_owned(),
            aud: AUD.to_owned(),
            kind: Kind::Access,
            iat: NOW.seconds(),
            exp: NOW.seconds() + 900,
        }
    }

    impl Setup {
        fn verify(&self, token: &str) -> Result<Claims, Refusal> {
            self.tokens.verify(token, AUD, Kind::Access, NOW)
        }

        /// A token whose signature is right, whatever its header and its claims say.
        fn forge(&self, header: &Value, claims: &Value) -> String {
            let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
            let message = format!("{}.{}", part(header), part(claims));
            let key = hmac::Key::new(hmac::HMAC_SHA256, &self.keyring.current().derive("access token"));
            let signature = BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&key, message.as_bytes()));
            format!("{message}.{signature}")
        }
    }

    /// The token with its `part` (0 header, 1 claims, 2 signature) changed.
    fn alter(token: &str, part: usize, change: impl FnOnce(&str) -> String) -> String {
        let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
        parts[part] = change(&parts[part]);
        parts.join(".")
    }

    fn other_first_character(text: &str) -> String {
        format!("{}{}", if text.starts_with('A') { 'B' } else { 'A' }, &text[1..])
    }

    #[test]
    fn a_token_says_what_it_was_issued_for() {
        let setup = setup();
        setup.tokens.self_check().unwrap();
        let token = setup.tokens.issue(&claims()).unwrap();
        assert_eq!(setup.verify(&token), Ok(claims()));
        let header = decode_header(&token).unwrap();
        assert_eq!(
            (header.alg, header.kid.as_deref()),
            (Algorithm::HS256, Some(setup.keyring.current().id()))
        );
        let payload = BASE64_URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let payload: Value = serde_json::from_slice(&payload).unwrap();
        assert_eq!(payload["typ"], "access");
    }

    #[test]
    fn an_altered_signature_is_refused() {
        let setup = setup();
        let token = alter(&setup.tokens.issue(&claims()).unwrap(), 2, other_first_character);
        assert_eq!(setup.verify(&token), Err(Refusal::BadSignature));
        let cut = alter(&token, 2, |_| String::new());
        assert_eq!(setup.verify(&cut), Err(Refusal::BadSignature));
    }

    #[test]
    fn an_altered_payload_is_refused() {
        let setup = setup();
        let better = Claims {
            sub: "admin".to_owned(),
            ..claims()
        };
        let better = setup.tokens.issue(&better).unwrap();
        let token = alter(&setup.tokens.issue(&claims()).unwrap(), 1, |_| {
            better.split('.').nth(1).unwrap().to_owned()
        });
        assert_eq!(setup.verify(&token), Err(Refusal::BadSignature));
    }

    #[test]
    fn only_hs256_is_accepted_even_with_a_good_signature() {
        let setup = setup();
        let claims = serde_json::to_value(claims()).unwrap();
        let kid = setup.keyring.current().id().to_owned();
        let good = setup.forge(&json!({"kid": kid, "alg": "HS256"}), &claims);
        assert!(setup.verify(&good).is_ok());
        for alg in [
            "none", "None", "", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA", "hs256",
        ] {
            let token = setup.forge(&json!({"kid": kid, "alg": alg}), &claims);
            assert_eq!(setup.verify(&token), Err(Refusal::Malformed), "{alg}");
            let unsigned = alter(&token, 2, |_| String::new());
            assert_eq!(
                setup.verify(&unsigned),
                Err(Refusal::Malformed),
                "{alg} without a signature"
            );
        }
        let nameless = setup.forge(&json!({"alg": "HS256"}), &claims);
        assert_eq!(setup.verify(&nameless), Err(Refusal::Malformed));
    }

    #[test]
    fn a_token_of_another_audience_is_refused() {
        let setup = setup();
        let token = setup
            .tokens
            .issue(&Claims {
                aud: "somebody-else".to_owned(),
                ..claims()
            })
            .unwrap();
        assert_eq!(setup.verify(&token), Err(Refusal::WrongAudience));
        let mut several = serde_json::to_value(claims()).unwrap();
        several["aud"] = json!([AUD, "somebody-else"]);
        let header = json!({"kid": setup.keyring.current().id(), "alg": "HS256"});
        assert_eq!(setup.verify(&setup.forge(&header, &several)), Err(Refusal::Malformed));
    }

    #[test]
    fn a_token_of_another_kind_is_refused() {
        let setup = setup();
        for kind in [Kind::Refresh, Kind::Ticket] {
            let token = setup.tokens.issue(&Claims { kind, ..claims() }).unwrap();
            assert_eq!(setup.verify(&token), Err(Refusal::WrongKind));
            assert!(setup.tokens.verify(&token, AUD, kind, NOW).is_ok());
        }
    }

    #[test]
    fn a_token_expires_exactly_at_exp_by_the_clock_that_is_passed_in() {
        let setup = setup();
        let token = setup.tokens.issue(&claims()).unwrap();
        let at = |now| setup.tokens.verify(&token, AUD, Kind::Access, now);
        let exp = Timestamp(claims().exp * 1_000_000);
        assert!(at(exp.minus(Duration::from_micros(1))).is_ok());
        assert_eq!(at(exp), Err(Refusal::Expired));
        assert_eq!(at(exp.plus(Duration::from_secs(1))), Err(Refusal::Expired));
    }

    #[test]
    fn a_token_without_a_claim_is_refused() {
        let setup = setup();
        let header = json!({"kid": setup.keyring.current().id(), "alg": "HS256"});
        for claim in ["sub", "sid", "aud", "typ", "iat", "exp"] {
            let mut claims = serde_json::to_value(claims()).unwrap();
            claims.as_object_mut().unwrap().remove(claim);
            assert_eq!(
                setup.verify(&setup.forge(&header, &claims)),
                Err(Refusal::Malformed),
                "{claim}"
            );
        }
    }

    #[test]
    fn a_token_of_an_unknown_key_is_refused() {
        let (here, there) = (setup(), setup());
        let token = there.tokens.issue(&claims()).unwrap();
        assert_eq!(here.verify(&token), Err(Refusal::UnknownKey));
    }

    #[test]
    fn a_token_that_claims_our_key_but_was_signed_elsewhere_is_refused() {
        let (here, there) = (setup(), setup());
        let header = json!({"kid": here.keyring.current().id(), "alg": "HS256"});
        let token = there.forge(&header, &serde_json::to_value(claims()).unwrap());
        assert_eq!(here.verify(&token), Err(Refusal::BadSignature));
    }

    #[test]
    fn a_rotation_logs_nobody_out_and_signs_with_the_new_key() {
        let setup = setup();
        let old = setup.tokens.issue(&claims()).unwrap();
        let key = setup.keyring.rotate(NOW).unwrap();
        let new = setup.tokens.issue(&claims()).unwrap();
        assert_eq!(decode_header(&new).unwrap().kid.as_deref(), Some(key.id()));
        assert!(setup.verify(&old).is_ok());
        assert!(setup.verify(&new).is_ok());
        for _ in 0..2 {
            setup
                .keyring
                .rotate(NOW.plus(crate::auth::keys::RETIRED_KEPT).plus(Duration::from_secs(1)))
                .unwrap();
        }
        assert_eq!(setup.verify(&old), Err(Refusal::UnknownKey));
    }

    #[test]
    fn a_process_accepts_tokens_of_a_key_that_another_one_has_just_made() {
        let setup = setup();
        let there = Keyring::open(setup.dir.path().join("keys.json"), &setup.clock).unwrap();
        there.rotate(NOW).unwrap();
        let token = Tokens::new(there).issue(&claims()).unwrap();
        assert!(setup.verify(&token).is_ok());
    }

    #[test]
    fn a_token_that_is_too_long_is_neither_issued_nor_read() {
        let setup = setup();
        let long = Claims {
            sub: "x".repeat(MAX_LEN),
            ..claims()
        };
        assert!(setup.tokens.issue(&long).is_err());
        let header = json!({"kid": setup.keyring.current().id(), "alg": "HS256"});
        let token = setup.forge(&header, &serde_json::to_value(long).unwrap());
        assert_eq!(setup.verify(&token), Err(Refusal::Malformed));
    }

    #[test]
    fn only_the_expiry_is_told_to_the_client() {
        assert_eq!(Error::from(Refusal::Expired).code(), "auth.token_expired");
        for refusal in [
            Refusal::Malformed,
            Refusal::BadSignature,
            Refusal::WrongAudience,
            Refusal::UnknownKey,
        ] {
            let error = Error::from(refusal);
            assert_eq!(
                (error.kind(), error.code()),
                (error::Kind::Unauthenticated, "auth.token_invalid")
            );
        }
    }

    #[test]
    #[ignore = "a measurement: cargo test --release -p platform --lib verifying_takes -- --ignored --nocapture"]
    fn verifying_takes_so_many_nanoseconds() {
        const ROUNDS: u32 = 200_000;
        let setup = setup();
        let token = setup.tokens.issue(&claims()).unwrap();
        let start = std::time::Instant::now();
        for _ in 0..ROUNDS {
            black_box(setup.verify(black_box(&token)).is_ok());
        }
        println!("{} ns per token", (start.elapsed() / ROUNDS).as_nanos());
    }

    proptest! {
        #[test]
        fn garbage_is_refused_without_a_panic(text in ".{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let setup = setup();
            let header = setup.tokens.issue(&claims()).unwrap().split('.').next().unwrap().to_owned();
            let coded = BASE64_URL_SAFE_NO_PAD.encode(&bytes);
            for token in [
                text.clone(), format!("{text}.{coded}.{text}"), format!("{header}.{text}.{coded}"),
                format!("{header}.{coded}.{coded}"), format!("{coded}.{coded}.{coded}"), format!("{header}..{text}"),
            ] {
                prop_assert!(setup.verify(&token).is_err());
            }
        }

        #[test]
        fn a_token_with_any_one_character_changed_is_refused(place: prop::sample::Index, by in 1_u8..64) {
            const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let setup = setup();
            let mut token = setup.tokens.issue(&claims()).unwrap().into_bytes();
            let at = place.index(token.len());
            if let Some(old) = ALPHABET.iter().position(|byte| *byte == token[at]) {
                token[at] = ALPHABET[(old + usize::from(by)) % 64];
                prop_assert!(setup.verify(str::from_utf8(&token).unwrap()).is_err());
            }
        }
    }
}
