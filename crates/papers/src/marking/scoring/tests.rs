//! Scores of every answer under every rule, against a second and slower way of saying what the rules mean.

use super::*;
use crate::{marking::Unit, paper::Choice};

/// A question worth ten points, whose options say `text <label>`.
pub(in crate::marking) fn question(kind: QuestionType, labels: &[&str], key: &[&str]) -> Question {
    let entry = |answer: &&str| Key {
        answer: (*answer).to_owned(),
        weight: None,
    };
    let choice = |label: &&str| Choice {
        label: (*label).to_owned(),
        value: format!("text {label}").into(),
    };
    Question {
        kind,
        text: "?".into(),
        passage: None,
        audio: None,
        options: labels.iter().map(choice).collect(),
        key: key.iter().map(entry).collect(),
        point: Points::whole(10),
        rule: ScoringRule::Exact,
        preparation_time: None,
        response_time: None,
        audio_plays: None,
        tags: Vec::new(),
        difficulty: None,
    }
}

fn labels(labels: &[&str]) -> Answer {
    Answer::Labels(labels.iter().map(|label| (*label).to_owned()).collect())
}

fn pairs(pairs: &[(&str, &str)]) -> Answer {
    Answer::Pairs(
        pairs
            .iter()
            .map(|(one, other)| ((*one).to_owned(), (*other).to_owned()))
            .collect(),
    )
}

fn text(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

fn points(question: &Question, answer: &Answer) -> i64 {
    score(question, Some(answer), &Policy::default()).points.unwrap().0
}

const RULES: [ScoringRule; 4] = [
    ScoringRule::Exact,
    ScoringRule::PartialNet,
    ScoringRule::PerOption,
    ScoringRule::Weights,
];
const FIVE: [&str; 5] = ["A", "B", "C", "D", "E"];

/// Right are A, C and D; weights A 50, B −25, C 30, D 40.
fn several(rule: ScoringRule) -> Question {
    let mut question = question(QuestionType::MultipleAnswer, &FIVE, &["A", "C", "D"]);
    question.rule = rule;
    if rule == ScoringRule::Weights {
        question.key = [("A", 50), ("B", -25), ("C", 30), ("D", 40)]
            .map(|(answer, weight)| Key {
                answer: answer.to_owned(),
                weight: Some(weight),
            })
            .to_vec();
    }
    question
}

/// Scores in hundredths of ten points of every choice of A to E, bit 0 = A: worked out by hand, not by the program.
/// Columns: exact, partial net, per option, weights.
const SHEET: [[i64; 4]; 32] = [
    [0, 0, 0, 0],             // nothing
    [0, 333, 600, 500],       // A
    [0, 0, 200, 0],           // B
    [0, 0, 400, 250],         // AB
    [0, 333, 600, 300],       // C
    [0, 667, 800, 800],       // AC
    [0, 0, 400, 50],          // BC
    [0, 333, 600, 550],       // ABC
    [0, 333, 600, 400],       // D
    [0, 667, 800, 900],       // AD
    [0, 0, 400, 150],         // BD
    [0, 333, 600, 650],       // ABD
    [0, 667, 800, 700],       // CD
    [1000, 1000, 1000, 1000], // ACD
    [0, 333, 600, 450],       // BCD
    [0, 667, 800, 950],       // ABCD
    [0, 0, 200, 0],           // E
    [0, 0, 400, 500],         // AE
    [0, 0, 0, 0],             // BE
    [0, 0, 200, 250],         // ABE
    [0, 0, 400, 300],         // CE
    [0, 333, 600, 800],       // ACE
    [0, 0, 200, 50],          // BCE
    [0, 0, 400, 550],         // ABCE
    [0, 0, 400, 400],         // DE
    [0, 333, 600, 900],       // ADE
    [0, 0, 200, 150],         // BDE
    [0, 0, 400, 650],         // ABDE
    [0, 333, 600, 700],       // CDE
    [0, 667, 800, 1000],      // ACDE
    [0, 0, 400, 450],         // BCDE
    [0, 333, 600, 950],       // ABCDE
];

fn chosen(bits: usize) -> Vec<&'static str> {
    (0..5).filter(|bit| bits >> bit & 1 == 1).map(|bit| FIVE[bit]).collect()
}

#[test]
fn every_choice_of_five_is_worth_what_the_sheet_says() {
    for (bits, row) in SHEET.iter().enumerate() {
        for (rule, expected) in RULES.into_iter().zip(row) {
            let question = several(rule);
            assert_eq!(
                points(&question, &labels(&chosen(bits))),
                *expected,
                "{:?} {rule:?}",
                chosen(bits)
            );
        }
    }
}

#[test]
fn blank_is_worth_what_the_policy_says_of_blank_and_wrong_what_it_says_of_wrong() {
    let strict = Policy {
        unit: Unit::Points,
        right: Points::whole(4),
        wrong: Points::whole(-1),
        blank: Points(50),
    };
    for rule in RULES {
        let question = several(rule);
        let worth = |answer: Option<&Answer>| score(&question, answer, &strict).points.unwrap().0;
        assert_eq!(worth(None), 50);
        assert_eq!(worth(Some(&labels(&[]))), 50);
        assert_eq!(worth(Some(&labels(&["B", "E"]))), -100);
        assert_eq!(worth(Some(&labels(&["A", "C", "D"]))), 400);
    }
    assert_eq!(best(&several(ScoringRule::Exact), &strict), Points::whole(4));
    assert_eq!(
        best(&question(QuestionType::Essay, &[], &[]), &strict),
        Points::whole(10)
    );
}

#[test]
fn one_choice_is_right_or_wrong_as_a_whole() {
    for rule in RULES {
        let mut capital = question(QuestionType::MultipleChoice, &FIVE, &["C"]);
        capital.rule = rule;
        assert_eq!(
            FIVE.map(|label| points(&capital, &labels(&[label]))),
            [0, 0, 1000, 0, 0],
            "{rule:?}"
        );
        assert_eq!(points(&capital, &labels(&["B", "C"])), 0);
        assert_eq!(points(&capital, &labels(&["Z"])), 0);
        capital.key.push(Key {
            answer: "D".to_owned(),
            weight: Some(50),
        });
        let half = if rule == ScoringRule::Weights { 500 } else { 1000 };
        assert_eq!(points(&capital, &labels(&["D"])), half);
        assert_eq!(points(&capital, &labels(&["C", "D"])), 0);
    }
}

#[test]
fn keys_of_true_and_false_may_be_words() {
    for (key, right, wrong) in [
        ("B", "B", "S"),
        ("salah", "S", "B"),
        ("TRUE", "B", "S"),
        ("f", "S", "B"),
    ] {
        let claim = question(QuestionType::TrueFalse, &["B", "S"], &[key]);
        assert_eq!(
            (points(&claim, &labels(&[right])), points(&claim, &labels(&[wrong]))),
            (1000, 0),
            "{key}"
        );
    }
}

#[test]
fn pairs_are_scored_by_premise() {
    let mut matching = question(
        QuestionType::Matching,
        &["1", "2", "3", "4", "A", "B", "C"],
        &["1-A", "2-B", "3-C", "3-B"],
    );
    let all = pairs(&[("1", "A"), ("2", "B"), ("3", "B")]);
    let two = pairs(&[("1", "A"), ("2", "B")]);
    let crossed = pairs(&[("1", "B"), ("2", "B"), ("3", "C"), ("4", "A")]);
    for (rule, expected) in [
        (ScoringRule::Exact, [1000, 0, 0]),
        (ScoringRule::PartialNet, [1000, 667, 0]),
        (ScoringRule::PerOption, [1000, 750, 500]),
    ] {
        matching.rule = rule;
        assert_eq!(
            [&all, &two, &crossed].map(|answer| points(&matching, answer)),
            expected,
            "{rule:?}"
        );
    }
    matching.rule = ScoringRule::Weights;
    matching.key = vec![
        Key {
            answer: "1-A".to_owned(),
            weight: Some(60),
        },
        Key {
            answer: "2-B".to_owned(),
            weight: Some(40),
        },
        Key {
            answer: "2-A".to_owned(),
            weight: Some(-20),
        },
    ];
    assert_eq!(points(&matching, &two), 1000);
    assert_eq!(points(&matching, &pairs(&[("1", "A"), ("2", "A")])), 400);
    assert_eq!(points(&matching, &pairs(&[("2", "A")])), 0);
}

#[test]
fn short_answers_have_several_accepted_texts_and_the_best_one_counts() {
    let mut colour = question(QuestionType::ShortAnswer, &[], &["colour", "color", "=3,14±0,01"]);
    for (answer, expected) in [
        (" Color", 1000),
        ("COLOUR", 1000),
        ("3.145", 1000),
        ("3.2", 0),
        ("kolor", 0),
        ("  ", 0),
    ] {
        assert_eq!(points(&colour, &text(answer)), expected, "{answer}");
    }
    colour.rule = ScoringRule::Weights;
    colour.key[1].weight = Some(70);
    colour.key.push(Key {
        answer: "COLOR".to_owned(),
        weight: Some(20),
    });
    assert_eq!(points(&colour, &text("color")), 700);
    assert_eq!(points(&colour, &text("colour")), 1000);
}

#[test]
fn what_people_rate_waits_unless_there_is_nothing_to_rate() {
    let policy = Policy::default();
    for (kind, answer) in [
        (QuestionType::Essay, text("Saya")),
        (QuestionType::Speaking, Answer::Recording),
    ] {
        let rated = question(kind, &[], &[]);
        let waits = Scored {
            points: None,
            status: Status::Pending,
        };
        assert_eq!(score(&rated, Some(&answer), &policy), waits);
        let nothing = Scored {
            points: Some(Points::ZERO),
            status: Status::Auto,
        };
        assert_eq!(score(&rated, None, &policy), nothing);
        assert_eq!(score(&rated, Some(&text(" \n")), &policy), nothing);
    }
}

#[test]
fn an_answer_of_another_form_is_wrong() {
    for rule in RULES {
        assert_eq!(points(&several(rule), &text("A")), 0);
        assert_eq!(points(&several(rule), &labels(&["A", "C", "D", "Z"])), 0);
        let short = question(QuestionType::ShortAnswer, &[], &["A"]);
        assert_eq!(points(&short, &labels(&["A"])), 0);
    }
}

/// Says what the rules mean option by option, in floating point, without sets.
#[expect(clippy::float_cmp, reason = "these floats are counts")]
fn naive(question: &Question, chosen: &[&str]) -> f64 {
    let is_chosen = |label: &str| chosen.contains(&label);
    let is_right = |label: &str| question.key.iter().any(|key| key.answer == label);
    let (mut right, mut wrong, mut agreed, mut asked, mut weight) = (0.0, 0.0, 0.0, 0.0, 0.0_f64);
    for option in &question.options {
        let (taken, key) = (is_chosen(&option.label), is_right(&option.label));
        right += f64::from(taken && key);
        wrong += f64::from(taken && !key);
        agreed += f64::from(taken == key);
        asked += f64::from(key);
        let entry = question.key.iter().find(|key| key.answer == option.label);
        if taken {
            weight += entry.map_or(0.0, |key| f64::from(i32::try_from(key.weight.unwrap_or(100)).unwrap()));
        }
    }
    let options = f64::from(u32::try_from(question.options.len()).unwrap());
    match question.rule {
        ScoringRule::Exact => f64::from(wrong == 0.0 && right == asked),
        ScoringRule::PartialNet if asked == 0.0 => 0.0,
        ScoringRule::PartialNet => f64::max(0.0, (right - wrong) / asked),
        ScoringRule::PerOption => agreed / options,
        ScoringRule::Weights => (weight / 100.0).clamp(0.0, 1.0),
    }
}

proptest::proptest! {
    #[test]
    fn scores_agree_with_the_naive_reading_and_stay_in_bounds(
        (right, bits, rule, point) in (0_usize..32, 1_usize..32, 0_usize..4, 1_i64..100_000),
        weights in proptest::collection::vec(-100_i64..=100, 5),
        turned in 0_usize..5,
    ) {
        let mut question = question(QuestionType::MultipleAnswer, &FIVE, &chosen(right));
        question.rule = RULES[rule];
        question.point = Points(point);
        for (key, weight) in question.key.iter_mut().zip(&weights) {
            key.weight = Some(*weight);
        }
        let answer = labels(&chosen(bits));
        let ours = points(&question, &answer);
        let exact = naive(&question, &chosen(bits)) * f64::from(i32::try_from(point).unwrap());
        proptest::prop_assert!((f64::from(i32::try_from(ours).unwrap()) - exact).abs() <= 0.5 + 1e-6, "{ours} {exact}");
        proptest::prop_assert!((0..=point).contains(&ours));
        question.options.rotate_left(turned);
        question.options.swap(0, 3);
        question.key.reverse();
        proptest::prop_assert_eq!(points(&question, &answer), ours);
    }

    #[test]
    fn no_policy_gives_more_than_right_or_less_than_wrong(
        (bits, rule, right, wrong) in (1_usize..32, 0_usize..4, 1_i64..1000, -1000_i64..0), absolute in proptest::bool::ANY
    ) {
        let unit = if absolute { Unit::Points } else { Unit::Percent };
        let policy = Policy { unit, right: Points(right), wrong: Points(wrong), blank: Points::ZERO };
        let question = several(RULES[rule]);
        let worth = score(&question, Some(&labels(&chosen(bits))), &policy).points.unwrap();
        let lowest = policy.answered(question.point, Fraction::NONE);
        proptest::prop_assert!(lowest <= worth && worth <= best(&question, &policy));
    }
}
