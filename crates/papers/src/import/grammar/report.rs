//! Collects findings, each with its section, question and place.

use super::fault::Fault;
use crate::{
    finding::{EXCERPT, excerpt},
    import::{
        Finding,
        docx::{At, Note},
        styled::OBJECT,
    },
};

/// Most findings that are worth reading. Errors come before warnings when they are cut.
const MOST: usize = 1000;
/// Most findings that are collected before the worst are picked.
const MOST_COLLECTED: usize = 20_000;

/// Findings in the making.
#[derive(Debug, Default)]
pub(super) struct Report {
    findings: Vec<((usize, usize), Finding)>,
    section: Option<String>,
    question: Option<String>,
    /// Where sections and questions begin, to tell where something lies that was found before they were known.
    begun: Vec<Begun>,
}

#[derive(Debug)]
struct Begun {
    rank: (usize, usize),
    section: Option<String>,
    question: Option<String>,
}

impl Report {
    /// What follows belongs to a section.
    pub fn enter_section(&mut self, title: &str, at: At) {
        self.section = Some(shorten(title));
        self.question = None;
        self.begin(at);
    }

    /// What follows belongs to a question.
    pub fn enter_question(&mut self, number: &str, at: At) {
        self.question = Some(shorten(number));
        self.begin(at);
    }

    /// What follows belongs to a question that was entered before.
    pub fn return_to(&mut self, section: &str, question: &str) {
        self.section = Some(shorten(section));
        self.question = Some(shorten(question));
    }

    /// What follows belongs to no question.
    pub fn leave_question(&mut self) {
        self.question = None;
    }

    fn begin(&mut self, at: At) {
        self.begun.push(Begun {
            rank: at.rank(),
            section: self.section.clone(),
            question: self.question.clone(),
        });
    }

    /// The section and question that are read now.
    pub fn whereabouts(&self) -> (Option<String>, Option<String>) {
        (self.section.clone(), self.question.clone())
    }

    /// Notes a finding about what is read now.
    pub fn add(&mut self, fault: &Fault, at: At, excerpt: &str) {
        let whereabouts = self.whereabouts();
        self.add_about(fault, whereabouts, at, excerpt);
    }

    /// Notes a finding about something read earlier.
    pub fn add_about(&mut self, fault: &Fault, about: (Option<String>, Option<String>), at: At, excerpt: &str) {
        if self.findings.len() >= MOST_COLLECTED {
            return;
        }
        self.findings.push((
            at.rank(),
            Finding {
                severity: fault.severity,
                code: fault.code,
                section: about.0,
                question: about.1,
                place: at.place,
                excerpt: shorten(excerpt),
                message: fault.message(),
            },
        ));
    }

    /// Adds what the document itself had to say.
    pub fn add_notes(&mut self, notes: Vec<Note>) {
        self.begun.sort_by_key(|begun| begun.rank);
        for note in notes {
            let next = self.begun.partition_point(|begun| begun.rank <= note.at.rank());
            let about = next.checked_sub(1).and_then(|index| self.begun.get(index));
            let finding = Finding {
                severity: note.severity,
                code: note.code,
                section: about.and_then(|begun| begun.section.clone()),
                question: about.and_then(|begun| begun.question.clone()),
                place: note.at.place,
                excerpt: shorten(&note.excerpt),
                message: note.message,
            };
            self.findings.push((note.at.rank(), finding));
        }
    }

    /// The findings, in the document's order.
    pub fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|(rank, _)| *rank);
        // A document that is something else altogether has a finding in every line. Errors must not be cut off.
        let errors = self
            .findings
            .iter()
            .filter(|(_, finding)| finding.severity == crate::import::Severity::Error)
            .count();
        let mut warnings_left = MOST.saturating_sub(errors.min(MOST));
        let mut errors_left = MOST;
        self.findings
            .into_iter()
            .map(|(_, finding)| finding)
            .filter(|finding| {
                let left = if finding.severity == crate::import::Severity::Error {
                    &mut errors_left
                } else {
                    &mut warnings_left
                };
                let keeps = *left > 0;
                *left = left.saturating_sub(1);
                keeps
            })
            .collect()
    }
}

/// The beginning of a text in one line.
fn shorten(text: &str) -> String {
    // Not more than that: what a hostile document calls a word may be megabytes long.
    let end = text.char_indices().nth(EXCERPT * 5).map_or(text.len(), |(end, _)| end);
    let mut short = String::new();
    for word in text[..end].split(|char: char| char.is_whitespace() || char == OBJECT) {
        if word.is_empty() {
            continue;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
        if short.len() > EXCERPT * 4 {
            break;
        }
    }
    excerpt(&short)
}
