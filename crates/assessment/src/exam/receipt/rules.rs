//! What a receipt says: a digest of what was handed in, and the server's mark under it.
//!
//! Invariant: a receipt is made of what the participant answered, never of what others changed afterwards.

use platform::{auth::keys::Key, text::hex};
use sha2::{Digest as _, Sha256};

use super::model::HandedIn;

/// Bytes of the digest and of the mark.
const DIGEST: usize = 16;
const MARK: usize = 8;
/// Characters of a receipt.
pub(crate) const LENGTH: usize = 2 * (DIGEST + MARK);
/// What the key is used for; what is marked stands behind it.
const PURPOSE: &str = "exam receipts";

/// The receipt of what was handed in, by a key of the server.
pub(crate) fn receipt(key: &Key, content: &HandedIn) -> String {
    let digest = hex(&digest(content)[..DIGEST]);
    let mark = hex(&key.derive(&format!("{PURPOSE} {digest}"))[..MARK]);
    digest + &mark
}

/// Of what was handed in: each part with its length, so that no two say the same.
fn digest(content: &HandedIn) -> [u8; 32] {
    let mut hash = Sha256::new();
    let head = [
        content.attempt,
        content.participant,
        content.version,
        content.submitted_at.0,
        i64::try_from(content.answers.len()).unwrap_or(i64::MAX),
    ];
    for number in head {
        hash.update(number.to_le_bytes());
    }
    for answer in &content.answers {
        let said = answer.json.as_deref().unwrap_or_default();
        hash.update(answer.question.to_le_bytes());
        hash.update(u64::try_from(said.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(said.as_bytes());
        hash.update(answer.audio.unwrap_or(0).to_le_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exam::receipt::model::HandedAnswer;

    fn handed_in(said: &str) -> HandedIn {
        HandedIn {
            attempt: 1,
            participant: 2,
            version: 3,
            submitted_at: platform::Timestamp(4),
            answers: vec![HandedAnswer {
                question: 5,
                json: Some(said.into()),
                audio: None,
            }],
        }
    }

    #[test]
    fn what_differs_by_anything_has_another_digest() {
        let one = digest(&handed_in("a"));
        assert_eq!(one, digest(&handed_in("a")));
        assert_ne!(one, digest(&handed_in("b")));
        let mut later = handed_in("a");
        later.submitted_at = platform::Timestamp(5);
        assert_ne!(one, digest(&later));
        let mut spoken = handed_in("a");
        spoken.answers[0].audio = Some(1);
        assert_ne!(one, digest(&spoken));
    }
}
