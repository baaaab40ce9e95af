//! Bytes that somebody may hold before they may read them: encrypted with a key of their own, which follows later.
//!
//! Invariant: what is held tells nothing but how many steps of [`STEP`] bytes it fills; whoever opens it with another key, or
//! after it was changed, learns that and nothing else.
//!
//! Layout: version (1 byte, 1), nonce (12 bytes), AES-256-GCM text with its tag (16 bytes). The plain text is a length (4 bytes,
//! big endian), so many bytes, and zeros up to the next step. A browser opens it with `WebCrypto`.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use super::keys::random_bytes;
use crate::error::{Error, Result};

/// The whole is as long as so many bytes, once or several times.
pub const STEP: usize = 4096;

const VERSION: u8 = 1;
const HEAD: usize = 1 + NONCE_LEN;
const LENGTH: usize = 4;

fn key_of(key: &[u8; 32]) -> Result<LessSafeKey> {
    let key = UnboundKey::new(&AES_256_GCM, key).map_err(|error| Error::internal(format!("a sealing key: {error}")))?;
    Ok(LessSafeKey::new(key))
}

/// Encrypts bytes for whoever gets the key. Each time with a new nonce, so that the same key never meets another text with
/// the same one, even where the next version of this program writes the same thing otherwise.
pub fn seal(key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>> {
    let length = u32::try_from(plain.len()).map_err(Error::internal)?;
    let least = HEAD + LENGTH + plain.len() + AES_256_GCM.tag_len();
    let padding = least.next_multiple_of(STEP) - least;
    let mut text = Vec::with_capacity(LENGTH + plain.len() + padding + AES_256_GCM.tag_len());
    text.extend_from_slice(&length.to_be_bytes());
    text.extend_from_slice(plain);
    text.resize(text.len() + padding, 0);
    let nonce: [u8; NONCE_LEN] = random_bytes();
    key_of(key)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut text)
        .map_err(|error| Error::internal(format!("sealing {} bytes: {error}", plain.len())))?;
    Ok([&[VERSION][..], &nonce, &text].concat())
}

/// Opens what [`seal`] made with the same key; `None` for anything else.
pub fn open(key: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    let (head, text) = sealed.split_at_checked(HEAD)?;
    let nonce = Nonce::try_assume_unique_for_key(&head[1..]).ok()?;
    if head[0] != VERSION {
        return None;
    }
    let mut text = text.to_vec();
    let plain = key_of(key).ok()?.open_in_place(nonce, Aad::empty(), &mut text).ok()?;
    let (length, bytes) = plain.split_first_chunk::<LENGTH>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    bytes.get(..length).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use base64::{Engine as _, prelude::BASE64_STANDARD};

    use super::*;

    /// The page's tests read the same one: what one side changes, the other must learn.
    const KNOWN: &str = "AWRlZmdoaWprbG1ub0gb3l5mYl6ePmJf6NhmwatojEskQqA8IRV7+oKoEZeaxcOJ7IVbzravgTJzsw4GnLH2nefAMk3C3vGs1u+BpYoIjNsO1nMVGXlI7bJ0ZhE83JJTStw=";

    #[test]
    fn the_sealed_text_that_the_pages_tests_know_too_is_read() {
        let key = std::array::from_fn(|at| u8::try_from(at).unwrap());
        let opened = open(&key, &BASE64_STANDARD.decode(KNOWN).unwrap()).unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&opened[..])
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, r#"{"section":{"n":2,"title":"Bacaan"}}"#);
    }

    #[test]
    fn what_was_sealed_opens_with_its_key_alone() {
        let key: [u8; 32] = random_bytes();
        let sealed = seal(&key, b"Soal nomor satu").unwrap();
        assert_eq!(open(&key, &sealed).unwrap(), b"Soal nomor satu");
        assert_eq!(open(&random_bytes(), &sealed), None);
        for at in [0, 1, HEAD, HEAD + LENGTH + 3, sealed.len() - 1] {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&key, &changed), None, "{at}");
        }
        for end in [0, 1, HEAD, HEAD + 15, sealed.len() - 1] {
            assert_eq!(open(&key, &sealed[..end]), None, "{end}");
        }
    }

    #[test]
    fn its_length_tells_steps_and_nothing_else() {
        let key: [u8; 32] = random_bytes();
        let overhead = HEAD + LENGTH + AES_256_GCM.tag_len();
        for (plain, steps) in [
            (0, 1),
            (1, 1),
            (STEP - overhead, 1),
            (STEP - overhead + 1, 2),
            (2 * STEP, 3),
        ] {
            let text = vec![7; plain];
            let sealed = seal(&key, &text).unwrap();
            assert_eq!(sealed.len(), steps * STEP, "{plain}");
            assert_eq!(open(&key, &sealed).unwrap(), text);
        }
    }

    #[test]
    fn the_same_text_is_never_sealed_alike() {
        let key: [u8; 32] = random_bytes();
        let (one, other) = (seal(&key, b"sama").unwrap(), seal(&key, b"sama").unwrap());
        assert_ne!(one[..HEAD], other[..HEAD]);
        assert_ne!(one[HEAD..], other[HEAD..]);
    }
}
