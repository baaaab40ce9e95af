//! Answers that are written: accepted texts and numbers, with what they are worth.

use marked::Text;

use super::{fraction, value, weighed};
use crate::{
    exchange::{gather::Gather, tree::Element},
    paper::{Choice, Question, QuestionType, ScoringRule},
};

/// A share from which an answer is wholly right.
const ALL: f64 = 99.999;

/// Accepted texts with their shares.
pub(in crate::exchange) fn accepted(gather: &mut Gather, answers: Vec<(String, f64)>) -> Question {
    let worth: Vec<(String, f64)> = answers
        .into_iter()
        .filter(|(answer, share)| *share > 0.0 && !answer.is_empty())
        .collect();
    let is_partial = worth.iter().any(|(_, share)| *share < ALL);
    let shares: Vec<f64> = worth.iter().map(|(_, share)| *share).collect();
    let rule = if is_partial {
        ScoringRule::Weights
    } else {
        ScoringRule::Exact
    };
    let options: Vec<Choice> = worth
        .into_iter()
        .map(|(answer, _)| Choice {
            label: answer,
            value: Text::default(),
        })
        .collect();
    let mut question = weighed(gather, QuestionType::ShortAnswer, options, &shares, Some(rule));
    question.options.clear();
    question
}

pub(super) fn short_answer(gather: &mut Gather, element: &Element) -> Question {
    if value(element, "usecase") == "1" {
        tell_of_case(gather);
    }
    let answers: Vec<(String, f64)> = element
        .all("answer")
        .map(|answer| (value(answer, "text"), fraction(answer)))
        .collect();
    let answers = answers
        .into_iter()
        .map(|(text, share)| (unstarred(gather, &text, share), share));
    let answers = answers.collect();
    accepted(gather, answers)
}

pub(in crate::exchange) fn tell_of_case(gather: &mut Gather) {
    gather.warn(
        "moodle.case",
        "",
        (
            "Besar kecilnya huruf tidak dibedakan di sini.",
            "Capitals and small letters are not told apart here.",
        ),
    );
}

/// An accepted text without Moodle's signs for anything.
pub(in crate::exchange) fn unstarred(gather: &mut Gather, text: &str, share: f64) -> String {
    let plain = text.replace("\\*", "\u{1}");
    if plain.contains('*') && share > 0.0 {
        gather.warn(
            "moodle.wildcard",
            text,
            (
                "Tanda * yang berarti \"apa saja\" tidak didukung; jawaban dibandingkan apa adanya.",
                "A * that stands for anything is not supported; the answer is compared as it is.",
            ),
        );
    }
    plain.replace('\u{1}', "*")
}

pub(super) fn numerical(gather: &mut Gather, element: &Element) -> Question {
    let units = element.first("units").into_iter().flat_map(Element::elements).count();
    if units > 0 {
        gather.warn(
            "moodle.units",
            "",
            (
                "Satuan jawaban angka tidak diimpor.",
                "Units of numeric answers were not imported.",
            ),
        );
    }
    let answers = element.all("answer").map(|answer| {
        let (text, tolerance) = (value(answer, "text"), value(answer, "tolerance"));
        (number(&text, &tolerance), fraction(answer))
    });
    let answers: Vec<(String, f64)> = answers.collect();
    accepted(gather, answers)
}

/// A number with its tolerance, as a key has it.
pub(in crate::exchange) fn number(text: &str, tolerance: &str) -> String {
    let is_nothing = tolerance.parse::<f64>().is_ok_and(|tolerance| tolerance == 0.0);
    match (text.trim(), tolerance.trim()) {
        ("" | "*", _) => String::new(),
        (text, "") => format!("={text}"),
        (text, _) if is_nothing => format!("={text}"),
        (text, tolerance) => format!("={text}±{tolerance}"),
    }
}
