//! Texts with gaps: `{1:SHORTANSWER:=Jakarta~%50%Batavia}` and the like.
//!
//! Invariant: each gap becomes a question, or is told; a text with one gap is the question's own.

use super::{
    question::{accepted, number, points, tags, tell_of_case, tell_of_the_rest, unstarred, weighed},
    read::parsed,
};
use crate::{
    exchange::{
        gaps::{ask, called},
        gather::Gather,
        prose,
        tree::Element,
        weigh::letter,
    },
    paper::{Choice, Question, QuestionType},
};

/// Most gaps of a text.
const MOST: usize = 200;
/// The longest gap, in bytes.
const LONGEST: usize = 20_000;
const WHOLE: f64 = 100.0;

/// What a gap asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Short { case: bool },
    Number,
    One,
    Several,
}

#[derive(Debug)]
struct Gap<'t> {
    weight: i64,
    kind: Kind,
    answers: Vec<Answer<'t>>,
}

#[derive(Debug)]
struct Answer<'t> {
    share: f64,
    text: &'t str,
}

/// Reads a question that is a text with gaps.
pub(super) fn read(gather: &mut Gather, element: &Element) {
    let Some(own) = element.first("questiontext") else {
        return;
    };
    let source = own.first("text").map(Element::text).unwrap_or_default();
    let found = gaps(&source);
    if found.is_empty() {
        gather.refuse(
            "moodle.cloze",
            &source,
            (
                "Soal rumpang ini tidak memuat rumpang yang terbaca.",
                "The text has no gaps that can be read.",
            ),
        );
        return;
    }
    let mut shown = String::with_capacity(source.len());
    let mut end = 0;
    for (index, (range, _)) in found.iter().enumerate() {
        shown.push_str(&source[end..range.start]);
        shown.push_str(&called(index + 1, found.len() == 1));
        end = range.end;
    }
    shown.push_str(&source[end..]);
    let text = prose::read(
        &parsed(&shown, own.attribute("format").unwrap_or_default()),
        &mut gather.album,
    );
    gather.tell_lost(text.lost);
    let (all, tags) = (points(gather, element), tags(gather, element));
    let whole: i64 = found.iter().map(|(_, gap)| gap.weight).sum();
    let mut questions = Vec::with_capacity(found.len());
    for (_, gap) in &found {
        let question = question(gather, gap);
        questions.push(Question {
            point: all.share(gap.weight, whole),
            tags: tags.clone(),
            ..question
        });
    }
    tell_of_the_rest(gather, element, "multianswer", false);
    if source.contains('#') && found.iter().any(|(range, _)| source[range.clone()].contains('#')) {
        gather.warn(
            "moodle.feedback",
            &source,
            (
                "Umpan balik dan petunjuk soal ini tidak diimpor.",
                "Feedback and hints of this question were not imported.",
            ),
        );
    }
    let name = element.first("name").map(Element::text).unwrap_or_default();
    ask(gather, name.trim(), text.text, questions);
}

/// The gaps of a text, with where they stand.
fn gaps(text: &str) -> Vec<(std::ops::Range<usize>, Gap<'_>)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..]
        .find('{')
        .map(|at| from + at)
        .filter(|_| found.len() < MOST)
    {
        from = start + 1;
        if let Some((length, gap)) = gap(&text[from..]) {
            found.push((start..from + length, gap));
            from += length;
        }
    }
    found
}

/// The gap that a text begins with, behind its brace, and how long it is with the one that ends it.
fn gap(text: &str) -> Option<(usize, Gap<'_>)> {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(':')?;
    let colon = rest.bytes().take(20).position(|byte| byte == b':')?;
    let kind = kind(&rest[..colon])?;
    let inner = &rest[colon + 1..];
    let end = unescaped(inner, &['}'])?;
    let gap = Gap {
        weight: text[..digits].parse().unwrap_or(1),
        kind,
        answers: answers(&inner[..end]),
    };
    Some((digits + 1 + colon + 1 + end + 1, gap))
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "SHORTANSWER" | "SA" | "MW" => Kind::Short { case: false },
        "SHORTANSWER_C" | "SAC" | "MWC" => Kind::Short { case: true },
        "NUMERICAL" | "NM" => Kind::Number,
        "MULTICHOICE" | "MC" | "MULTICHOICE_V" | "MCV" | "MULTICHOICE_H" | "MCH" | "MULTICHOICE_S" | "MCS"
        | "MULTICHOICE_VS" | "MCVS" | "MULTICHOICE_HS" | "MCHS" => Kind::One,
        "MULTIRESPONSE" | "MR" | "MULTIRESPONSE_H" | "MRH" | "MULTIRESPONSE_S" | "MRS" | "MULTIRESPONSE_HS"
        | "MRHS" => Kind::Several,
        _ => return None,
    })
}

/// The first place of any of some signs that no backslash stands before, not too far off.
fn unescaped(text: &str, signs: &[char]) -> Option<usize> {
    let mut is_escaped = false;
    for (at, char) in text.char_indices().take_while(|(at, _)| *at < LONGEST) {
        if signs.contains(&char) && !is_escaped {
            return Some(at);
        }
        is_escaped = char == '\\' && !is_escaped;
    }
    None
}

fn answers(text: &str) -> Vec<Answer<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let end = unescaped(rest, &['~']).unwrap_or(rest.len());
        let own = &rest[..end];
        let own = &own[..unescaped(own, &['#']).unwrap_or(own.len())];
        if !own.trim().is_empty() {
            found.push(answer(own.trim()));
        }
        match rest.get(end + 1..) {
            Some(next) => rest = next,
            None => return found,
        }
    }
}

/// `=text`, `%50%text`, `text`.
fn answer(text: &str) -> Answer<'_> {
    if let Some(text) = text.strip_prefix('=') {
        return Answer { share: WHOLE, text };
    }
    let weighted = text.strip_prefix('%').and_then(|rest| rest.split_once('%'));
    match weighted.and_then(|(share, text)| Some((share.trim().parse::<f64>().ok()?, text))) {
        Some((share, text)) if share.is_finite() => Answer { share, text },
        _ => Answer { share: 0.0, text },
    }
}

/// A text without its backslashes.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match chars.next_if(|next| char == '\\' && "}#~/\"\\{=".contains(*next)) {
            Some(escaped) => plain.push(escaped),
            None => plain.push(char),
        }
    }
    plain.trim().to_owned()
}

fn question(gather: &mut Gather, gap: &Gap<'_>) -> Question {
    let words = |gather: &mut Gather, text: &str| prose::read(&parsed(&plain(text), "html"), &mut gather.album).text;
    match gap.kind {
        Kind::Short { case } => {
            if case {
                tell_of_case(gather);
            }
            let mut given = Vec::new();
            for answer in &gap.answers {
                let text = words(gather, answer.text).into_plain();
                given.push((unstarred(gather, &text, answer.share), answer.share));
            }
            accepted(gather, given)
        }
        Kind::Number => {
            let given = gap.answers.iter().map(|answer| {
                let text = plain(answer.text);
                let (value, tolerance) = text.split_once(':').unwrap_or((&text, ""));
                (number(value, tolerance), answer.share)
            });
            let given = given.collect();
            accepted(gather, given)
        }
        Kind::One | Kind::Several => {
            let mut options = Vec::new();
            for (place, answer) in gap.answers.iter().enumerate() {
                options.push(Choice {
                    label: letter(place),
                    value: words(gather, answer.text),
                });
            }
            let shares: Vec<f64> = gap.answers.iter().map(|answer| answer.share).collect();
            let kind = if gap.kind == Kind::One {
                QuestionType::MultipleChoice
            } else {
                QuestionType::MultipleAnswer
            };
            // Right answers that are marked and not weighed are worth their share.
            let right =
                f64::from(u32::try_from(shares.iter().filter(|share| **share > 0.0).count()).unwrap_or(u32::MAX));
            let is_marked = gap.kind == Kind::Several && shares.iter().all(|share| *share == 0.0 || *share == WHOLE);
            let shares: Vec<f64> = shares
                .iter()
                .map(|share| if is_marked { share / right.max(1.0) } else { *share })
                .collect();
            weighed(gather, kind, options, &shares, None)
        }
    }
}
