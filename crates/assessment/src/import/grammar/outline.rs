//! The outline of a document: package, sections and their settings, passages; and which lines and tables are questions.
//!
//! Invariant: what comes before the first keyword is for the teacher and is not read; afterwards whatever is not understood
//! is a finding.

use std::collections::{HashMap, HashSet};

use super::{
    draft::Draft,
    fault::{self, Fault},
    grid,
    lines::{self, TextLine},
    report::Report,
    sheet, values,
    words::{self, Found, Heading, is_unseen, plain},
};
use crate::{
    import::docx::{At, Paragraph, Table},
    paper::{Navigation, Paper, Passage, Question, Section},
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
        self.has_text |= !line.text.chars().all(is_unseen);
        self.lines.push(line);
    }

    fn push_text(&mut self, text: String, at: At) {
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

struct OpenPassage {
    code: String,
    title: String,
    lines: Vec<String>,
    at: At,
    is_faulty: bool,
}

struct Reference {
    code: String,
    about: (Option<String>, Option<String>),
    at: At,
}

impl Outline {
    /// Takes a paragraph.
    pub fn paragraph(&mut self, paragraph: Paragraph) {
        if paragraph.style == sheet::GUIDANCE {
            return;
        }
        let names_package = words::heading(&paragraph.text).is_some_and(|found| found.colon);
        if paragraph.style == "title" && self.title.is_none() && !names_package {
            self.title = some_text(&paragraph.text);
            return;
        }
        if paragraph.style == "heading 1" && !self.is_heading(&paragraph.text) {
            if let Some(title) = some_text(&paragraph.text) {
                self.open_section(&title, paragraph.at);
            }
            return;
        }
        let mut label = paragraph.label;
        for (index, text) in paragraph.text.split('\n').enumerate() {
            self.line(TextLine {
                text: text.to_owned(),
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
        let found =
            words::heading(&line.text).filter(|found| !line.is_content && self.counts(found, line.label.is_some()));
        match found {
            Some(found) if self.passage.is_some() && !closes_passage(&found) => self.keep(&line),
            Some(found) => self.heading(&found, line.at),
            None if self.passage.is_some() => self.keep(&line),
            None if self.has_begun => self.pending.push(line),
            None => {}
        }
    }

    /// Keeps a line of the open passage.
    fn keep(&mut self, line: &TextLine) {
        if let Some(passage) = &mut self.passage {
            passage.lines.push(line.shown());
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

    fn heading(&mut self, found: &Found<'_, Heading>, at: At) {
        if found.keyword == Heading::EndOfPassage {
            self.close_passage(at);
            return;
        }
        self.leave_passage();
        self.flush();
        self.has_begun = true;
        match found.keyword {
            Heading::Package => self.name_package(found.rest, at),
            Heading::Section => self.open_section(found.rest, at),
            Heading::Passage => self.open_passage(found, at),
            Heading::Instruction => self.instruct(found.rest, at),
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
                instruction: String::new(),
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

    fn instruct(&mut self, rest: &str, at: At) {
        if self.may_write(Heading::Instruction, rest, at) {
            self.pending.is_instruction = true;
            self.pending.push_text(rest.to_owned(), at);
        }
    }

    /// Whether a setting may be written here, and is written for the first time.
    fn may_write(&mut self, heading: Heading, excerpt: &str, at: At) -> bool {
        self.report.leave_question();
        let Some(open) = &mut self.section else {
            self.report.add(&fault::OUTSIDE_SECTION, at, excerpt);
            return false;
        };
        if open.written.contains(&heading) {
            self.report.add(&fault::SETTING_REPEATED, at, excerpt);
            return false;
        }
        open.written.push(heading);
        true
    }

    fn configure(&mut self, found: &Found<'_, Heading>, at: At) {
        // An empty setting of a template says nothing; a switch alone is on.
        let is_unset = found.rest.is_empty() && (found.colon || found.keyword != Heading::Shuffle);
        if is_unset || !self.may_write(found.keyword, found.rest, at) {
            return;
        }
        let Some(open) = &mut self.section else { return };
        let section = &mut open.section;
        let wrong: Option<&Fault> = match found.keyword {
            Heading::Duration => match values::seconds(found.rest, None).filter(|seconds| *seconds > 0) {
                Some(seconds) => {
                    section.duration = seconds;
                    None
                }
                None => Some(&fault::DURATION_UNREADABLE),
            },
            Heading::Navigation => match values::navigation(found.rest) {
                Some(navigation) => {
                    section.navigation = navigation;
                    None
                }
                None => Some(&fault::NAVIGATION_UNREADABLE),
            },
            _ => match values::yes_or_no(found.rest) {
                _ if found.rest.is_empty() => {
                    section.shuffle = true;
                    None
                }
                Some(shuffle) => {
                    section.shuffle = shuffle;
                    None
                }
                None => Some(&fault::SHUFFLE_UNREADABLE),
            },
        };
        if let Some(wrong) = wrong {
            self.report.add(wrong, at, found.rest);
        }
    }

    fn open_passage(&mut self, found: &Found<'_, Heading>, at: At) {
        self.report.leave_question();
        let (code, title) = passage_head(found).unwrap_or_default();
        let fault = if code.is_empty() {
            Some(&fault::PASSAGE_CODE)
        } else if self.passage_codes.insert(plain(code)) {
            None
        } else {
            Some(&fault::PASSAGE_REPEATED)
        };
        if let Some(fault) = fault {
            self.report.add(fault, at, found.rest);
        }
        self.passage = Some(OpenPassage {
            code: code.to_owned(),
            title: title.to_owned(),
            lines: Vec::new(),
            at,
            is_faulty: fault.is_some(),
        });
    }

    fn close_passage(&mut self, at: At) {
        if let Some(passage) = self.passage.take() {
            self.store_passage(passage);
        } else {
            self.flush();
            self.report.leave_question();
            self.report.add(&fault::PASSAGE_UNOPENED, at, "");
        }
    }

    /// Something begins that cannot stand within a passage.
    fn leave_passage(&mut self) {
        if let Some(mut passage) = self.passage.take() {
            let excerpt = format!("{} {}", passage.code, passage.title);
            self.report.add(&fault::PASSAGE_OPEN, passage.at, &excerpt);
            passage.is_faulty = true;
            self.store_passage(passage);
        }
    }

    fn store_passage(&mut self, passage: OpenPassage) {
        let body = trimmed(&passage.lines);
        if body.is_empty() && !passage.is_faulty {
            self.report.add(&fault::PASSAGE_EMPTY, passage.at, &passage.code);
        }
        self.passages.push(Passage {
            code: passage.code,
            title: passage.title,
            body,
        });
    }

    /// Takes a table.
    pub fn table(&mut self, table: &Table) {
        let is_question = sheet::is_sheet(table) || grid::is_grid(table);
        if is_question {
            self.leave_passage();
            self.flush();
            self.questions_of(table);
        } else if let Some(passage) = &mut self.passage {
            passage.lines.extend(flat(table));
        } else if self.pending.is_instruction && !sheet::resembles_sheet(table) {
            flat(table).for_each(|text| self.pending.push_text(text, table.at));
        } else if self.has_begun {
            self.flush();
            self.report.leave_question();
            let excerpt = flat(table).next().unwrap_or_default();
            if flat(table).any(|line| !line.chars().all(|char| is_unseen(char) || char == '|')) {
                self.report.add(&fault::TABLE_UNKNOWN, table.at, &excerpt);
            }
        }
    }

    fn questions_of(&mut self, table: &Table) {
        let Some(open) = &self.section else {
            let excerpt = flat(table).next().unwrap_or_default();
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

    fn finish_drafts(&mut self, drafts: Vec<Draft>) {
        for draft in drafts {
            self.report.enter_question(&draft.number, draft.at);
            let passage = draft.passage.clone();
            let at = draft.at;
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
            }
        }
        self.report.leave_question();
    }

    /// The same question about another passage or recording is another question.
    fn note_repetition(&mut self, question: &Question, at: At) {
        let about = [
            question.passage.as_deref(),
            question.audio.as_deref(),
            Some(&question.text),
        ];
        let asked: Vec<String> = about.iter().map(|part| plain(part.unwrap_or_default())).collect();
        if !question.text.is_empty() && !self.asked.insert(asked.join("\n")) {
            self.report.add(&fault::QUESTION_SAME, at, &question.text);
        }
    }

    /// Decides what the lines that waited are.
    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        let (pending, was_instruction) = (pending.lines, pending.is_instruction);
        let first = if was_instruction {
            lines::first_question(&pending)
        } else {
            0
        };
        let (instruction, questions) = pending.split_at(first);
        if let (true, Some(open)) = (was_instruction, &mut self.section) {
            let instruction: Vec<String> = instruction.iter().map(TextLine::shown).collect();
            open.section.instruction = trimmed(&instruction);
        }
        if self.section.is_none() {
            let question = questions.get(lines::first_question(questions));
            if let Some(line) = question {
                self.homeless.get_or_insert((line.at, line.shown()));
            }
            return;
        }
        let drafts = lines::read(questions, &mut self.report);
        self.finish_drafts(drafts);
    }

    /// The paper, at the end; findings stay in the report.
    pub fn finish(mut self) -> (Paper, Report) {
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
        let codes: HashMap<String, &str> = self
            .passages
            .iter()
            .map(|passage| (plain(&passage.code), passage.code.as_str()))
            .collect();
        for reference in self.references {
            if !codes.contains_key(&plain(&reference.code)) {
                self.report
                    .add_about(&fault::PASSAGE_UNKNOWN, reference.about, reference.at, &reference.code);
            }
        }
        let paper = Paper {
            title: self.title.unwrap_or_default(),
            passages: self.passages,
            sections: self.sections,
        };
        (paper, self.report)
    }
}

/// Whether a heading ends a passage even if AKHIR TEKS is missing: one with a colon or in capitals that cannot be part of it.
fn closes_passage(found: &Found<'_, Heading>) -> bool {
    match found.keyword {
        Heading::EndOfPassage => true,
        Heading::Section | Heading::Duration | Heading::Passage => found.colon || found.capitals,
        Heading::Package | Heading::Instruction | Heading::Navigation | Heading::Shuffle => false,
    }
}

/// Code and title behind TEKS: `P1`, `P1: Kota`, `P1 Kota`.
fn passage_head<'a>(found: &Found<'a, Heading>) -> Option<(&'a str, &'a str)> {
    let (code, title) = match found.rest.split_once([':', '：']) {
        Some((code, title)) if !code.trim_matches(is_unseen).contains(char::is_whitespace) => (code, title),
        _ => found.rest.split_once(is_unseen).unwrap_or((found.rest, "")),
    };
    let code = code.trim_matches(is_unseen);
    let is_plain = !code.is_empty() && code.chars().count() <= 32;
    is_plain.then(|| (code, title.trim_matches(is_unseen)))
}

/// Whether what follows TEKS is the code of a passage, rather than the rest of a sentence.
fn is_passage_head(rest: &str) -> bool {
    let before_colon = rest
        .split_once([':', '：'])
        .map(|(code, _)| code.trim_matches(is_unseen));
    match before_colon {
        Some(code) if !code.contains(char::is_whitespace) => true,
        _ => is_code(rest.split(is_unseen).next().unwrap_or_default()),
    }
}

/// A code that is no word of a sentence.
fn is_code(code: &str) -> bool {
    code.chars().any(|char| char.is_ascii_digit())
        && code
            .chars()
            .all(|char| char.is_alphanumeric() || matches!(char, '-' | '_' | '.'))
}

fn some_text(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

/// Lines as one text, without blanks at line ends and without empty lines around it.
fn trimmed(lines: &[String]) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

/// The rows of a table as lines.
fn flat(table: &Table) -> impl Iterator<Item = String> {
    table.rows.iter().map(|row| {
        let texts: Vec<String> = row
            .cells
            .iter()
            .map(|cell| sheet::text_of(cell).replace('\n', " "))
            .collect();
        texts.join(" | ")
    })
}
