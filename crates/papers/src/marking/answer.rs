//! What somebody answered, as it is stored and as people read it.
//!
//! Invariant: an answer that was read for a question names its options with the labels as that question spells them.

use std::collections::{BTreeMap, BTreeSet};

use base::{Message, Rule};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::paper::{self, Choice, Question, QuestionType, is_premise};

/// Most characters of a written answer.
const LONGEST: usize = 20_000;
/// What stands between the entries of an answer that is shown.
const BETWEEN: &str = "; ";

/// An answer. Stored as `{"labels":["A"]}`, `{"pairs":{"1":"A"}}`, `{"text":"…"}` or `"recording"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The labels of the chosen options.
    Labels(BTreeSet<String>),
    /// The label of the response that was chosen for each premise.
    Pairs(BTreeMap<String, String>),
    /// What was written, as it was written.
    Text(String),
    /// Speech was recorded; the recording is stored by itself.
    Recording,
}

impl Answer {
    /// Reads what a client sends as the answer of a question: for options a label, the text of an option, or a list of
    /// either; for pairs `{"1":"A"}` or a list of `1-A`; else a text. `null` is no answer.
    pub fn read(question: &Question, value: &Value) -> Result<Option<Self>, Rule> {
        if value.is_null() {
            return Ok(None);
        }
        let read = match question.kind {
            QuestionType::MultipleChoice | QuestionType::TrueFalse => labels(question, value, 1),
            QuestionType::MultipleAnswer => labels(question, value, question.options.len()),
            QuestionType::Matching => pairs(question, value),
            QuestionType::ShortAnswer | QuestionType::Essay | QuestionType::Speaking => text(value),
        };
        read.map(Some)
    }

    /// As it is stored.
    pub fn to_json(&self) -> String {
        // None of its parts can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The answer of a stored text; `None` if it is not one.
    pub fn from_json(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// As people read it: the texts of the chosen options (`Paris`), pairs of labels (`1-A; 2-C`), or what was written. A
    /// recording has no text.
    pub fn shown(&self, question: &Question) -> Option<String> {
        match self {
            // In the question's order, which is not the one of the labels' spelling.
            Self::Labels(labels) => {
                let chosen = question.options.iter().filter(|option| labels.contains(&option.label));
                Some(chosen.map(said).collect::<Vec<_>>().join(BETWEEN))
            }
            Self::Pairs(pairs) => {
                let pairs = pairs.iter().map(|(premise, response)| format!("{premise}-{response}"));
                Some(pairs.collect::<Vec<_>>().join(BETWEEN))
            }
            Self::Text(text) => Some(text.clone()),
            Self::Recording => None,
        }
    }

    /// Whether nothing was chosen, and nothing but blanks written.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Labels(labels) => labels.is_empty(),
            Self::Pairs(pairs) => pairs.is_empty(),
            Self::Text(text) => text.trim().is_empty(),
            Self::Recording => false,
        }
    }
}

/// The label that a word for true (`B`) or false (`S`) stands for.
pub(super) fn truth(word: &str) -> Option<&'static str> {
    paper::truth(&word.trim().to_lowercase())
}

/// What an option says; its label where that is nothing.
fn said(option: &Choice) -> &str {
    let value = option.value.plain().trim();
    if value.is_empty() { &option.label } else { value }
}

fn labels(question: &Question, value: &Value, most: usize) -> Result<Answer, Rule> {
    let mut chosen = BTreeSet::new();
    for name in names(value)? {
        chosen.insert(option(question, name)?.label.clone());
    }
    if chosen.len() > most {
        return Err(Rule::TooMany(most));
    }
    Ok(Answer::Labels(chosen))
}

/// The texts of a list of texts, or of one.
fn names(value: &Value) -> Result<Vec<&str>, Rule> {
    let wrong = || Rule::Type("a string or an array of strings".into());
    match value {
        Value::String(one) => Ok(vec![one]),
        Value::Array(several) => several.iter().map(|one| one.as_str().ok_or_else(wrong)).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => Err(wrong()),
    }
}

/// The option of a label, else the only one that says so.
fn option<'a>(question: &'a Question, name: &str) -> Result<&'a Choice, Rule> {
    let name = name.trim();
    let labelled = |label: &str| {
        let mut options = question.options.iter();
        options.find(|option| option.label.eq_ignore_ascii_case(label))
    };
    let mut saying = question.options.iter().filter(|option| said(option) == name);
    let said_once = match (saying.next(), saying.next()) {
        (Some(option), None) => Some(option),
        _ => None,
    };
    let meant = || truth(name).filter(|_| question.kind == QuestionType::TrueFalse);
    labelled(name)
        .or(said_once)
        .or_else(|| labelled(meant()?))
        .ok_or_else(no_option)
}

fn pairs(question: &Question, value: &Value) -> Result<Answer, Rule> {
    let named: Vec<(&str, &str)> = match value {
        Value::Object(pairs) => pairs
            .iter()
            .filter(|(_, response)| !response.is_null())
            .map(|(premise, response)| Some((premise.as_str(), response.as_str()?)))
            .collect::<Option<_>>(),
        _ => names(value)?
            .into_iter()
            .flat_map(|text| text.split([';', ',']))
            .map(pair)
            .collect(),
    }
    .ok_or_else(|| Rule::Type("pairs of labels such as 1-A".into()))?;
    let mut pairs = BTreeMap::new();
    for (premise, response) in named {
        let (premise, response) = (option(question, premise)?, option(question, response)?);
        if !is_premise(&premise.label) || is_premise(&response.label) {
            return Err(no_option());
        }
        if pairs.insert(premise.label.clone(), response.label.clone()).is_some() {
            return Err(Rule::Other(Message::new(
                "memasangkan satu pernyataan dua kali",
                "matches a premise twice",
            )));
        }
    }
    Ok(Answer::Pairs(pairs))
}

/// The two labels of `1-A`.
pub(super) fn pair(text: &str) -> Option<(&str, &str)> {
    let (premise, response) = text.split_once('-')?;
    Some((premise.trim(), response.trim()))
}

fn text(value: &Value) -> Result<Answer, Rule> {
    let text = value.as_str().ok_or_else(|| Rule::Type("a string".into()))?;
    if text.chars().count() > LONGEST {
        return Err(Rule::TooLong(LONGEST));
    }
    match base::text::unstorable(text) {
        Some(rule) => Err(rule),
        None => Ok(Answer::Text(text.to_owned())),
    }
}

fn no_option() -> Rule {
    Rule::Other(Message::new(
        "menyebut pilihan yang tidak ada",
        "names an option that the question does not have",
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::marking::scoring::tests::question;

    fn read(question: &Question, value: Value) -> Answer {
        Answer::read(question, &value).unwrap().unwrap()
    }

    #[test]
    fn an_option_is_named_by_its_label_or_by_what_it_says() {
        let mut capital = question(QuestionType::MultipleChoice, &["A", "B"], &["A"]);
        capital.options[0].value = "Paris".into();
        capital.options[1].value = "London".into();
        for name in [json!("A"), json!("a"), json!("Paris"), json!(["A"])] {
            let answer = read(&capital, name);
            assert_eq!(answer.to_json(), r#"{"labels":["A"]}"#);
            assert_eq!(answer.shown(&capital).as_deref(), Some("Paris"));
        }
        for wrong in [json!("C"), json!(["A", "B"]), json!(1), json!({"A": "B"}), json!([1])] {
            assert!(Answer::read(&capital, &wrong).is_err(), "{wrong}");
        }
        assert_eq!(Answer::read(&capital, &Value::Null), Ok(None));
    }

    #[test]
    fn a_text_that_two_options_say_names_neither() {
        let mut twice = question(QuestionType::MultipleChoice, &["A", "B"], &["A"]);
        twice.options[0].value = "sama".into();
        twice.options[1].value = "sama".into();
        assert!(Answer::read(&twice, &json!("sama")).is_err());
    }

    #[test]
    fn what_is_chosen_is_shown_in_the_order_of_the_question() {
        let several = question(QuestionType::MultipleAnswer, &["C", "A", "B"], &["A"]);
        let answer = read(&several, json!(["A", "C", "a"]));
        assert_eq!(answer.shown(&several).as_deref(), Some("text C; text A"));
    }

    #[test]
    fn true_and_false_have_words_in_two_languages() {
        let claim = question(QuestionType::TrueFalse, &["B", "S"], &["B"]);
        for (word, label) in [("benar", "B"), ("True", "B"), ("s", "S"), ("F", "S"), ("t", "B")] {
            assert_eq!(
                read(&claim, json!(word)),
                Answer::Labels([label.to_owned()].into()),
                "{word}"
            );
        }
        assert!(Answer::read(&claim, &json!("mungkin")).is_err());
    }

    #[test]
    fn pairs_are_read_from_objects_lists_and_texts() {
        let matching = question(QuestionType::Matching, &["1", "2", "A", "B"], &["1-A", "2-B"]);
        for value in [
            json!({"1": "B", "2": "A"}),
            json!(["2-a", "1-B"]),
            json!("1-B; 2 - A"),
            json!({"1":"B","2":"A"}),
        ] {
            let answer = read(&matching, value);
            assert_eq!(answer.shown(&matching).as_deref(), Some("1-B; 2-A"));
            assert_eq!(Answer::from_json(&answer.to_json()), Some(answer));
        }
        assert!(read(&matching, json!({"1": null})).is_blank());
        for wrong in [
            json!("1-1"),
            json!("A-1"),
            json!(["1-A", "1-B"]),
            json!("1"),
            json!({"1": 2}),
            json!("3-A"),
        ] {
            assert!(Answer::read(&matching, &wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn written_answers_are_kept_as_they_were_written() {
        let essay = question(QuestionType::Essay, &[], &[]);
        let answer = read(&essay, json!("  dua\n baris "));
        assert_eq!(answer.shown(&essay).as_deref(), Some("  dua\n baris "));
        assert!(!answer.is_blank());
        assert!(read(&essay, json!(" \u{a0}\n")).is_blank());
        assert!(Answer::read(&essay, &json!("a\0b")).is_err());
        assert_eq!(Answer::from_json(&Answer::Recording.to_json()), Some(Answer::Recording));
    }
}
