//! The parts of a paper that nobody calls sections: `A. Pilihan Ganda`, `II. Isilah titik-titik berikut!`.
//!
//! Invariants: a heading's letter or numeral follows that of the heading before it, and questions come after it before any
//! option does; so an option that says "Uraian" stays one.

use std::collections::VecDeque;

use super::{
    key_list,
    labels::{option_start, question_start},
    lines::{Entry, TextLine},
    words::{is_unseen, plain},
};
use crate::{
    import::{docx::At, styled::StyledText},
    paper::QuestionType,
};

/// The longest heading that names a form of questions, in characters.
const LONGEST_NAME: usize = 60;
/// The most lines between a heading and its first question.
const MOST_BETWEEN: usize = 40;

/// Forms of questions as papers name them, with what a part of them is called. Longer names come first.
const NAMES: [(&str, &str, Option<QuestionType>); 26] = [
    (
        "pilihan ganda kompleks",
        "Pilihan Ganda Kompleks",
        Some(QuestionType::MultipleAnswer),
    ),
    ("pilihan ganda", "Pilihan Ganda", None),
    ("soal pilihan ganda", "Pilihan Ganda", None),
    ("pilihan berganda", "Pilihan Ganda", None),
    ("isian singkat", "Isian Singkat", Some(QuestionType::ShortAnswer)),
    ("soal isian", "Isian", Some(QuestionType::ShortAnswer)),
    ("isian", "Isian", Some(QuestionType::ShortAnswer)),
    ("jawaban singkat", "Jawaban Singkat", Some(QuestionType::ShortAnswer)),
    ("jawab singkat", "Jawaban Singkat", Some(QuestionType::ShortAnswer)),
    ("melengkapi", "Melengkapi", Some(QuestionType::ShortAnswer)),
    ("soal uraian", "Uraian", Some(QuestionType::Essay)),
    ("uraian", "Uraian", Some(QuestionType::Essay)),
    ("soal esai", "Esai", Some(QuestionType::Essay)),
    ("esai", "Esai", Some(QuestionType::Essay)),
    ("soal essay", "Esai", Some(QuestionType::Essay)),
    ("essay", "Esai", Some(QuestionType::Essay)),
    ("essai", "Esai", Some(QuestionType::Essay)),
    ("benar salah", "Benar Salah", Some(QuestionType::TrueFalse)),
    ("benar-salah", "Benar Salah", Some(QuestionType::TrueFalse)),
    ("menjodohkan", "Menjodohkan", None),
    ("multiple choice", "Multiple Choice", None),
    ("short answers", "Short Answer", Some(QuestionType::ShortAnswer)),
    ("short answer", "Short Answer", Some(QuestionType::ShortAnswer)),
    ("essays", "Essay", Some(QuestionType::Essay)),
    ("true or false", "True or False", Some(QuestionType::TrueFalse)),
    ("matching", "Matching", None),
];

/// What the sentence begins with that opens a part.
const SENTENCES: [(&str, &str, Option<QuestionType>); 22] = [
    ("berilah tanda silang", "Pilihan Ganda", None),
    ("berikan tanda silang", "Pilihan Ganda", None),
    ("beri tanda silang", "Pilihan Ganda", None),
    ("silanglah", "Pilihan Ganda", None),
    ("pilihlah", "Pilihan Ganda", None),
    ("pilih salah satu", "Pilihan Ganda", None),
    ("pilih jawaban", "Pilihan Ganda", None),
    ("isilah titik", "Isian", Some(QuestionType::ShortAnswer)),
    ("isi titik", "Isian", Some(QuestionType::ShortAnswer)),
    ("isilah", "Isian", Some(QuestionType::ShortAnswer)),
    ("lengkapilah", "Isian", Some(QuestionType::ShortAnswer)),
    ("lengkapi", "Isian", Some(QuestionType::ShortAnswer)),
    ("jawablah", "Uraian", Some(QuestionType::Essay)),
    ("jawab pertanyaan", "Uraian", Some(QuestionType::Essay)),
    ("kerjakan soal", "Uraian", Some(QuestionType::Essay)),
    ("kerjakanlah", "Uraian", Some(QuestionType::Essay)),
    ("jodohkan", "Menjodohkan", None),
    ("pasangkan", "Menjodohkan", None),
    ("choose the", "Multiple Choice", None),
    ("fill in the", "Short Answer", Some(QuestionType::ShortAnswer)),
    ("complete the", "Short Answer", Some(QuestionType::ShortAnswer)),
    ("answer the", "Essay", Some(QuestionType::Essay)),
];

/// The heading of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// What the part is called.
    pub title: &'static str,
    /// The letter or the numeral before it, as it is written.
    pub label: String,
    /// What its questions are that neither say it nor have options.
    pub kind: Option<QuestionType>,
    /// Whether it says what to do rather than a name.
    is_sentence: bool,
    /// What it tells those who sit the paper.
    pub instruction: StyledText,
    /// The whole of it, and where it stands.
    pub said: StyledText,
    pub at: At,
}

/// Lines that follow one another, and what they stand below.
pub(super) struct Part {
    pub below: Below,
    pub lines: Vec<TextLine>,
}

/// What lines stand below.
pub(super) enum Below {
    /// Nothing that opens a part.
    Nothing,
    /// The heading of a part that begins.
    Heading(Box<Heading>),
    /// The heading of keys, and that of the part that they are for, counted from 0.
    Keys(usize),
}

/// The headings of parts that were met, and whether keys follow.
#[derive(Default)]
pub(super) struct Met {
    headings: Vec<(String, &'static str)>,
    is_in_keys: bool,
}

impl Met {
    /// Whether one follows those that were met. One without a letter follows questions, or is the first; a sentence
    /// without one tells what to do with what its heading named.
    fn is_next(&self, heading: &Heading, has_questions: bool) -> bool {
        match ordinal(&heading.label) {
            Some(ordinal) => ordinal == self.headings.len() + 1,
            None => has_questions || self.headings.is_empty() && !heading.is_sentence,
        }
    }

    /// The part that a heading below that of keys means.
    fn position(&self, heading: &Heading) -> Option<usize> {
        let mut named = self.headings.iter().enumerate().filter(|(_, (label, title))| {
            *title == heading.title && (heading.label.is_empty() || *label == heading.label)
        });
        let (at, _) = named.next()?;
        (self.is_in_keys && named.next().is_none()).then_some(at)
    }
}

/// Parts lines at the headings of parts.
pub(super) fn split(lines: Vec<TextLine>, met: &mut Met) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open = Part::below(Below::Nothing);
    let mut has_questions = false;
    let mut rest = VecDeque::from(lines);
    while let Some(line) = rest.pop_front() {
        met.is_in_keys |= !line.is_content && key_list::is_heading(line.shown().as_str());
        let Some(found) = heading(&line) else {
            has_questions |= line.number().is_some();
            open.lines.push(line);
            continue;
        };
        let below = if let Some(part) = met.position(&found) {
            Below::Keys(part)
        } else if met.is_next(&found, has_questions) && begins_questions(rest.iter()) {
            (met.is_in_keys, has_questions) = (false, false);
            met.headings.push((found.label.clone(), found.title));
            Below::Heading(Box::new(found))
        } else {
            open.lines.push(line);
            continue;
        };
        parts.push(std::mem::replace(&mut open, Part::below(below)));
    }
    parts.push(open);
    parts
}

/// The keys of a part of a kind: letters, or what short answers are. Nothing for what is rated.
pub(super) fn keys_of(lines: &[TextLine], kind: Option<QuestionType>) -> Vec<Entry> {
    if kind.is_some_and(QuestionType::is_rated) {
        return Vec::new();
    }
    let mut found: Vec<Entry> = Vec::new();
    for line in lines {
        let shown = line.shown();
        let letters = key_list::entries(shown.as_str()).filter(|_| kind != Some(QuestionType::ShortAnswer));
        let entries = letters.or_else(|| {
            let (number, words) = question_start(shown.as_str())?;
            Some(vec![(number, shown.part(words).reading())])
        });
        found.extend(
            entries
                .into_iter()
                .flatten()
                .map(|(number, key)| (number, key, line.at)),
        );
    }
    found
}

impl Part {
    fn below(below: Below) -> Self {
        Self {
            below,
            lines: Vec::new(),
        }
    }
}

/// The heading that a line is.
fn heading(line: &TextLine) -> Option<Heading> {
    if line.is_content {
        return None;
    }
    let shown = line.shown();
    let text = shown.as_str().trim_matches(is_unseen);
    let (label, rest) = labelled(text).unwrap_or(("", text));
    let said = plain(rest);
    let is_short = rest.chars().count() <= LONGEST_NAME;
    let named = NAMES
        .iter()
        .find(|(name, ..)| names(&said, name))
        .filter(|_| is_short || rest.contains([':', '.']));
    let (_, title, kind) = named.or_else(|| SENTENCES.iter().find(|(start, ..)| said.starts_with(start)))?;
    // Sentences of questions begin like that, too.
    let is_sentence = named.is_none();
    if is_sentence && label.is_empty() && !ends_instruction(rest) {
        return None;
    }
    let instruction = if is_sentence {
        shown.part(rest)
    } else {
        let told = rest.split_once(':').map(|(_, told)| told.trim()).unwrap_or_default();
        shown.part(told)
    };
    Some(Heading {
        title,
        label: label.to_owned(),
        kind: *kind,
        is_sentence,
        instruction,
        said: shown.clone(),
        at: line.at,
    })
}

fn ends_instruction(text: &str) -> bool {
    text.ends_with(['!', ':', '.'])
}

/// Whether a heading says a name: alone, or before what is told of it.
fn names(said: &str, name: &str) -> bool {
    said.strip_prefix(name).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with([':', '(', '.', '-'])
    })
}

/// The letter or the numeral that a line begins with, and what follows it.
fn labelled(text: &str) -> Option<(&str, &str)> {
    let end = text.find(['.', ')'])?;
    let (label, rest) = text.split_at(end);
    ordinal(label).map(|_| (label, rest[1..].trim_start_matches(is_unseen)))
}

/// What a capital letter or a Roman numeral counts; both begin with 1.
fn ordinal(label: &str) -> Option<usize> {
    const NUMERALS: [&str; 9] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let numeral = NUMERALS.iter().position(|numeral| *numeral == label);
    let letter = ('A'..='H').position(|letter| label.len() == 1 && label.starts_with(letter));
    numeral.or(letter).map(|at| at + 1)
}

/// Whether a question is the first that lines say: numbered, before any option.
fn begins_questions<'a>(lines: impl Iterator<Item = &'a TextLine>) -> bool {
    for line in lines.take(MOST_BETWEEN) {
        if line.number().is_some() {
            return true;
        }
        if line.is_content || option_start(line.shown().as_str()).is_some() || key_list::is_heading(line.text.as_str())
        {
            return false;
        }
    }
    false
}
