//! All questions of the bank: found, sieved, and changed many at once.
//!
//! Invariant: many are changed one by one, each as its reader has seen it; what one refuses holds up none of the others, and
//! is told.

mod many;
mod sieve;

use askama::Template;
use assessment::{
    Admin, Authors, BankReaders, KeyView, QuestionEmbedding, QuestionView, Requirement as _, WantedQuestions,
};
use axum::extract::{RawQuery, State};
use pages_kit::{Answer, Failed, Field, Fields, Frame, Paged, Speech, Visit, form::Form};
use platform::{Error, version::Versioned as _};

pub(crate) use self::many::change;
use self::sieve::{Sieve, choices, elsewhere, packages};
use super::{
    question::QUESTIONS,
    tree::{kind_said, lacks_key, short},
};
use crate::{
    Committee,
    caller::Entered,
    frame::{Officer, around},
    papers::{Head, address, points},
};

const PAGED: Paged = Paged { rows: 50, last: 1_000 };

#[derive(Template)]
#[template(path = "bank/table.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    style: &'a str,
    head: Head,
    sieve: Form,
    query: String,
    rows: Vec<Row>,
    total: String,
    place: String,
    before: Option<String>,
    after: Option<String>,
    is_sieved: bool,
    /// Whether whoever looks may change them.
    may_write: bool,
    /// The sections of the package that is looked at, to which questions can be moved.
    sections: Vec<(String, String)>,
    /// The packages to which they can be sent.
    others: Vec<(String, String)>,
    /// The address of what is shown, which comes along with a change of many.
    here: String,
    told: Told,
}

/// What a change of many did.
#[derive(Default)]
struct Told {
    done: Option<String>,
    /// Questions that were not changed, and why.
    refused: Vec<(String, String)>,
}

/// A question in the table.
struct Row {
    id: i64,
    version: i64,
    short: String,
    /// Where it is changed; for those who may not, how it has changed.
    path: String,
    package: String,
    package_path: String,
    section: String,
    about: String,
    level: String,
    tags: String,
    has_key: bool,
    lacks_key: bool,
    has_audio: bool,
}

impl Row {
    fn of(question: &QuestionView, may_write: bool, speech: Speech<'_>) -> Self {
        let entities = question.entities.clone().unwrap_or_default();
        let answer = entities.answer.as_ref();
        let key: &[KeyView] = answer.map(|answer| answer.answer_key.as_slice()).unwrap_or_default();
        let worth = speech.with("papers-points", "points", points(speech, question.point));
        let level = question.difficulty.map(|one| format!("bank-level-{}", one.name()));
        Self {
            id: question.id,
            version: question.version(),
            short: short(&question.question),
            path: format!("{QUESTIONS}/{}{}", question.id, if may_write { "" } else { "/riwayat" }),
            package: entities
                .package
                .flatten()
                .map(|package| package.title)
                .unwrap_or_default(),
            package_path: address(question.package_id, ""),
            section: entities
                .section
                .flatten()
                .map(|section| section.title)
                .unwrap_or_default(),
            about: format!("{} · {worth}", kind_said(speech, question.question_type)),
            level: level.map(|key| speech.say(&key)).unwrap_or_default(),
            tags: question.tags.join(", "),
            has_key: !key.is_empty(),
            lacks_key: lacks_key(question),
            has_audio: question.audio_id.is_some(),
        }
    }
}

/// The page that an address asks for, with what a change of many did.
async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    asked: &Fields,
    told: Told,
) -> Result<Answer, Error> {
    let (speech, assessment) = (visit.speech(), committee.assessment());
    let sieve = Sieve::read(asked);
    let at = PAGED.read(asked);
    let wanted: WantedQuestions = sieve.wanted();
    let listed = assessment.list_questions(wanted, QuestionEmbedding::whole(), PAGED.pages(at));
    let ((questions, paging), _) = listed.await?;
    let sections = sieve.sections(committee).await?;
    let packages = packages(committee).await?;
    let fields: Vec<Field> = choices(speech, &sieve, (&packages, &sections));
    let (before, after) = PAGED.around(at, paging.total, |page| sieve.way(page));
    let (number, of) = (speech.number(at), speech.number(PAGED.count(paging.total)));
    let (frame, officer) = around(committee, visit, admin, speech.say("bank-table")).await?;
    let may_write = Authors::met(admin.role);
    Answer::page(&Page {
        head: Head::within(admin, speech.say("bank-table")),
        frame,
        officer,
        style: &committee.bank().style.path,
        sieve: Form::to(QUESTIONS, speech.say("committee-find-do"), fields),
        query: sieve.query.clone(),
        rows: questions.iter().map(|one| Row::of(one, may_write, speech)).collect(),
        total: speech.number(paging.total),
        place: speech.with_two("papers-page", ("page", number), ("pages", of)),
        before,
        after,
        is_sieved: sieve.is_narrow(),
        may_write,
        sections,
        others: elsewhere(&sieve, &packages),
        here: sieve.query_string(at),
        told,
    })
}

/// `GET /ujian/soal`
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<BankReaders>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let asked = Fields::read(query.unwrap_or_default().as_bytes());
    let shown = page(&committee, (&visit, &admin), &asked, Told::default()).await;
    shown.map_err(Failed::at(&visit))
}
