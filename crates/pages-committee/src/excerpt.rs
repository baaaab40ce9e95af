//! The beginning of a text of the bank, for lists of many.
//!
//! Invariant: a picture is told by what stands for it, and never by its hash.

/// Characters of a text that stand for it.
const MOST: usize = 160;
/// What a picture begins with in a text, what stands between its words and its hash, and what it ends with.
const PICTURE: [&str; 3] = ["![", "](image:", ")"];

/// A text with the words of its pictures in brackets: `Bangun apakah ini? [Bangun dengan enam sisi]`.
fn in_words(text: &str) -> String {
    let [begin, middle, end] = PICTURE;
    let Some((before, rest)) = text.split_once(begin) else {
        return text.to_owned();
    };
    let picture = rest.split_once(middle).and_then(|(words, rest)| {
        let (hash, after) = rest.split_once(end)?;
        let is_hash = hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hash && !words.contains(begin)).then_some((words, after))
    });
    match picture {
        Some((words, after)) if words.trim().is_empty() => format!("{before}[…]{}", in_words(after)),
        Some((words, after)) => format!("{before}[{words}]{}", in_words(after)),
        None => format!("{before}{begin}{}", in_words(rest)),
    }
}

/// The beginning of a text, on one line.
pub(crate) fn excerpt(text: &str) -> String {
    let line = in_words(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_in_words() {
        for (text, said) in [
            ("Apa ini? ![Segi enam](image:d65a)", "Apa ini? [Segi enam]"),
            ("![](image:d65a) lalu ![b](image:0f)?", "[…] lalu [b]?"),
            (
                "![bukan gambar](image:xyz) ![c](image:1)",
                "![bukan gambar](image:xyz) [c]",
            ),
            ("x![y", "x![y"),
            (" satu\n  dua ", "satu dua"),
        ] {
            assert_eq!(excerpt(text), said);
        }
        assert_eq!(excerpt(&"é".repeat(500)), format!("{}…", "é".repeat(MOST)));
    }
}
