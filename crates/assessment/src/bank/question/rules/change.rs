//! A change of a question: what is wrong with it by itself, and what it makes of the question.

use papers::{
    Key, Points, Question, QuestionType, ScoringRule,
    draw::Difficulty,
    rules::{
        question::{LONGEST_TEXT, judge, plays, seconds, tidy},
        section, written_text,
    },
};
use platform::{Result, Rule, text::Check};

use super::{
    PassageRef,
    options::{SentChoice, applied_options, applied_text},
};
use crate::bank::{
    section::rules::{self as section_rules, judge_instruction},
    text::SentText,
};

/// More questions than a section has.
const LAST_PLACE: i64 = 1_000_000;

/// What a change says about the section of a question in its package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PlaceChange {
    pub(crate) package_id: Option<i64>,
    pub(crate) section_id: Option<i64>,
    pub(crate) duration: Option<i64>,
    pub(crate) instruction: Option<SentText>,
    /// Its place among the questions of the section.
    pub(crate) ordinal: Option<i64>,
}

/// A change of a question, whose parts are good by themselves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct QuestionChange {
    pub(crate) place: PlaceChange,
    pub(crate) audio_id: Option<Option<i64>>,
    pub(crate) passage: Option<Option<PassageRef>>,
    pub(super) text: Option<SentText>,
    pub(super) kind: Option<QuestionType>,
    pub(super) options: Option<Vec<SentChoice>>,
    pub(super) key: Option<Vec<Key>>,
    pub(super) point: Option<Points>,
    pub(super) rule: Option<ScoringRule>,
    pub(super) preparation_time: Option<Option<i64>>,
    pub(super) response_time: Option<Option<i64>>,
    pub(super) audio_plays: Option<Option<i64>>,
    pub(super) tags: Option<Vec<String>>,
    pub(super) difficulty: Option<Option<Difficulty>>,
}

impl PlaceChange {
    pub(super) fn judge(&self, check: &mut Check) {
        if let Some(duration) = self.duration {
            section::duration(check, "sectionDuration", duration);
        }
        judge_instruction(check, "sectionInstruction", self.instruction.as_ref());
        if let Some(ordinal) = self.ordinal {
            section_rules::within(check, "ordinal", ordinal, LAST_PLACE);
        }
    }
}

impl QuestionChange {
    /// Notes what is wrong with its parts whatever question it is applied to. The rest is judged together with what is
    /// stored.
    pub(super) fn judge_alone(&self, check: &mut Check) {
        if let Some(text) = self.text.as_ref().and_then(SentText::words) {
            written_text(check, "question", &text, LONGEST_TEXT);
        }
        if self.point.is_some_and(|point| point < Points::ZERO) {
            check.note("point", Rule::OutOfRange("0".into(), Points::MOST.to_string()));
        }
        seconds(check, "preparationTime", self.preparation_time.flatten());
        seconds(check, "responseTime", self.response_time.flatten());
        plays(check, "audioPlays", self.audio_plays.flatten());
    }

    /// A question with this change, neatly spelled and not judged yet. Of one that is stored, texts that were sent as they
    /// are keep their marks.
    pub(super) fn applied(self, check: &mut Check, mut question: Question, is_stored: bool) -> Question {
        fn set<T>(place: &mut T, given: Option<T>) {
            if let Some(given) = given {
                *place = given;
            }
        }
        let before = is_stored.then_some(&question.text);
        let text = self.text.and_then(|sent| applied_text(check, sent, before));
        set(&mut question.text, text);
        set(&mut question.kind, self.kind);
        let options = self.options.map(|sent| applied_options(check, sent, &question));
        set(&mut question.options, options);
        // A plain key after a weighted one says that weights are over; so does clearing it.
        if let Some(key) = self.key {
            let weighted = key.iter().any(|key| key.weight.is_some());
            if self.rule.is_none() && question.rule == ScoringRule::Weights && !weighted {
                question.rule = ScoringRule::Exact;
            }
            question.key = key;
        }
        set(&mut question.point, self.point);
        set(&mut question.rule, self.rule);
        set(&mut question.preparation_time, self.preparation_time);
        set(&mut question.response_time, self.response_time);
        set(&mut question.audio_plays, self.audio_plays);
        set(&mut question.tags, self.tags);
        set(&mut question.difficulty, self.difficulty);
        tidy(&mut question);
        question
    }

    /// The question after this change.
    ///
    /// # Errors
    ///
    /// All fields of the question that would then be wrong.
    pub(crate) fn after(self, before: Question) -> Result<Question> {
        let mut check = Check::new();
        let after = self.applied(&mut check, before, true);
        judge(&mut check, &after);
        check.finish()?;
        Ok(after)
    }
}
