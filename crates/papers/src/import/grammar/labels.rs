//! How questions and options are labelled at the beginning of a line.

use super::words::is_unseen;
use crate::import::styled::OBJECT;

/// An option that begins: whether it is ticked, its letter, and what follows.
pub(super) type OptionStart<'a> = (bool, char, &'a str);

/// The fewest blanks that part columns of options whose letters do not follow one another.
const COLUMN: usize = 3;

/// A digit or a letter of ASCII for its full-width form, or for the one that Arabic papers count with.
pub(super) fn narrow(char: char) -> char {
    let digit = |zero: char| char::from(b'0' + u8::try_from(char as u32 - zero as u32).unwrap_or_default());
    match char {
        '！'..='～' => u8::try_from(char as u32 - 0xFEE0).map_or(char, char::from),
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        'أ' | 'ا' | 'إ' => 'A',
        'ب' => 'B',
        'ج' => 'C',
        'د' => 'D',
        'ه' => 'E',
        char => char,
    }
}

/// What follows the full stop or the bracket behind a number or a letter, which is this character.
fn behind_label(text: &str, label: char) -> Option<&str> {
    let text = text.strip_prefix('ـ').unwrap_or(text);
    text.strip_prefix(":)")
        .or_else(|| text.strip_prefix(['.', ')', '．', '）', '、']))
        .or_else(|| behind_dash(text, label))
}

/// What follows the dash that Arabic papers put behind a number or a letter.
fn behind_dash(text: &str, label: char) -> Option<&str> {
    let text = text.trim_start_matches(' ');
    let rest = text.strip_prefix(['-', '–']).filter(|_| is_arabic(label))?;
    (rest.is_empty() || rest.starts_with(is_unseen)).then_some(rest)
}

/// Whether a digit or a letter is written in Arabic script.
fn is_arabic(char: char) -> bool {
    matches!(char, '\u{0600}'..='\u{06ff}')
}

/// `1. stem`, `1) stem`, `Q:1) stem`, `Soal No. 1: stem`, and `Soal 1` above its stem.
pub(super) fn question_start(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(is_unseen);
    let line = line.strip_prefix("Q:").unwrap_or(line);
    let bare = behind_name(line);
    let is_named = bare.is_some();
    let line = bare.unwrap_or(line);
    let number: String = line
        .chars()
        .take(5)
        .map(narrow)
        .take_while(char::is_ascii_digit)
        .collect();
    if !(1..=4).contains(&number.len()) {
        return None;
    }
    let digits: usize = line.chars().take(number.len()).map(char::len_utf8).sum();
    let behind = &line[digits..];
    let rest = match behind_label(behind, line.chars().next()?) {
        Some(rest) => rest,
        None if is_named && behind.chars().all(is_unseen) => "",
        None => behind.strip_prefix([':', '：']).filter(|_| is_named)?,
    };
    // 3.14 is no question.
    (!rest.starts_with(|char: char| narrow(char).is_ascii_digit())).then(|| (number, rest.trim()))
}

/// What follows the word for a question and for its number.
fn behind_name(line: &str) -> Option<&str> {
    let word = |text: &'_ str, word: &str| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let name = ["soal", "question"].into_iter().find(|name| word(line, name))?;
    let behind = &line[name.len()..];
    let mut rest = behind.trim_start_matches(is_unseen);
    if rest.len() == behind.len() {
        return None;
    }
    if let Some(number) = ["nomor", "no."].into_iter().find(|number| word(rest, number)) {
        rest = rest[number.len()..].trim_start_matches(is_unseen);
    }
    rest.starts_with(|char: char| narrow(char).is_ascii_digit())
        .then_some(rest)
}

/// Whether a full stop or a bracket is as wide as it, so that no blank follows it.
fn is_wide(char: char) -> bool {
    matches!(char, '．' | '）' | '、')
}

/// `A. option`, `*B) option`, `C:) option`, `(D) option`. A small letter between brackets is a part of what is asked.
pub(super) fn option_start(line: &str) -> Option<OptionStart<'_>> {
    let line = line.trim_start_matches(is_unseen);
    let (ticked, line) = match line.strip_prefix('*') {
        Some(rest) => (true, rest.trim_start_matches(is_unseen)),
        None => (false, line),
    };
    let line = match line.strip_prefix('(') {
        Some(inside) if inside.starts_with(|char: char| char.is_ascii_uppercase()) && inside[1..].starts_with(')') => {
            inside
        }
        _ => line,
    };
    let first = line.chars().next()?;
    let letter = Some(narrow(first)).filter(char::is_ascii_alphabetic)?;
    let behind = &line[first.len_utf8()..];
    let rest = behind_label(behind, first)?;
    // "a.m." and "e.g." are no options.
    let ends =
        rest.is_empty() || behind.starts_with(is_wide) || rest.starts_with(is_unseen) || rest.starts_with(OBJECT);
    ends.then(|| (ticked, letter.to_ascii_uppercase(), rest.trim()))
}

/// How the options of a line are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gaps {
    /// By tabs or several blanks.
    Wide,
    /// By single blanks, too: `A. merah B. biru C. hijau`.
    Any,
}

impl Gaps {
    /// Those of a line that begins with an option. Single blanks part options if two more follow in their order: one alone
    /// may be a vitamin.
    pub fn of(text: &str, letter: char) -> Self {
        let second = next_option(text, letter, Self::Any);
        let third = second.and_then(|(_, (_, letter, text))| next_option(text, letter, Self::Any));
        if third.is_some() { Self::Any } else { Self::Wide }
    }
}

/// The options of a line that begins with one, as far as they are parted: `A. merah   B. biru`.
pub(super) fn options_of_line(first: OptionStart<'_>) -> Vec<OptionStart<'_>> {
    let (mut ticked, mut letter, mut text) = first;
    let gaps = Gaps::of(text, letter);
    let mut options = Vec::new();
    while let Some((own, next)) = next_option(text, letter, gaps) {
        options.push((ticked, letter, own));
        (ticked, letter, text) = next;
    }
    options.push((ticked, letter, text));
    options
}

/// Whether letters are several, and those from A on.
pub(super) fn is_series(letters: impl ExactSizeIterator<Item = char>) -> bool {
    letters.len() > 1 && letters.zip('A'..='Z').all(|(letter, expected)| letter == expected)
}

/// Splits the text of an option where another begins behind a gap: the next letter, or a later one in another column.
pub(super) fn next_option(text: &str, letter: char, gaps: Gaps) -> Option<(&str, OptionStart<'_>)> {
    let expected = char::from_u32(letter as u32 + 1)?;
    let mut from = 0;
    while let Some(gap) = text[from..].find(['\t', ' ']) {
        let start = from + gap;
        let rest = text[start..].trim_start_matches(['\t', ' ']);
        let width = text.len() - start - rest.len();
        let has_tab = text[start..start + width].contains('\t');
        // Looked at first, so that blanks of other kinds are not gone over again at each gap.
        let may_begin = rest.starts_with(|char: char| char == '*' || narrow(char).is_ascii_alphabetic());
        let is_gap = width > 1 || has_tab || gaps == Gaps::Any;
        if is_gap
            && may_begin
            && let Some(next) = option_start(rest)
            && (next.1 == expected || next.1 > expected && (has_tab || width >= COLUMN))
        {
            return Some((text[..start].trim(), next));
        }
        from = start + width;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_questions_or_options_or_nothing() {
        assert_eq!(question_start(" 12. Apa?"), Some(("12".to_owned(), "Apa?")));
        assert_eq!(question_start("7)Apa?"), Some(("7".to_owned(), "Apa?")));
        assert_eq!(question_start("１２．Apa?"), Some(("12".to_owned(), "Apa?")));
        assert_eq!(question_start("12345. Apa?"), None);
        assert_eq!(question_start("3.14 adalah"), None);
        assert_eq!(question_start("2024 adalah"), None);
        assert_eq!(option_start("*b) ya"), Some((true, 'B', "ya")));
        assert_eq!(option_start("C."), Some((false, 'C', "")));
        assert_eq!(option_start("Ｄ）\u{a0}ya"), Some((false, 'D', "ya")));
        assert_eq!(option_start("a.m. ini"), None);
        assert_eq!(question_start("Soal 1. Apa?"), Some(("1".to_owned(), "Apa?")));
        assert_eq!(question_start("SOAL No. 2: Apa?"), Some(("2".to_owned(), "Apa?")));
        assert_eq!(question_start("Question 3"), Some(("3".to_owned(), "")));
        for line in ["Soal 1-10: pilihan", "Soal 3 adalah", "Soal: 1", "Soalnya 1."] {
            assert_eq!(question_start(line), None, "{line}");
        }
        assert_eq!(question_start("3、Apa"), Some(("3".to_owned(), "Apa")));
        assert_eq!(option_start("A．ya"), Some((false, 'A', "ya")));
        assert_eq!(option_start("(B) ya"), Some((false, 'B', "ya")));
        assert_eq!(option_start("*(C) ya"), Some((true, 'C', "ya")));
        for part in ["(b) Jelaskan!", "(AB) ya", "(A", "()"] {
            assert_eq!(option_start(part), None, "{part}");
        }
    }

    #[test]
    fn arabic_digits_and_letters_count_as_well() {
        assert_eq!(question_start("١٢. ما"), Some(("12".to_owned(), "ما")));
        assert_eq!(question_start("۳) ما"), Some(("3".to_owned(), "ما")));
        let letters: Vec<char> = ["أ. س", "ب) س", "ج. س", "د. س", "هـ. س"]
            .into_iter()
            .filter_map(|line| option_start(line).map(|(_, letter, _)| letter))
            .collect();
        assert_eq!(letters, ['A', 'B', 'C', 'D', 'E']);
        assert_eq!(question_start("١- ما"), Some(("1".to_owned(), "ما")));
        assert_eq!(question_start("١٢ – ما"), Some(("12".to_owned(), "ما")));
        assert_eq!(option_start("هـ- س"), Some((false, 'E', "س")));
        assert_eq!(question_start("١-٢"), None);
        assert_eq!(question_start("1- satu"), None);
    }

    #[test]
    fn pairs_of_q_and_a_are_labels() {
        assert_eq!(question_start("Q:1) Apa?"), Some(("1".to_owned(), "Apa?")));
        assert_eq!(option_start("A:) ya"), Some((false, 'A', "ya")));
    }

    #[test]
    fn several_options_in_a_line_are_told_apart_by_wide_gaps() {
        assert_eq!(
            next_option("merah\tB. biru", 'A', Gaps::Wide),
            Some(("merah", (false, 'B', "biru")))
        );
        assert_eq!(
            next_option("merah   *B) biru", 'A', Gaps::Wide),
            Some(("merah", (true, 'B', "biru")))
        );
        assert_eq!(
            next_option("merah \t c. biru", 'A', Gaps::Wide),
            Some(("merah", (false, 'C', "biru")))
        );
        assert_eq!(
            next_option("merah   c. biru", 'A', Gaps::Wide),
            Some(("merah", (false, 'C', "biru")))
        );
        assert_eq!(next_option("vitamin B. kompleks", 'A', Gaps::Wide), None);
        assert_eq!(next_option("merah  C. biru", 'A', Gaps::Wide), None);
        assert_eq!(next_option("merah\tB. biru", 'C', Gaps::Wide), None);
    }

    #[test]
    fn options_parted_by_single_blanks_are_told_by_two_that_follow() {
        assert_eq!(Gaps::of("merah B. biru C. hijau", 'A'), Gaps::Any);
        assert_eq!(Gaps::of("vitamin B. kompleks", 'A'), Gaps::Wide);
        assert_eq!(
            next_option("merah B. biru C. hijau", 'A', Gaps::Any),
            Some(("merah", (false, 'B', "biru C. hijau")))
        );
    }
}
