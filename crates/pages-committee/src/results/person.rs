//! One participant's paper, question by question: what was asked, what was answered, what that brought, and who changed it.

use std::collections::HashMap;

use askama::Template;
use assessment::{
    Admin, Credit, EventView, GivenChange, GivenPaper, GivenQuestion, GivenRating, ListedScore, Raters, Verdict,
};
use axum::extract::{Path, State};
use pages_kit::{Answer, Failed, Frame, Speech, Visit, form::Form};
use papers::QuestionType;
use platform::Error;

use super::{
    Inside, PICTURES,
    appeal::{self, Note},
    coded,
    figures::{maybe_points, points},
    inside,
    list::class,
};
use crate::{
    Committee,
    caller::Entered,
    event::{find, number},
    frame::{Officer, address},
    moment::Zone,
    participants::status,
};

#[derive(Template)]
#[template(path = "committee/results/person.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    room: Inside<'a>,
    back: String,
    name: String,
    status: String,
    class: &'static str,
    facts: Vec<(String, String)>,
    total: Score,
    awaits_rating: bool,
    receipt: Option<Receipt>,
    sections: Vec<Section>,
    appeal: Appeal,
}

/// What was noted of the participant's appeal, and the form that adds to it.
struct Appeal {
    notes: Vec<Note>,
    form: Form,
}

/// What was handed in is verified where.
struct Receipt {
    code: String,
    path: String,
    address: String,
}

impl Receipt {
    fn of(code: String, visit: &Visit) -> Self {
        let path = format!("/receipt/{code}");
        Self {
            address: format!("{}{path}", visit.kit.public_url()),
            path,
            code,
        }
    }
}

pub(super) struct Score {
    said: String,
    scaled: String,
}

struct Section {
    title: String,
    score: Score,
    questions: Vec<Question>,
}

/// A question as it was asked, and the answer to it.
pub(super) struct Question {
    pub(super) number: String,
    pub(super) kind: String,
    /// Safe HTML, as all texts here.
    pub(super) text: String,
    /// The passage that it is about, before the first question of it.
    pub(super) passage: Option<(String, String)>,
    pub(super) options: Vec<Choice>,
    pub(super) keys: String,
    /// Whether answer and key are told beside the options, which show them where one chooses among them.
    pub(super) is_said: bool,
    pub(super) answer: Option<String>,
    pub(super) audio: Option<String>,
    pub(super) verdict: String,
    pub(super) verdict_class: &'static str,
    pub(super) score: String,
    pub(super) void: Option<String>,
    pub(super) ratings: Vec<Line>,
    pub(super) changes: Vec<Line>,
    /// Where its score is corrected.
    pub(super) correct: Option<String>,
}

pub(super) struct Choice {
    pub(super) label: String,
    pub(super) text: String,
    pub(super) is_chosen: bool,
    pub(super) is_key: bool,
}

/// Something that was done: what, by whom and when, and why.
pub(super) struct Line {
    pub(super) what: String,
    pub(super) by: String,
    pub(super) why: String,
}

fn html(text: &marked::Text) -> String {
    text.marked().to_html(|hash| format!("{PICTURES}{}", hash.as_str()))
}

impl Score {
    pub(super) fn of(score: &ListedScore, speech: Speech<'_>) -> Self {
        let said = speech.with_two(
            "results-of",
            ("points", maybe_points(speech, score.score)),
            ("most", maybe_points(speech, score.most)),
        );
        let scaled = score.scaled.map(|scaled| points(speech, scaled));
        let scaled = [scaled, score.band.clone()].into_iter().flatten();
        Self {
            said,
            scaled: scaled.collect::<Vec<_>>().join(" · "),
        }
    }
}

fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Right => ("results-right", "right"),
        Verdict::Partly => ("results-partly", "partly"),
        Verdict::Wrong => ("results-wrong", "wrong"),
        Verdict::Blank => ("results-unanswered", "none"),
        Verdict::Waiting => ("results-awaits", "none"),
        Verdict::Void => ("results-is-void", "none"),
    }
}

/// How the page of a paper writes what it shows.
pub(super) struct Writer<'s> {
    pub(super) speech: Speech<'s>,
    pub(super) zone: Zone,
    pub(super) event: i64,
    pub(super) participant: i64,
}

impl Writer<'_> {
    fn by(&self, username: Option<&String>, at: platform::Timestamp) -> String {
        let by = username.cloned().unwrap_or_else(|| self.speech.say("results-somebody"));
        format!("{by}, {}", self.zone.moment(self.speech, at))
    }

    fn rating(&self, rating: &GivenRating) -> Line {
        let round = coded(self.speech, "results-round", &rating.round);
        let criteria = rating
            .criteria
            .iter()
            .map(|(name, score)| format!("{name} {}", points(self.speech, *score)));
        let why: Vec<String> = criteria.chain(rating.comment.clone()).collect();
        Line {
            what: format!("{round}: {}", points(self.speech, rating.score)),
            by: self.by(rating.by.as_ref(), rating.at),
            why: why.join(" · "),
        }
    }

    fn change(&self, change: &GivenChange) -> Line {
        let cause = coded(self.speech, "results-cause", &change.cause);
        let (old, new) = (
            maybe_points(self.speech, change.old_score),
            maybe_points(self.speech, change.new_score),
        );
        let answers = change.answers.as_ref().map(|(old, new)| {
            let said = |answer: &Option<String>| answer.clone().unwrap_or_else(|| "–".to_owned());
            format!("{} → {}", said(old), said(new))
        });
        let why: Vec<String> = answers.into_iter().chain(change.reason.clone()).collect();
        Line {
            what: format!("{cause}: {old} → {new}"),
            by: self.by(change.by.as_ref(), change.at),
            why: why.join(" · "),
        }
    }

    fn void(&self, void: &(Credit, String)) -> String {
        format!("{} {}", self.speech.say("results-void-because"), void.1)
    }

    /// A question; `passage` is what stands before it.
    pub(super) fn question(&self, question: &GivenQuestion, passage: Option<(String, String)>) -> Question {
        let speech = self.speech;
        let (verdict, verdict_class) = verdict(question.verdict);
        let options = question.options.iter().map(|option| Choice {
            label: option.label.clone(),
            text: html(&option.text),
            is_chosen: option.is_chosen,
            is_key: option.is_key,
        });
        let response = question.response.as_ref();
        Question {
            number: speech.number(i64::try_from(question.number).unwrap_or(i64::MAX)),
            kind: coded(speech, "results-kind", question.kind.name()),
            text: html(&question.text),
            passage,
            options: options.collect(),
            keys: question.keys.join("; "),
            is_said: question.options.is_empty() || question.kind == QuestionType::Matching,
            answer: question.answer.clone().filter(|answer| !answer.trim().is_empty()),
            audio: response.and_then(|response| Some(response.audio.as_ref()?.0.clone())),
            verdict: speech.say(verdict),
            verdict_class,
            score: speech.with_two(
                "results-of",
                ("points", maybe_points(speech, question.score)),
                ("most", points(speech, question.most)),
            ),
            void: question.void.as_ref().map(|void| self.void(void)),
            ratings: question.ratings.iter().map(|rating| self.rating(rating)).collect(),
            changes: question.changes.iter().map(|change| self.change(change)).collect(),
            correct: response.map(|response| {
                let path = format!("/hasil/{}/jawaban/{}", self.participant, response.id);
                address(self.event, &path)
            }),
        }
    }

    fn sections(&self, paper: &GivenPaper) -> Vec<Section> {
        let mut passages: HashMap<&str, (String, String)> = paper
            .passages
            .iter()
            .map(|passage| (passage.code.as_str(), (passage.title.clone(), html(&passage.body))))
            .collect();
        let sections = paper.sections.iter().map(|section| Section {
            title: section.title.clone(),
            score: Score::of(&section.score, self.speech),
            questions: section
                .questions
                .iter()
                .map(|question| {
                    let passage = question.passage.as_deref().and_then(|code| passages.remove(code));
                    self.question(question, passage)
                })
                .collect(),
        });
        sections.collect()
    }
}

fn facts(paper: &GivenPaper, event: &EventView, speech: Speech<'_>) -> Vec<(String, String)> {
    let zone = Zone::of(&event.time_zone);
    let participant = &paper.participant;
    let mut facts = vec![
        (speech.say("committee-number"), participant.registered_number.clone()),
        (
            speech.say("committee-exam-number"),
            participant.exam_registered_number.clone(),
        ),
    ];
    let titles = [("results-rank", &participant.rank), ("results-unit", &participant.unit)];
    facts.extend(
        titles
            .into_iter()
            .filter_map(|(name, title)| Some((speech.say(name), title.clone()?))),
    );
    if let Some(attempt) = &paper.attempt {
        facts.push((speech.say("results-began"), zone.moment(speech, attempt.started_at)));
        if let Some(at) = attempt.submitted_at {
            let reason = attempt.submit_reason.as_deref();
            let reason = reason.map(|reason| coded(speech, "results-ended", reason));
            let exact = format!("{}, {}", zone.day(speech, at), zone.exact_time(at));
            let said = [Some(exact), reason];
            let said = said.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            facts.push((speech.say("results-handed-in"), said));
        }
    }
    facts
}

/// `GET /ujian/{event}/hasil/{participant}`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path((event, participant)): Path<(String, String)>,
    entered: Entered<Raters>,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let (event, participant) = (find(&committee, &event).await?, number(&participant)?);
        let paper = committee
            .assessment()
            .given_paper(&admin, event.id, participant)
            .await?;
        page(&committee, (&visit, &admin), (&event, &paper), |form| form).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// The page of a paper; `typed` is what its form holds.
pub(super) async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    (event, paper): (&EventView, &GivenPaper),
    typed: impl FnOnce(Form) -> Form + Send,
) -> Result<Answer, Error> {
    let (speech, zone) = (visit.speech(), Zone::of(&event.time_zone));
    let participant = paper.participant.id;
    let notes = appeal::notes(committee, participant).await?;
    let writer = Writer {
        speech,
        zone,
        event: event.id,
        participant,
    };
    let receipt = paper.attempt.as_ref().and_then(|attempt| attempt.receipt.clone());
    let title = paper.participant.name.clone();
    let (frame, officer, room) = inside(committee, (visit, admin), event, None, title).await?;
    let form = typed(appeal::form(speech, event.id, paper, &notes));
    Answer::page(&Page {
        back: address(event.id, "/hasil"),
        name: paper.participant.name.clone(),
        status: status(speech, paper.participant.status),
        class: class(paper.participant.status),
        facts: facts(paper, event, speech),
        total: Score::of(&paper.total, speech),
        awaits_rating: paper.awaits_rating,
        receipt: receipt.map(|code| Receipt::of(code, visit)),
        sections: writer.sections(paper),
        appeal: Appeal {
            notes: appeal::shown(speech, zone, paper, &notes),
            form: Form {
                token: officer.token.clone(),
                ..form
            },
        },
        frame,
        officer,
        room,
    })
}
