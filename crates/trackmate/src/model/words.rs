//! What products are found by: their words as an index has them, and as the catalogue spells them.

use std::collections::BTreeMap;

use platform::text::{index_words, spelled_words};

/// What a product is found by, folded: one text per weight.
#[derive(Debug, Clone)]
pub(crate) struct ProductWords {
    pub(crate) name: String,
    pub(crate) makers: String,
    pub(crate) rest: String,
    /// What stands within the words of the name: found as well, and counting less than anything above.
    pub(crate) inside: String,
    /// Each word that may be typed wrong or made differently, and how it is spelled.
    pub(crate) spelled: BTreeMap<String, String>,
}

impl ProductWords {
    pub(crate) fn new(name: &str, makers: &[String], rest: &str) -> Self {
        let mut joined = String::new();
        for maker in makers {
            joined.push_str(&index_words(maker));
            joined.push(' ');
        }
        let texts = std::iter::once(name)
            .chain(makers.iter().map(String::as_str))
            .chain([rest]);
        Self {
            name: index_words(name),
            makers: joined,
            rest: index_words(rest),
            inside: insides(name),
            spelled: vocabulary(texts),
        }
    }
}

/// Letters of words that are worth knowing: shorter ones are found as they are or not at all, longer ones nobody types.
const WORTH: std::ops::RangeInclusive<usize> = 3..=24;
/// Words that a product brings along; of a very long description the rest is found as it is.
const MOST: usize = 400;

fn vocabulary<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (word, spelled) in texts.flat_map(spelled_words) {
        let is_word = WORTH.contains(&word.chars().count()) && !word.chars().any(char::is_numeric);
        if is_word && found.len() < MOST {
            found.entry(word).or_insert(spelled);
        }
    }
    found
}

/// From how many places within a word it is found, and by how many characters from there.
const INSIDE: usize = 32;

/// The words of a name from every place within them, so that an index of beginnings finds what stands inside: `sambal ambal
/// mbal bal al`.
fn insides(name: &str) -> String {
    let folded = index_words(name);
    let mut found: Vec<&str> = folded.split_whitespace().collect();
    for word in folded.split_whitespace() {
        let starts = word.char_indices().map(|(at, _)| at).skip(1).take(INSIDE);
        for inside in starts.map(|at| &word[at..]) {
            let cut = inside
                .char_indices()
                .nth(INSIDE)
                .map_or(inside, |(end, _)| &inside[..end]);
            // A single letter stands within nearly everything.
            if cut.chars().nth(1).is_some() {
                found.push(cut);
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_by_what_stands_within_its_words() {
        assert_eq!(insides("Kopi Roti"), "kopi opi oti pi roti ti");
        assert_eq!(insides("a b"), "a b");
        assert_eq!(insides("Mérah"), "ah erah merah rah");
        let long = "x".repeat(90);
        let inside = insides(&long);
        let (whole, rest): (Vec<_>, Vec<_>) = inside.split(' ').partition(|word| word.len() > INSIDE);
        assert_eq!((whole, rest), (vec![long.as_str()], vec![&long[..INSIDE]]));
    }

    #[test]
    fn a_vocabulary_has_words_as_they_were_first_spelled() {
        let words = ProductWords::new("Sambal Mérah 250g", &["Dapur Ibu".to_owned()], "sambal merah di dapur");
        let spelled: Vec<String> = words
            .spelled
            .iter()
            .map(|(word, spelled)| format!("{word}={spelled}"))
            .collect();
        assert_eq!(spelled, ["dapur=dapur", "ibu=ibu", "merah=mérah", "sambal=sambal"]);
        let letters = |number: u32| -> String {
            let digits = number.to_string().into_bytes().into_iter();
            digits.map(|digit| char::from(digit - b'0' + b'a')).collect()
        };
        let many: Vec<String> = (100..9000).map(letters).collect();
        assert_eq!(ProductWords::new("", &[], &many.join(" ")).spelled.len(), MOST);
    }
}
