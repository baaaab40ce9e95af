//! A question as it is read, and what it becomes.
//!
//! Invariants: a key is what the document says and nothing else; one mistake is one finding, so what only follows from it
//! is not mentioned again.

mod options;

use marked::Text;

use super::{
    emphasis,
    fault::{self, Fault},
    key,
    listed::ListedOptions,
    report::Report,
    values::{self, Mark},
    words::{Field, plain},
};
use crate::{
    draw::Difficulty,
    import::{docx::At, styled::StyledText},
    paper::{Choice, Key, Question, QuestionType, ScoringRule},
    points::Points,
    rules::is_unreadable,
};

/// The longest key, in bytes.
const LONGEST_KEY: usize = 10_000;

/// A question in the making.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// As the document writes it.
    pub number: String,
    pub at: At,
    /// The stem.
    pub text: StyledText,
    pub kind: Option<QuestionType>,
    pub options: Vec<DraftOption>,
    /// Whether options stand beside each other, so that they may be written in another order than that of their letters.
    pub has_columns: bool,
    /// What stands at KUNCI.
    pub key: Option<(String, At)>,
    /// Accepted texts that stand where options would.
    pub answers: Vec<(String, At)>,
    /// Whether those are ticked, in which case others are not accepted.
    answers_ticked: bool,
    pub passage: Option<(String, At)>,
    audio: Option<String>,
    point: Option<Points>,
    rule: Option<ScoringRule>,
    preparation_time: Option<i64>,
    response_time: Option<i64>,
    audio_plays: Option<i64>,
    tags: Option<Vec<String>>,
    difficulty: Option<Difficulty>,
    /// Fields that were written, readable or not.
    written: Vec<Field>,
    /// A mistake about the type, the options or the key was found: what follows from it is not worth a finding.
    pub is_faulty: bool,
}

/// An option in the making.
#[derive(Debug)]
pub(super) struct DraftOption {
    pub label: String,
    pub text: StyledText,
    pub mark: Mark,
    pub at: At,
}

impl Draft {
    /// A question that begins.
    pub fn new(number: &str, at: At) -> Self {
        Self {
            number: number.to_owned(),
            at,
            ..Self::default()
        }
    }

    /// Takes what a field says. Empty fields of a template say nothing.
    pub fn set(&mut self, field: Field, given: &StyledText, at: At, report: &mut Report) {
        let text = given.trimmed();
        if text.is_empty() {
            return;
        }
        let value = &*text.reading();
        if self.written.contains(&field) {
            if field == Field::Type && self.kind.is_some() && values::question_type(value) == self.kind {
                return;
            }
            report.add(&fault::ROW_REPEATED, at, value);
            return;
        }
        self.written.push(field);
        let readable = match field {
            Field::Question => {
                self.text = text;
                true
            }
            Field::Type => {
                self.kind = values::question_type(value);
                self.is_faulty |= self.kind.is_none();
                self.kind.is_some()
            }
            Field::Key => {
                let is_short = value.len() <= LONGEST_KEY;
                self.key = is_short.then(|| (value.to_owned(), at));
                self.is_faulty |= !is_short;
                is_short
            }
            Field::Passage => {
                self.passage = Some((value.to_owned(), at));
                true
            }
            Field::Audio => keep_first(&mut self.audio, file_name(value)),
            Field::Points => keep_first(&mut self.point, values::points(value)),
            Field::Preparation => keep_first(&mut self.preparation_time, values::seconds(value, Some(1))),
            Field::Response => keep_first(&mut self.response_time, values::seconds(value, Some(1))),
            Field::Plays => keep_first(&mut self.audio_plays, values::plays(value)),
            Field::Tags => keep_first(&mut self.tags, values::tags(value)),
            Field::Difficulty => keep_first(&mut self.difficulty, values::difficulty(value)),
            Field::Scoring => {
                let is_known = keep_first(&mut self.rule, values::scoring(value));
                self.is_faulty |= !is_known;
                is_known
            }
        };
        if !readable {
            report.add(unreadable(field), at, value);
        }
    }

    /// Adds a line to the stem.
    pub fn go_on(&mut self, text: &StyledText) {
        if self.text.is_empty() {
            self.text = text.clone();
        } else {
            self.text.append_line(text);
        }
    }

    /// Whether a field was written.
    pub fn has(&self, field: Field) -> bool {
        self.written.contains(&field)
    }

    /// Adds an option. What stands in its key column may be a tick or, in a matching question, a label.
    pub fn add_option(&mut self, label: &str, text: &StyledText, sign: &str, at: At, report: &mut Report) {
        let mark = values::mark(sign).unwrap_or_else(|| {
            self.add_sign(label, sign, at, report);
            Mark::None
        });
        if self.options.iter().any(|option| option.label == label) {
            report.add(&fault::OPTION_REPEATED, at, &text.reading());
            self.is_faulty = true;
            return;
        }
        self.options.push(DraftOption {
            label: label.to_owned(),
            text: text.trimmed(),
            mark,
            at,
        });
    }

    /// Adds an accepted text. Where some are ticked, only those count.
    pub fn add_answer(&mut self, answer: &str, ticked: bool, at: At) {
        if ticked && !self.answers_ticked {
            self.answers.clear();
            self.answers_ticked = true;
        }
        if !answer.is_empty() && ticked == self.answers_ticked {
            self.answers.push((answer.to_owned(), at));
        }
    }

    /// A key column that holds no tick: the response of a premise.
    fn add_sign(&mut self, label: &str, sign: &str, at: At, report: &mut Report) {
        let is_premise = label.starts_with(|char: char| char.is_ascii_digit());
        if self.kind != Some(QuestionType::Matching) || !is_premise {
            report.add(&fault::MARK_UNREADABLE, at, sign);
            self.is_faulty = true;
            return;
        }
        let pairs = sign
            .split([',', ';'])
            .map(|response| match response.trim() {
                response if response.contains(['-', '–', '=']) => response.to_owned(),
                response => format!("{label}-{response}"),
            })
            .collect::<Vec<_>>()
            .join(", ");
        match &mut self.key {
            Some((key, _)) => {
                key.push_str(", ");
                key.push_str(&pairs);
            }
            None => self.key = Some((pairs, at)),
        }
    }

    /// Whether nobody filled it in: a template has more questions than are needed.
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
            && self.key.is_none()
            && self.answers.is_empty()
            && self
                .options
                .iter()
                .all(|option| option.text.is_empty() && option.mark == Mark::None)
    }

    /// The question, after everything that can be wrong with it was noted; nothing if it is blank.
    pub fn finish(mut self, report: &mut Report) -> Option<Question> {
        if self.is_blank() {
            return None;
        }
        self.text = self.text.trimmed();
        // Options that nobody filled in are rows of the template.
        self.options
            .retain(|option| !option.text.is_empty() || option.mark != Mark::None);
        self.take_options_of_stem(report);
        let kind = self.settled_kind(report);
        if self.text.is_empty() {
            report.add(&fault::TEXT_MISSING, self.at, "");
        } else if is_unreadable(&self.text.reading()) {
            report.add(&fault::TEXT_UNREADABLE, self.at, self.text.as_str());
        }
        self.check_options(report);
        let key = match kind {
            Some(kind) if !self.is_faulty => self
                .options_of(kind, report)
                .and_then(|()| key::of(&mut self, kind, report)),
            _ => None,
        };
        if let Some((keys, _)) = &key {
            emphasis::hide(&mut self.options, keys, report);
        }
        Some(self.into_question(kind.unwrap_or(QuestionType::Essay), key.unwrap_or_default()))
    }

    /// Takes the options that stand in the same cell as what is asked.
    fn take_options_of_stem(&mut self, report: &mut Report) {
        let may_have_options = matches!(
            self.kind,
            None | Some(QuestionType::MultipleChoice | QuestionType::MultipleAnswer)
        );
        if !may_have_options || !self.options.is_empty() {
            return;
        }
        if let Some(ListedOptions { stem, options }) = ListedOptions::of(&self.text) {
            self.text = stem;
            self.add_listed(options, self.at, report);
        }
    }

    /// Adds options that stand in one place: whether each is ticked, its letter and its text.
    pub fn add_listed(
        &mut self,
        options: impl IntoIterator<Item = (bool, char, StyledText)>,
        at: At,
        report: &mut Report,
    ) {
        for (ticked, letter, text) in options {
            let sign = if ticked { "v" } else { "" };
            self.add_option(letter.encode_utf8(&mut [0; 4]), &text, sign, at, report);
        }
    }

    fn settled_kind(&mut self, report: &mut Report) -> Option<QuestionType> {
        if self.kind.is_none() && !self.has(Field::Type) {
            if self.options.is_empty() {
                report.add(&fault::TYPE_MISSING, self.at, &self.text.reading());
                self.is_faulty = true;
            } else {
                self.kind = Some(QuestionType::MultipleChoice);
            }
        }
        self.kind
    }

    /// The rule that its points are shared out by.
    pub fn rule(&self) -> Option<ScoringRule> {
        self.rule
    }

    fn into_question(self, kind: QuestionType, key: (Vec<Key>, ScoringRule)) -> Question {
        Question {
            kind,
            text: self.text.to_text(),
            passage: self.passage.map(|(code, _)| code),
            audio: self.audio,
            options: self
                .options
                .into_iter()
                .map(|option| Choice {
                    label: option.label,
                    value: option.text.to_text(),
                })
                .collect(),
            key: key.0,
            point: self.point.unwrap_or(Points::whole(1)),
            rule: key.1,
            preparation_time: self.preparation_time,
            response_time: self.response_time,
            audio_plays: self.audio_plays,
            tags: self.tags.unwrap_or_default(),
            difficulty: self.difficulty,
        }
    }
}

/// A text as it is compared, with its marks.
pub(super) fn compared(text: &Text) -> String {
    plain(text.markup().unwrap_or(text.plain()))
}

/// Keeps a value that was readable.
fn keep_first<T>(slot: &mut Option<T>, value: Option<T>) -> bool {
    *slot = value;
    slot.is_some()
}

/// A name that is no path.
fn file_name(text: &str) -> Option<String> {
    let is_plain = !text.contains(['/', '\\', '\n', '\0']) && text.chars().count() <= 255;
    is_plain.then(|| text.to_owned())
}

fn unreadable(field: Field) -> &'static Fault {
    match field {
        Field::Type => &fault::TYPE_UNKNOWN,
        Field::Audio => &fault::AUDIO_UNREADABLE,
        Field::Points => &fault::POINTS_UNREADABLE,
        Field::Preparation => &fault::PREPARATION_UNREADABLE,
        Field::Response => &fault::RESPONSE_UNREADABLE,
        Field::Scoring => &fault::SCORING_UNKNOWN,
        Field::Plays => &fault::PLAYS_UNREADABLE,
        Field::Tags => &fault::TAGS_UNREADABLE,
        Field::Difficulty => &fault::DIFFICULTY_UNKNOWN,
        Field::Question | Field::Key | Field::Passage => &fault::KEY_UNREADABLE,
    }
}
