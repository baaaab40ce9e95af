//! Where answers are written on paper, and what is right, in a line.

use pages_kit::Speech;
use papers::{Question, QuestionType};

/// Lines of a long answer on the sheet.
const ESSAY_LINES: usize = 5;

/// Where the answer to a question is written.
pub(super) enum Blank {
    /// Letters to be marked.
    Marks(Vec<String>),
    /// Numbers, each with a letter to be written.
    Pairs(Vec<String>),
    /// Lines to be written on.
    Lines(Vec<()>),
    /// It is spoken.
    Spoken,
}

pub(super) fn blank(question: &Question) -> Blank {
    let labels = question.options.iter().map(|option| option.label.clone());
    match question.kind {
        QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::TrueFalse => {
            Blank::Marks(labels.collect())
        }
        QuestionType::Matching => {
            let is_number = |label: &String| label.starts_with(|first: char| first.is_ascii_digit());
            Blank::Pairs(labels.filter(is_number).collect())
        }
        QuestionType::ShortAnswer => Blank::Lines(vec![()]),
        QuestionType::Essay => Blank::Lines(vec![(); ESSAY_LINES]),
        QuestionType::Speaking => Blank::Spoken,
    }
}

/// What is right; a dash for what people rate, or has no key yet.
pub(super) fn right(question: &Question, speech: Speech<'_>) -> String {
    let weighted = |key: &papers::Key| match key.weight {
        Some(weight) => format!("{} ({weight}%)", key.answer),
        None => key.answer.clone(),
    };
    let keys: Vec<String> = question.key.iter().map(weighted).collect();
    match question.kind {
        kind if kind.is_rated() => speech.say("paper-rated"),
        _ if keys.is_empty() => "–".to_owned(),
        QuestionType::ShortAnswer => keys.join(" / "),
        _ => keys.join(", "),
    }
}
