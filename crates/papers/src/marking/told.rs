//! What somebody answered, as whoever reads results wants to see it: labels with what they stand for.

use marked::Text;

use super::Answer;
use crate::paper::Question;

/// What stands in the place of speech.
pub const SPEECH: &str = "(audio)";
/// What stands between the entries of an answer.
const BETWEEN: &str = "; ";

impl Answer {
    /// As results tell it: `B. Paris`, `1. Medan = B. WIB`, what was written, or [`SPEECH`]. What options say is one line,
    /// with formulas as they are read and pictures by their descriptions.
    pub fn told(&self, question: &Question) -> String {
        match self {
            // In the question's order, which is not the one of the labels' spelling.
            Self::Labels(labels) => {
                let chosen = question.options.iter().filter(|option| labels.contains(&option.label));
                let chosen = chosen.map(|option| labelled(question, &option.label));
                chosen.collect::<Vec<_>>().join(BETWEEN)
            }
            Self::Pairs(pairs) => {
                let pairs = pairs.iter().map(|(premise, response)| {
                    format!("{} = {}", labelled(question, premise), labelled(question, response))
                });
                pairs.collect::<Vec<_>>().join(BETWEEN)
            }
            Self::Text(text) => text.clone(),
            Self::Recording => SPEECH.to_owned(),
        }
    }
}

/// A label with what its option says.
fn labelled(question: &Question, label: &str) -> String {
    let option = question.options.iter().find(|option| option.label == label);
    match option.map(|option| one_line(&option.value)) {
        Some(said) if !said.is_empty() => format!("{label}. {said}"),
        _ => label.to_owned(),
    }
}

fn one_line(text: &Text) -> String {
    let mut said = text.plain().to_owned();
    for picture in text.pictures() {
        let end = format!("](image:{})", picture.as_str());
        while let Some(at) = said.find(&end) {
            let Some(start) = said[..at].rfind("![") else { break };
            let shown = match said[start + 2..at].trim() {
                "" => "(picture)".to_owned(),
                alt => format!("(picture: {alt})"),
            };
            said.replace_range(start..at + end.len(), &shown);
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        marking::scoring::tests::question,
        paper::QuestionType::{Essay, Matching, MultipleAnswer},
    };

    #[test]
    fn what_was_chosen_is_told_with_its_labels_and_words() {
        let mut several = question(MultipleAnswer, &["A", "B", "C"], &["A"]);
        several.options[0].value = Text::of_markup("<p>Luas\n 2<sup>3</sup></p>").unwrap();
        several.options[1].value = format!("![peta]\n![peta](image:{0}) ![](image:{0})", "a".repeat(64))
            .as_str()
            .into();
        several.options[2].value = "".into();
        let told = |value| Answer::read(&several, &value).unwrap().unwrap().told(&several);
        assert_eq!(told(json!(["C", "A"])), "A. Luas 2³; C");
        assert_eq!(told(json!("B")), "B. ![peta] (picture: peta) (picture)");
        let pairs = question(Matching, &["1", "2", "A", "B"], &["1-A"]);
        let answer = Answer::read(&pairs, &json!({"2": "A"})).unwrap().unwrap();
        assert_eq!(answer.told(&pairs), "2. text 2 = A. text A");
        let gone = Answer::Pairs([("9".to_owned(), "Z".to_owned())].into());
        assert_eq!(gone.told(&pairs), "9 = Z");
    }

    #[test]
    fn what_was_written_is_told_as_it_was_written() {
        let essay = question(Essay, &[], &[]);
        assert_eq!(Answer::Text("=1\n dua".to_owned()).told(&essay), "=1\n dua");
        assert_eq!(Answer::Recording.told(&essay), "(audio)");
    }
}
