//! Ways that stay within this place.

/// A path of this place, or the first page if it would lead away: `//elsewhere`, `https://…`, `/\elsewhere`.
pub fn local_way(path: &str) -> &str {
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic()) && !path.contains('\\');
    let is_local = path.starts_with('/') && !path.starts_with("//");
    if is_plain && is_local && path.len() <= 2_000 {
        path
    } else {
        "/"
    }
}

#[cfg(test)]
mod tests {
    use super::local_way;

    #[test]
    fn ways_lead_nowhere_else() {
        for path in ["/", "/produk/kopi-gayo?x=1#ulasan", "/cari?q=a%20b"] {
            assert_eq!(local_way(path), path);
        }
        for path in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
            "/a b",
            "\t//evil.example",
        ] {
            assert_eq!(local_way(path), "/", "{path:?}");
        }
    }
}
