//! A question as its form holds it: what is stored written as if it had been typed, and what was typed.
//!
//! Invariant: options are called by their places, as participants see them, so a key goes along with its row wherever that is
//! moved. What a type does not show comes along hidden, so that another type and back loses nothing.

use assessment::{KeyView, QuestionView};
use pages_kit::Fields;
use papers::{QuestionType, ScoringRule};

use super::super::{
    tree::named,
    written::{is_blank, stored, written},
};
use crate::schedule::typed::minutes;

/// Most rows of a kind.
const MOST: usize = 100;
/// Rows that a new question begins with.
const FEWEST: usize = 4;

/// The rows of a form, by what their fields are called.
pub(super) const CHOICES: &str = "pilihan";
pub(super) const ANSWERS: &str = "jawaban";
pub(super) const PREMISES: &str = "premis";
pub(super) const RESPONSES: &str = "respons";
/// The field that says which one option is right.
const RIGHT: &str = "benar";

/// An option, an accepted answer, a premise or a response.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) text: String,
    pub(crate) is_right: bool,
    /// Its weight in per cent; of a premise, the label of what it is matched to.
    pub(crate) more: String,
}

/// All that a form holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) section: String,
    pub(crate) kind: QuestionType,
    pub(crate) rule: ScoringRule,
    pub(crate) text: String,
    pub(crate) choices: Vec<Row>,
    pub(crate) answers: Vec<Row>,
    pub(crate) premises: Vec<Row>,
    pub(crate) responses: Vec<Row>,
    pub(crate) point: String,
    pub(crate) preparation: String,
    pub(crate) response: String,
    pub(crate) audio: String,
    pub(crate) plays: String,
    pub(crate) passage: String,
    pub(crate) tags: String,
    pub(crate) difficulty: String,
}

/// The letter of a place: A, B, …, Z, AA, ….
pub(crate) fn letter(at: usize) -> String {
    let last = char::from(b'A' + u8::try_from(at % 26).unwrap_or_default());
    match at / 26 {
        0 => last.to_string(),
        rest => format!("{}{last}", letter(rest - 1)),
    }
}

fn rows(fields: &Fields, prefix: &str) -> Vec<Row> {
    let right = fields.get(RIGHT);
    let row = |at: usize| {
        let text = fields.find(&format!("{prefix}.{at}"))?;
        let more = fields.get(&format!("{prefix}.{at}.nilai")).trim();
        let is_chosen = prefix == CHOICES && right == at.to_string();
        Some(Row {
            text: text.to_owned(),
            is_right: is_chosen || fields.is_ticked(&format!("{prefix}.{at}.benar")),
            more: more.to_owned(),
        })
    };
    (0..MOST).map_while(row).collect()
}

fn of_seconds(seconds: Option<i64>) -> String {
    seconds.map(minutes).unwrap_or_default()
}

impl Typed {
    /// What a form sent.
    pub(crate) fn read(fields: &Fields) -> Self {
        let get = |name: &str| fields.get(name).trim().to_owned();
        Self {
            section: get("sectionId"),
            kind: QuestionType::from_name(fields.get("questionType")).unwrap_or(QuestionType::MultipleChoice),
            rule: ScoringRule::from_name(fields.get("rule")).unwrap_or_default(),
            text: fields.get("question").to_owned(),
            choices: rows(fields, CHOICES),
            answers: rows(fields, ANSWERS),
            premises: rows(fields, PREMISES),
            responses: rows(fields, RESPONSES),
            point: get("point"),
            preparation: get("preparationTime"),
            response: get("responseTime"),
            audio: get("audioId"),
            plays: get("audioPlays"),
            passage: get("passageId"),
            tags: get("tags"),
            difficulty: get("difficulty"),
        }
        .with_room()
    }

    /// An empty form of a section.
    pub(crate) fn new(section: &str, kind: QuestionType) -> Self {
        Self {
            section: section.to_owned(),
            kind,
            rule: ScoringRule::default(),
            text: String::new(),
            choices: vec![Row::default(); FEWEST],
            answers: Vec::new(),
            premises: Vec::new(),
            responses: Vec::new(),
            point: "1".to_owned(),
            preparation: String::new(),
            response: String::new(),
            audio: String::new(),
            plays: String::new(),
            passage: String::new(),
            tags: String::new(),
            difficulty: String::new(),
        }
        .with_room()
    }

    /// What is stored; points as the reader's language writes them.
    pub(crate) fn of(question: &QuestionView, point: String) -> Self {
        let entities = question.entities.clone().unwrap_or_default();
        let answer = entities.answer.unwrap_or_default();
        let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let mut typed = Self {
            rule: question.rule,
            text: written(&stored(&question.question, question.question_marked.as_ref())),
            choices: Vec::new(),
            point,
            preparation: of_seconds(question.preparation_time),
            response: of_seconds(question.response_time),
            audio: id(question.audio_id),
            plays: id(question.audio_plays),
            passage: id(question.passage_id),
            tags: question.tags.join(", "),
            difficulty: question.difficulty.map(|one| one.name().to_owned()).unwrap_or_default(),
            ..Self::new(&question.section_id.to_string(), question.question_type)
        };
        let options: Vec<(&str, Row)> = answer
            .option_questions
            .iter()
            .map(|option| {
                let text = written(&stored(&option.value, option.value_marked.as_ref()));
                let row = Row { text, ..Row::default() };
                (option.label.as_str(), row)
            })
            .collect();
        typed.take(options, &answer.answer_key);
        typed.with_room()
    }

    /// Takes options and a key that are stored.
    fn take(&mut self, options: Vec<(&str, Row)>, key: &[KeyView]) {
        match self.kind {
            QuestionType::Matching => self.take_pairs(options, key),
            QuestionType::ShortAnswer => {
                self.answers = key
                    .iter()
                    .map(|one| Row {
                        text: named(one).to_owned(),
                        is_right: true,
                        more: weight(one),
                    })
                    .collect();
            }
            _ => {
                let mut options = options;
                if self.kind == QuestionType::TrueFalse {
                    // True stands first, wherever it is stored.
                    options.sort_by_key(|(label, _)| *label != "B");
                }
                for (label, mut row) in options {
                    let right = key.iter().find(|one| named(one) == label);
                    row.is_right = right.is_some();
                    row.more = right.map(weight).unwrap_or_default();
                    self.choices.push(row);
                }
            }
        }
    }

    fn take_pairs(&mut self, options: Vec<(&str, Row)>, key: &[KeyView]) {
        let is_premise = |label: &str| label.starts_with(|first: char| first.is_ascii_digit());
        let (premises, responses): (Vec<_>, Vec<_>) = options.into_iter().partition(|(label, _)| is_premise(label));
        let pair_of = |label: &str| {
            let found = key.iter().find_map(|one| {
                let (premise, response) = named(one).split_once('-')?;
                (premise == label).then_some(response)
            });
            let at = responses.iter().position(|(own, _)| Some(*own) == found);
            at.map(letter).unwrap_or_default()
        };
        for (label, mut row) in premises {
            row.more = pair_of(label);
            self.premises.push(row);
        }
        self.responses = responses.into_iter().map(|(_, row)| row).collect();
    }

    /// Rows to type into, of what its type has.
    fn with_room(mut self) -> Self {
        let fill = |rows: &mut Vec<Row>, fewest: usize| {
            if rows.len() < fewest {
                rows.resize(fewest, Row::default());
            }
        };
        match self.kind {
            QuestionType::MultipleChoice | QuestionType::MultipleAnswer => fill(&mut self.choices, 2),
            QuestionType::TrueFalse => {
                self.choices.truncate(2);
                fill(&mut self.choices, 2);
            }
            QuestionType::ShortAnswer => fill(&mut self.answers, 1),
            QuestionType::Matching => {
                fill(&mut self.premises, 2);
                fill(&mut self.responses, 2);
            }
            QuestionType::Essay | QuestionType::Speaking => {}
        }
        self
    }

    /// Without rows in which nothing was typed, where the type needs none of them.
    pub(crate) fn settled(mut self) -> Self {
        let is_typed = |row: &Row| !is_blank(&row.text);
        if self.kind != QuestionType::TrueFalse {
            self.choices.retain(is_typed);
        }
        self.answers.retain(is_typed);
        self.premises.retain(is_typed);
        let mut places = Vec::new();
        for (at, row) in self.responses.iter().enumerate() {
            if is_typed(row) {
                places.push(letter(at));
            }
        }
        self.responses.retain(is_typed);
        // What a premise is matched to keeps its row, whatever that is called now.
        for premise in &mut self.premises {
            let at = places.iter().position(|place| *place == premise.more);
            premise.more = at.map(letter).unwrap_or_default();
        }
        self
    }

    fn rows_of(&mut self, prefix: &str) -> Option<&mut Vec<Row>> {
        match prefix {
            CHOICES => Some(&mut self.choices),
            ANSWERS => Some(&mut self.answers),
            PREMISES => Some(&mut self.premises),
            RESPONSES => Some(&mut self.responses),
            _ => None,
        }
    }

    /// Does what a button of a row does: `naik:pilihan:2`, `turun:…`, `buang:…`, `tambah:pilihan`.
    pub(crate) fn done(mut self, deed: &str) -> Self {
        let mut parts = deed.split(':');
        let (what, prefix) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let at: Option<usize> = parts.next().and_then(|at| at.parse().ok());
        let Some(rows) = self.rows_of(prefix) else {
            return self;
        };
        let before: Vec<String> = (0..rows.len()).map(letter).collect();
        let mut order: Vec<usize> = (0..rows.len()).collect();
        match (what, at.filter(|at| *at < rows.len())) {
            ("tambah", _) if rows.len() < MOST => rows.push(Row::default()),
            ("naik", Some(at)) if at > 0 => order.swap(at, at - 1),
            ("turun", Some(at)) if at + 1 < rows.len() => order.swap(at, at + 1),
            ("buang", Some(at)) => drop(order.remove(at)),
            _ => {}
        }
        if what != "tambah" {
            *rows = order.iter().filter_map(|at| rows.get(*at).cloned()).collect();
            if prefix == RESPONSES {
                self.follow(&before, &order);
            }
        }
        self.with_room()
    }

    /// Premises stay matched to the response that they were matched to.
    fn follow(&mut self, before: &[String], order: &[usize]) {
        for premise in &mut self.premises {
            let old = before.iter().position(|label| *label == premise.more);
            let new = old.and_then(|old| order.iter().position(|at| *at == old));
            premise.more = new.map(letter).unwrap_or_default();
        }
    }
}

fn weight(key: &KeyView) -> String {
    match key {
        KeyView::Plain(_) => String::new(),
        KeyView::Weighted { weight, .. } => weight.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Typed {
        Typed::read(&Fields::read(query.as_bytes()))
    }

    #[test]
    fn places_have_letters() {
        assert_eq!([0, 25, 26, 51, 52].map(letter), ["A", "Z", "AA", "AZ", "BA"]);
    }

    #[test]
    fn a_key_goes_along_with_its_row() {
        let typed = read("questionType=multiple_choice&pilihan.0=a&pilihan.1=b&pilihan.2=c&benar=1");
        assert!(typed.choices[1].is_right);
        let moved = typed.clone().done("naik:pilihan:1");
        assert_eq!((moved.choices[0].text.as_str(), moved.choices[0].is_right), ("b", true));
        assert_eq!(typed.clone().done("turun:pilihan:2"), typed);
        assert_eq!(typed.clone().done("buang:pilihan:1").choices.len(), 2);
        assert_eq!(typed.clone().done("tambah:pilihan").choices.len(), 4);
        assert_eq!(typed.clone().done("buang:nirgendwo:9"), typed);
    }

    #[test]
    fn premises_stay_matched_when_responses_move_or_go() {
        let query = "questionType=matching&premis.0=x&premis.0.nilai=B&premis.1=y&premis.1.nilai=C&respons.0=&respons.1=b&respons.2=c";
        let typed = read(query);
        let moved = typed.clone().done("turun:respons:1");
        assert_eq!(
            (moved.premises[0].more.as_str(), moved.premises[1].more.as_str()),
            ("C", "B")
        );
        let settled = typed.clone().settled();
        assert_eq!(
            (settled.premises[0].more.as_str(), settled.premises[1].more.as_str()),
            ("A", "B")
        );
        let gone = typed.done("buang:respons:2");
        assert_eq!(
            (gone.premises[0].more.as_str(), gone.premises[1].more.as_str()),
            ("B", "")
        );
    }
}
