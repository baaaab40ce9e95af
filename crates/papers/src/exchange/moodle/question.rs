//! Reading a question of a quiz.

mod written;

use marked::Text;

pub(in crate::exchange) use self::written::{accepted, number, tell_of_case, unstarred};
use self::written::{numerical, short_answer};
use super::{
    BESIDE,
    read::{text, text_and_audio},
};
use crate::{
    exchange::{
        beside::{self, BesideQuestion},
        gaps::unasked,
        gather::Gather,
        tree::Element,
        weigh::{self, letter, weigh},
    },
    paper::{Choice, Key, Question, QuestionType, ScoringRule},
    points::Points,
    rules::question::tidy_tags,
};

/// Reads a question of a type.
pub(super) fn read(gather: &mut Gather, element: &Element, kind: &str) {
    let (stem, audio) = match element.first("questiontext") {
        Some(own) => text_and_audio(gather, own),
        None => (Text::default(), None),
    };
    let beside: BesideQuestion =
        beside::read(element.first(BESIDE).and_then(|own| own.attribute("question"))).unwrap_or_default();
    let own = match kind {
        "multichoice" => choice(gather, element, &beside, is_single(element)),
        "multichoiceset" | "oumultiresponse" => {
            let known = beside.rule.or((kind == "multichoiceset").then_some(ScoringRule::Exact));
            let beside = BesideQuestion {
                rule: known,
                labels: beside.labels.clone(),
                ..BesideQuestion::default()
            };
            choice(gather, element, &beside, false)
        }
        "truefalse" => true_false(element),
        "shortanswer" => short_answer(gather, element),
        "numerical" => numerical(gather, element),
        "matching" => matching(gather, element, &beside),
        "essay" if beside.kind == Some(QuestionType::Speaking) => unasked(QuestionType::Speaking),
        "essay" => unasked(QuestionType::Essay),
        "recordrtc" => unasked(QuestionType::Speaking),
        other => return left_out(gather, other, &stem),
    };
    let mut question = Question {
        text: stem,
        audio,
        point: points(gather, element),
        tags: tags(gather, element),
        ..own
    };
    tell_of_the_rest(gather, element, kind, beside.kind.is_some());
    beside.settle(&mut question);
    gather.question(question);
}

fn left_out(gather: &mut Gather, kind: &str, stem: &Text) {
    gather.warn(
        "moodle.type",
        &format!("{kind}: {}", stem.plain()),
        (
            "Jenis soal Moodle ini tidak ada padanannya, sehingga soalnya tidak diimpor.",
            "There is nothing like this type of question of Moodle here; the question was not imported.",
        ),
    );
}

fn value(element: &Element, name: &str) -> String {
    let text = element.first(name).map(Element::text).unwrap_or_default();
    text.trim().to_owned()
}

fn is_yes(text: &str) -> bool {
    matches!(text, "1" | "true" | "yes")
}

fn is_single(element: &Element) -> bool {
    let single = value(element, "single");
    single.is_empty() || is_yes(&single)
}

/// What a question is worth.
pub(super) fn points(gather: &mut Gather, element: &Element) -> Points {
    let given = value(element, "defaultgrade");
    if given.is_empty() {
        return Points::whole(1);
    }
    let Some((points, is_rounded)) = weigh::points(&given) else {
        gather.warn(
            "moodle.points",
            &given,
            (
                "Nilai soal ini tidak terbaca; dianggap 1.",
                "What the question is worth cannot be read; it is taken for 1.",
            ),
        );
        return Points::whole(1);
    };
    if is_rounded {
        gather.warn(
            "moodle.points.rounded",
            &given,
            (
                "Nilai soal ini dibulatkan ke dua desimal.",
                "What the question is worth was rounded to two decimals.",
            ),
        );
    }
    points
}

pub(super) fn tags(gather: &mut Gather, element: &Element) -> Vec<String> {
    let given = element
        .first("tags")
        .into_iter()
        .flat_map(|tags| tags.all("tag"))
        .map(Element::text);
    let given: Vec<String> = given.collect();
    let told = given.join(", ");
    tidy_tags(given).unwrap_or_else(|_| {
        gather.warn(
            "question.tags.unreadable",
            &told,
            (
                "TAG paling banyak 20, masing-masing paling panjang 50 karakter.",
                "There can be at most 20 tags of at most 50 characters each.",
            ),
        );
        Vec::new()
    })
}

fn fraction(answer: &Element) -> f64 {
    let given = answer
        .attribute("fraction")
        .unwrap_or_default()
        .trim()
        .replace(',', ".");
    given
        .parse()
        .ok()
        .filter(|share: &f64| share.is_finite())
        .unwrap_or_default()
}

fn choice(gather: &mut Gather, element: &Element, beside: &BesideQuestion, is_single: bool) -> Question {
    let kind = if is_single {
        QuestionType::MultipleChoice
    } else {
        QuestionType::MultipleAnswer
    };
    let answers: Vec<&Element> = element.all("answer").collect();
    let shares: Vec<f64> = answers.iter().map(|answer| fraction(answer)).collect();
    let mut options = Vec::with_capacity(answers.len());
    for (place, answer) in answers.into_iter().enumerate() {
        options.push(Choice {
            label: beside.labels.get(place).cloned().unwrap_or_else(|| letter(place)),
            value: text(gather, answer),
        });
    }
    weighed(gather, kind, options, &shares, beside.rule)
}

/// A question of options that are worth these shares.
pub(in super::super) fn weighed(
    gather: &mut Gather,
    kind: QuestionType,
    options: Vec<Choice>,
    shares: &[f64],
    known: Option<ScoringRule>,
) -> Question {
    let weighed = weigh(shares, kind == QuestionType::MultipleChoice, known);
    if weighed.is_rounded {
        gather.warn(
            "moodle.weight.rounded",
            "",
            (
                "Bobot jawaban dibulatkan ke persen utuh.",
                "The weights of answers were rounded to whole per cent.",
            ),
        );
    }
    Question {
        key: weigh::keys(&weighed, &options),
        options,
        rule: weighed.rule,
        ..unasked(kind)
    }
}

fn true_false(element: &Element) -> Question {
    let right = element.all("answer").find(|answer| fraction(answer) > 0.0);
    let word = right
        .and_then(|answer| answer.first("text"))
        .map(|text| text.text().trim().to_lowercase());
    let label = word.and_then(|word| crate::paper::truth(&word));
    Question {
        key: label.into_iter().map(|label| key(label, None)).collect(),
        ..unasked(QuestionType::TrueFalse)
    }
}

fn key(answer: &str, weight: Option<i64>) -> Key {
    Key {
        answer: answer.to_owned(),
        weight,
    }
}

fn matching(gather: &mut Gather, element: &Element, beside: &BesideQuestion) -> Question {
    let (mut premises, mut responses, mut pairs) = (Vec::new(), Vec::<(String, Text)>::new(), Vec::new());
    for pair in element.all("subquestion") {
        let premise = text(gather, pair);
        let Some(answer) = pair.first("answer") else {
            continue;
        };
        // Ours tells the label, and what it says with its marks.
        let label = answer.attribute("label");
        let response = match answer.first("marked") {
            Some(marked) => text(gather, marked),
            None => Text::of_plain(value(answer, "text")),
        };
        let known = responses.iter().position(|(known, text)| match label {
            Some(label) => known == label,
            None => *text == response,
        });
        let place = known.unwrap_or(responses.len());
        if known.is_none() {
            responses.push((label.map_or_else(|| letter(responses.len()), str::to_owned), response));
        }
        // A pair without a premise only adds a response that fits nothing.
        if !premise.is_empty() {
            premises.push(premise);
            pairs.push(place);
        }
    }
    let numbers: Vec<String> = (0..premises.len())
        .map(|place| {
            beside
                .labels
                .get(place)
                .cloned()
                .unwrap_or_else(|| (place + 1).to_string())
        })
        .collect();
    let key = numbers
        .iter()
        .zip(&pairs)
        .map(|(number, place)| key(&format!("{number}-{}", responses[*place].0), None));
    let key = key.collect();
    if beside.kind.is_some() {
        responses.sort_by_key(|(label, _)| beside.labels.iter().position(|known| known == label));
    }
    let left = numbers.into_iter().zip(premises);
    let options = left.chain(responses).map(|(label, value)| Choice { label, value });
    Question {
        options: options.collect(),
        key,
        rule: beside.rule.unwrap_or(ScoringRule::PerOption),
        ..unasked(QuestionType::Matching)
    }
}

/// Tells what else a question has that is not imported.
pub(super) fn tell_of_the_rest(gather: &mut Gather, element: &Element, kind: &str, is_ours: bool) {
    let says = |name: &str| {
        let found = element.walk().into_iter().filter(|inner| inner.name == name);
        found
            .map(Element::text)
            .map(|text| text.trim().to_owned())
            .find(|text| !text.is_empty())
    };
    let feedback = [
        "generalfeedback",
        "correctfeedback",
        "partiallycorrectfeedback",
        "incorrectfeedback",
        "feedback",
        "hint",
    ];
    if let Some(text) = feedback.into_iter().find_map(says) {
        gather.warn(
            "moodle.feedback",
            &text,
            (
                "Umpan balik dan petunjuk soal ini tidak diimpor.",
                "Feedback and hints of this question were not imported.",
            ),
        );
    }
    if let Some(text) = ["graderinfo", "responsetemplate"].into_iter().find_map(says) {
        gather.warn(
            "moodle.essay",
            &text,
            (
                "Pedoman penilaian atau kerangka jawaban uraian tidak diimpor. Berikan kepada penilai.",
                "Guidelines for raters or a template of the answer were not imported. Hand them to the raters.",
            ),
        );
    }
    if !is_ours && kind == "multichoice" && is_yes(&value(element, "shuffleanswers")) {
        gather.warn_once(
            "moodle.shuffle",
            (
                "Pengacakan pilihan tidak diimpor: pilihan ditampilkan menurut urutannya di berkas.",
                "That options are shuffled was not imported: they are shown in the order of the file.",
            ),
        );
    }
}
