//! The rules about questions, as a client meets them.

use serde_json::{Value, json};

use super::*;

fn read(body: Value) -> QuestionIn {
    serde_json::from_value(body).unwrap()
}

/// The body of the documents, with some of its fields replaced.
fn seed(with: Value) -> Value {
    let mut body = json!({
        "packageId": 1, "sectionId": 2, "sectionDuration": 120, "sectionInstruction": "Answer the following questions",
        "question": "What is the capital of France?", "questionType": "multiple_choice", "audioId": 3, "pasageId": 4,
        "responseTime": 60, "optionQuestions": [{"label": "A", "value": "Paris"}, {"label": "B", "value": "London"}],
        "answerKey": ["A"]
    });
    for (name, value) in with.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

fn made(with: Value) -> NewQuestion {
    read(seed(with)).new_question().unwrap()
}

fn wrong(with: Value) -> Vec<String> {
    fields(read(seed(with)).new_question())
}

fn fields<T>(out: Result<T>) -> Vec<String> {
    let error = out.err().unwrap();
    error.fields().iter().map(|field| field.path.clone()).collect()
}

fn answers(new: &NewQuestion) -> Vec<&str> {
    new.content.key.iter().map(|key| key.answer.as_str()).collect()
}

fn options(labels: &[&str]) -> Value {
    labels
        .iter()
        .map(|label| json!({"label": label, "value": "x"}))
        .collect()
}

#[test]
fn the_documented_body_is_a_question() {
    let new = made(json!({}));
    assert_eq!((new.package_id, new.section_id, new.duration), (1, 2, Some(120)));
    assert_eq!(new.instruction, "Answer the following questions");
    assert_eq!((new.audio_id, new.passage.clone()), (Some(3), Some(PassageRef::Id(4))));
    assert_eq!(
        (new.content.point, new.content.rule),
        (Points::whole(1), ScoringRule::Exact)
    );
    assert_eq!(
        (new.content.preparation_time, new.content.response_time),
        (None, Some(60))
    );
    assert_eq!(answers(&new), ["A"]);
}

#[test]
fn everything_that_is_wrong_is_named_together() {
    let body = json!({
        "sectionDuration": 0, "sectionInstruction": "\u{1}", "question": " ", "questionType": "multiple_choice",
        "point": -1, "preparationTime": -1, "responseTime": 86_401, "rule": "luck", "passage": {"body": ""},
        "optionQuestions": [{"label": "", "value": ""}, {"label": "ABCD", "value": "x"}], "answerKey": ["Z", 7]
    });
    assert_eq!(
        fields(read(body).new_question()),
        [
            "packageId",
            "sectionId",
            "passage.body",
            "answerKey[1]",
            "rule",
            "question",
            "optionQuestions[0].value",
            "optionQuestions[0].label",
            "optionQuestions[1].label",
            "answerKey[0]",
            "point",
            "preparationTime",
            "responseTime",
            "sectionDuration",
            "sectionInstruction"
        ]
    );
    assert_eq!(
        fields(read(json!({})).new_question()),
        ["packageId", "sectionId", "question", "questionType"]
    );
    assert_eq!(
        fields(read(seed(json!({"questionType": "riddle"}))).new_question()),
        ["questionType"]
    );
}

#[test]
fn a_key_that_names_no_option_is_refused() {
    assert_eq!(wrong(json!({"answerKey": ["C"]})), ["answerKey[0]"]);
    assert_eq!(
        wrong(json!({"questionType": "multiple_answer", "answerKey": ["A", "a", "X"]})),
        ["answerKey[1]", "answerKey[2]"]
    );
    assert_eq!(answers(&made(json!({"answerKey": [" a "]}))), ["A"]);
}

#[test]
fn a_single_choice_has_exactly_one_key_and_a_multiple_one_at_least_one() {
    assert_eq!(wrong(json!({"answerKey": ["A", "B"]})), ["answerKey"]);
    assert_eq!(wrong(json!({"answerKey": []})), ["answerKey"]);
    let both = made(json!({"questionType": "multiple_answer", "answerKey": ["B", "A"]}));
    assert_eq!(answers(&both), ["B", "A"]);
    assert_eq!(
        wrong(json!({"questionType": "multiple_answer", "answerKey": []})),
        ["answerKey"]
    );
}

#[test]
fn a_key_that_is_not_known_yet_is_not_invented() {
    assert!(made(json!({"answerKey": null})).content.key.is_empty());
}

#[test]
fn labels_are_short_plain_and_unique_without_case() {
    assert_eq!(
        wrong(json!({"optionQuestions": options(&["A", "a", "A-B", "ABCD"])})),
        [
            "optionQuestions[1].label",
            "optionQuestions[2].label",
            "optionQuestions[3].label"
        ]
    );
    let lower = made(json!({"optionQuestions": options(&["a", "b"])}));
    assert_eq!(lower.content.options[1].label, "B");
}

#[test]
fn options_are_bounded_in_number() {
    let labels = |count: usize| (1..=count).map(|n| format!("L{n}")).collect::<Vec<_>>();
    let many = |count| {
        let labels = labels(count);
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        json!({"optionQuestions": options(&labels), "answerKey": ["L1"]})
    };
    assert_eq!(made(many(26)).content.options.len(), 26);
    assert_eq!(wrong(many(27)), ["optionQuestions"]);
    assert_eq!(wrong(many(1)), ["optionQuestions"]);
}

#[test]
fn true_and_false_have_one_form() {
    let statement = |with: Value| {
        let mut body = seed(json!({"questionType": "true_false"}));
        body.as_object_mut().unwrap().remove("optionQuestions");
        for (name, value) in with.as_object().unwrap() {
            body[name] = value.clone();
        }
        read(body).new_question()
    };
    for (word, label) in [("Benar", "B"), ("t", "B"), ("FALSE", "S"), ("s", "S")] {
        let new = statement(json!({"answerKey": [word]})).unwrap();
        assert_eq!(answers(&new), [label], "{word}");
        let labels: Vec<&str> = new.content.options.iter().map(|option| option.value.plain()).collect();
        assert_eq!(labels, ["Benar", "Salah"]);
    }
    let own = statement(json!({"answerKey": ["true"], "optionQuestions": options(&["true", "F"])})).unwrap();
    assert_eq!(own.content.options[1].label, "S");
    // "B" would be read as true where it was meant as the second option.
    let lettered = statement(json!({"answerKey": ["B"], "optionQuestions": options(&["A", "B"])}));
    assert_eq!(fields(lettered), ["optionQuestions[0].label"]);
    assert_eq!(fields(statement(json!({"answerKey": ["B", "S"]}))), ["answerKey"]);
    assert_eq!(fields(statement(json!({"answerKey": ["maybe"]}))), ["answerKey[0]"]);
}

#[test]
fn a_short_answer_has_accepted_texts_and_no_options() {
    let short = json!({"questionType": "short_answer", "optionQuestions": null, "answerKey": [" colour ", "color"]});
    assert_eq!(answers(&made(short)), ["colour", "color"]);
    assert_eq!(
        wrong(json!({"questionType": "short_answer", "answerKey": [" "]})),
        ["optionQuestions", "answerKey[0]"]
    );
}

#[test]
fn what_people_rate_has_no_key() {
    for kind in ["essay", "speaking"] {
        let body = json!({"questionType": kind, "optionQuestions": [], "answerKey": ["A"]});
        assert_eq!(wrong(body), ["answerKey"], "{kind}");
        let without = json!({"questionType": kind, "optionQuestions": [], "answerKey": null, "preparationTime": 15});
        assert_eq!(made(without).content.preparation_time, Some(15));
    }
}

#[test]
fn matching_pairs_each_premise_once() {
    let pairs = |key: Value| json!({"questionType": "matching", "answerKey": key, "optionQuestions": options(&["1", "2", "a", "B"])});
    assert_eq!(answers(&made(pairs(json!(["1 - a", "2-A"])))), ["1-A", "2-A"]);
    assert_eq!(wrong(pairs(json!(["1-A"]))), ["answerKey"]);
    assert_eq!(wrong(pairs(json!(["1-A", "1-B", "2-A"]))), ["answerKey[1]"]);
    assert_eq!(wrong(pairs(json!(["1-A", "A-2"]))), ["answerKey[1]", "answerKey"]);
    assert_eq!(wrong(pairs(json!(["1-A", "2"]))), ["answerKey[1]", "answerKey"]);
    let lonely = json!({"questionType": "matching", "answerKey": null, "optionQuestions": options(&["1", "2"])});
    assert_eq!(wrong(lonely), ["optionQuestions"]);
}

#[test]
fn weights_stand_in_objects_beside_plain_texts() {
    let weighted = json!({"answerKey": [{"answer": "A", "weight": 100}, {"answer": "b", "weight": 50}]});
    let new = made(weighted);
    assert_eq!(new.content.rule, ScoringRule::Weights);
    assert_eq!(
        new.content.key[1],
        Key {
            answer: "B".into(),
            weight: Some(50)
        }
    );
    assert_eq!(
        wrong(json!({"answerKey": [{"answer": "A", "weight": 101}, "B"]})),
        ["answerKey[0].weight", "answerKey[1].weight", "answerKey"]
    );
    assert_eq!(
        wrong(json!({"answerKey": [{"answer": "A", "weight": 50}]})),
        ["answerKey"]
    );
    assert_eq!(
        wrong(json!({"rule": "exact", "answerKey": [{"answer": "A", "weight": 100}]})),
        ["answerKey[0].weight"]
    );
    assert_eq!(
        wrong(json!({"answerKey": [{"answer": "A", "weight": "x"}]})),
        ["answerKey[0]"]
    );
}

#[test]
fn an_object_without_a_weight_is_a_plain_key() {
    for entry in [json!({"answer": "A"}), json!({"answer": "a", "weight": null})] {
        let new = made(json!({"answerKey": [entry]}));
        assert_eq!((answers(&new), new.content.rule), (vec!["A"], ScoringRule::Exact));
    }
}

#[test]
fn a_passage_is_named_in_either_spelling_or_made() {
    let of = |with: Value| made(with).passage;
    assert_eq!(of(json!({"passageId": 4})), Some(PassageRef::Id(4)));
    assert_eq!(of(json!({"pasageId": null, "passageId": 9})), Some(PassageRef::Id(9)));
    assert_eq!(wrong(json!({"passageId": 5})), ["passageId"]);
    assert_eq!(wrong(json!({"passage": {"body": "x"}})), ["passageId"]);
    let new = json!({"pasageId": null, "passage": {"code": " P1 ", "body": "a <b>\r\nc"}});
    let passage = NewPassage {
        code: Some("P1".into()),
        title: String::new(),
        body: "a <b>\nc".into(),
    };
    assert_eq!(of(new), Some(PassageRef::New(passage)));
}

#[test]
fn formulas_and_code_stay_as_they_are() {
    let text = "if a < b && c > d {\n\treturn <b>x</b>;\n}";
    assert_eq!(made(json!({"question": text})).content.text, text);
    assert_eq!(wrong(json!({"question": "a\u{0}b"})), ["question"]);
    assert_eq!(wrong(json!({"question": "a\u{1b}[1mb"})), ["question"]);
    assert_eq!(wrong(json!({"question": "x".repeat(20_001)})), ["question"]);
    assert_eq!(
        made(json!({"question": "é".repeat(20_000)}))
            .content
            .text
            .plain()
            .chars()
            .count(),
        20_000
    );
}

#[test]
fn a_change_is_judged_together_with_what_is_stored() {
    let before = made(json!({})).content;
    let change = |body: Value| read(body).change();
    let after = |body: Value| change(body).unwrap().after(before.clone());
    assert_eq!(after(json!({"answerKey": ["B"]})).unwrap().key[0].answer, "B");
    assert_eq!(fields(after(json!({"answerKey": ["C"]}))), ["answerKey[0]"]);
    assert_eq!(
        fields(after(json!({"optionQuestions": options(&["X", "Y"])}))),
        ["answerKey[0]"]
    );
    assert_eq!(
        fields(after(json!({"questionType": "essay"}))),
        ["optionQuestions", "answerKey"]
    );
    let essay = json!({"questionType": "essay", "optionQuestions": null, "answerKey": null, "responseTime": null});
    let essay = after(essay).unwrap();
    assert_eq!((essay.kind, essay.response_time), (QuestionType::Essay, None));
    assert_eq!(essay.text, before.text);
}

#[test]
fn a_plain_key_ends_weights() {
    let weighted = made(json!({"answerKey": [{"answer": "A", "weight": 100}]})).content;
    let plain = read(json!({"answerKey": ["B"]}))
        .change()
        .unwrap()
        .after(weighted)
        .unwrap();
    assert_eq!(plain.rule, ScoringRule::Exact);
}

#[test]
fn a_change_names_something_and_clears_only_what_may_be_empty() {
    let change = |body: Value| read(body).change();
    for nothing in [json!({}), json!({"createdAt": "2023-09-14T12:00:00Z"})] {
        assert_eq!(change(nothing).unwrap_err().code(), "assessment.nothing_to_change");
    }
    assert_eq!(
        fields(change(
            json!({"question": null, "questionType": null, "packageId": null, "point": null})
        )),
        ["questionType", "packageId", "question", "point"]
    );
    let cleared = change(json!({"audioId": null, "pasageId": null, "sectionInstruction": null})).unwrap();
    assert_eq!((cleared.audio_id, cleared.passage), (Some(None), Some(None)));
    assert_eq!(cleared.place.instruction.as_deref(), Some(""));
    assert_eq!(
        fields(change(json!({"responseTime": -1, "question": ""}))),
        ["question", "responseTime"]
    );
}
