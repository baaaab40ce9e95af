//! Questions that stand as gaps in one text: one of them is asked with the text, several are asked of it.

use marked::Text;

use super::gather::Gather;
use crate::{
    paper::{Question, QuestionType, ScoringRule},
    points::Points,
};

/// What stands where something is to be filled in.
pub(super) const BLANK: &str = "____";

/// How a gap is called in its text, where there are several.
pub(super) fn called(number: usize, is_alone: bool) -> String {
    if is_alone {
        format!(" {BLANK} ")
    } else {
        format!(" ({number}) {BLANK} ")
    }
}

/// A question of which nothing is known.
pub(super) fn unasked(kind: QuestionType) -> Question {
    Question {
        kind,
        text: Text::default(),
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

/// Asks what stands in the gaps of a text. Each question has its own text already, or gets that of its gap.
pub(super) fn ask(gather: &mut Gather, title: &str, text: Text, mut questions: Vec<Question>) {
    if let [question] = questions.as_mut_slice() {
        question.text = text;
    } else if !text.is_empty() {
        let code = gather.passage(None, title, text);
        for (number, question) in (1..).zip(&mut questions) {
            question.passage = Some(code.clone());
            if question.text.is_empty() {
                question.text = Text::of_plain(format!("({number}) {BLANK}"));
            }
        }
    }
    for question in questions {
        gather.question(question);
    }
}
