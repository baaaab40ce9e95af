//! What products are found by: their words as an index has them, and as the catalogue spells them.

use std::collections::BTreeMap;

use platform::text::{index_words, spelled_words};

use super::ProductContent;

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

/// What a product is found by of its own, made before its maker and its ingredients are looked up.
#[derive(Debug)]
pub(crate) struct OwnWords {
    name: String,
    rest: String,
    inside: String,
    spelled_name: BTreeMap<String, String>,
    spelled_rest: BTreeMap<String, String>,
}

impl OwnWords {
    pub(crate) fn new(name: &str, rest: &str) -> Self {
        Self {
            name: index_words(name),
            rest: index_words(rest),
            inside: insides(name),
            spelled_name: vocabulary(name),
            spelled_rest: vocabulary(rest),
        }
    }

    pub(crate) fn of(content: &ProductContent) -> Self {
        Self::new(&content.name, content.description.as_deref().unwrap_or_default())
    }

    /// With the names of its maker and its ingredients.
    pub(crate) fn with_makers(&self, makers: &[String]) -> ProductWords {
        let mut joined = String::new();
        for maker in makers {
            joined.push_str(&index_words(maker));
            joined.push(' ');
        }
        let mut spelled = self.spelled_name.clone();
        for more in makers.iter().map(|maker| vocabulary(maker)) {
            add_words(&mut spelled, more);
        }
        add_words(&mut spelled, self.spelled_rest.clone());
        ProductWords {
            name: self.name.clone(),
            makers: joined,
            rest: self.rest.clone(),
            inside: self.inside.clone(),
            spelled,
        }
    }
}

/// Letters of words that are worth knowing: shorter ones are found as they are or not at all, longer ones nobody types.
const WORTH: std::ops::RangeInclusive<usize> = 3..=24;
/// Words that a product brings along; of a very long description the rest is found as it is.
const MOST: usize = 400;

fn vocabulary(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (word, spelled) in spelled_words(text) {
        let is_word = WORTH.contains(&word.chars().count()) && !word.chars().any(char::is_numeric);
        if is_word && found.len() < MOST {
            found.entry(word).or_insert(spelled);
        }
    }
    found
}

/// Adds words that are not there, as many as there may be.
fn add_words(spelled: &mut BTreeMap<String, String>, more: BTreeMap<String, String>) {
    for (word, spelling) in more {
        if spelled.len() < MOST {
            spelled.entry(word).or_insert(spelling);
        }
    }
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
        let own = OwnWords::new("Sambal Mérah 250g", "sambal merah di dapur");
        let words = own.with_makers(&["Dapur Ibu".to_owned()]);
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
        assert_eq!(OwnWords::new("", &many.join(" ")).with_makers(&[]).spelled.len(), MOST);
    }
}
