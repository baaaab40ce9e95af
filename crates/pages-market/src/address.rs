//! Addresses of listings: words that people read, and the id that counts, as 22 characters.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use classifieds::ListingId;
use uuid::Uuid;

/// The longest run of words in an address, in bytes.
const LONGEST_WORDS: usize = 60;
/// Sixteen bytes, in base 64.
const CODE: usize = 22;

/// An id as addresses write it.
pub(crate) fn code(id: &ListingId) -> String {
    let id = Uuid::try_parse(id.as_str()).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

/// The path of a listing's page.
pub(crate) fn listing(id: &ListingId, title: &str) -> String {
    let code = code(id);
    let folded = platform::text::fold(title);
    let mut path = "/iklan/".to_owned();
    let most = path.len() + LONGEST_WORDS;
    let words = folded.split(|char: char| !char.is_ascii_alphanumeric());
    for word in words.filter(|word| !word.is_empty()) {
        if path.len() + word.len() > most {
            break;
        }
        path.push_str(word);
        path.push('-');
    }
    path.push_str(&code);
    path
}

/// The id at the end of an address, if there can be one.
pub(crate) fn listing_id(address: &str) -> Option<ListingId> {
    let code = address.get(address.len().checked_sub(CODE)?..)?;
    let bytes = URL_SAFE_NO_PAD.decode(code).ok()?;
    let id = Uuid::from_slice(&bytes).ok()?;
    Some(ListingId::from(id.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_words_and_end_in_an_id() {
        let id = ListingId::from("018f3c20-7b2a-7c3d-8e4f-0123456789ab");
        let path = listing(&id, "İkinci el Bisiklet, 28\" jant!");
        assert_eq!(path, "/iklan/ikinci-el-bisiklet-28-jant-AY88IHsqfD2OTwEjRWeJqw");
        let address = path.strip_prefix("/iklan/").unwrap();
        assert_eq!(listing_id(address), Some(id.clone()));
        assert_eq!(listing_id("AY88IHsqfD2OTwEjRWeJqw"), Some(id.clone()));
        assert!(listing(&id, &"panjang ".repeat(40)).len() < 95);
        for wrong in [
            "",
            "sepeda",
            "AY88IHsqfD2OTwEjRWeJq",
            "<script>alert(1)</script>",
            "茶茶茶茶茶茶茶茶",
        ] {
            assert_eq!(listing_id(wrong), None, "{wrong}");
        }
    }
}
