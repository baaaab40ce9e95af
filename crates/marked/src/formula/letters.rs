//! Letters of the mathematical alphabets: bold, script, Fraktur and double-struck.

/// An alphabet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// As typed.
    Plain,
    Bold,
    Script,
    Fraktur,
    /// Double-struck, as of sets of numbers.
    DoubleStruck,
}

/// Letters that have another place than their alphabet's.
const ELSEWHERE: &[(Alphabet, char, char)] = &[
    (Alphabet::Script, 'B', 'ℬ'),
    (Alphabet::Script, 'E', 'ℰ'),
    (Alphabet::Script, 'F', 'ℱ'),
    (Alphabet::Script, 'H', 'ℋ'),
    (Alphabet::Script, 'I', 'ℐ'),
    (Alphabet::Script, 'L', 'ℒ'),
    (Alphabet::Script, 'M', 'ℳ'),
    (Alphabet::Script, 'R', 'ℛ'),
    (Alphabet::Script, 'e', 'ℯ'),
    (Alphabet::Script, 'g', 'ℊ'),
    (Alphabet::Script, 'o', 'ℴ'),
    (Alphabet::Fraktur, 'C', 'ℭ'),
    (Alphabet::Fraktur, 'H', 'ℌ'),
    (Alphabet::Fraktur, 'I', 'ℑ'),
    (Alphabet::Fraktur, 'R', 'ℜ'),
    (Alphabet::Fraktur, 'Z', 'ℨ'),
    (Alphabet::DoubleStruck, 'C', 'ℂ'),
    (Alphabet::DoubleStruck, 'H', 'ℍ'),
    (Alphabet::DoubleStruck, 'N', 'ℕ'),
    (Alphabet::DoubleStruck, 'P', 'ℙ'),
    (Alphabet::DoubleStruck, 'Q', 'ℚ'),
    (Alphabet::DoubleStruck, 'R', 'ℝ'),
    (Alphabet::DoubleStruck, 'Z', 'ℤ'),
];

/// A text in an alphabet; what is no letter of it stays as it is.
pub(super) fn set_in(text: &str, alphabet: Alphabet) -> String {
    text.chars().map(|char| letter(char, alphabet)).collect()
}

fn letter(char: char, alphabet: Alphabet) -> char {
    let first = match alphabet {
        Alphabet::Plain => return char,
        Alphabet::Bold => 0x1d400,
        Alphabet::Script => 0x1d49c,
        Alphabet::Fraktur => 0x1d504,
        Alphabet::DoubleStruck => 0x1d538,
    };
    let elsewhere = ELSEWHERE
        .iter()
        .find(|(of, plain, _)| (*of, *plain) == (alphabet, char));
    if let Some((_, _, there)) = elsewhere {
        return *there;
    }
    let offset = match char {
        'A'..='Z' => u32::from(char) - u32::from('A'),
        'a'..='z' => u32::from(char) - u32::from('a') + 26,
        _ => return char,
    };
    char::from_u32(first + offset).unwrap_or(char)
}

/// The alphabet of a letter, and the plain letter.
pub(super) fn plain(char: char) -> Option<(Alphabet, char)> {
    if char.is_ascii() {
        return None;
    }
    if let Some((alphabet, plain, _)) = ELSEWHERE.iter().find(|(.., there)| *there == char) {
        return Some((*alphabet, *plain));
    }
    [
        Alphabet::Bold,
        Alphabet::Script,
        Alphabet::Fraktur,
        Alphabet::DoubleStruck,
    ]
    .into_iter()
    .find_map(|alphabet| {
        let mut letters = ('A'..='Z').chain('a'..='z');
        letters
            .find(|plain| letter(*plain, alphabet) == char)
            .map(|plain| (alphabet, plain))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_found_in_their_alphabet_or_elsewhere() {
        assert_eq!(set_in("RZa1", Alphabet::DoubleStruck), "ℝℤ𝕒1");
        assert_eq!(set_in("Av", Alphabet::Bold), "𝐀𝐯");
        assert_eq!(set_in("Ab", Alphabet::Plain), "Ab");
    }
}
