//! The form of a question: its fields, its rows, and what can be chosen.

use std::collections::BTreeMap;

use assessment::{AudioView, Order, OutlineView, PackageView, PassageView};
use pages_kit::{Field, Speech, field::Takes, form::Form};
use papers::{QuestionType, draw::Difficulty, rules::question::LONGEST_OPTION, rules::question::LONGEST_TEXT};
use platform::{Error, page::Pages, text::fold};

use super::{
    super::tree::kind_said,
    body::{rules_of, truth},
    noted::Noted,
    typed::{ANSWERS, CHOICES, PREMISES, RESPONSES, Row, Typed, letter},
};
use crate::Committee;

/// Sound files that can be chosen; more are found by their names.
const FILES: i64 = 200;
const BY_NAME: Order = Order {
    by: "filename",
    down: false,
};

/// What can be chosen for a question.
pub(super) struct Choices {
    pub(super) sections: Vec<OutlineView>,
    pub(super) passages: Vec<PassageView>,
    pub(super) audio: Vec<AudioView>,
    /// Whether there are more files than can be chosen here.
    pub(super) has_more_audio: bool,
    /// What file names are looked for.
    pub(super) looked_for: String,
}

impl Choices {
    /// Those of a package; of sound files, those whose names hold a text, and the one that is chosen.
    pub(super) async fn find(
        committee: &Committee,
        package: &PackageView,
        looked_for: &str,
        chosen: &str,
    ) -> Result<Self, Error> {
        let assessment = committee.assessment();
        let (passages, _) = assessment.list_passages(package.id, false, Pages::everything()).await?;
        let search = Some(fold(looked_for.trim())).filter(|text| !text.is_empty());
        let (mut audio, paging) = assessment.list_audio(search, BY_NAME, Pages::after(0, FILES)).await?;
        let chosen: Option<i64> = chosen.parse().ok();
        if let Some(id) = chosen.filter(|id| audio.iter().all(|file| file.id != *id))
            && let Ok(file) = assessment.audio(id).await
        {
            audio.insert(0, file);
        }
        Ok(Self {
            sections: assessment.outline_of_package(package.id).await?,
            passages,
            audio,
            has_more_audio: paging.total > FILES,
            looked_for: looked_for.trim().to_owned(),
        })
    }
}

/// A row as the form shows it.
pub(crate) struct ShownRow {
    pub(crate) at: usize,
    pub(crate) label: String,
    /// What its field is called.
    pub(crate) name: String,
    pub(crate) is_right: bool,
    pub(crate) more: String,
    pub(crate) is_first: bool,
    pub(crate) is_last: bool,
}

/// The form with what it holds.
pub(crate) struct Sheet {
    pub(crate) form: Form,
    pub(crate) typed: Typed,
    places: BTreeMap<String, usize>,
    /// Fields that come along and are not shown.
    pub(crate) carried: Vec<(String, String)>,
    pub(crate) audio: Vec<Playable>,
    pub(crate) has_more_audio: bool,
    pub(crate) looked_for: String,
    /// What an import said of the question.
    pub(crate) noted: Option<Noted>,
}

/// A sound file that can be chosen.
pub(crate) struct Playable {
    pub(crate) id: String,
    pub(crate) said: String,
    /// Where it is played.
    pub(crate) path: String,
    pub(crate) is_chosen: bool,
}

fn choice(name: &'static str, label: String, choices: Vec<(String, String)>) -> Field {
    Field::new(name, label, Takes::Choice(choices))
}

fn marked(name: String, label: String, most: usize, value: &str) -> Field {
    Field::new(name, label, Takes::Lines).at_most(most).holding(value)
}

impl Sheet {
    pub(super) fn of(speech: Speech<'_>, action: String, choices: &Choices, typed: Typed) -> Self {
        let mut fields = placing(speech, choices, &typed);
        fields.push(
            marked(
                "question".to_owned(),
                speech.say("bank-text"),
                LONGEST_TEXT,
                &typed.text,
            )
            .required(),
        );
        for (prefix, rows) in shown(&typed) {
            for (at, row) in rows.iter().enumerate() {
                let label = row_label(speech, &typed, prefix, at);
                fields.push(marked(format!("{prefix}.{at}"), label, LONGEST_OPTION, &row.text));
            }
        }
        fields.extend(judging(speech, &typed));
        fields.extend(timing(speech, choices, &typed));
        let names = fields.iter().enumerate();
        let audio = choices.audio.iter().map(|file| Playable {
            id: file.id.to_string(),
            said: format!("{} ({})", file.filename, file.event),
            path: format!("/api/v1/{}", file.file_url),
            is_chosen: file.id.to_string() == typed.audio,
        });
        Self {
            places: names.map(|(at, field)| (field.name.to_string(), at)).collect(),
            form: Form::to(action, speech.say("bank-save"), fields),
            carried: carried(&typed),
            audio: audio.collect(),
            has_more_audio: choices.has_more_audio || !choices.looked_for.is_empty(),
            looked_for: choices.looked_for.clone(),
            noted: None,
            typed,
        }
    }

    /// What is told above a field.
    pub(crate) fn noted_at(&self, name: &str) -> Option<&Noted> {
        self.noted.as_ref().filter(|noted| noted.field == name)
    }

    /// The field of a name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.places.get(name).and_then(|at| self.form.fields.get(*at))
    }

    pub(crate) fn rows(&self, prefix: &str) -> Vec<ShownRow> {
        let found = shown(&self.typed).into_iter().find(|(own, _)| *own == prefix);
        let rows = found.map(|(_, rows)| rows).unwrap_or_default();
        let row = |(at, row): (usize, &Row)| ShownRow {
            at,
            label: label(&self.typed, prefix, at),
            name: format!("{prefix}.{at}"),
            is_right: row.is_right,
            more: row.more.clone(),
            is_first: at == 0,
            is_last: at + 1 == rows.len(),
        };
        rows.iter().enumerate().map(row).collect()
    }

    /// The labels that a premise can be matched to.
    pub(crate) fn letters(&self) -> Vec<String> {
        (0..self.typed.responses.len()).map(letter).collect()
    }

    /// Whether its points can be counted in several ways.
    pub(crate) fn has_rules(&self) -> bool {
        rules_of(self.typed.kind).len() > 1
    }

    pub(crate) fn is_weighted(&self) -> bool {
        self.typed.rule() == papers::ScoringRule::Weights
    }

    pub(crate) fn kind(&self) -> &'static str {
        self.typed.kind.name()
    }
}

/// The rows that a type shows.
fn shown(typed: &Typed) -> Vec<(&'static str, &[Row])> {
    match typed.kind {
        QuestionType::MultipleChoice | QuestionType::MultipleAnswer | QuestionType::TrueFalse => {
            vec![(CHOICES, typed.choices.as_slice())]
        }
        QuestionType::ShortAnswer => vec![(ANSWERS, typed.answers.as_slice())],
        QuestionType::Matching => vec![
            (PREMISES, typed.premises.as_slice()),
            (RESPONSES, typed.responses.as_slice()),
        ],
        QuestionType::Essay | QuestionType::Speaking => Vec::new(),
    }
}

/// What a row is called.
fn label(typed: &Typed, prefix: &str, at: usize) -> String {
    match (prefix, typed.kind) {
        (CHOICES, QuestionType::TrueFalse) => truth(at),
        (CHOICES | RESPONSES, _) => letter(at),
        _ => (at + 1).to_string(),
    }
}

fn row_label(speech: Speech<'_>, typed: &Typed, prefix: &str, at: usize) -> String {
    let label = label(typed, prefix, at);
    let text = match prefix {
        ANSWERS => "bank-answer",
        PREMISES => "bank-premise",
        RESPONSES => "bank-response",
        _ => "bank-option",
    };
    speech.with(text, "label", label)
}

/// What another type would show.
fn carried(typed: &Typed) -> Vec<(String, String)> {
    let all = [
        (CHOICES, &typed.choices),
        (ANSWERS, &typed.answers),
        (PREMISES, &typed.premises),
        (RESPONSES, &typed.responses),
    ];
    let is_shown = |prefix: &str| shown(typed).iter().any(|(own, _)| *own == prefix);
    let mut fields = Vec::new();
    for (prefix, rows) in all.into_iter().filter(|(prefix, _)| !is_shown(prefix)) {
        for (at, row) in rows.iter().enumerate() {
            fields.push((format!("{prefix}.{at}"), row.text.clone()));
            fields.push((format!("{prefix}.{at}.nilai"), row.more.clone()));
            if row.is_right {
                fields.push((format!("{prefix}.{at}.benar"), "ya".to_owned()));
            }
        }
    }
    fields
}

fn placing(speech: Speech<'_>, choices: &Choices, typed: &Typed) -> Vec<Field> {
    let sections = choices.sections.iter();
    let sections = sections.map(|row| (row.id.to_string(), row.title.clone())).collect();
    let kinds = QuestionType::ALL.map(|kind| (kind.name().to_owned(), kind_said(speech, kind)));
    vec![
        choice("sectionId", speech.say("papers-section"), sections)
            .required()
            .holding(typed.section.as_str()),
        choice("questionType", speech.say("bank-kind"), kinds.into()).holding(typed.kind.name()),
    ]
}

fn judging(speech: Speech<'_>, typed: &Typed) -> Vec<Field> {
    let rules = rules_of(typed.kind).iter();
    let rules = rules.map(|rule| {
        let text = format!("bank-rule-{}", rule.name().replace('_', "-"));
        (rule.name().to_owned(), speech.say(&text))
    });
    let none = (String::new(), speech.say("bank-unsaid"));
    let levels = Difficulty::ALL.map(|one| (one.name().to_owned(), speech.say(&format!("bank-level-{}", one.name()))));
    let levels = std::iter::once(none).chain(levels).collect();
    vec![
        Field::new("point", speech.say("bank-point"), Takes::Number)
            .at_most(12)
            .holding(typed.point.as_str()),
        choice("rule", speech.say("bank-rule"), rules.collect()).holding(typed.rule().name()),
        choice("difficulty", speech.say("bank-level"), levels).holding(typed.difficulty.as_str()),
        Field::line("tags", speech.say("bank-tags"))
            .hint(speech.say("bank-tags-hint"))
            .at_most(1_100)
            .holding(typed.tags.as_str()),
    ]
}

fn timing(speech: Speech<'_>, choices: &Choices, typed: &Typed) -> Vec<Field> {
    let none = (String::new(), speech.say("bank-none"));
    let passages = choices.passages.iter().map(|passage| {
        let title = [passage.code.as_str(), passage.title.as_str()].join(" ");
        (passage.id.to_string(), title.trim().to_owned())
    });
    let passages = std::iter::once(none).chain(passages).collect();
    let number = |name: &'static str, text: &str, value: &str| {
        Field::new(name, speech.say(text), Takes::Number)
            .at_most(10)
            .holding(value)
    };
    vec![
        choice("passageId", speech.say("results-passage"), passages).holding(typed.passage.as_str()),
        Field::line("audioId", speech.say("bank-audio")).holding(typed.audio.as_str()),
        number("audioPlays", "bank-plays", &typed.plays).hint(speech.say("bank-plays-hint")),
        number("preparationTime", "bank-preparation", &typed.preparation).hint(speech.say("bank-time-hint")),
        number("responseTime", "bank-response-time", &typed.response).hint(speech.say("bank-time-hint")),
    ]
}
