//! Answers counted by hand.

use papers::{Key, ScoringRule};

use super::*;

fn question(kind: QuestionType, options: &[(&str, &str)], key: &[&str]) -> Question {
    let option = |(label, value): &(&str, &str)| Choice {
        label: (*label).to_owned(),
        value: (*value).into(),
    };
    let key = key.iter().map(|answer| Key {
        answer: (*answer).to_owned(),
        weight: None,
    });
    Question {
        kind,
        text: "Apa?".into(),
        passage: None,
        audio: None,
        options: options.iter().map(option).collect(),
        key: key.collect(),
        point: Points::whole(1),
        rule: ScoringRule::Exact,
        preparation_time: None,
        response_time: None,
        audio_plays: None,
        tags: Vec::new(),
        difficulty: None,
    }
}

fn row(version: i64, given: &str, count: i64, upper: i64, lower: i64) -> GivenRow {
    GivenRow {
        version: Some(version),
        question_id: 1,
        given: given.to_owned(),
        count,
        upper,
        lower,
    }
}

fn counts(chosen: &Chosen) -> Vec<(&str, i64, Option<i64>, Option<i64>)> {
    let each = chosen.choices.iter();
    each.map(|choice| (choice.label.as_str(), choice.count, choice.upper, choice.lower))
        .collect()
}

#[test]
fn an_option_is_counted_by_what_it_says_whatever_its_letter_was() {
    let old = question(
        QuestionType::MultipleChoice,
        &[("A", "London"), ("B", "Paris"), ("C", "Oslo"), ("D", "Bern")],
        &["B"],
    );
    let new = question(
        QuestionType::MultipleChoice,
        &[("A", "Paris"), ("B", "London"), ("C", "Roma")],
        &["A"],
    );
    let rows = [
        row(1, r#"{"labels":["B"]}"#, 5, 3, 0),
        row(1, r#"{"labels":["D"]}"#, 2, 0, 1),
        row(2, r#"{"labels":["A"]}"#, 4, 1, 1),
        row(2, r#"{"labels":[]}"#, 2, 0, 0),
        row(2, "", 1, 0, 1),
        row(2, "x", 1, 0, 1),
    ];
    let rows: Vec<&GivenRow> = rows.iter().collect();
    let found = chosen(&new, &rows, true, |version| {
        Some(if version == Some(1) { &old } else { &new })
    });
    assert_eq!(found.blank, 3);
    assert_eq!(
        counts(&found),
        [
            ("A", 9, Some(4), Some(1)),
            ("B", 0, Some(0), Some(0)),
            ("C", 0, Some(0), Some(0)),
            ("D′", 2, Some(0), Some(1))
        ]
    );
    assert_eq!(found.choices[3].text, "Bern");
    assert!(found.choices[0].is_key && !found.choices[3].is_key);
}

#[test]
fn several_labels_count_one_by_one_and_pairs_as_pairs() {
    let several = question(QuestionType::MultipleAnswer, &[("A", "a"), ("B", "b")], &["A", "B"]);
    let both = row(1, r#"{"labels":["A","B"]}"#, 3, 1, 1);
    let found = chosen(&several, &[&both], false, |_| None);
    assert_eq!(counts(&found), [("A", 3, None, None), ("B", 3, None, None)]);
    let options = [("1", "satu"), ("2", "dua"), ("A", "one"), ("B", "two")];
    let matching = question(QuestionType::Matching, &options, &["1-A", "2-B"]);
    let crossed = row(1, r#"{"pairs":{"1":"B","2":"B"}}"#, 2, 0, 2);
    let found = chosen(&matching, &[&crossed], true, |_| None);
    assert_eq!(
        counts(&found),
        [("1-B", 2, Some(0), Some(2)), ("2-B", 2, Some(0), Some(2))]
    );
    assert_eq!(found.choices[0].text, "satu → two");
    assert!(found.choices[1].is_key && !found.choices[0].is_key);
    let essay = question(QuestionType::Essay, &[], &[]);
    assert!(
        chosen(&essay, &[&row(1, "x", 2, 0, 0)], true, |_| None)
            .choices
            .is_empty()
    );
}

#[test]
fn thirds_hold_whoever_is_level_with_their_edge() {
    let of = |totals: &[i64]| Thirds::of(totals.iter().map(|total| Points::whole(*total)).collect());
    let thirds = of(&[9, 1, 2, 3, 3, 7]).unwrap();
    assert_eq!((thirds.upper, thirds.upper_from), (2, Points::whole(7)));
    assert_eq!((thirds.lower, thirds.lower_to), (2, Points::whole(2)));
    assert_eq!(of(&[1, 2, 5, 5, 5, 9]).unwrap().upper, 4);
    assert_eq!((of(&[]), of(&[1, 2]), of(&[1, 5, 5, 5, 5, 9])), (None, None, None));
}

#[test]
fn a_question_is_looked_at_for_its_figures_and_for_what_the_best_chose() {
    let choice = |label: &str, is_key, upper| ChoiceView {
        label: label.to_owned(),
        text: String::new(),
        is_key,
        count: 9,
        upper: Some(upper),
        lower: Some(0),
    };
    let wrong = [choice("A", true, 2), choice("B", false, 3)];
    let of = |kind, count, figures, choices: &[ChoiceView]| concerns(kind, count, figures, choices);
    let one = QuestionType::MultipleChoice;
    assert_eq!(
        of(one, 10, (Some(0.19), Some(0.09)), &wrong),
        [Concern::Discrimination, Concern::Hard, Concern::Distractor]
    );
    assert_eq!(of(one, 10, (Some(0.96), Some(0.1)), &wrong[..1]), [Concern::Easy]);
    assert_eq!(
        of(
            one,
            10,
            (Some(0.95), None),
            &[choice("A", true, 3), choice("B", false, 3)]
        ),
        []
    );
    assert_eq!(of(QuestionType::MultipleAnswer, 10, (Some(0.5), Some(0.5)), &wrong), []);
    assert_eq!(of(one, 9, (Some(0.0), Some(-1.0)), &wrong), []);
}
