//! How a question has changed from version to version, and since the last one.
//!
//! Invariant: versions hold no keys, so nothing here shows what was right.

use askama::Template;
use assessment::{BankReaders, QuestionView};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech};
use papers::{Choice, Question};
use platform::{Error, page::Pages};
use serde::Deserialize;

use super::{
    super::tree::kind_said,
    found, path_of,
    sat::{self, Sat},
};
use crate::{
    Committee,
    bank::written::{stored, written},
    caller::Entered,
    frame::{Officer, around},
    papers::{Head, points},
    schedule::differences::Difference,
};

/// Versions that are looked at, the newest first.
const VERSIONS: i64 = 20;

#[derive(Template)]
#[template(path = "bank/history.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    head: Head,
    steps: Vec<Step>,
    /// The sittings that asked it, for those who see results.
    sat: Vec<Sat>,
    back: Option<String>,
}

/// A state of a question that differs from the one before.
struct Step {
    title: String,
    /// Whether it was not there before.
    is_new: bool,
    differences: Vec<Difference>,
}

/// A version, as far as it is about one question.
#[derive(Deserialize)]
struct Frozen {
    sections: Vec<FrozenSection>,
}

#[derive(Deserialize)]
struct FrozenSection {
    title: String,
    questions: Vec<FrozenQuestion>,
}

#[derive(Deserialize)]
struct FrozenQuestion {
    id: i64,
    #[serde(flatten)]
    question: Question,
}

/// What a question says, part by part.
type Said = Vec<(String, String)>;

fn state(speech: Speech<'_>, section: &str, question: &Question) -> Said {
    let mut parts = vec![
        (speech.say("papers-section"), section.to_owned()),
        (speech.say("bank-kind"), kind_said(speech, question.kind)),
        (speech.say("bank-text"), written(&question.text)),
    ];
    for option in &question.options {
        let label = speech.with("bank-option", "label", option.label.as_str());
        parts.push((label, written(&option.value)));
    }
    let seconds = |seconds: Option<i64>| seconds.map(|seconds| seconds.to_string()).unwrap_or_default();
    parts.extend([
        (speech.say("bank-point"), points(speech, question.point)),
        (
            speech.say("results-passage"),
            question.passage.clone().unwrap_or_default(),
        ),
        (speech.say("bank-audio"), question.audio.clone().unwrap_or_default()),
        (speech.say("bank-preparation"), seconds(question.preparation_time)),
        (speech.say("bank-response-time"), seconds(question.response_time)),
        (speech.say("bank-plays"), seconds(question.audio_plays)),
        (speech.say("bank-tags"), question.tags.join(", ")),
        (
            speech.say("bank-level"),
            question
                .difficulty
                .map(|one| speech.say(&format!("bank-level-{}", one.name())))
                .unwrap_or_default(),
        ),
    ]);
    parts
}

/// What is stored now, as a version would hold it.
fn now(speech: Speech<'_>, question: &QuestionView) -> Said {
    let entities = question.entities.clone().unwrap_or_default();
    let options = entities.options.unwrap_or_default();
    let options = options.into_iter().map(|option| Choice {
        value: stored(&option.value, option.value_marked.as_ref()),
        label: option.label,
    });
    let section = entities
        .section
        .flatten()
        .map(|section| section.title)
        .unwrap_or_default();
    let audio = entities.audio.flatten().map(|audio| audio.filename);
    let content = Question {
        kind: question.question_type,
        text: stored(&question.question, question.question_marked.as_ref()),
        passage: entities.passage.flatten().map(|passage| passage.code),
        audio: audio.or_else(|| question.audio_name.clone()),
        options: options.collect(),
        key: Vec::new(),
        point: question.point,
        rule: question.rule,
        preparation_time: question.preparation_time,
        response_time: question.response_time,
        audio_plays: question.audio_plays,
        tags: question.tags.clone(),
        difficulty: question.difficulty,
    };
    state(speech, &section, &content)
}

/// Where two states differ, older first.
fn differences(before: &Said, after: &Said) -> Vec<Difference> {
    let said = |state: &Said, label: &str| {
        let found = state.iter().find(|(own, _)| own == label);
        found.map(|(_, said)| said.clone()).unwrap_or_default()
    };
    let mut labels: Vec<&String> = after.iter().map(|(label, _)| label).collect();
    labels.extend(
        before
            .iter()
            .map(|(label, _)| label)
            .filter(|label| said(after, label).is_empty()),
    );
    labels.dedup();
    let shown = |text: String| if text.is_empty() { "–".to_owned() } else { text };
    labels
        .into_iter()
        .map(|label| (label, said(before, label), said(after, label)))
        .filter(|(_, before, after)| before != after)
        .map(|(label, before, after)| Difference {
            label: label.clone(),
            stored: shown(before),
            typed: shown(after),
        })
        .collect()
}

/// The states of a question, the newest first, each with what it is called; nothing where a version has not got it.
async fn states(
    committee: &Committee,
    speech: Speech<'_>,
    question: &QuestionView,
) -> Result<Vec<(String, Option<Said>)>, Error> {
    let assessment = committee.assessment();
    let mut states = vec![(speech.say("bank-now"), Some(now(speech, question)))];
    let (versions, _) = assessment
        .list_versions(question.package_id, Pages::after(0, VERSIONS))
        .await?;
    for version in versions {
        let frozen = assessment.package_version(question.package_id, version.no).await?;
        let paper = frozen.paper.map(|paper| serde_json::from_str::<Frozen>(paper.get()));
        let paper = paper.transpose().map_err(Error::internal)?;
        let found = paper.iter().flat_map(|paper| &paper.sections).find_map(|section| {
            let one = section.questions.iter().find(|one| one.id == question.id)?;
            Some(state(speech, &section.title, &one.question))
        });
        states.push((speech.with("papers-version", "no", version.no), found));
    }
    Ok(states)
}

fn steps(states: &[(String, Option<Said>)]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (at, (title, state)) in states.iter().enumerate() {
        let Some(after) = state else { continue };
        let before = states.get(at + 1).and_then(|(_, before)| before.as_ref());
        let differences = before.map(|before| differences(before, after)).unwrap_or_default();
        if before.is_some() && differences.is_empty() && at > 0 {
            continue;
        }
        steps.push(Step {
            title: title.clone(),
            is_new: before.is_none(),
            differences,
        });
    }
    steps
}

/// `GET /ujian/soal/{question}/riwayat`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(question): Path<String>,
    entered: Entered<BankReaders>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let speech = visit.speech();
        let (question, package) = found(&committee, &question).await?;
        let states = states(&committee, speech, &question).await?;
        let sat = sat::find(&committee, (&admin, speech), &question).await?;
        let title = speech.say("bank-history");
        let (frame, officer) = around(&committee, &visit, &admin, title.clone()).await?;
        let is_author = admin.require::<assessment::Authors>().is_ok();
        Answer::page(&Page {
            head: Head::below(&admin, &package, title, speech),
            frame,
            officer,
            style: &committee.bank().style.path,
            steps: steps(&states),
            sat,
            back: is_author.then(|| path_of(question.id, "")),
        })
    };
    shown.await.map_err(Failed::at(&visit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(text: &str) -> Said {
        vec![
            ("Teks".to_owned(), text.to_owned()),
            ("Poin".to_owned(), "1".to_owned()),
        ]
    }

    #[test]
    fn only_states_that_differ_from_the_one_before_are_steps() {
        let named = |title: &str, state: Option<Said>| (title.to_owned(), state);
        let states = [
            named("now", Some(state("b"))),
            named("3", Some(state("b"))),
            named("2", Some(state("a"))),
            named("1", None),
        ];
        let told: Vec<(String, bool, usize)> = steps(&states)
            .into_iter()
            .map(|step| (step.title, step.is_new, step.differences.len()))
            .collect();
        let expected = [("now", false, 0), ("3", false, 1), ("2", true, 0)];
        assert_eq!(
            told,
            expected.map(|(title, is_new, count)| (title.to_owned(), is_new, count))
        );
    }
}
