//! Patterns for `like … escape '\'`, in which text that somebody typed stands for nothing but itself.

/// The pattern of exactly this text.
pub fn exactly(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// The pattern of whatever has this text in it; of everything for an empty one.
pub fn containing(text: &str) -> String {
    if text.is_empty() {
        return "%".to_owned();
    }
    format!("%{}%", exactly(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_takes_signs_as_they_are() {
        assert_eq!(exactly(r"50%_\"), r"50\%\_\\");
        assert_eq!(containing(r"a\b_%"), r"%a\\b\_\%%");
        assert_eq!((exactly("").as_str(), containing("").as_str()), ("", "%"));
    }
}
