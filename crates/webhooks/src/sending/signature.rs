//! Signatures as Standard Webhooks has them: HMAC-SHA256 over id, time and body, in base64.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use platform::auth::keys::random_bytes;
use ring::hmac;

use crate::model::endpoint::ShownSecret;

/// How a secret begins when it is shown.
const PREFIX: &str = "whsec_";

/// The bytes of a secret.
pub(crate) type Secret = [u8; 32];

pub(crate) fn new_secret() -> Secret {
    random_bytes()
}

/// A secret as its owner gets it.
pub(crate) fn show(secret: &Secret) -> ShownSecret {
    ShownSecret(format!("{PREFIX}{}", BASE64_STANDARD.encode(secret)))
}

/// One signature for each secret, in one header.
pub(crate) fn sign(secrets: &[Vec<u8>], id: &str, seconds: i64, body: &str) -> String {
    let signed = format!("{id}.{seconds}.{body}");
    let each = secrets.iter().map(|secret| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let signature = BASE64_STANDARD.encode(hmac::sign(&key, signed.as_bytes()));
        format!("v1,{signature}")
    });
    each.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the specification's libraries.
    #[test]
    fn a_signature_is_the_one_of_the_specification() {
        let secret = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let (id, body) = ("msg_p5jXN8AQM9LWM0D4loKWxJek", r#"{"test": 2432232314}"#);
        let expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(sign(std::slice::from_ref(&secret), id, 1_614_265_330, body), expected);
        let twice = sign(&[b"other".to_vec(), secret], id, 1_614_265_330, body);
        assert!(
            twice.starts_with("v1,") && twice.ends_with(&format!(" {expected}")),
            "{twice}"
        );
    }

    #[test]
    fn a_secret_is_shown_in_base64_and_never_printed() {
        let shown = show(&[7; 32]);
        assert_eq!(shown.0, "whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=");
        assert_eq!(format!("{shown:?}"), "ShownSecret");
        assert_ne!(new_secret(), new_secret());
    }
}
