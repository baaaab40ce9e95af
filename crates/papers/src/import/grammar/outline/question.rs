//! Questions: which tables and lines they are read from, and what they refer to.

use super::{
    super::{
        draft::{Draft, compared},
        fault, grid,
        lines::{self, TextLine},
        sheet,
        words::plain,
    },
    Outline, first_row, trim_lines,
};
use crate::{
    import::{
        Origin,
        docx::{At, Table},
        styled::StyledText,
    },
    paper::Question,
};

/// A question's mention of a passage, which may come later in the document.
pub(super) struct Reference {
    pub code: String,
    pub about: (Option<String>, Option<String>),
    pub at: At,
}

impl Outline {
    pub(super) fn questions_of(&mut self, table: &Table) {
        let Some(open) = &self.section else {
            let excerpt = first_row(table);
            self.homeless.get_or_insert((table.at, excerpt));
            return;
        };
        let drafts = if grid::is_grid(table) {
            grid::read(table, &mut self.report)
        } else {
            sheet::read(table, open.section.questions.len(), &mut self.report)
        };
        self.finish_drafts(drafts);
    }

    pub(super) fn finish_drafts(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            self.report.enter_question(&draft.number, draft.at);
            let passage = draft.passage.clone();
            let (number, at) = (draft.number.clone(), draft.at);
            let Some(question) = draft.finish(&mut self.report) else {
                continue;
            };
            if let Some((code, at)) = passage {
                let about = self.report.whereabouts();
                self.references.push(Reference { code, about, at });
            }
            self.note_repetition(&question, at);
            if let Some(open) = &mut self.section {
                open.section.questions.push(question);
                self.origins.push(Origin {
                    number,
                    place: at.place,
                });
            }
        }
        self.report.leave_question();
    }

    /// The same question about another passage or recording is another question.
    pub(super) fn note_repetition(&mut self, question: &Question, at: At) {
        let about = [question.passage.as_deref(), question.audio.as_deref()];
        let mut asked: Vec<String> = about.iter().map(|part| plain(part.unwrap_or_default())).collect();
        asked.push(compared(&question.text));
        if !question.text.is_empty() && !self.asked.insert(asked.join("\n")) {
            self.report.add(&fault::QUESTION_SAME, at, question.text.plain());
        }
    }

    /// Decides what the lines that waited are.
    pub(super) fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let (pending, was_instruction) = (pending.lines, pending.is_instruction);
        let first = if was_instruction {
            lines::first_question(&pending)
        } else {
            0
        };
        let (instruction, questions) = pending.split_at(first);
        if let (true, Some(open)) = (was_instruction, &mut self.section) {
            let instruction: Vec<StyledText> = instruction.iter().map(TextLine::shown).collect();
            open.section.instruction = trim_lines(&instruction).to_text();
        }
        if self.section.is_none() {
            let question = questions.get(lines::first_question(questions));
            if let Some(line) = question {
                self.homeless.get_or_insert((line.at, line.shown().reading()));
            }
            return;
        }
        let drafts = lines::read(questions, &mut self.report);
        self.finish_drafts(drafts);
    }
}
