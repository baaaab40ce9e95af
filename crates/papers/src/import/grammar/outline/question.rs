//! Questions: which tables and lines they are read from, and what they refer to.

use std::collections::HashMap;

use super::{
    super::{draft::compared, fault, grid, lines, sheet, words::plain},
    Outline,
    tables::first_row,
};
use crate::{
    import::docx::{At, Table},
    paper::{Question, Section},
};

/// A question's mention of a passage, which may come later in the document.
pub(super) struct Reference {
    pub code: String,
    pub about: (Option<String>, Option<String>),
    pub at: At,
}

impl Outline {
    pub(super) fn questions_of(&mut self, table: &Table) {
        if self.section.is_none() {
            self.open_default_section(table.at, &first_row(table));
        }
        let Some(open) = &mut self.section else { return };
        let drafts = if grid::is_grid(table) {
            grid::read(table, &mut self.report)
        } else {
            let count = open.drafts.iter().filter(|draft| !draft.is_blank()).count();
            sheet::read(table, count, &mut self.report)
        };
        open.drafts.extend(drafts);
        self.report.leave_question();
    }

    /// The same question about another passage or recording is another question, and so is each blank of a text.
    pub(super) fn note_repetition(&mut self, question: &Question, at: At) {
        let about = [question.passage.as_deref(), question.audio.as_deref()];
        let mut asked: Vec<String> = about.iter().map(|part| plain(part.unwrap_or_default())).collect();
        asked.push(compared(&question.text));
        let asks = !question.text.is_empty() && question.text != lines::BLANK;
        if asks && !self.asked.insert(asked.join("\n")) {
            self.report.add(&fault::QUESTION_SAME, at, question.text.plain());
        }
    }

    /// Gives questions the codes of their passages as those are written, and notes codes of none.
    pub(super) fn resolve_references(&mut self, sections: &mut [Section]) {
        let codes: HashMap<String, &str> = self
            .passages
            .iter()
            .map(|passage| (plain(&passage.code), passage.code.as_str()))
            .collect();
        for reference in std::mem::take(&mut self.references) {
            if !codes.contains_key(&plain(&reference.code)) {
                let excerpt = &reference.code;
                self.report
                    .add_about(&fault::PASSAGE_UNKNOWN, reference.about, reference.at, excerpt);
            }
        }
        for question in sections.iter_mut().flat_map(|section| &mut section.questions) {
            let code = question.passage.as_ref().and_then(|code| codes.get(&plain(code)));
            if let Some(code) = code {
                question.passage = Some((*code).to_owned());
            }
        }
    }
}
