//! When a paper can be sat.

use base::{FieldError, Lang, Message, Rule, text::Check};

use super::{question::judge, section::duration};
use crate::paper::{Paper, Question};

/// Obstacles that are told at once.
const MOST_OBSTACLES: usize = 100;

/// What keeps a paper from being sat, by place: `sections[0].questions[4].answerKey`. Empty if nothing does.
pub fn obstacles(paper: &Paper) -> Vec<FieldError> {
    let mut found = Vec::new();
    if paper.sections.is_empty() {
        let said = Message::new("belum memuat soal", "has no questions yet");
        found.push(FieldError::new("sections", Rule::Other(said)));
    }
    for (at, section) in paper.sections.iter().enumerate() {
        let place = format!("sections[{at}]");
        let mut check = Check::new();
        duration(&mut check, "duration", section.duration);
        if section.questions.is_empty() {
            let said = Message::new("belum memuat soal", "has no questions yet");
            check.note("questions", Rule::Other(said));
        }
        found.extend(under(&place, &section.title, check));
        for (at, question) in section.questions.iter().enumerate() {
            let name = format!("{} {}", section.title, at + 1);
            found.extend(under(
                &format!("{place}.questions[{at}]"),
                &name,
                judge_question(paper, question),
            ));
        }
    }
    found.truncate(MOST_OBSTACLES);
    found
}

fn judge_question(paper: &Paper, question: &Question) -> Check {
    let mut check = Check::new();
    judge(&mut check, question);
    if question.key.is_empty() && !question.kind.is_rated() {
        let said = Message::new("belum berkunci", "has no key yet");
        check.note("answerKey", Rule::Other(said));
    }
    let known = |code: &String| paper.passages.iter().any(|passage| passage.code == *code);
    if question.passage.as_ref().is_some_and(|code| !known(code)) {
        let said = Message::new("menunjuk teks yang tidak ada", "names a passage that does not exist");
        check.note("passageId", Rule::Other(said));
    }
    check
}

/// What was noted, under its place in the paper, and in words that name it as people count.
fn under(place: &str, name: &str, check: Check) -> Vec<FieldError> {
    let Err(error) = check.finish() else {
        return Vec::new();
    };
    let moved = |field: &FieldError| {
        let said = field.rule.message();
        let said = Message::new(
            format!("{name}: {}", said.text(Lang::Id)),
            format!("{name}: {}", said.text(Lang::En)),
        );
        FieldError::new(format!("{place}.{}", field.path), Rule::Other(said))
    };
    error.fields().iter().map(moved).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn paper(question: &Value, duration: i64) -> Paper {
        serde_json::from_value(json!({"title": "A", "passages": [], "sections": [{
            "title": "S", "duration": duration, "instruction": "", "navigation": "free", "shuffle": false,
            "questions": [question]
        }]}))
        .unwrap()
    }

    fn question(key: &Value) -> Value {
        json!({"questionType": "multiple_choice", "question": "?", "passage": null, "audio": null, "options":
            [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}], "key": key, "point": 1, "rule": "exact",
            "preparationTime": null, "responseTime": null})
    }

    fn places(paper: &Paper) -> Vec<String> {
        obstacles(paper).into_iter().map(|field| field.path).collect()
    }

    #[test]
    fn a_package_whose_questions_all_have_keys_can_be_sat() {
        assert!(places(&paper(&question(&json!([{"answer": "A", "weight": null}])), 60)).is_empty());
    }

    #[test]
    fn what_keeps_a_package_from_being_sat_is_told_by_place() {
        let empty = Paper {
            title: "A".into(),
            passages: Vec::new(),
            sections: Vec::new(),
        };
        assert_eq!(places(&empty), ["sections"]);
        let keyless = question(&json!([]));
        assert_eq!(
            places(&paper(&keyless, 0)),
            ["sections[0].duration", "sections[0].questions[0].answerKey"]
        );
        let mut lost = question(&json!([{"answer": "C", "weight": null}]));
        lost["passage"] = json!("P1");
        assert_eq!(
            places(&paper(&lost, 1)),
            [
                "sections[0].questions[0].answerKey[0]",
                "sections[0].questions[0].passageId"
            ]
        );
    }
}
