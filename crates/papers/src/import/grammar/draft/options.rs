//! What can be wrong with the options of a question.

use super::{
    super::{fault, key, report::Report},
    Draft, DraftOption, compared,
};
use crate::{
    paper::QuestionType,
    rules::unreadable::{self, is_unreadable},
};

impl Draft {
    /// What can be wrong with options of any type.
    pub(super) fn check_options(&mut self, report: &mut Report) {
        if self.has_columns {
            let is_number = |option: &DraftOption| option.label.starts_with(|char: char| char.is_ascii_digit());
            self.options
                .sort_by(|one, other| (!is_number(one), &one.label).cmp(&(!is_number(other), &other.label)));
        }
        let mut texts = std::collections::HashSet::new();
        let (mut letters, mut numbers) = (0, 0);
        let mut has_gap = false;
        for option in &self.options {
            if option.text.is_empty() {
                report.add(&fault::OPTION_EMPTY, option.at, &option.label);
                self.is_faulty = true;
            } else if !texts.insert(compared(&option.text.to_text())) {
                // What tells them apart may be what could not be read.
                let is_lost = has_unreadable(option.text.as_str());
                let fault = if is_lost {
                    &fault::OPTION_SAME_UNREADABLE
                } else {
                    &fault::OPTION_SAME
                };
                report.add(fault, option.at, &option.text.reading());
                self.is_faulty |= is_lost;
            }
            if is_unreadable(&option.text.reading()) {
                report.add(&fault::OPTION_UNREADABLE, option.at, option.text.as_str());
                self.is_faulty = true;
            }
            let follows = is_next(&option.label, &mut letters, &mut numbers);
            if !follows && !has_gap && self.kind != Some(QuestionType::TrueFalse) {
                let fault = if self.has_columns {
                    &fault::OPTION_COLUMNS
                } else {
                    &fault::OPTION_GAP
                };
                report.add(fault, option.at, &option.label);
                has_gap = true;
            }
        }
    }

    /// Whether the options fit the type.
    pub(super) fn options_of(&mut self, kind: QuestionType, report: &mut Report) -> Option<()> {
        let is_number = |option: &DraftOption| option.label.starts_with(|char: char| char.is_ascii_digit());
        let wrong = match kind {
            QuestionType::MultipleChoice | QuestionType::MultipleAnswer => {
                (self.options.len() < 2).then_some(&fault::OPTIONS_FEW)
            }
            QuestionType::Matching => {
                let premises = self.options.iter().filter(|option| is_number(option)).count();
                (premises == 0 || premises == self.options.len()).then_some(&fault::OPTIONS_MATCHING)
            }
            QuestionType::TrueFalse => (!key::settle_true_false(self)).then_some(&fault::OPTIONS_TRUE_FALSE),
            QuestionType::ShortAnswer | QuestionType::Essay | QuestionType::Speaking => {
                (!self.options.is_empty()).then_some(&fault::OPTIONS_UNEXPECTED)
            }
        };
        if let Some(wrong) = wrong {
            report.add(wrong, self.at, &self.text.reading());
            return None;
        }
        let lettered = matches!(kind, QuestionType::MultipleChoice | QuestionType::MultipleAnswer);
        if let Some(numbered) = self.options.iter().find(|option| lettered && is_number(option)) {
            report.add(&fault::OPTION_LABEL, numbered.at, &numbered.label);
            return None;
        }
        Some(())
    }
}

fn has_unreadable(text: &str) -> bool {
    text.contains(unreadable::PICTURE) || text.contains(unreadable::FORMULA)
}

/// Whether a label is the one that follows those before it.
fn is_next(label: &str, letters: &mut u8, numbers: &mut u8) -> bool {
    let count = match label.parse::<u8>() {
        Ok(number) => {
            let expected = *numbers + 1;
            *numbers = number;
            return number == expected;
        }
        Err(_) => label.bytes().next().map_or(0, |letter| letter.saturating_sub(b'A') + 1),
    };
    let expected = *letters + 1;
    *letters = count;
    count == expected
}
