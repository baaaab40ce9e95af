//! What the API may be told about a question: a new one, or a change of one.
//!
//! Invariant: whatever is wrong with a body is named together; what was stored before is judged anew together with what
//! changes, so a change cannot leave a key that names no option.

mod body;
mod change;
mod options;
#[cfg(test)]
mod tests;

use marked::Text;
use papers::{
    Key, Points, Question, QuestionType, ScoringRule,
    draw::Difficulty,
    rules::question::{LONGEST_TEXT, judge, tidy_tags},
};
use platform::{Error, Message, Result, Rule, text::Check};

pub(crate) use self::change::PlaceChange;
use self::options::choices;
pub use self::{
    body::{ChoiceIn, KeyIn, QuestionIn},
    change::QuestionChange,
};
use crate::{
    bank::{
        passage::rules::{NewPassage, NewPassageIn},
        section::rules::{kept, known, sent_instruction},
        text::SentText,
    },
    failures::nothing_to_change,
};

/// What `questionType` can be.
const TYPES: &str = "multiple_choice, multiple_answer, true_false, short_answer, essay, speaking, matching";
/// What `rule` can be.
const RULES: &str = "exact, partial_net, per_option, weights";

/// The passage of a question, as a body names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PassageRef {
    /// One that exists.
    Id(i64),
    /// One to be made.
    New(NewPassage),
}

/// A new question, good by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct NewQuestion {
    pub(crate) package_id: i64,
    pub(crate) section_id: i64,
    pub(crate) duration: Option<i64>,
    pub(crate) instruction: Text,
    pub(crate) audio_id: Option<i64>,
    pub(crate) passage: Option<PassageRef>,
    /// Its place in the section; last without it.
    pub(crate) ordinal: Option<i64>,
    /// Names neither passage nor audio, which are named by their ids beside it.
    pub content: Question,
}

impl QuestionIn {
    /// The new question that this describes.
    pub fn new_question(self) -> Result<NewQuestion> {
        let mut check = Check::new();
        for (path, missing) in [
            ("packageId", self.package_id.flatten().is_none()),
            ("sectionId", self.section_id.flatten().is_none()),
            ("question", self.says_nothing()),
            ("questionType", self.question_type.as_ref().is_none_or(Option::is_none)),
        ] {
            if missing {
                check.note(path, Rule::Required);
            }
        }
        // What was only left out must not be refused a second time as "null".
        let change = self.without_nulls().parts(&mut check);
        let content = change.kind.map(|_| change.clone().applied(&mut check, empty(), false));
        match &content {
            Some(content) => judge(&mut check, content),
            None => change.judge_alone(&mut check),
        }
        change.place.judge(&mut check);
        let instruction = change.place.instruction.and_then(|sent| sent.into_new(&mut check));
        check.finish()?;
        let (Some(content), Some(package_id), Some(section_id)) =
            (content, change.place.package_id, change.place.section_id)
        else {
            return Err(Error::internal("a question without its type was found good"));
        };
        Ok(NewQuestion {
            package_id,
            section_id,
            duration: change.place.duration,
            instruction: instruction.unwrap_or_default(),
            audio_id: change.audio_id.flatten(),
            passage: change.passage.flatten(),
            ordinal: change.place.ordinal,
            content,
        })
    }

    /// Whether no form of its text was sent.
    fn says_nothing(&self) -> bool {
        let sent = |form: &Option<Option<String>>| form.as_ref().is_some_and(Option::is_some);
        !sent(&self.question) && !sent(&self.question_marked)
    }

    /// The change that this describes.
    pub fn change(self) -> Result<QuestionChange> {
        let mut check = Check::new();
        let change = self.parts(&mut check);
        change.judge_alone(&mut check);
        change.place.judge(&mut check);
        check.finish()?;
        if change == QuestionChange::default() {
            return Err(nothing_to_change());
        }
        Ok(change)
    }

    /// For a new question `null` means what leaving out means.
    fn without_nulls(self) -> Self {
        fn some<T>(given: Option<Option<T>>) -> Option<Option<T>> {
            given.flatten().map(Some)
        }
        Self {
            package_id: some(self.package_id),
            section_id: some(self.section_id),
            section_duration: some(self.section_duration),
            section_instruction: some(self.section_instruction),
            section_instruction_marked: some(self.section_instruction_marked),
            question: some(self.question),
            question_marked: some(self.question_marked),
            ordinal: some(self.ordinal),
            question_type: some(self.question_type),
            audio_id: some(self.audio_id),
            pasage_id: some(self.pasage_id),
            passage_id: some(self.passage_id),
            passage: self.passage,
            preparation_time: some(self.preparation_time),
            response_time: some(self.response_time),
            audio_plays: some(self.audio_plays),
            tags: some(self.tags),
            difficulty: some(self.difficulty),
            point: some(self.point),
            rule: some(self.rule),
            option_questions: some(self.option_questions),
            answer_key: some(self.answer_key),
        }
    }

    /// Every part, with what is wrong about its form noted.
    fn parts(self, check: &mut Check) -> QuestionChange {
        let passage = passage(check, self.pasage_id, self.passage_id, self.passage);
        let kind = kept(check, "questionType", self.question_type)
            .and_then(|name| known(check, "questionType", &name, (QuestionType::from_name, TYPES)));
        let key = self.answer_key.map(|given| key(check, given));
        let mut rule = kept(check, "rule", self.rule)
            .and_then(|name| known(check, "rule", &name, (ScoringRule::from_name, RULES)));
        if rule.is_none() && key.iter().flatten().any(|key| key.weight.is_some()) {
            rule = Some(ScoringRule::Weights);
        }
        let instruction = (self.section_instruction, self.section_instruction_marked);
        QuestionChange {
            place: PlaceChange {
                package_id: kept(check, "packageId", self.package_id),
                section_id: kept(check, "sectionId", self.section_id),
                duration: kept(check, "sectionDuration", self.section_duration),
                instruction: sent_instruction(check, "sectionInstruction", instruction),
                ordinal: kept(check, "ordinal", self.ordinal),
            },
            audio_id: self.audio_id,
            passage,
            text: {
                let plain = kept(check, "question", self.question);
                SentText::read(check, "question", (plain, self.question_marked), LONGEST_TEXT)
            },
            kind,
            options: self.option_questions.map(|given| choices(check, given)),
            key,
            point: kept(check, "point", self.point),
            rule,
            preparation_time: self.preparation_time,
            response_time: self.response_time,
            audio_plays: self.audio_plays,
            tags: self.tags.map(|given| tags(check, given.unwrap_or_default())),
            difficulty: self.difficulty.map(|given| difficulty(check, given?.as_str())),
        }
    }
}

/// Tags as they are stored; what is wrong with them is noted.
fn tags(check: &mut Check, given: Vec<String>) -> Vec<String> {
    tidy_tags(given).unwrap_or_else(|rule| {
        check.note("tags", rule);
        Vec::new()
    })
}

fn difficulty(check: &mut Check, name: &str) -> Option<Difficulty> {
    known(check, "difficulty", name, (Difficulty::from_name, "easy, medium, hard"))
}

/// A key; one that is there and empty says nothing that could be right.
fn key(check: &mut Check, given: Option<Vec<KeyIn>>) -> Vec<Key> {
    if given.as_ref().is_some_and(Vec::is_empty) {
        check.note("answerKey", Rule::TooShort(1));
    }
    let mut key = Vec::new();
    for (index, given) in given.unwrap_or_default().into_iter().enumerate() {
        match given {
            KeyIn::Plain(answer) => key.push(Key { answer, weight: None }),
            KeyIn::Weighted { answer, weight } => key.push(Key { answer, weight }),
            KeyIn::Other(_) => {
                let said = Message::new(
                    "harus berupa teks atau objek {answer, weight}",
                    "must be a string or an object {answer, weight}",
                );
                check.note(format!("answerKey[{index}]"), Rule::Other(said));
            }
        }
    }
    key
}

/// The passage that a body names: by its id in either spelling, or a new one.
fn passage(
    check: &mut Check,
    misspelt: Option<Option<i64>>,
    spelt: Option<Option<i64>>,
    new: Option<NewPassageIn>,
) -> Option<Option<PassageRef>> {
    let id = spelt.or(misspelt);
    let clash = matches!((misspelt, spelt), (Some(one), Some(other)) if one != other);
    if clash || (new.is_some() && id.flatten().is_some()) {
        let said = Message::new("bertentangan satu sama lain", "contradicts the other passage named");
        check.note("passageId", Rule::Other(said));
    }
    match new {
        Some(new) => Some(Some(PassageRef::New(new.validate(check, "passage.")))),
        None => id.map(|id| id.map(PassageRef::Id)),
    }
}

/// A question about which nothing was said yet. Its text is a placeholder: that there is none was noted already.
fn empty() -> Question {
    Question {
        kind: QuestionType::Essay,
        text: "?".into(),
        passage: None,
        audio: None,
        options: Vec::new(),
        key: Vec::new(),
        point: Points::whole(1),
        rule: ScoringRule::Exact,
        preparation_time: None,
        response_time: None,
        audio_plays: None,
        tags: Vec::new(),
        difficulty: None,
    }
}
