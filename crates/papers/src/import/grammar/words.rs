//! Keywords: Indonesian or English, in any case and however Word dressed them up.
//!
//! Only what is compared is folded; what is content keeps its characters.

use base::text::fold;

/// A keyword of the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Package,
    Section,
    Duration,
    Instruction,
    Navigation,
    Shuffle,
    Draw,
    Passage,
    EndOfPassage,
}

/// What a row, a column or a line says of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Field {
    Question,
    Type,
    Passage,
    Audio,
    Key,
    Points,
    Preparation,
    Response,
    Scoring,
    Plays,
    Tags,
    Difficulty,
}

const HEADINGS: [(&str, Heading); 20] = [
    ("akhir teks", Heading::EndOfPassage),
    ("end of passage", Heading::EndOfPassage),
    ("end passage", Heading::EndOfPassage),
    ("paket", Heading::Package),
    ("package", Heading::Package),
    ("bagian", Heading::Section),
    ("section", Heading::Section),
    ("durasi", Heading::Duration),
    ("duration", Heading::Duration),
    ("instruksi", Heading::Instruction),
    ("instructions", Heading::Instruction),
    ("instruction", Heading::Instruction),
    ("navigasi", Heading::Navigation),
    ("navigation", Heading::Navigation),
    ("acak", Heading::Shuffle),
    ("shuffle", Heading::Shuffle),
    ("undian", Heading::Draw),
    ("draw", Heading::Draw),
    ("teks", Heading::Passage),
    ("passage", Heading::Passage),
];

const FIELDS: [(&str, Field); 46] = [
    ("kunci jawaban", Field::Key),
    ("answer key", Field::Key),
    ("kunci", Field::Key),
    ("key", Field::Key),
    ("soal", Field::Question),
    ("question", Field::Question),
    ("jenis", Field::Type),
    ("type", Field::Type),
    ("tipe", Field::Type),
    ("tipe soal", Field::Type),
    ("jenis soal", Field::Type),
    ("teks", Field::Passage),
    ("passage", Field::Passage),
    ("audio", Field::Audio),
    ("poin", Field::Points),
    ("points", Field::Points),
    ("point", Field::Points),
    ("bobot", Field::Points),
    ("bobot soal", Field::Points),
    ("skor", Field::Points),
    ("persiapan", Field::Preparation),
    ("preparation", Field::Preparation),
    ("prep", Field::Preparation),
    ("jawab", Field::Response),
    ("response", Field::Response),
    ("nilai", Field::Scoring),
    ("scoring", Field::Scoring),
    ("putar", Field::Plays),
    ("plays", Field::Plays),
    ("tag", Field::Tags),
    ("tags", Field::Tags),
    ("tingkat", Field::Difficulty),
    ("tingkat kesulitan", Field::Difficulty),
    ("difficulty", Field::Difficulty),
    ("answer", Field::Key),
    ("jawaban", Field::Key),
    ("jawaban benar", Field::Key),
    ("jawaban yang benar", Field::Key),
    ("jwb", Field::Key),
    ("correct answer", Field::Key),
    ("الجواب", Field::Key),
    ("الجواب الصحيح", Field::Key),
    ("الاجابة", Field::Key),
    ("الاجابة الصحيحة", Field::Key),
    ("المفتاح", Field::Key),
    ("مفتاح الاجابة", Field::Key),
];

/// A keyword at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<'a, K> {
    /// Which.
    pub keyword: K,
    /// Whether a colon follows it.
    pub colon: bool,
    /// Whether it is written in capitals.
    pub capitals: bool,
    /// What follows, without blanks around it.
    pub rest: &'a str,
}

/// The heading that a line begins with.
pub(super) fn heading(line: &str) -> Option<Found<'_, Heading>> {
    find(line, &HEADINGS)
}

/// The field that a line begins with.
pub(super) fn field(line: &str) -> Option<Found<'_, Field>> {
    find(line, &FIELDS)
}

/// The longest of the keywords that a text begins with.
fn find<'a, K: Copy>(line: &'a str, keywords: &[(&str, K)]) -> Option<Found<'a, K>> {
    let start = line.trim_start_matches(is_unseen);
    let (rest, keyword) = keywords
        .iter()
        .filter_map(|(word, keyword)| Some((behind(start, word)?, *keyword)))
        .min_by_key(|(rest, _)| rest.len())?;
    let written = &start[..start.len() - rest.len()];
    let rest = rest.trim_start_matches(is_unseen);
    let after = rest.strip_prefix([':', '：']);
    Some(Found {
        keyword,
        colon: after.is_some(),
        capitals: !written.chars().any(char::is_lowercase),
        rest: after.unwrap_or(rest).trim_start_matches(is_unseen).trim_end(),
    })
}

/// What follows a word at the beginning of a text, if the word ends there.
fn behind<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut rest = text;
    for expected in word.chars() {
        if expected == ' ' {
            let trimmed = rest.trim_start_matches(is_unseen);
            if trimmed.len() == rest.len() {
                return None;
            }
            rest = trimmed;
            continue;
        }
        let char = rest.chars().next()?;
        if !same(char, expected) {
            return None;
        }
        rest = &rest[char.len_utf8()..];
    }
    (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

fn same(char: char, expected: char) -> bool {
    if char.is_ascii() {
        char.to_ascii_lowercase() == expected
    } else {
        fold(char.encode_utf8(&mut [0; 4])).chars().eq([expected])
    }
}

/// Blanks of all kinds and characters that nobody sees.
pub(super) fn is_unseen(char: char) -> bool {
    char.is_whitespace()
        || matches!(char, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text as it is compared: folded, curly quotes straight, single blanks, nothing unseen.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for char in fold(text).chars() {
        let char = match char {
            '‘' | '’' | '‚' | '′' => '\'',
            '“' | '”' | '„' | '″' => '"',
            '–' | '—' | '−' | '‐' | '‑' => '-',
            char => char,
        };
        if !is_unseen(char) {
            plain.push(char);
        } else if char.is_whitespace() && !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_found_in_either_language_any_case_and_any_dress() {
        for (line, keyword, colon, rest) in [
            ("BAGIAN: Listening", Heading::Section, true, "Listening"),
            ("section Reading", Heading::Section, false, "Reading"),
            (
                "\u{a0}Ｄｕｒａｓｉ\u{a0}：\u{a0}35 menit",
                Heading::Duration,
                true,
                "35 menit",
            ),
            ("AKHIR\u{a0}TEKS", Heading::EndOfPassage, false, ""),
            ("End Passage P1", Heading::EndOfPassage, false, "P1"),
            ("\u{200e}Teks P1: Kota", Heading::Passage, false, "P1: Kota"),
        ] {
            let found = heading(line).unwrap();
            assert_eq!(
                (found.keyword, found.colon, found.rest),
                (keyword, colon, rest),
                "{line}"
            );
        }
        for line in ["Bagiannya", "Durasinya: 3", "Sections", "teksP1", ""] {
            assert_eq!(heading(line), None, "{line}");
        }
        assert_eq!(field("Kunci Jawaban : B").unwrap().rest, "B");
        assert_eq!(field("JAWABAN BENAR").unwrap().rest, "");
        assert_eq!(field("الإجابة الصحيحة: ب").unwrap().rest, "ب");
    }

    #[test]
    fn compared_texts_lose_their_dress() {
        assert_eq!(plain("  “Ｂenar”\u{a0}\u{200b} –  Salah "), "\"benar\" - salah");
    }
}
