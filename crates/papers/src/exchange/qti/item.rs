//! Reading an item: its body with its interactions.
//!
//! Invariant: each interaction becomes a question, or is told.

mod pairs;

use marked::Text;

use self::pairs::{associated, matched};
use super::{
    super::{
        beside::{self, BesideQuestion},
        gaps::{ask, called, unasked},
        gather::Gather,
        moodle::question::{accepted, number, tell_of_case, weighed},
        prose::{self, Prose},
        tree::{Element, Node},
        weigh::letter,
    },
    BESIDE_READ,
    scoring::Response,
};
use crate::{
    paper::{Choice, Question, QuestionType},
    points::Points,
};

/// What an item is worth, and what is read with it.
pub(super) struct Around {
    pub point: Points,
    pub passage: Option<String>,
}

/// Interactions that stand within a line.
const INLINE: [&str; 2] = ["textentryinteraction", "inlinechoiceinteraction"];

/// Reads an item.
pub(super) fn read(gather: &mut Gather, item: &Element, around: Around) {
    gather.begin_question();
    let Some(body) = item.first("itembody") else {
        return left_out(gather, "itemBody", item);
    };
    if item.first("templatedeclaration").is_some() || item.attribute("adaptive") == Some("true") {
        return left_out(gather, "template", item);
    }
    let interactions: Vec<&Element> = body
        .walk()
        .into_iter()
        .filter(|element| is_interaction(element))
        .collect();
    let interactions = in_order(body, &interactions);
    let marked = body
        .walk()
        .into_iter()
        .find(|element| element.attribute(BESIDE_READ).is_some());
    let beside = beside::read::<BesideQuestion>(marked.and_then(|element| element.attribute(BESIDE_READ)));
    let is_ours = beside.is_some();
    let beside = beside.unwrap_or_default();
    let is_alone = interactions.len() == 1;
    let stem = match marked {
        Some(marked) => prose::read(marked, &mut gather.album),
        None => stem(gather, body, is_alone),
    };
    gather.tell_lost(stem.lost);
    tell_of_the_rest(gather, item);
    let mut questions = Vec::with_capacity(interactions.len());
    let mut prompts = Text::default();
    for interaction in &interactions {
        let Some(mut question) = question(gather, item, interaction, (&beside, is_ours)) else {
            left_out(gather, &interaction.name, item);
            continue;
        };
        question.text = prompt(gather, interaction);
        question.audio.clone_from(&stem.audio);
        question.passage.clone_from(&around.passage);
        question.point = around.point.share(1, i64::try_from(interactions.len()).unwrap_or(1));
        questions.push(question);
    }
    if interactions.is_empty() {
        left_out(gather, "interaction", item);
    }
    if let [question] = questions.as_mut_slice() {
        prompts = std::mem::take(&mut question.text);
        beside.settle(question);
    }
    let text = joined(stem.text, prompts);
    let title = item.attribute("title").unwrap_or_default();
    if is_alone || questions.iter().all(|question| question.passage.is_none()) {
        return ask(gather, title, text, questions);
    }
    // What several questions are about already stands beside their own text.
    for mut question in questions {
        question.text = joined(text.clone(), question.text);
        gather.question(question);
    }
}

/// Two texts as one.
fn joined(one: Text, other: Text) -> Text {
    match (one.is_empty(), other.is_empty()) {
        (true, _) => other,
        (_, true) => one,
        _ => {
            let mut marked = one.marked();
            marked.blocks.extend(other.marked().blocks);
            Text::of(&marked::Marked::new(marked.blocks))
        }
    }
}

fn is_interaction(element: &Element) -> bool {
    element.name.ends_with("interaction") && element.name != "endattemptinteraction"
}

/// Interactions as they follow one another in a body.
fn in_order<'i>(body: &'i Element, all: &[&'i Element]) -> Vec<&'i Element> {
    let mut found = Vec::with_capacity(all.len());
    let mut open: Vec<&Element> = vec![body];
    while let Some(element) = open.pop() {
        if is_interaction(element) {
            found.push(element);
            continue;
        }
        let inner: Vec<&Element> = element.elements().collect();
        open.extend(inner.into_iter().rev());
    }
    found
}

/// What a body says beside its interactions, with numbers where something is filled in.
fn stem(gather: &mut Gather, body: &Element, is_alone: bool) -> Prose {
    let mut number = 0;
    let mut blank = |element: &Element| {
        if !is_interaction(element) {
            return None;
        }
        number += 1;
        let is_inline = INLINE.contains(&element.name.as_str());
        Some(if is_inline {
            called(number, is_alone)
        } else {
            String::new()
        })
    };
    prose::read_with(body, &mut gather.album, &mut blank)
}

fn prompt(gather: &mut Gather, interaction: &Element) -> Text {
    let Some(prompt) = interaction.first("prompt") else {
        return Text::default();
    };
    words(gather, prompt)
}

fn words(gather: &mut Gather, element: &Element) -> Text {
    let found = prose::read(element, &mut gather.album);
    gather.tell_lost(found.lost);
    found.text
}

fn left_out(gather: &mut Gather, what: &str, item: &Element) {
    let title = item
        .attribute("title")
        .or(item.attribute("identifier"))
        .unwrap_or_default();
    gather.warn(
        "qti.interaction",
        &format!("{what}: {title}"),
        (
            "Jenis interaksi QTI ini tidak ada padanannya, sehingga soalnya tidak diimpor.",
            "There is nothing like this interaction of QTI here; the question was not imported.",
        ),
    );
}

/// Tells what else an item has that is not imported.
fn tell_of_the_rest(gather: &mut Gather, item: &Element) {
    let feedback = item.walk().into_iter().find(|element| {
        matches!(
            element.name.as_str(),
            "modalfeedback" | "feedbackblock" | "feedbackinline"
        ) && !element.text().trim().is_empty()
    });
    if let Some(feedback) = feedback {
        let text = feedback.text();
        gather.warn(
            "moodle.feedback",
            &text,
            (
                "Umpan balik dan petunjuk soal ini tidak diimpor.",
                "Feedback and hints of this question were not imported.",
            ),
        );
    }
}

/// The question of an interaction; nothing for one that cannot be held.
fn question(
    gather: &mut Gather,
    item: &Element,
    interaction: &Element,
    beside: (&BesideQuestion, bool),
) -> Option<Question> {
    let identifier = interaction.attribute("responseidentifier").unwrap_or("RESPONSE");
    let response = Response::of(item, identifier, gather);
    Some(match interaction.name.as_str() {
        "choiceinteraction" | "inlinechoiceinteraction" => choice(gather, interaction, &response, beside),
        "textentryinteraction" => written(gather, &response, beside.1),
        "extendedtextinteraction" => unasked(QuestionType::Essay),
        "uploadinteraction" => {
            let is_sound = interaction
                .attribute("type")
                .is_some_and(|kind| kind.starts_with("audio/"));
            (is_sound || beside.0.kind == Some(QuestionType::Speaking)).then(|| unasked(QuestionType::Speaking))?
        }
        "matchinteraction" => matched(gather, interaction, &response, beside.0)?,
        "associateinteraction" => associated(gather, interaction, &response)?,
        _ => return None,
    })
}

fn choice(
    gather: &mut Gather,
    interaction: &Element,
    response: &Response<'_>,
    (beside, is_ours): (&BesideQuestion, bool),
) -> Question {
    let choices = interaction
        .elements()
        .filter(|element| matches!(element.name.as_str(), "simplechoice" | "inlinechoice"));
    let choices: Vec<&Element> = choices.collect();
    let identifiers: Vec<&str> = choices
        .iter()
        .map(|choice| choice.attribute("identifier").unwrap_or_default())
        .collect();
    let mut options = Vec::with_capacity(choices.len());
    for (place, choice) in choices.iter().enumerate() {
        options.push(Choice {
            label: beside.labels.get(place).cloned().unwrap_or_else(|| letter(place)),
            value: words(gather, choice),
        });
    }
    let is_one = interaction.name != "choiceinteraction"
        || response.right.len() < 2 && interaction.attribute("maxchoices").unwrap_or("1").trim() == "1";
    let kind = match beside.kind {
        Some(kind) if kind.has_options() => kind,
        _ if is_one => QuestionType::MultipleChoice,
        _ => QuestionType::MultipleAnswer,
    };
    let (shares, rule) = response.shares(&identifiers, is_ours);
    weighed(gather, kind, options, &shares, beside.rule.or(rule))
}

fn written(gather: &mut Gather, response: &Response<'_>, is_ours: bool) -> Question {
    if !is_ours && response.tells_case() {
        tell_of_case(gather);
    }
    let answers = response.accepted(is_ours).into_iter().map(|(answer, share)| {
        if response.is_number {
            (number(&answer, &response.tolerance), share)
        } else {
            (answer, share)
        }
    });
    let answers = answers.collect();
    accepted(gather, answers)
}

/// What an item is worth by itself, if it says it.
pub(super) fn own_points(item: &Element) -> Option<Points> {
    let outcomes = || item.all("outcomedeclaration");
    let called = |name: &str| {
        outcomes().find(move |outcome| {
            outcome
                .attribute("identifier")
                .is_some_and(|id| id.eq_ignore_ascii_case(name))
        })
    };
    let most = called("MAXSCORE")
        .and_then(|outcome| outcome.first("defaultvalue"))
        .map(Element::text);
    let normal = called("SCORE")
        .and_then(|outcome| outcome.attribute("normalmaximum"))
        .map(str::to_owned);
    let found = most.or(normal)?;
    super::super::weigh::points(&found)
        .map(|(points, _)| points)
        .filter(|points| *points > Points::ZERO)
}

/// Addresses of the pictures that an element shows.
pub(super) fn pictures(element: &Element) -> Vec<&str> {
    let shown = element
        .walk()
        .into_iter()
        .filter(|inner| inner.name == "img" || inner.name == "object");
    shown
        .filter_map(|inner| inner.attribute("src").or(inner.attribute("data")))
        .collect()
}

/// Pictures that stand as objects, as older items have them, as pictures.
pub(super) fn settle_objects(element: &mut Element) {
    for child in &mut element.children {
        let Node::Element(inner) = child else {
            continue;
        };
        settle_objects(inner);
        let is_picture =
            inner.name == "object" && inner.attribute("type").is_some_and(|kind| kind.starts_with("image/"));
        if let Some(data) = inner.attribute("data").filter(|_| is_picture).map(str::to_owned) {
            let alt = inner.text().trim().to_owned();
            *inner = Element {
                name: "img".to_owned(),
                attributes: vec![("src".to_owned(), data), ("alt".to_owned(), alt)],
                children: Vec::new(),
            };
        }
    }
}
