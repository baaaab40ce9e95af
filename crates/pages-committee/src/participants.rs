//! Who sits at a sitting: the list, somebody more, and links for those who register themselves.

use askama::Template;
use assessment::{EventView, Order, ParticipantEmbedding, ParticipantIn, ParticipantStatus, ParticipantView, Proctors};
use axum::extract::{Path, RawQuery, State};
use http::StatusCode;
use pages_kit::{
    Answer, Failed, Field, Frame, Paged, Speech,
    form::{self, Form, is_for_form},
};
use platform::{Error, page::Pages, text::fold};

use crate::{
    Committee,
    asked::Asked,
    caller::{Entered, Sent},
    event::{Head, find},
    frame::{Officer, Room, address, around},
    links::Link,
    moment::Zone,
    participant, roster,
};

const PAGED: Paged = Paged { rows: 50, last: 1_000 };
/// Links that are shown, the newest first.
const LINKS: i64 = 20;
const BY_NAME: Order = Order {
    by: "name",
    down: false,
};

#[derive(Template)]
#[template(path = "committee/participants.html")]
struct Page<'a> {
    frame: Frame<'a>,
    officer: Officer<'a>,
    head: Head,
    rows: Vec<Row>,
    total: String,
    query: String,
    before: Option<String>,
    after: Option<String>,
    links: Vec<Link>,
    new_link: String,
    add: Form,
    cards: String,
    attendance: String,
    /// Where many are added at once.
    roster: String,
}

struct Row {
    path: String,
    name: String,
    number: String,
    exam_number: String,
    titles: String,
    status: String,
    class: &'static str,
    /// Of somebody whose result is released.
    certificate: Option<String>,
}

/// The text of a participant's status.
pub(crate) fn status(speech: Speech<'_>, status: ParticipantStatus) -> String {
    speech.say(&format!("committee-status-{}", status.name().replace('_', "-")))
}

impl Row {
    fn of(participant: ParticipantView, speech: Speech<'_>) -> Self {
        let titles = [participant.rank, participant.unit, participant.position];
        let is_released = participant.status == ParticipantStatus::Published;
        Self {
            path: participant::path_of(participant.event_id, participant.id),
            certificate: is_released.then(|| {
                let rest = format!("/sertifikat/{}", participant.id);
                address(participant.event_id, &rest)
            }),
            status: status(speech, participant.status),
            class: if participant.status.is_live() {
                "running"
            } else {
                "still"
            },
            name: participant.name,
            number: participant.registered_number,
            exam_number: participant.exam_registered_number,
            titles: titles.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        }
    }
}

fn new_form(speech: Speech<'_>, event: i64) -> Form {
    let fields = vec![
        Field::line("name", speech.say("committee-name"))
            .required()
            .at_most(200),
        Field::line("registeredNumber", speech.say("committee-number"))
            .required()
            .at_most(100),
    ];
    let mut form = Form::to(address(event, "/peserta"), speech.say("committee-add"), fields);
    form.hidden.push((form::ONCE, form::new_key()));
    form
}

async fn page(
    committee: &Committee,
    (visit, admin): (&pages_kit::Visit, &assessment::Admin),
    event: &EventView,
    asked: &Asked,
    mut add: Form,
) -> Result<Answer, Error> {
    let (assessment, speech) = (committee.assessment(), visit.speech());
    let search = (!asked.query.is_empty()).then(|| fold(&asked.query));
    let embedded = ParticipantEmbedding::default();
    let (rows, paging) = assessment
        .list_participants(Some(event.id), search, BY_NAME, embedded, PAGED.pages(asked.at))
        .await?;
    let (links, _) = assessment.list_links(event.id, Pages::after(0, LINKS)).await?;
    let path = address(event.id, "/peserta");
    let (before, after) = PAGED.around(asked.at, paging.total, |page| asked.way(&path, page));
    let (frame, officer) = around(committee, visit, admin, speech.say("committee-participants")).await?;
    add.token.clone_from(&officer.token);
    let zone = Zone::of(&event.time_zone);
    Answer::page(&Page {
        head: Head::of(event, (visit, admin), Room::Participants),
        frame,
        officer,
        rows: rows.into_iter().map(|row| Row::of(row, speech)).collect(),
        total: speech.number(paging.total),
        query: asked.query.clone(),
        before,
        after,
        links: links.iter().map(|link| Link::of(link, speech, zone)).collect(),
        new_link: address(event.id, "/tautan"),
        add,
        cards: address(event.id, "/kartu"),
        attendance: address(event.id, "/hadir"),
        roster: roster::path_of(event.id),
    })
}

/// `GET /ujian/{event}/peserta`
pub(crate) async fn show(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    entered: Entered<Proctors>,
    RawQuery(query): RawQuery,
) -> Result<Answer, Failed> {
    let Entered { visit, admin, .. } = entered;
    let shown = async {
        let event = find(&committee, &event).await?;
        let add = new_form(visit.speech(), event.id);
        page(&committee, (&visit, &admin), &event, &Asked::of(query, &PAGED), add).await
    };
    shown.await.map_err(Failed::at(&visit))
}

/// `POST /ujian/{event}/peserta`: somebody more.
pub(crate) async fn add(
    State(committee): State<Committee>,
    Path(event): Path<String>,
    sent: Sent<Proctors>,
) -> Result<Answer, Failed> {
    let Sent {
        visit, admin, fields, ..
    } = sent;
    let added = async {
        let event = find(&committee, &event).await?;
        let path = address(event.id, "/peserta");
        let typed = |name: &str| Some(fields.get(name).to_owned());
        let input = ParticipantIn {
            event_id: event.id,
            name: typed("name"),
            registered_number: typed("registeredNumber"),
            user_id: None,
        };
        let made = async {
            let once = form::once(&fields, &path, |_| true)?;
            let who = input.person()?;
            committee
                .assessment()
                .create_participant(&admin, event.id, who, once)
                .await
        };
        match made.await {
            Ok(_) => Answer::see(&format!("{path}?sudah=peserta")),
            Err(error) if is_for_form(&error) => {
                let form = new_form(visit.speech(), event.id)
                    .holding(&fields)
                    .faulty(&visit, &error);
                let shown = page(&committee, (&visit, &admin), &event, &Asked::of(None, &PAGED), form).await?;
                Ok(shown.status(StatusCode::UNPROCESSABLE_ENTITY))
            }
            Err(error) => Err(error),
        }
    };
    added.await.map_err(Failed::at(&visit))
}
