//! The marks that stand where something of a document could not be read.

/// What stands where a picture cannot be shown.
pub(crate) const PICTURE: &str = "[gambar]";
/// What stands where a formula cannot be read.
pub(crate) const FORMULA: &str = "[rumus]";

/// Whether a plain reading says nothing but that something could not be read: marks alone, in any case, with signs around
/// them at most.
pub fn is_unreadable(plain: &str) -> bool {
    let plain = plain.to_lowercase();
    let rest = plain.replace(PICTURE, "").replace(FORMULA, "");
    rest.len() < plain.len() && !rest.contains(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::is_unreadable;

    #[test]
    fn marks_for_what_could_not_be_read_say_nothing() {
        for nothing in [" [Gambar] ", "[rumus]", "[gambar].", "[gambar] [rumus]"] {
            assert!(is_unreadable(nothing), "{nothing}");
        }
        for something in ["Lihat [gambar]", "", "…", "![](image:1a)"] {
            assert!(!is_unreadable(something), "{something}");
        }
    }
}
