//! The outline of a document: package, sections and their settings, passages; and which lines and tables are questions.
//!
//! Invariant: what comes before the first keyword is for the teacher and is not read; afterwards whatever is not understood
//! is a finding.

mod passage;
mod question;
mod settings;

use std::collections::{HashMap, HashSet};

use marked::Text;

use self::{
    passage::{OpenPassage, closes_passage, is_passage_head},
    question::Reference,
};
use super::{
    fault, grid,
    lines::TextLine,
    report::Report,
    sheet, values,
    words::{self, Found, Heading, is_unseen, plain},
};
use crate::{
    import::{
        Origin,
        docx::{At, Paragraph, Table},
        styled::StyledText,
    },
    paper::{Navigation, Paper, Passage, Section},
};

/// The longest line that is a heading although no colon says so, in characters.
const LONGEST_HEADING: usize = 60;

/// A document in the making.
#[derive(Default)]
pub(super) struct Outline {
    pub report: Report,
    title: Option<String>,
    /// Whether PAKET said the title, which counts more than a style.
    has_package: bool,
    passages: Vec<Passage>,
    passage_codes: HashSet<String>,
    sections: Vec<Section>,
    section_titles: HashSet<String>,
    section: Option<OpenSection>,
    passage: Option<OpenPassage>,
    pending: Pending,
    /// Whether a keyword was met.
    has_begun: bool,
    /// Where questions stand that belong to no section.
    homeless: Option<(At, String)>,
    /// Passages that questions refer to.
    references: Vec<Reference>,
    asked: HashSet<String>,
    origins: Vec<Origin>,
}

/// Lines that wait until it is known what they are.
#[derive(Default)]
struct Pending {
    lines: Vec<TextLine>,
    has_text: bool,
    /// Whether they begin with an instruction.
    is_instruction: bool,
}

impl Pending {
    fn push(&mut self, line: TextLine) {
        self.has_text |= !line.text.as_str().chars().all(is_unseen);
        self.lines.push(line);
    }

    fn push_text(&mut self, text: StyledText, at: At) {
        self.push(TextLine {
            text,
            label: None,
            is_first: true,
            is_content: false,
            at,
        });
    }
}

struct OpenSection {
    section: Section,
    at: At,
    /// Headings that were written.
    written: Vec<Heading>,
}

impl Outline {
    /// Takes a paragraph.
    pub fn paragraph(&mut self, paragraph: Paragraph) {
        if paragraph.style == sheet::GUIDANCE {
            return;
        }
        let names_package = words::heading(paragraph.text.as_str()).is_some_and(|found| found.colon);
        if paragraph.style == "title" && self.title.is_none() && !names_package {
            self.title = some_text(&paragraph.text.reading());
            return;
        }
        if paragraph.style == "heading 1" && !self.is_heading(paragraph.text.as_str()) {
            if let Some(title) = some_text(&paragraph.text.reading()) {
                self.open_section(&title, paragraph.at);
            }
            return;
        }
        let mut label = paragraph.label;
        for (index, text) in paragraph.text.lines().enumerate() {
            self.line(TextLine {
                text,
                label: label.take(),
                is_first: index == 0,
                is_content: paragraph.style == sheet::CONTENT,
                at: paragraph.at,
            });
        }
    }

    fn is_heading(&self, text: &str) -> bool {
        words::heading(text).is_some_and(|found| self.counts(&found, false))
    }

    /// Takes a line.
    pub fn line(&mut self, line: TextLine) {
        let found = words::heading(line.text.as_str())
            .filter(|found| !line.is_content && self.counts(found, line.label.is_some()));
        match found {
            Some(found) if self.passage.is_some() && !closes_passage(&found) => self.keep(&line),
            Some(found) => self.heading(&found, &line),
            None if self.passage.is_some() => self.keep(&line),
            None if self.has_begun => self.pending.push(line),
            None => {}
        }
    }

    /// Whether a keyword at the beginning of a line is meant as one. Without a colon it may be the first word of a
    /// sentence: then what follows has to make sense.
    fn counts(&self, found: &Found<'_, Heading>, is_labelled: bool) -> bool {
        if found.colon && found.keyword == Heading::Passage {
            return found.capitals || found.rest.is_empty() || is_passage_head(found.rest);
        }
        if found.colon || is_labelled {
            return found.colon;
        }
        let is_short =
            found.rest.chars().count() <= LONGEST_HEADING && !found.rest.ends_with(['.', '?', '!', ';', ',']);
        match found.keyword {
            Heading::Duration => values::seconds(found.rest, None).is_some() || (found.capitals && is_short),
            Heading::Navigation => values::navigation(found.rest).is_some(),
            Heading::Shuffle => found.rest.is_empty() || values::yes_or_no(found.rest).is_some(),
            Heading::EndOfPassage => is_short,
            Heading::Package | Heading::Section | Heading::Instruction => {
                is_short && (found.capitals || !self.is_in_question())
            }
            Heading::Passage if found.rest.is_empty() => found.capitals,
            Heading::Passage => is_passage_head(found.rest),
        }
    }

    /// Whether the lines that wait hold a question already: then a sentence goes on, rather than a section begins.
    fn is_in_question(&self) -> bool {
        !self.pending.is_instruction && self.pending.has_text
    }

    fn heading(&mut self, found: &Found<'_, Heading>, line: &TextLine) {
        let at = line.at;
        if found.keyword == Heading::EndOfPassage {
            self.close_passage(at);
            return;
        }
        self.leave_passage();
        self.flush();
        self.has_begun = true;
        match found.keyword {
            Heading::Package => self.name_package(&line.text.part(found.rest).reading(), at),
            Heading::Section => self.open_section(&line.text.part(found.rest).reading(), at),
            Heading::Passage => self.open_passage(found, at),
            Heading::Instruction => self.instruct(line.text.part(found.rest), at),
            Heading::Duration | Heading::Navigation | Heading::Shuffle => self.configure(found, at),
            Heading::EndOfPassage => {}
        }
    }

    fn name_package(&mut self, title: &str, at: At) {
        if self.has_package {
            self.report.add(&fault::PACKAGE_REPEATED, at, title);
        } else if !title.is_empty() {
            self.title = some_text(title);
            self.has_package = true;
        }
    }

    fn open_section(&mut self, title: &str, at: At) {
        self.leave_passage();
        self.flush();
        self.close_section();
        self.has_begun = true;
        self.report.enter_section(title, at);
        if title.is_empty() {
            self.report.add(&fault::SECTION_TITLE, at, "");
        } else if !self.section_titles.insert(plain(title)) {
            self.report.add(&fault::SECTION_REPEATED, at, title);
        }
        self.section = Some(OpenSection {
            section: Section {
                title: title.to_owned(),
                duration: 0,
                instruction: Text::default(),
                navigation: Navigation::default(),
                shuffle: false,
                questions: Vec::new(),
            },
            at,
            written: Vec::new(),
        });
    }

    fn close_section(&mut self) {
        self.report.leave_question();
        let Some(open) = self.section.take() else { return };
        let title = &open.section.title;
        if !open.written.contains(&Heading::Duration) {
            self.report.add(&fault::DURATION_MISSING, open.at, title);
        }
        if open.section.questions.is_empty() {
            self.report.add(&fault::SECTION_EMPTY, open.at, title);
        }
        self.sections.push(open.section);
    }

    /// Takes a table.
    pub fn table(&mut self, table: &Table) {
        let is_question = sheet::is_sheet(table) || grid::is_grid(table);
        if is_question {
            self.leave_passage();
            self.flush();
            self.questions_of(table);
        } else if let Some(passage) = &mut self.passage {
            passage.lines.push(StyledText::of_object(table.to_object()));
        } else if self.pending.is_instruction && !sheet::resembles_sheet(table) {
            self.pending
                .push_text(StyledText::of_object(table.to_object()), table.at);
        } else if self.has_begun {
            self.flush();
            self.report.leave_question();
            if !is_blank(table) {
                self.report.add(&fault::TABLE_UNKNOWN, table.at, &first_row(table));
            }
        }
    }

    /// The paper, at the end; findings stay in the report.
    pub fn finish(mut self) -> (Paper, Vec<Origin>, Report) {
        self.leave_passage();
        self.flush();
        self.close_section();
        if let Some((at, excerpt)) = &self.homeless {
            self.report
                .add_about(&fault::DOCUMENT_WITHOUT_SECTION, (None, None), *at, excerpt);
        } else if self.sections.is_empty() {
            self.report
                .add_about(&fault::DOCUMENT_EMPTY, (None, None), At::default(), "");
        }
        self.resolve_references();
        let paper = Paper {
            title: self.title.unwrap_or_default(),
            passages: self.passages,
            sections: self.sections,
        };
        (paper, self.origins, self.report)
    }

    /// Gives questions the codes of their passages as those are written, and notes codes of none.
    fn resolve_references(&mut self) {
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
        for question in self.sections.iter_mut().flat_map(|section| &mut section.questions) {
            let code = question.passage.as_ref().and_then(|code| codes.get(&plain(code)));
            if let Some(code) = code {
                question.passage = Some((*code).to_owned());
            }
        }
    }
}

fn some_text(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Lines as one text, without blanks at line ends and without empty lines around it.
fn trim_lines(lines: &[StyledText]) -> StyledText {
    let lines: Vec<StyledText> = lines.iter().map(StyledText::trimmed_end).collect();
    StyledText::joined(&lines, "\n").trimmed()
}

/// Whether nothing is written in a table.
fn is_blank(table: &Table) -> bool {
    let mut cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.all(|cell| sheet::text_of(cell).is_empty())
}

/// The first row of a table in one line.
fn first_row(table: &Table) -> String {
    let cells = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let texts: Vec<String> = cells
        .iter()
        .map(|cell| sheet::text_of(cell).on_one_line().reading())
        .collect();
    texts.join(" | ")
}
