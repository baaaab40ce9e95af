//! Documents in, readings out.

mod arbitrary;
pub(crate) mod build;
mod dialects;
mod draws;
mod everyday;
mod forms;
mod golden;
mod kept;
mod layouts;
mod mistakes;
mod outline;
mod parts;
mod refusals;
mod word;

use super::{Line, Place, Reading, Severity, read_docx, read_lines};
use crate::paper::{Key, Question, QuestionType, ScoringRule};

/// The reading of a document that must open.
fn read(docx: &build::Docx) -> Reading {
    read_docx(&docx.build()).unwrap()
}

/// Codes of findings, each with the question that it is about.
fn codes(reading: &Reading) -> Vec<(&str, &str)> {
    reading
        .findings
        .iter()
        .map(|finding| (finding.code, finding.question.as_deref().unwrap_or("")))
        .collect()
}

/// The only question of a reading without findings.
fn only_question(reading: &Reading) -> &Question {
    assert_eq!(reading.findings, [], "no findings");
    let [section] = reading.paper.sections.as_slice() else {
        panic!("one section: {:?}", reading.paper.sections)
    };
    let [question] = section.questions.as_slice() else {
        panic!("one question: {:?}", section.questions)
    };
    question
}

/// Labels and texts of options.
fn options(question: &Question) -> Vec<(&str, &str)> {
    question
        .options
        .iter()
        .map(|option| (option.label.as_str(), option.value.plain()))
        .collect()
}

/// The answers of a key.
fn answers(question: &Question) -> Vec<&str> {
    question.key.iter().map(|key| key.answer.as_str()).collect()
}

/// Lines as a PDF has them.
fn lines(text: &str) -> Vec<Line> {
    text.lines()
        .enumerate()
        .map(|(index, line)| Line {
            text: line.to_owned(),
            place: Place {
                page: Some(1),
                paragraph: Some(index + 1),
                ..Place::default()
            },
        })
        .collect()
}
