//! What a search asks of the index: its words, and others that count as them.

use std::collections::BTreeSet;

use platform::text::stems;

/// Most other words that count as one of a search.
const MOST_OTHERS: usize = 12;

/// A word of a search.
#[derive(Debug, Clone)]
pub(crate) struct SoughtWord {
    pub(crate) word: String,
    /// Words of the catalogue that are forgiven for it.
    pub(crate) others: BTreeSet<String>,
}

/// The words of a search; none for one without letters and digits.
#[derive(Debug, Clone)]
pub(crate) struct Sought {
    pub(crate) words: Vec<SoughtWord>,
}

impl Sought {
    /// Of what was typed; what is behind the most that counts is cut.
    pub(crate) fn of(typed: &str) -> Self {
        let words = platform::text::query_words(typed).into_iter();
        Self {
            words: words
                .map(|word| SoughtWord {
                    word,
                    others: BTreeSet::new(),
                })
                .collect(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// One of its words, as it is.
    pub(crate) fn only(word: &str) -> Self {
        Self {
            words: vec![SoughtWord {
                word: word.to_owned(),
                others: BTreeSet::new(),
            }],
        }
    }

    /// The words as they were typed, folded.
    pub(crate) fn plain(&self) -> Vec<&str> {
        self.words.iter().map(|sought| sought.word.as_str()).collect()
    }

    /// Forgives each word those of the catalogue's that belong to it, the most frequent first.
    pub(crate) fn forgive(&mut self, known: &[Known], belongs: impl Fn(&str, &str) -> bool) {
        for sought in &mut self.words {
            for known in known {
                if sought.others.len() < MOST_OTHERS && known.word != sought.word && belongs(&sought.word, &known.word)
                {
                    sought.others.insert(known.word.clone());
                }
            }
        }
    }
}

/// A word of the catalogue.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) word: String,
    pub(crate) spelled: String,
    pub(crate) products: i64,
}

/// Whether two words are made of the same one.
pub(crate) fn are_of_one_stem(one: &str, other: &str) -> bool {
    let of_one = stems(one);
    stems(other).iter().any(|stem| of_one.contains(stem))
}

/// The traces by which a word is known again: of its stems, and of slips within it. The two kinds never meet.
pub(crate) fn traces(word: &str) -> Vec<String> {
    [stem_traces(word), slip_traces(word)].concat()
}

/// Those of its stems alone.
pub(crate) fn stem_traces(word: &str) -> Vec<String> {
    stems(word).iter().map(|stem| format!("={stem}")).collect()
}

/// Those of slips alone.
pub(crate) fn slip_traces(word: &str) -> Vec<String> {
    platform::text::traces(word)
        .iter()
        .map(|trace| format!("~{trace}"))
        .collect()
}
