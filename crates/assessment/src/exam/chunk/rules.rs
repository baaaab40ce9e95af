//! What a piece says of itself.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use platform::{Error, FieldError, Kind, Message, Rule, media::BlobHash};

/// The piece does not say, or not readably, what its digest is.
pub(crate) fn digest_needed() -> Error {
    let rule = Message::new(
        "wajib: SHA-256 isi potongan, sebagai base64 atau heksadesimal",
        "is needed: the SHA-256 of the piece, as base64 or in hexadecimal digits",
    );
    Error::new(
        Kind::Invalid,
        "assessment.digest_needed",
        Message::new(
            "Kirim SHA-256 potongan di `Digest: sha-256=…` (base64) atau `X-Content-SHA256: …` (heksadesimal).",
            "Send the SHA-256 of the piece in `Digest: sha-256=…` (base64) or `X-Content-SHA256: …` (hexadecimal).",
        ),
    )
    .with_fields(vec![FieldError::new("Digest", Rule::Other(rule))])
}

/// What arrived is not what was sent.
pub(crate) fn digest_differs() -> Error {
    let rule = Message::new("tidak cocok dengan isi yang diterima", "does not match what arrived");
    Error::new(
        Kind::Invalid,
        "assessment.digest_differs",
        Message::new(
            "Potongan rusak di perjalanan. Kirim lagi.",
            "The piece was damaged on its way. Send it again.",
        ),
    )
    .with_fields(vec![FieldError::new("Digest", Rule::Other(rule))])
}

/// The digest of the headers `Digest` (one of its algorithms) and `X-Content-SHA256`.
pub(crate) fn digest(digest: Option<&str>, sha256: Option<&str>) -> Result<BlobHash, Error> {
    let hex = sha256.and_then(|text| BlobHash::parse(&text.trim().to_ascii_lowercase()));
    hex.or_else(|| of_list(digest?)).ok_or_else(digest_needed)
}

/// The SHA-256 in a list of digests.
fn of_list(list: &str) -> Option<BlobHash> {
    list.split(',').find_map(|one| {
        let (algorithm, value) = one.trim().split_once('=')?;
        let bytes = STANDARD.decode(value.trim()).ok()?;
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        algorithm.eq_ignore_ascii_case("sha-256").then(|| bytes.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    const BASE64: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    #[test]
    fn a_digest_is_read_from_either_header() {
        let expected = BlobHash::parse(HEX).unwrap();
        for (list, hex) in [
            (None, Some(HEX.to_owned())),
            (None, Some(format!(" {} ", HEX.to_uppercase()))),
            (Some(format!("sha-256={BASE64}")), None),
            (Some(format!("md5=abc, SHA-256={BASE64}")), None),
            (Some("sha-256=damaged".to_owned()), Some(HEX.to_owned())),
        ] {
            assert_eq!(
                digest(list.as_deref(), hex.as_deref()).unwrap(),
                expected,
                "{list:?} {hex:?}"
            );
        }
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        for (list, hex) in [
            (None, None),
            (None, Some(&HEX[..63])),
            (Some("sha-256=YWJj"), None),
            (Some("md5=ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="), None),
            (Some("sha-256"), Some("")),
        ] {
            assert_eq!(
                digest(list, hex).unwrap_err().code(),
                "assessment.digest_needed",
                "{list:?} {hex:?}"
            );
        }
    }
}
