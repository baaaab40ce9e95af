//! Options and texts as they were sent, and what becomes of those that are stored.

use marked::Text;
use papers::{
    Choice, Question,
    rules::question::{label, tidy},
};
use platform::{Rule, text::Check};

use super::body::ChoiceIn;
use crate::bank::text::SentText;

/// An option as it was sent.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SentChoice {
    label: String,
    /// Nothing if neither form was sent, which is noted already.
    value: Option<SentText>,
}

/// A text that was sent, new or as a change of another one.
pub(super) fn applied_text(check: &mut Check, sent: SentText, before: Option<&Text>) -> Option<Text> {
    match before {
        Some(before) => Some(sent.onto(check, before)),
        None => sent.into_new(check),
    }
}

/// Options that were sent; each is a change of the one that has its label, if there is one.
pub(super) fn applied_options(check: &mut Check, sent: Vec<SentChoice>, question: &Question) -> Vec<Choice> {
    let mut before = question.clone();
    tidy(&mut before);
    let mut made = Vec::new();
    for sent in sent {
        let label = label(before.kind, &sent.label);
        let same = before.options.iter().find(|option| option.label == label);
        let value = sent
            .value
            .and_then(|value| applied_text(check, value, same.map(|option| &option.value)));
        made.push(Choice {
            label: sent.label,
            // What is missing was noted.
            value: value.unwrap_or_else(|| "?".into()),
        });
    }
    made
}

/// The options of a body; one that says nothing is noted.
pub(super) fn choices(check: &mut Check, given: Option<Vec<ChoiceIn>>) -> Vec<SentChoice> {
    let mut choices = Vec::new();
    for (index, given) in given.unwrap_or_default().into_iter().enumerate() {
        let field = format!("optionQuestions[{index}].value");
        let unsaid = given.value.is_none() && given.value_marked.as_ref().is_none_or(Option::is_none);
        if unsaid {
            check.note(field.as_str(), Rule::Required);
        }
        let value = SentText::read(
            check,
            &field,
            (given.value, given.value_marked),
            papers::rules::question::LONGEST_OPTION,
        );
        choices.push(SentChoice {
            label: given.label,
            value: value.filter(|_| !unsaid),
        });
    }
    choices
}

#[cfg(test)]
mod tests {
    use papers::{Points, QuestionType, ScoringRule};

    use super::*;

    #[test]
    fn an_option_sent_as_it_is_stored_keeps_its_marks_by_whichever_of_its_names() {
        let marked = Text::of_markup("<p><b>Benar</b> sekali</p>").unwrap();
        let question = Question {
            kind: QuestionType::TrueFalse,
            text: "2 + 2 = 4".into(),
            passage: None,
            audio: None,
            options: vec![Choice {
                label: "B".to_owned(),
                value: marked.clone(),
            }],
            key: Vec::new(),
            point: Points::whole(1),
            rule: ScoringRule::Exact,
            preparation_time: None,
            response_time: None,
            audio_plays: None,
            tags: Vec::new(),
            difficulty: None,
        };
        for name in ["B", "b", "benar", " True "] {
            let mut check = Check::new();
            let plain = (Some(marked.plain().to_owned()), None);
            let value = SentText::read(&mut check, "optionQuestions[0].value", plain, 100);
            let sent = SentChoice {
                label: name.to_owned(),
                value,
            };
            let options = applied_options(&mut check, vec![sent], &question);
            assert_eq!(options[0].value, marked, "{name}");
        }
    }
}
