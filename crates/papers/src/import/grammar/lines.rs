//! The third form: numbered lines, as people type them and as a PDF has them.
//!
//! Invariant: a numbered line is a question only if options, a key or a tag follow it; else a numbered list in an
//! instruction would become questions.

use super::{
    draft::Draft,
    fault,
    report::Report,
    values,
    words::{self, Field, is_unseen},
};
use crate::{
    import::{
        docx::At,
        styled::{OBJECT, StyledText},
    },
    paper::QuestionType,
};

/// The longest tag, in bytes.
const LONGEST_TAG: usize = 400;

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
    fn number(&self) -> Option<u32> {
        if self.is_content {
            return None;
        }
        question_start(self.shown().as_str())?.0.parse().ok()
    }
}

/// A digit or a letter of ASCII, or its full-width form.
fn narrow(char: char) -> char {
    match char {
        '！'..='～' => u8::try_from(char as u32 - 0xFEE0).map_or(char, char::from),
        char => char,
    }
}

/// What follows the full stop or the bracket behind a number or a letter.
fn behind_label(text: &str) -> Option<&str> {
    text.strip_prefix(['.', ')', '．', '）'])
}

/// `1. stem`, `1) stem`.
fn question_start(line: &str) -> Option<(String, &str)> {
    let line = line.trim_start_matches(is_unseen);
    let number: String = line
        .chars()
        .take(5)
        .map(narrow)
        .take_while(char::is_ascii_digit)
        .collect();
    if !(1..=4).contains(&number.len()) {
        return None;
    }
    let digits: usize = line.chars().take(number.len()).map(char::len_utf8).sum();
    let rest = behind_label(&line[digits..])?;
    // 3.14 is no question.
    (!rest.starts_with(|char: char| narrow(char).is_ascii_digit())).then(|| (number, rest.trim()))
}

/// `A. option`, `*B) option`.
fn option_start(line: &str) -> Option<(bool, char, &str)> {
    let line = line.trim_start_matches(is_unseen);
    let (ticked, line) = match line.strip_prefix('*') {
        Some(rest) => (true, rest.trim_start_matches(is_unseen)),
        None => (false, line),
    };
    let first = line.chars().next()?;
    let letter = Some(narrow(first)).filter(char::is_ascii_alphabetic)?;
    let rest = behind_label(&line[first.len_utf8()..])?;
    // "a.m." and "e.g." are no options.
    let ends = rest.is_empty() || rest.starts_with(is_unseen) || rest.starts_with(OBJECT);
    ends.then(|| (ticked, letter.to_ascii_uppercase(), rest.trim()))
}

/// Whether a line says something of a question: an option, a key, a tag.
fn is_telling(line: &TextLine) -> bool {
    let shown = line.shown();
    !line.is_content && says_something(shown.as_str())
}

/// Whether a line could be taken for more than words.
pub(super) fn is_special(line: &str) -> bool {
    words::heading(line).is_some() || question_start(line).is_some() || says_something(line)
}

fn says_something(shown: &str) -> bool {
    option_start(shown).is_some() || field_line(shown).is_some() || has_tag(shown)
}

/// `KUNCI: B` and the like.
fn field_line(line: &str) -> Option<(Field, &str)> {
    let found = words::field(line)?;
    let is_field = !matches!(found.keyword, Field::Question | Field::Passage)
        && (found.colon || found.keyword == Field::Key && found.capitals && !found.rest.is_empty());
    is_field.then_some((found.keyword, found.rest))
}

/// The tag that a text begins with, behind its bracket, and what follows it.
fn tag(text: &str) -> Option<(Field, &str, &str)> {
    let close = text.bytes().take(LONGEST_TAG).position(|byte| byte == b']')?;
    let found = words::field(&text[..close]).filter(|found| found.colon)?;
    Some((found.keyword, found.rest, &text[close + 1..]))
}

/// Whether a tag is in a line.
fn has_tag(line: &str) -> bool {
    line.match_indices('[')
        .any(|(open, _)| tag(&line[open + 1..]).is_some())
}

/// A line without its tags (`[Poin: 10]`), and what those say.
fn tags(line: &StyledText) -> (StyledText, Vec<(Field, String)>) {
    let mut rest = line.as_str();
    let mut kept = StyledText::default();
    let mut found = Vec::new();
    // Where the words begin that are not kept yet.
    let mut words = rest;
    while let Some(open) = rest.find('[') {
        let from = &rest[open + 1..];
        let Some((field, value, after)) = tag(from) else {
            rest = from;
            continue;
        };
        let before = words.len() - from.len() - 1;
        kept.append(&line.part(&words[..before]));
        found.push((field, line.part(value).reading()));
        (rest, words) = (after, after);
    }
    if found.is_empty() {
        return (line.clone(), found);
    }
    kept.append(&line.part(words));
    (kept.trimmed(), found)
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

/// Reads the questions of lines. What belongs to none is noted.
pub(super) fn read(lines: &[TextLine], report: &mut Report) -> Vec<Draft> {
    report.leave_question();
    let mut numbered = Numbered {
        report,
        drafts: Vec::new(),
    };
    for line in lines {
        numbered.take(line);
    }
    numbered.drafts
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
            return;
        }
        if self.drafts.is_empty() {
            self.ignore(&shown, line);
            return;
        }
        if let Some((field, value)) = field_line(shown.as_str()) {
            self.set(vec![(field, shown.part(value).reading())], line);
        } else {
            let is_only_tags = !tags.is_empty() && shown.is_empty();
            self.set(tags, line);
            if !is_only_tags {
                self.take_text(&shown, line);
            }
        }
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

    /// One line may hold several options: `A. merah   B. biru`.
    fn take_options(&mut self, shown: &StyledText, start: OptionStart<'_>, line: &TextLine) {
        let (ticked, letter, text) = start;
        // Word counts the letter, so that a star can only stand behind it.
        let (ticked, text) = match text.strip_prefix('*').filter(|_| line.label.is_some() && !ticked) {
            Some(rest) => (true, rest.trim_start_matches(is_unseen)),
            None => (ticked, text),
        };
        let Some(draft) = self.drafts.last_mut() else { return };
        let (mut ticked, mut letter, mut text) = (ticked, letter, text);
        while let Some((own, next)) = next_option(text, letter) {
            add(draft, ticked, letter, &shown.part(own), line, self.report);
            (ticked, letter, text) = next;
        }
        add(draft, ticked, letter, &shown.part(text), line, self.report);
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
        if !shown.as_str().chars().all(is_unseen) {
            self.report.add(&fault::TEXT_IGNORED, line.at, &shown.reading());
        }
    }
}

fn add(draft: &mut Draft, ticked: bool, letter: char, text: &StyledText, line: &TextLine, report: &mut Report) {
    let sign = if ticked { "v" } else { "" };
    draft.add_option(letter.encode_utf8(&mut [0; 4]), text, sign, line.at, report);
}

type OptionStart<'a> = (bool, char, &'a str);

/// Splits the text of an option where the next letter follows a wide gap.
fn next_option(text: &str, letter: char) -> Option<(&str, OptionStart<'_>)> {
    let expected = char::from_u32(letter as u32 + 1)?;
    let mut from = 0;
    while let Some(gap) = text[from..].find(['\t', ' ']) {
        let start = from + gap;
        let rest = text[start..].trim_start_matches(['\t', ' ']);
        let width = text.len() - start - rest.len();
        let is_wide = width > 1 || text[start..].starts_with('\t');
        // Looked at first, so that blanks of other kinds are not gone over again at each gap.
        let may_begin = rest.starts_with(|char: char| char == '*' || narrow(char).is_ascii_alphabetic());
        if is_wide
            && may_begin
            && let Some(next) = option_start(rest)
            && next.1 == expected
        {
            return Some((text[..start].trim(), next));
        }
        from = start + width;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_questions_or_options_or_nothing() {
        assert_eq!(question_start(" 12. Apa?"), Some(("12".to_owned(), "Apa?")));
        assert_eq!(question_start("7)Apa?"), Some(("7".to_owned(), "Apa?")));
        assert_eq!(question_start("１２．Apa?"), Some(("12".to_owned(), "Apa?")));
        assert_eq!(question_start("12345. Apa?"), None);
        assert_eq!(question_start("3.14 adalah"), None);
        assert_eq!(question_start("2024 adalah"), None);
        assert_eq!(option_start("*b) ya"), Some((true, 'B', "ya")));
        assert_eq!(option_start("C."), Some((false, 'C', "")));
        assert_eq!(option_start("Ｄ）\u{a0}ya"), Some((false, 'D', "ya")));
        assert_eq!(option_start("a.m. ini"), None);
    }

    #[test]
    fn tags_are_taken_out_of_a_line_and_other_brackets_are_not() {
        let (text, found) = tags(&"Dengar [Audio: a.mp3] [peta] [1945] [Poin: 2,5]".into());
        assert_eq!(text.as_str(), "Dengar  [peta] [1945]");
        assert_eq!(
            found,
            [(Field::Audio, "a.mp3".to_owned()), (Field::Points, "2,5".to_owned())]
        );
    }

    #[test]
    fn several_options_in_a_line_are_told_apart_by_wide_gaps() {
        assert_eq!(
            next_option("merah\tB. biru", 'A'),
            Some(("merah", (false, 'B', "biru")))
        );
        assert_eq!(
            next_option("merah   *B) biru", 'A'),
            Some(("merah", (true, 'B', "biru")))
        );
        assert_eq!(next_option("vitamin B. kompleks", 'A'), None);
        assert_eq!(next_option("merah\tC. biru", 'A'), None);
    }
}
