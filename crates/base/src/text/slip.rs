//! Words that differ by one slip of a finger: a letter put for another, left out or struck twice, or two that changed
//! places.
//!
//! Of each known word its [`traces`] are kept: the word, and the word without each of its letters. Two words that are one
//! slip apart share a trace, so that an index of traces finds them, and [`is_slip`] says which of those that share one are.
//! Traces of two letters that changed places are those of either without the other, so no more is needed for them.

/// Least letters of the shorter of two words, and of the longer.
const SHORTEST: usize = 4;
const LONG_ENOUGH: usize = 5;
/// Longer words have no traces: there would be many, of nothing that anybody types.
const LONGEST: usize = 24;

/// What a word has in common with those that are one slip apart, sorted; nothing for words in which a slip is not forgiven:
/// short ones, very long ones, and those with digits, of which each counts.
pub fn traces(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    if !(SHORTEST..=LONGEST).contains(&letters.len()) || letters.iter().any(|letter| letter.is_numeric()) {
        return Vec::new();
    }
    let without = |at: usize| letters[..at].iter().chain(&letters[at + 1..]).collect::<String>();
    let mut found: Vec<String> = (0..letters.len()).map(without).collect();
    found.push(word.to_owned());
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether two different words are one slip apart and long enough for it: five letters in the longer one.
pub fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if short.len() < SHORTEST || long.len() < LONG_ENOUGH || long.len() - short.len() > 1 {
        return false;
    }
    let start = short.iter().zip(&long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[start..], &long[start..]);
    match (short, long) {
        ([], []) => false,
        _ if short.len() < long.len() => short == &long[1..],
        ([a, b, rest @ ..], [c, d, others @ ..]) if a == d && b == c && rest == others => true,
        _ => short[1..] == long[1..],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_one_letter_or_two_that_changed_places() {
        for (typed, meant) in [
            ("sambel", "sambal"),
            ("smbal", "sambal"),
            ("sammbal", "sambal"),
            ("samabl", "sambal"),
            ("ambal", "sambal"),
            ("samba", "sambal"),
            ("sambalt", "sambal"),
            ("kopii", "kopi"),
            ("tmpe", "tempe"),
            ("çömlex", "çömlek"),
        ] {
            assert!(is_slip(typed, meant) && is_slip(meant, typed), "{typed}");
            assert!(
                traces(typed).iter().any(|trace| traces(meant).contains(trace)),
                "{typed}"
            );
        }
        for (typed, meant) in [
            ("sambal", "sambal"),
            ("sambl", "samabal"),
            ("kopi", "topi"),
            ("teh", "tehe"),
            ("smabla", "sambal"),
            ("", "sambal"),
        ] {
            assert!(!is_slip(typed, meant), "{typed}");
        }
    }

    #[test]
    fn short_and_long_words_and_numbers_have_no_traces() {
        assert!(traces("teh").is_empty() && traces("250gr").is_empty() && traces(&"a".repeat(25)).is_empty());
        assert_eq!(traces("kopi"), ["koi", "kop", "kopi", "kpi", "opi"]);
    }

    proptest::proptest! {
        /// Letters of a small alphabet, so that such pairs occur.
        #[test]
        fn words_one_slip_apart_share_a_trace(one in "[ab]{0,8}", other in "[ab]{0,8}") {
            let share = traces(&one).iter().any(|trace| traces(&other).contains(trace));
            proptest::prop_assert!(share || !is_slip(&one, &other));
        }
    }
}
