//! A package as a paper for desks: a cover, its questions, a sheet for answers, and what is right for those who may see it.
//!
//! Invariant: what is right is asked of the bank only where it is to be printed, and the bank refuses it to who may not.

mod answers;

use std::collections::BTreeSet;

use askama::Template;
use assessment::{Admin, Authors, BankReaders, Requirement};
use axum::extract::{Path, RawQuery, State};
use pages_kit::{Answer, Failed, Fields, Frame, Speech, Visit};
use papers::{Paper, Points, Question, Section};
use platform::Error;

use self::answers::{Blank, blank, right};
use super::{
    Head, address, find,
    package::length,
    questions::{count, html, passage, points},
};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
};

#[derive(Template)]
#[template(path = "committee/papers-print.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    script: &'a str,
    head: Head,
    wanted: Wanted,
    /// Whether who looks may see what is right.
    may_see_keys: bool,
    title: String,
    facts: Vec<(String, String)>,
    sections: Vec<Part>,
    /// Whether participants are asked a part of it alone.
    is_drawn: bool,
    back: String,
}

/// What a request wants to print.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box that is ticked or not")]
struct Wanted {
    cover: bool,
    columns: bool,
    sheet: bool,
    keys: bool,
}

impl Wanted {
    /// Without a choice: cover and sheet, in one column.
    fn read(fields: &Fields) -> Self {
        let is_chosen = !fields.get("pilih").is_empty();
        let ticked = |name: &str| fields.get(name) == "ya";
        Self {
            cover: !is_chosen || ticked("sampul"),
            columns: ticked("kolom"),
            sheet: !is_chosen || ticked("lembar"),
            keys: ticked("kunci"),
        }
    }
}

/// A section on paper.
struct Part {
    title: String,
    length: String,
    /// How many questions it has, and what they are worth.
    about: String,
    instruction: String,
    questions: Vec<Asked>,
}

/// A question on paper. Its texts are safe HTML.
struct Asked {
    /// Title and body of what it is about, before the first question that is.
    passage: Option<(String, String)>,
    number: String,
    points: String,
    text: String,
    audio: Option<String>,
    options: Vec<(String, String)>,
    blank: Blank,
    /// What is right; empty where that is not printed.
    right: String,
}

impl Asked {
    fn of(question: &Question, number: usize, speech: Speech<'_>) -> Self {
        let options = question.options.iter();
        Self {
            passage: None,
            number: count(speech, number),
            points: speech.with("papers-points", "points", points(speech, question.point)),
            text: html(&question.text),
            audio: question.audio.clone(),
            options: options
                .map(|option| (option.label.clone(), html(&option.value)))
                .collect(),
            blank: blank(question),
            right: right(question, speech),
        }
    }
}

/// What questions are worth together.
fn worth(speech: Speech<'_>, questions: &[Question]) -> String {
    let all = questions
        .iter()
        .fold(Points::ZERO, |sum, question| sum + question.point);
    speech.with("papers-points", "points", points(speech, all))
}

fn part(paper: &Paper, section: &Section, first: usize, speech: Speech<'_>) -> Part {
    let mut told = BTreeSet::new();
    let asked = |(question, number): (&Question, usize)| {
        let code = question.passage.as_deref();
        Asked {
            passage: code
                .filter(|code| told.insert((*code).to_owned()))
                .and_then(|code| passage(paper, code, html)),
            ..Asked::of(question, number, speech)
        }
    };
    let number = i64::try_from(section.questions.len()).unwrap_or(i64::MAX);
    Part {
        title: section.title.clone(),
        length: length(speech, section.duration),
        about: format!(
            "{} · {}",
            speech.with("paper-questions", "count", number),
            worth(speech, &section.questions)
        ),
        instruction: html(&section.instruction),
        questions: section.questions.iter().zip(first..).map(asked).collect(),
    }
}

fn parts(paper: &Paper, speech: Speech<'_>) -> Vec<Part> {
    let mut first = 1;
    let part = |section: &Section| {
        let part = part(paper, section, first, speech);
        first += section.questions.len();
        part
    };
    paper.sections.iter().map(part).collect()
}

fn facts(paper: &Paper, speech: Speech<'_>) -> Vec<(String, String)> {
    let questions: Vec<Question> = paper
        .sections
        .iter()
        .flat_map(|section| section.questions.clone())
        .collect();
    vec![
        (speech.say("papers-questions-count"), count(speech, questions.len())),
        (
            speech.say("papers-duration"),
            length(speech, paper.sections.iter().map(|section| section.duration).sum()),
        ),
        (speech.say("paper-worth"), worth(speech, &questions)),
    ]
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    package: &str,
    wanted: Wanted,
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let package = find(committee, package).await?;
    let paper = committee
        .assessment()
        .printed_package(admin, package.id, wanted.keys)
        .await?;
    let (frame, officer) = around(committee, visit, admin, package.title.clone()).await?;
    Answer::page(&Page {
        frame,
        officer,
        style: committee.paper_style(),
        script: committee.print_script(),
        head: Head::of(admin, Some(&package), speech),
        wanted,
        may_see_keys: Authors::met(admin.role),
        facts: facts(&paper, speech),
        sections: parts(&paper, speech),
        is_drawn: paper.sections.iter().any(|section| !section.draws.is_empty()),
        title: paper.title,
        back: address(package.id, ""),
    })
}

/// `GET /ujian/paket/{package}/cetak`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(package): Path<String>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let wanted = Wanted::read(&Fields::read(query.unwrap_or_default().as_bytes()));
    let shown = page(&committee, (&visit, &admin), &package, wanted).await;
    shown.map_err(Failed::at(&visit))
}
