//! How long what is kept: said, looked at before it counts, and what has gone.
//!
//! Invariant: what is typed deletes nothing before its outlook was shown.

use askama::Template;
use assessment::{Admin, Administrators, ExpiredView, Retention};
use axum::extract::{RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Fields, Frame, Speech, Visit,
    field::Takes,
    form::{Form, is_for_form},
};
use platform::{Error, Rule};

use super::{Part, log, parts};
use crate::{
    Committee,
    caller::{Entered, Sent},
    frame::{Officer, address, around},
    measures::size,
    moment::Zone,
};

/// Where it is.
pub(crate) const PATH: &str = "/ujian/kelola/simpan";
/// What went lately.
const LATEST: i64 = 10;
const DAYS: &str = "recordingDays";
const YEARS: &str = "attemptYears";

#[derive(Template)]
#[template(path = "office/retention.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    own_style: &'a str,
    parts: Vec<Part>,
    now: Vec<(String, String)>,
    /// What is asked, to be looked at.
    ask: Form,
    outlook: Option<Outlook>,
    gone: Vec<log::Row>,
}

/// What would go.
struct Outlook {
    recordings: Vec<Row>,
    recording_events: String,
    attempts: Vec<Row>,
    attempt_events: String,
    is_empty: bool,
    apply: Form,
}

struct Row {
    path: String,
    title: String,
    ended: String,
    count: String,
    size: String,
}

impl Row {
    fn of(event: &ExpiredView, speech: Speech<'_>, told: impl Fn(i64) -> String) -> Self {
        Self {
            path: address(event.event_id, ""),
            title: event.title.clone(),
            ended: Zone::of(&event.time_zone).day(speech, event.ended_at),
            count: speech.number(event.count),
            size: told(event.size),
        }
    }
}

/// An amount in words.
fn told(speech: Speech<'_>, key: &str, amount: Option<i64>) -> String {
    match amount {
        Some(amount) => speech.with(key, "count", amount),
        None => speech.say("office-retention-ever"),
    }
}

fn ask_form(speech: Speech<'_>, held: [String; 2]) -> Form {
    let [days, years] = held;
    let fields = vec![
        Field::new(DAYS, speech.say("office-retention-recordings"), Takes::Number)
            .hint(speech.say("office-retention-hint"))
            .at_most(6)
            .holding(days),
        Field::new(YEARS, speech.say("office-retention-attempts"), Takes::Number)
            .hint(speech.say("office-retention-hint"))
            .at_most(4)
            .holding(years),
    ];
    Form::to(PATH, speech.say("office-retention-look"), fields)
}

fn held(retention: Retention) -> [String; 2] {
    let text = |amount: Option<i64>| amount.map(|amount| amount.to_string()).unwrap_or_default();
    [text(retention.recording_days), text(retention.attempt_years)]
}

/// An amount that was typed; nothing is for ever.
fn amount(fields: &Fields, name: &str) -> Result<Option<i64>, Error> {
    match fields.get(name).trim() {
        "" => Ok(None),
        typed => match typed.parse() {
            Ok(amount) => Ok(Some(amount)),
            Err(_) => Err(Error::invalid_field(name, Rule::Type("an integer".into()))),
        },
    }
}

fn typed(fields: &Fields) -> Result<Retention, Error> {
    let retention = Retention {
        recording_days: amount(fields, DAYS)?,
        attempt_years: amount(fields, YEARS)?,
    };
    retention.check()?;
    Ok(retention)
}

async fn outlook(committee: &Committee, speech: Speech<'_>, retention: Retention) -> Result<Outlook, Error> {
    let found = committee.assessment().retention_outlook(retention).await?;
    let bytes = |bytes: i64| size(speech, bytes);
    let answers = |count: i64| speech.number(count);
    let recordings: Vec<_> = found
        .recordings
        .iter()
        .map(|event| Row::of(event, speech, bytes))
        .collect();
    let attempts: Vec<_> = found
        .attempts
        .iter()
        .map(|event| Row::of(event, speech, answers))
        .collect();
    let mut apply = Form::to(PATH, speech.say("office-retention-apply"), Vec::new());
    for (name, value) in [DAYS, YEARS].into_iter().zip(held(retention)) {
        apply.hidden.push((name, value));
    }
    apply.is_grave = !(recordings.is_empty() && attempts.is_empty());
    Ok(Outlook {
        is_empty: recordings.is_empty() && attempts.is_empty(),
        recordings,
        recording_events: speech.number(found.recording_events),
        attempts,
        attempt_events: speech.number(found.attempt_events),
        apply,
    })
}

async fn page(
    committee: &Committee,
    (visit, admin): (&Visit, &Admin),
    (ask, outlook): (Form, Option<Outlook>),
) -> Result<Answer, Error> {
    let speech = visit.speech();
    let now = committee.assessment().retention().await?;
    let gone = log::latest(committee.assessment(), speech, "expire", LATEST).await?;
    let (frame, officer) = around(committee, visit, admin, speech.say("office-retention")).await?;
    Answer::page(&Page {
        own_style: &committee.office().style.path,
        parts: parts(speech, PATH),
        now: vec![
            (
                speech.say("office-storage-recordings"),
                told(speech, "office-retention-days", now.recording_days),
            ),
            (
                speech.say("office-retention-of-attempts"),
                told(speech, "office-retention-years", now.attempt_years),
            ),
        ],
        ask,
        outlook: outlook.map(|outlook| Outlook {
            apply: Form {
                token: officer.token.clone(),
                ..outlook.apply
            },
            ..outlook
        }),
        gone,
        frame,
        officer,
    })
}

/// `GET /ujian/kelola/simpan`: what counts, and with `?recordingDays=` and `&attemptYears=` what would go by these.
pub(crate) async fn show(
    State(committee): State<Committee>,
    entered: Entered<Administrators>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let speech = visit.speech();
        let fields = Fields::read(query.unwrap_or_default().as_bytes());
        if fields.find(DAYS).is_none() && fields.find(YEARS).is_none() {
            let now = committee.assessment().retention().await?;
            let ask = ask_form(speech, held(now));
            return page(&committee, (&visit, &admin), (ask, None)).await;
        }
        let ask = ask_form(speech, [DAYS, YEARS].map(|name| fields.get(name).to_owned()));
        match typed(&fields) {
            Ok(retention) => {
                let outlook = outlook(&committee, speech, retention).await?;
                page(&committee, (&visit, &admin), (ask, Some(outlook))).await
            }
            Err(error) => {
                let shown = page(&committee, (&visit, &admin), (ask.faulty(&visit, &error), None)).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
        }
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/kelola/simpan`: lets it count. What goes, goes within the hour.
pub(crate) async fn save(State(committee): State<Committee>, sent: Sent<Administrators>) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let saved = async {
        let set = async {
            let retention = typed(&fields)?;
            committee.assessment().set_retention(&admin, retention).await
        };
        match set.await {
            Ok(_) => Answer::see(&format!("{PATH}?sudah=simpan")),
            Err(error) if is_for_form(&error) => {
                let held = [DAYS, YEARS].map(|name| fields.get(name).to_owned());
                let ask = ask_form(visit.speech(), held).faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), (ask, None)).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    saved.await.map_err(Failed::at(&visit))
}
