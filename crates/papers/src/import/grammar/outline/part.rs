//! Lines that waited become questions, and the parts of a paper that has no sections become sections.

use super::{
    super::{
        draft::Draft,
        fault,
        lines::{self, TextLine},
        parts::{self, Below, Heading},
        shared::take_shared,
        values::Mark,
        words::plain,
    },
    DEFAULT_DURATION, Opening, Outline, trim_lines,
};
use crate::{import::styled::StyledText, paper::QuestionType};

impl Opening {
    /// What the questions are that do not say it.
    fn kind(&self) -> Option<QuestionType> {
        match self {
            Self::Part { kind, .. } => *kind,
            Self::Written | Self::Questions(_) => None,
        }
    }
}

impl Outline {
    /// Decides what the lines that waited are.
    pub(in super::super) fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let is_written = |section: &super::OpenSection| matches!(section.opening, Opening::Written);
        if self.section.as_ref().is_some_and(is_written) {
            self.take_questions(pending.lines, pending.is_instruction);
            return;
        }
        let mut has_instruction = pending.is_instruction;
        for part in parts::split(pending.lines, &mut self.met) {
            match part.below {
                Below::Nothing => self.take_questions(part.lines, has_instruction),
                Below::Heading(heading) => {
                    self.open_part(&heading);
                    self.take_questions(part.lines, true);
                }
                Below::Keys(part_index) => self.take_keys(part_index, &part.lines),
            }
            has_instruction = false;
        }
    }

    /// Opens the section of a part of the paper.
    fn open_part(&mut self, heading: &Heading) {
        let mut title = heading.title.to_owned();
        let mut count = 1;
        while self.section_titles.contains(&plain(&title)) {
            count += 1;
            title = format!("{} {count}", heading.title);
        }
        self.open_section(&title, heading.at);
        self.parts.push(self.sections.len());
        if let Some(open) = &mut self.section {
            open.section.duration = DEFAULT_DURATION;
            open.section.instruction = heading.instruction.to_text();
            open.opening = Opening::Part {
                heading: heading.said.reading(),
                kind: heading.kind,
            };
        }
    }

    /// Gives a part the keys that stand below its name.
    fn take_keys(&mut self, part: usize, lines: &[TextLine]) {
        let Some(section) = self.parts.get(part).copied() else {
            return;
        };
        let section_of_part = self.sections.get(section).or(self.section.as_ref());
        let kind = section_of_part.and_then(|section| section.opening.kind());
        if kind.is_some_and(QuestionType::is_rated) {
            let first = lines.iter().find(|line| !line.shown().is_empty());
            if let Some(line) = first {
                let excerpt = line.shown().reading();
                self.report
                    .add_about(&fault::KEY_OF_RATED, (None, None), line.at, &excerpt);
            }
        } else {
            self.give_keys_of(section, parts::keys_of(lines, kind));
        }
    }

    /// Takes lines as questions, and what stands before them as the instruction of their section, if one may.
    fn take_questions(&mut self, lines: Vec<TextLine>, is_instruction: bool) {
        let (lines, shared) = take_shared(lines);
        let kind = self.kind_of_part();
        let first = if is_instruction || self.section.is_none() {
            first_question(&lines, kind)
        } else {
            0
        };
        let (before, questions) = lines.split_at(first);
        // What stands before the questions of a paper without sections may be the text that they are about.
        let mut has_instruction = is_instruction;
        if self.section.is_none() {
            let Some(line) = questions.first() else { return };
            self.open_default_section(line.at, &line.shown().reading());
            has_instruction = true;
        }
        if let (true, Some(open)) = (has_instruction, &mut self.section) {
            let told = match open.opening {
                Opening::Part { .. } => Some(StyledText::of(open.section.instruction.plain())),
                Opening::Written | Opening::Questions(_) => None,
            };
            let told = told.filter(|told| !told.is_empty());
            let instruction: Vec<StyledText> = told.into_iter().chain(before.iter().map(TextLine::shown)).collect();
            open.section.instruction = trim_lines(&instruction).to_text();
        }
        let (mut drafts, keys) = lines::read(questions, &mut self.report);
        if let Some(kind) = kind {
            for draft in &mut drafts {
                settle_kind(draft, kind);
            }
        }
        for text in shared {
            self.share(text, &mut drafts);
        }
        if let Some(open) = &mut self.section {
            open.drafts.extend(drafts);
        }
        self.report.leave_question();
        self.give_keys(keys);
    }

    /// What the questions of the open part are that do not say it.
    fn kind_of_part(&self) -> Option<QuestionType> {
        self.section.as_ref()?.opening.kind()
    }
}

/// Where the questions begin: in a part whose questions have no options, each number is one.
fn first_question(lines: &[TextLine], kind: Option<QuestionType>) -> usize {
    let numbered = lines.iter().position(|line| line.number().is_some());
    numbered
        .filter(|_| kind.is_some())
        .unwrap_or_else(|| lines::first_question(lines))
}

/// Gives a question the kind of its part, unless it says its own. What has letters in a part of essays asks several things.
fn settle_kind(draft: &mut Draft, kind: QuestionType) {
    let is_ticked = draft.options.iter().any(|option| option.mark != Mark::None);
    if draft.kind.is_some() || is_ticked {
        return;
    }
    if kind == QuestionType::Essay && draft.key.is_none() {
        for option in std::mem::take(&mut draft.options) {
            let label = StyledText::of(&format!("{}. ", option.label.to_lowercase()));
            draft.go_on(&StyledText::joined([&label, &option.text], ""));
        }
    }
    if draft.options.is_empty() || kind == QuestionType::MultipleAnswer {
        draft.kind = Some(kind);
    }
}
