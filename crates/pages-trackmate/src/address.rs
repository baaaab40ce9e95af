//! Addresses of pages: words that people read, and the code that counts.

use trackmate::api::Gtin;

/// The longest run of words in an address, in bytes.
const LONGEST_WORDS: usize = 60;

/// How long a code is, in characters; a hyphen may be one of them.
const CODE: usize = platform::id::HANDLE_CHARS;

/// The code of an id: what stands behind the kind of the thing.
pub(crate) fn code(id: &str) -> &str {
    id.split_once('-').map_or(id, |(_, code)| code)
}

/// The path of a product's page.
pub(crate) fn product(id: &str, name: &str) -> String {
    format!("/produk/{}", readable(name, code(id)))
}

/// The path of a maker's page.
pub(crate) fn maker(id: &str, name: &str) -> String {
    format!("/pembuat/{}", readable(name, code(id)))
}

/// The path that labels say: as short as can be.
pub(crate) fn short(id: &str) -> String {
    format!("/p/{}", code(id))
}

/// The path of a trade number, as GS1 Digital Link has it.
pub(crate) fn of_gtin(gtin: &Gtin) -> String {
    format!("/01/{gtin}")
}

/// The code at the end of an address, if it can be one.
pub(crate) fn code_of(address: &str) -> Option<&str> {
    let code = address.get(address.len().checked_sub(CODE)?..)?;
    code.bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .then_some(code)
}

/// The id of the product that an address or a code is about; of none if it can be no code.
pub(crate) fn product_id(address: &str) -> String {
    format!("product-{}", code_of(address).unwrap_or_default())
}

/// `kopi-gayo-a1b2…`: folded words, and the code that says which.
fn readable(name: &str, code: &str) -> String {
    let folded = platform::text::fold(name);
    let mut text = String::new();
    for word in folded
        .split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if text.len() + word.len() > LONGEST_WORDS {
            break;
        }
        text.push_str(word);
        text.push('-');
    }
    text.push_str(code);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_words_and_end_in_the_code() {
        assert_eq!(
            product("product-a1B2c3D4-5_6E7f8", "Kopi Gayo Café 250 g!"),
            "/produk/kopi-gayo-cafe-250-g-a1B2c3D4-5_6E7f8"
        );
        assert_eq!(maker("umkm-x9", "茶"), "/pembuat/x9");
        assert_eq!(code_of("kopi-gayo-a1B2c3D4-5_6E7f8"), Some("a1B2c3D4-5_6E7f8"));
        assert_eq!(code_of("a1B2c3D4-5_6E7f8"), Some("a1B2c3D4-5_6E7f8"));
        for address in ["", "kopi-", "kopi-gayo-<script>x", "茶茶茶茶茶茶茶茶"] {
            assert_eq!(code_of(address), None, "{address}");
        }
        let long = product("product-x", &"panjang ".repeat(40));
        assert!(long.len() < 90 && long.ends_with("-x"), "{long}");
    }
}
