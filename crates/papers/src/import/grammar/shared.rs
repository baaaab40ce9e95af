//! Texts that several questions are about, as papers introduce them: `Bacalah teks berikut untuk soal nomor 1-3!`.
//!
//! Invariant: such a text ends where the first of its questions begins; where that does not come, its lines stay what they
//! were.

use super::{
    lines::{TextLine, is_telling},
    words::{is_unseen, plain},
};
use crate::import::{docx::At, styled::StyledText};

/// The longest introduction, in bytes: it becomes a title. The most lines of a text.
const LONGEST_INTRODUCTION: usize = 255;
const MOST_LINES: usize = 500;
/// The most questions that a text is for.
const MOST_QUESTIONS: u32 = 100;

/// Words of which an introduction has one.
const CUES: [&str; 13] = [
    "baca",
    "cermati",
    "perhatikan",
    "simak",
    "amati",
    "teks",
    "wacana",
    "kutipan",
    "read",
    "passage",
    "text",
    "study",
    "look at",
];
/// What stands before the numbers of questions.
const NUMBERED: [&str; 9] = [
    "nomor",
    "no.",
    "no",
    "soal",
    "pertanyaan",
    "questions",
    "question",
    "number",
    "numbers",
];
/// What stands between them.
const BETWEEN: [&str; 13] = [
    "sampai dengan",
    "sampai",
    "hingga",
    "s.d.",
    "s.d",
    "s/d",
    "sd",
    "dan",
    "and",
    "to",
    "-",
    "&",
    ",",
];

/// A text and the numbers of its questions.
pub(super) struct SharedText {
    pub first: u32,
    pub last: u32,
    pub introduction: String,
    pub lines: Vec<StyledText>,
    pub at: At,
}

/// Takes such texts out of lines.
pub(super) fn take_shared(mut lines: Vec<TextLine>) -> (Vec<TextLine>, Vec<SharedText>) {
    let mut found = Vec::new();
    let mut is_taken = vec![false; lines.len()];
    let mut from = 0;
    while from < lines.len() {
        match shared_text(&lines[from..]) {
            Some(text) => {
                let end = from + 1 + text.lines.len();
                is_taken[from..end].fill(true);
                found.push(text);
                from = end;
            }
            None => from += 1,
        }
    }
    let mut taken = is_taken.into_iter();
    lines.retain(|_| taken.next() != Some(true));
    (lines, found)
}

/// The text that the first of these lines introduces.
fn shared_text(lines: &[TextLine]) -> Option<SharedText> {
    let (head, behind) = lines.split_first()?;
    let (introduction, first, last) = introduced(head)?;
    // Another introduction ends the search, so that no line is looked at again and again.
    let is_own = |line: &&TextLine| introduced(line).is_none();
    let mut own = behind.iter().take(MOST_LINES).take_while(is_own);
    let count = own.position(|line| line.number() == Some(first))?;
    let lines = &behind[..count];
    let says_nothing = lines.iter().all(|line| line.shown().as_str().chars().all(is_unseen));
    (!says_nothing && !lines.iter().any(is_telling)).then(|| SharedText {
        first,
        last,
        introduction,
        lines: lines.iter().map(TextLine::shown).collect(),
        at: head.at,
    })
}

/// The words of a line that introduces a text, with the first and the last of its questions.
fn introduced(line: &TextLine) -> Option<(String, u32, u32)> {
    let is_short = line.text.len() <= LONGEST_INTRODUCTION;
    if !is_short || line.is_content || !line.text.as_str().contains(|char: char| char.is_ascii_digit()) {
        return None;
    }
    let said = line.shown().on_one_line().reading();
    let (first, last) = numbers_in(&said)?;
    (!is_telling(line)).then_some((said, first, last))
}

/// The first and the last question that an introduction names.
fn numbers_in(line: &str) -> Option<(u32, u32)> {
    if line.len() > LONGEST_INTRODUCTION {
        return None;
    }
    let line = plain(line);
    if !CUES.into_iter().any(|cue| line.contains(cue)) {
        return None;
    }
    let named = NUMBERED.into_iter().flat_map(|word| line.match_indices(word));
    named
        .map(|(at, word)| &line[at + word.len()..])
        .filter(|behind| !behind.starts_with(char::is_alphanumeric))
        .find_map(range)
}

/// `1-3`, `1 dan 2`, `4, 5, dan 6` at the beginning of a text.
fn range(text: &str) -> Option<(u32, u32)> {
    let mut rest = text.trim_start_matches([' ', ':', '(']);
    let mut numbers = Vec::new();
    loop {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Ok(number) = rest[..digits.min(4)].parse::<u32>() else {
            break;
        };
        numbers.push(number);
        rest = rest[digits..].trim_start();
        while let Some(behind) = BETWEEN.into_iter().find_map(|word| rest.strip_prefix(word)) {
            rest = behind.trim_start();
        }
        rest = ["nomor ", "no. "]
            .into_iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
    }
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    (first..first.saturating_add(MOST_QUESTIONS))
        .contains(&last)
        .then_some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn introductions_name_a_cue_and_numbers() {
        for (line, numbers) in [
            ("Bacalah teks berikut untuk soal nomor 1 dan 2!", (1, 2)),
            ("Teks berikut untuk menjawab soal nomor 11–13.", (11, 13)),
            ("Perhatikan gambar di bawah ini! (Untuk soal no. 4 s.d. 6)", (4, 6)),
            (
                "Cermati wacana berikut untuk menjawab pertanyaan nomor 7 sampai dengan nomor 9",
                (7, 9),
            ),
            ("Read the following text to answer questions 1, 2, and 3.", (1, 3)),
            ("The following text is for question number 5. Read it.", (5, 5)),
        ] {
            assert_eq!(numbers_in(line), Some(numbers), "{line}");
        }
        for line in [
            "Untuk soal nomor 1-20, pilih jawaban yang benar!",
            "Bacalah teks berikut!",
            "Bacalah soal nomor tiga.",
            "Perhatikan soal nomor 9-1",
        ] {
            assert_eq!(numbers_in(line), None, "{line}");
        }
    }
}
