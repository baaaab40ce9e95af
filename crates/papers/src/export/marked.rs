//! Marked text taken apart: words, and the pictures between them.
//!
//! Invariant: the pieces put together again are the text, character by character.

/// How many hexadecimal digits name a picture.
const DIGITS: usize = 64;
/// What stands between a picture's description and its name.
const MIDDLE: &str = "](image:";

/// A piece of a line of marked text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// Words.
    Text(&'t str),
    /// A picture: what it shows, and the SHA-256 of its bytes.
    Picture { alt: &'t str, hash: &'t str },
}

/// The pieces of a marked text. Only what `exists` holds for is a picture; a mark that names another one is words.
pub(super) fn pieces(text: &str, exists: impl Fn(&str) -> bool) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut words_from = 0;
    let mut look_from = 0;
    while let Some(middle) = text[look_from..].find(MIDDLE).map(|at| look_from + at) {
        look_from = middle + MIDDLE.len();
        let Some((start, hash)) = mark(text, words_from, middle).filter(|(_, hash)| exists(hash)) else {
            continue;
        };
        if start > words_from {
            found.push(Piece::Text(&text[words_from..start]));
        }
        let alt = &text[start + 2..middle];
        found.push(Piece::Picture { alt, hash });
        words_from = look_from + DIGITS + 1;
        look_from = words_from;
    }
    if words_from < text.len() {
        found.push(Piece::Text(&text[words_from..]));
    }
    found
}

/// Where the mark begins whose middle is at `middle`, and the name in it.
fn mark(text: &str, from: usize, middle: usize) -> Option<(usize, &str)> {
    let rest = &text[middle + MIDDLE.len()..];
    let hash = rest.get(..DIGITS)?;
    let plain = hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let start = text[from..middle].rfind("![")?;
    (plain && rest[DIGITS..].starts_with(')')).then_some((from + start, hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_stand_between_words() {
        let hash = "ab".repeat(32);
        let text = format!("lihat ![peta [1]](image:{hash}) dan ![](image:{hash})");
        assert_eq!(
            pieces(&text, |_| true),
            [
                Piece::Text("lihat "),
                Piece::Picture {
                    alt: "peta [1]",
                    hash: &hash
                },
                Piece::Text(" dan "),
                Piece::Picture { alt: "", hash: &hash },
            ]
        );
    }

    #[test]
    fn what_names_no_picture_is_words() {
        let hash = "ab".repeat(32);
        for text in [
            format!("![x](image:{hash})"),
            format!("](image:{hash})"),
            format!("![x](image:{hash}"),
            "![x](image:12)".to_owned(),
            "![x](image:é".to_owned(),
        ] {
            assert_eq!(
                pieces(&text, |_| text.contains("](image:12")),
                [Piece::Text(&text)],
                "{text}"
            );
        }
        assert!(pieces("", |_| true).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn pieces_put_together_are_the_text(text in "(!\\[|\\]|x|é|(\\]\\(image:[0-9a]{64}\\))|(\\(image:))*") {
            let again: String = pieces(&text, |_| true)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text.to_owned(),
                    Piece::Picture { alt, hash } => format!("![{alt}](image:{hash})"),
                })
                .collect();
            proptest::prop_assert_eq!(again, text);
        }
    }
}
