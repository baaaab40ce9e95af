//! The outline of a document: package, sections and their settings, passages; and which lines and tables are questions.
//!
//! Invariant: what comes before the first keyword is for the teacher and is not read; afterwards whatever is not understood
//! is a finding.

mod draws;
mod part;
mod passage;
mod question;
mod settings;
mod settle;
mod tables;

use std::collections::HashSet;

use marked::Text;

use self::{
    passage::{OpenPassage, closes_passage, is_passage_head},
    question::Reference,
};
use super::{
    draft::Draft,
    fault,
    key_list::{self, GivenKey},
    lines::TextLine,
    parts::Met,
    pending::Pending,
    report::Report,
    values,
    words::{self, Found, Heading, plain},
};
use crate::{
    import::{
        Origin,
        docx::{
            At, Paragraph, Table,
            lists::{CONTENT, GAP, GUIDANCE, is_listed, of_items},
        },
        styled::StyledText,
    },
    paper::{Navigation, Paper, Passage, QuestionType, Section},
};

/// The section of questions that stand in none, and how long it lasts, in seconds.
const DEFAULT_SECTION: &str = "Soal";
const DEFAULT_DURATION: i64 = 3_600;

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
    sections: Vec<OpenSection>,
    section_titles: HashSet<String>,
    section: Option<OpenSection>,
    passage: Option<OpenPassage>,
    pending: Pending,
    /// Whether a keyword was met.
    has_begun: bool,
    /// Paragraphs of a list that has not ended.
    listed: Vec<Paragraph>,
    /// What came before the first keyword; it counts only if there is none at all.
    prelude: Vec<Held>,
    /// Keys that lists and tables of keys give.
    keys: Vec<GivenKey>,
    /// The sections that have a list of keys, counted from 0.
    lists: HashSet<usize>,
    /// The headings of parts, and the sections that they opened, counted from 0.
    met: Met,
    parts: Vec<usize>,
    /// Passages that questions refer to.
    references: Vec<Reference>,
    asked: HashSet<String>,
    origins: Vec<Origin>,
}

/// A line or a table that is kept.
enum Held {
    Line(TextLine),
    Table(Table),
}

struct OpenSection {
    section: Section,
    /// Its questions, which become questions when all keys are known.
    drafts: Vec<Draft>,
    opening: Opening,
    at: At,
    /// Headings that were written.
    written: Vec<Heading>,
    /// Where its draws were written, and how.
    draws_written: Vec<draws::Written>,
}

/// What a section is opened by.
enum Opening {
    /// A heading that calls it a section.
    Written,
    /// Questions that stand in none, which begin like this.
    Questions(String),
    /// The heading of a part of the paper.
    Part {
        heading: String,
        kind: Option<QuestionType>,
    },
}

impl Outline {
    /// Takes a paragraph.
    pub fn paragraph(&mut self, paragraph: Paragraph) {
        if is_listed(&paragraph) {
            self.listed.push(paragraph);
            return;
        }
        self.take_listed();
        if matches!(paragraph.style.as_str(), GUIDANCE | GAP) {
            return;
        }
        let names_package = words::heading(paragraph.text.as_str()).is_some_and(|found| found.colon);
        if paragraph.style == "title" && self.title.is_none() && !names_package {
            self.title = some_text(&paragraph.text.reading());
            return;
        }
        let is_list = key_list::is_heading(paragraph.text.as_str());
        if paragraph.style == "heading 1" && !is_list && !self.is_heading(paragraph.text.as_str()) {
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
                is_content: paragraph.style == CONTENT,
                at: paragraph.at,
            });
        }
    }

    /// Takes the list that came to its end as lines.
    fn take_listed(&mut self) {
        let listed = std::mem::take(&mut self.listed);
        let at = listed.first().map(|paragraph| paragraph.at).unwrap_or_default();
        for text in of_items(&listed) {
            self.line(TextLine {
                text,
                label: None,
                is_first: true,
                is_content: true,
                at,
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
            None => self.prelude.push(Held::Line(line)),
        }
    }

    /// Whether a keyword at the beginning of a line is meant as one. Without a colon it may be the first word of a
    /// sentence: then what follows has to make sense.
    fn counts(&self, found: &Found<'_, Heading>, is_labelled: bool) -> bool {
        if found.colon && found.keyword == Heading::Passage {
            return found.capitals || found.rest.is_empty() || is_passage_head(found.rest);
        }
        // What participants are to draw is no draw.
        if found.colon && found.keyword == Heading::Draw {
            return found.capitals || draws::read(found.rest).is_some();
        }
        if found.colon || is_labelled {
            return found.colon;
        }
        let is_short =
            found.rest.chars().count() <= LONGEST_HEADING && !found.rest.ends_with(['.', '?', '!', ';', ',']);
        match found.keyword {
            Heading::Duration => values::seconds(found.rest, None).is_some() || (found.capitals && is_short),
            Heading::Navigation => values::navigation(found.rest).is_some(),
            Heading::Draw => draws::read(found.rest).is_some(),
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
            Heading::Draw => self.note_draws(found, at),
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
                draws: Vec::new(),
                questions: Vec::new(),
            },
            drafts: Vec::new(),
            opening: Opening::Written,
            at,
            written: Vec::new(),
            draws_written: Vec::new(),
        });
    }

    /// Opens the section of questions that stand in none, or of settings that come before them.
    fn open_default_section(&mut self, at: At, excerpt: &str) {
        self.open_section(DEFAULT_SECTION, at);
        if let Some(open) = &mut self.section {
            open.opening = Opening::Questions(excerpt.to_owned());
            open.section.duration = DEFAULT_DURATION;
        }
    }

    fn close_section(&mut self) {
        self.report.leave_question();
        let Some(open) = self.section.take() else { return };
        let title = &open.section.title;
        let is_empty = open.drafts.iter().all(Draft::is_blank);
        match &open.opening {
            Opening::Questions(excerpt) if is_empty => {
                self.report
                    .add_about(&fault::OUTSIDE_SECTION, (None, None), open.at, excerpt);
                self.section_titles.remove(&plain(title));
                return;
            }
            Opening::Questions(excerpt) => {
                self.report
                    .add_about(&fault::SECTION_DEFAULT, (None, None), open.at, excerpt);
            }
            Opening::Part { heading, .. } => self.report.add(&fault::SECTION_OF_PART, open.at, heading),
            Opening::Written if !open.written.contains(&Heading::Duration) => {
                self.report.add(&fault::DURATION_MISSING, open.at, title);
            }
            Opening::Written => {}
        }
        if is_empty {
            self.report.add(&fault::SECTION_EMPTY, open.at, title);
        }
        self.sections.push(open);
    }

    /// The paper, at the end; findings stay in the report.
    pub fn finish(mut self) -> (Paper, Vec<Origin>, Report) {
        self.take_listed();
        self.take_prelude();
        self.leave_passage();
        self.flush();
        self.close_section();
        if self.sections.is_empty() {
            self.report
                .add_about(&fault::DOCUMENT_EMPTY, (None, None), At::default(), "");
        }
        let mut sections = self.settle();
        self.resolve_references(&mut sections);
        let paper = Paper {
            title: self.title.unwrap_or_default(),
            passages: self.passages,
            sections,
        };
        (paper, self.origins, self.report)
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
