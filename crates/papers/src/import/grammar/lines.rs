//! The third form: numbered lines, as people type them and as a PDF has them.
//!
//! Invariant: a numbered line is a question only if options, a key or a tag follow it; else a numbered list in an
//! instruction would become questions.

use super::{
    draft::Draft,
    fault, key_list,
    labels::{Gaps, OptionStart, next_option, option_start, options_of_line, question_start},
    report::Report,
    tags::{field_line, has_tag, tags},
    values,
    words::{self, Field, is_unseen},
};
use crate::{
    import::{docx::At, styled::StyledText},
    paper::QuestionType,
};

/// What a question is that asks for what belongs into a blank of the text above.
pub(super) const BLANK: &str = "…";

/// A line outside of tables.
#[derive(Debug)]
pub(super) struct TextLine {
    /// What it says, without a number that Word counted.
    pub text: StyledText,
    /// The number that Word counted.
    pub label: Option<String>,
    /// Whether it begins a paragraph; else it goes on with one.
    pub is_first: bool,
    /// Whether it is words, whatever they look like: an export says so by a style.
    pub is_content: bool,
    pub at: At,
}

impl TextLine {
    /// Its text behind its number, as a reader sees it. A bare number gets the full stop that typed ones have.
    pub fn shown(&self) -> StyledText {
        let before = match &self.label {
            Some(label) if label.ends_with(char::is_alphanumeric) => format!("{label}. "),
            Some(label) => format!("{label} "),
            None => return self.text.clone(),
        };
        StyledText::joined([&StyledText::of(&before), &self.text], "")
    }

    /// The number of a question that it may begin.
    pub fn number(&self) -> Option<u32> {
        if self.is_content {
            return None;
        }
        question_start(self.shown().as_str())?.0.parse().ok()
    }
}

/// Whether a line says something of a question: an option, a key, a tag.
pub(super) fn is_telling(line: &TextLine) -> bool {
    let shown = line.shown();
    !line.is_content && says_something(shown.as_str())
}

/// Whether a line could be taken for more than words.
pub(super) fn is_special(line: &str) -> bool {
    words::heading(line).is_some()
        || key_list::is_heading(line)
        || question_start(line).is_some()
        || says_something(line)
}

fn says_something(shown: &str) -> bool {
    option_start(shown).is_some() || field_line(shown).is_some() || has_tag(shown)
}

/// Where the first question begins in lines that begin with an instruction.
///
/// The first numbered line that something telling follows is a question, and so are those right before it that count up to
/// it: a question whose options are missing is a mistake to be told, not a line of the instruction.
pub(super) fn first_question(lines: &[TextLine]) -> usize {
    let mut run: Option<(usize, u32)> = None;
    let mut first_of_run = lines.len();
    for (index, line) in lines.iter().enumerate() {
        if let Some(number) = line.number() {
            let continues = run.is_some_and(|(_, last)| last.checked_add(1) == Some(number));
            if !continues {
                first_of_run = index;
            }
            run = Some((index, number));
        }
        if run.is_some() && is_telling(line) {
            return first_of_run;
        }
    }
    lines.len()
}

/// Reads questions out of lines.
struct Numbered<'r> {
    report: &'r mut Report,
    drafts: Vec<Draft>,
}

/// A key of a list: a number, a label and their place.
pub(super) type Entry = (String, String, At);

/// Reads the questions of lines, and the list of keys behind them. What belongs to none is noted.
pub(super) fn read(lines: &[TextLine], report: &mut Report) -> (Vec<Draft>, Vec<Entry>) {
    report.leave_question();
    let mut numbered = Numbered {
        report,
        drafts: Vec::new(),
    };
    let mut keys = Vec::new();
    let mut rest = lines;
    while let Some((line, behind)) = rest.split_first() {
        rest = behind;
        let shown = line.shown();
        if let Some(found) = key_list::entries_of_heading(shown.as_str()).filter(|_| !line.is_content) {
            keys.extend(found.into_iter().map(|(number, label)| (number, label, line.at)));
            continue;
        }
        let begins_list = !line.is_content && key_list::is_heading(shown.as_str());
        // What a heading at the end announces is a table.
        if begins_list && behind.iter().all(|line| line.shown().as_str().chars().all(is_unseen)) {
            break;
        }
        match begins_list.then(|| listed_keys(behind)).flatten() {
            Some((found, count)) => {
                keys.extend(found);
                rest = &behind[count..];
            }
            None => numbered.take(line),
        }
    }
    (numbered.drafts, keys)
}

/// The keys of a list that these lines begin with, and how many lines it takes.
fn listed_keys(lines: &[TextLine]) -> Option<(Vec<Entry>, usize)> {
    let mut keys = Vec::new();
    let mut count = 0;
    for line in lines {
        let shown = line.shown();
        let found = key_list::entries(shown.as_str());
        let found = found.or_else(|| key_list::entry_in_words(shown.as_str()).map(|entry| vec![entry]));
        match found.filter(|_| !line.is_content) {
            Some(found) => keys.extend(found.into_iter().map(|(number, label)| (number, label, line.at))),
            None if shown.as_str().chars().all(is_unseen) => {}
            None => break,
        }
        count += 1;
    }
    (!keys.is_empty()).then_some((keys, count))
}

impl Numbered<'_> {
    fn take(&mut self, line: &TextLine) {
        let (shown, tags) = tags(&line.shown());
        if let Some((number, stem)) = question_start(shown.as_str())
            && self.begins(&number)
        {
            self.report.enter_question(&number, line.at);
            let mut draft = Draft::new(&number, line.at);
            draft.text = shown.part(stem);
            self.drafts.push(draft);
            self.set(tags, line);
            self.take_cloze(None, line);
            return;
        }
        if self.drafts.is_empty() {
            self.ignore(&shown, line);
            return;
        }
        if let Some(answer) = self.answer_of_pair(shown.as_str()) {
            self.set(vec![(Field::Key, answer)], line);
        } else if let Some((field, value)) = field_line(shown.as_str()) {
            self.set(vec![(field, shown.part(value).reading())], line);
        } else {
            let is_only_tags = !tags.is_empty() && shown.is_empty();
            self.set(tags, line);
            if !is_only_tags {
                self.take_text(&shown, line);
            }
        }
    }

    /// What `A:)` answers behind options, one of which is A already: `Q:1) … A:) B`.
    fn answer_of_pair(&self, shown: &str) -> Option<String> {
        let answer = shown.trim_start_matches(is_unseen).strip_prefix("A:)")?.trim();
        let options = &self.drafts.last()?.options;
        let names = values::label(answer).is_some_and(|(_, label)| options.iter().any(|option| option.label == label));
        (names && options.iter().any(|option| option.label == "A")).then(|| answer.to_owned())
    }

    /// Whether a number begins a question, and is no premise of a matching one nor a line of a stem.
    fn begins(&self, number: &str) -> bool {
        let Some(draft) = self.drafts.last() else {
            return true;
        };
        if draft.kind == Some(QuestionType::Matching) && draft.key.is_none() {
            return false;
        }
        let is_whole = !draft.options.is_empty() || draft.key.is_some() || draft.kind.is_some();
        let follows = draft.number.parse::<u32>().ok().map(|last| last.saturating_add(1)) == number.parse().ok();
        is_whole || follows
    }

    fn set(&mut self, fields: Vec<(Field, String)>, line: &TextLine) {
        if let Some(draft) = self.drafts.last_mut() {
            for (field, value) in fields {
                draft.set(field, &StyledText::of(&value), line.at, self.report);
            }
        }
    }

    fn take_text(&mut self, shown: &StyledText, line: &TextLine) {
        let Some(draft) = self.drafts.last_mut() else { return };
        if draft.kind == Some(QuestionType::Matching)
            && let Some((number, premise)) = question_start(shown.as_str())
            && let Some((_, label)) = values::label(&number)
        {
            draft.add_option(&label, &shown.part(premise), "", line.at, self.report);
            return;
        }
        if let Some(start) = option_start(shown.as_str()) {
            self.take_cloze(Some(start.1), line);
            self.take_options(shown, start, line);
            return;
        }
        if shown.as_str().chars().all(is_unseen) {
            if draft.options.is_empty() && draft.key.is_none() && !draft.text.is_empty() {
                draft.text.append_line(&StyledText::default());
            }
            return;
        }
        if draft.options.is_empty() && draft.key.is_none() {
            draft.text.append_line(&shown.trimmed());
            return;
        }
        self.go_on(shown, line);
    }

    /// Where the blank of a text above is all that is asked, option A stands behind the number: `18. A. outstanding`, or
    /// `18. A. outstanding   B. dreadful`. That it is an option shows in the letter that follows it.
    fn take_cloze(&mut self, next: Option<char>, line: &TextLine) {
        let Some(draft) = self.drafts.last_mut().filter(|draft| draft.options.is_empty()) else {
            return;
        };
        let stem = draft.text.clone();
        let Some(start) = option_start(stem.as_str()).filter(|(_, letter, _)| *letter == 'A') else {
            return;
        };
        if next != Some('B') && next_option(start.2, 'A', Gaps::of(start.2, 'A')).is_none() {
            return;
        }
        self.report.add(&fault::TEXT_BLANK, draft.at, stem.as_str());
        draft.text = StyledText::of(BLANK);
        self.take_options(&stem, start, line);
    }

    /// One line may hold several options: `A. merah   B. biru`.
    fn take_options(&mut self, shown: &StyledText, start: OptionStart<'_>, line: &TextLine) {
        let (ticked, letter, text) = start;
        // Word counts the letter, so that a star can only stand behind it.
        let (ticked, text) = match text.strip_prefix('*').filter(|_| line.label.is_some() && !ticked) {
            Some(rest) => (true, rest.trim_start_matches(is_unseen)),
            None => (ticked, text),
        };
        let Some(draft) = self.drafts.last_mut() else { return };
        let options = options_of_line((ticked, letter, text));
        draft.has_columns |= options.len() > 1;
        let listed = options
            .into_iter()
            .map(|(ticked, letter, text)| (ticked, letter, shown.part(text)));
        draft.add_listed(listed, line.at, self.report);
    }

    /// Text behind an option: its second line, or a picture. A paragraph of its own belongs to nobody, while a PDF knows
    /// no paragraphs.
    fn go_on(&mut self, shown: &StyledText, line: &TextLine) {
        let is_part = !line.is_first || line.at.place.page.is_some() || shown.has_picture();
        let last = self
            .drafts
            .last_mut()
            .filter(|draft| is_part && draft.key.is_none())
            .and_then(|draft| draft.options.last_mut());
        match last {
            Some(option) => {
                if option.text.is_empty() {
                    option.text = shown.trimmed();
                } else {
                    option.text.append_line(&shown.trimmed());
                }
            }
            None => self.ignore(shown, line),
        }
    }

    fn ignore(&mut self, shown: &StyledText, line: &TextLine) {
        if shown.as_str().chars().all(is_unseen) {
            return;
        }
        let fault = if shown.has_table() {
            &fault::TABLE_UNKNOWN
        } else {
            &fault::TEXT_IGNORED
        };
        self.report.add(fault, line.at, &shown.reading());
    }
}
