//! Participants (section 10 of the document), and what supervisors do to them.

use axum::extract::State;
use platform::http::{
    Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
    routes::{Endpoint, delete, get, patch, post},
};

use super::{
    rules::{ParticipantChange, ParticipantChangeIn, ParticipantIn, sits_already},
    service::{PARTICIPANT, PARTICIPANTS, ParticipantEmbedding, ParticipantView, other_name},
};
use crate::{
    Assessment, Proctors, SittingReaders, Staff,
    failures::{in_use, not_found, nothing_to_change, taken},
    http::{
        access, api,
        query::{Entities, Selected, id, one_of, order, search},
    },
    sitting::event::service::EVENT,
};

const RELATIONS: [&str; 2] = ["user", "event"];
const COLUMNS: [&str; 17] = [
    "id",
    "name",
    "eventId",
    "registeredNumber",
    "userId",
    "examRegisteredNumber",
    "rank",
    "unit",
    "position",
    "status",
    "source",
    "timeFactor",
    "extraSeconds",
    "totalScore",
    "maxScore",
    "createdAt",
    "updatedAt",
];

/// `POST /participants`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Posted { input, once }: Posted<ParticipantIn>,
) -> Outcome<ParticipantView> {
    let who = input.person()?;
    let made = assessment
        .create_participant(&staff.admin, input.event_id, who, once)
        .await?;
    Ok(Reply::created(made))
}

async fn listed(assessment: &Assessment, event: Option<i64>, params: &Params, pages: Pages) -> Outcome<Vec<Selected>> {
    let entities = Entities::read(params, &RELATIONS, &COLUMNS)?;
    let embedded = ParticipantEmbedding {
        user: entities.has("user"),
        event: entities.has("event"),
        sections: false,
    };
    let order = order(params, &COLUMNS)?;
    let found = assessment.list_participants(event, search(params), order, embedded, pages);
    entities.list("participants", found.await?, &COLUMNS)
}

/// `GET /participants`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    listed(&assessment, None, &params, pages).await
}

/// `GET /participants/event/{eventId}`.
async fn list_of_event(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    Path(event): Path<String>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    let event = id("eventId", &event)?;
    listed(&assessment, Some(event), &params, pages).await
}

/// `GET /participants/{id}`: for people, or the row alone.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    Path(participant): Path<String>,
    params: Params,
) -> Outcome<Selected> {
    let participant = id("id", &participant)?;
    let entities = Entities::read(&params, &RELATIONS, &COLUMNS)?;
    let words = [("raw", true), ("prettified", false), ("compact", false)];
    let raw = one_of(&params, "option", &words)?.unwrap_or(false);
    let embedded = ParticipantEmbedding {
        user: entities.has("user"),
        event: entities.has("event") || !raw,
        sections: !raw,
    };
    let view = assessment.participant(participant, embedded).await?;
    entities.show(&view, &COLUMNS)
}

/// `PATCH /participants/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(participant): Path<String>,
    seen: IfMatch,
    Body(input): Body<ParticipantChangeIn>,
) -> Outcome<ParticipantView> {
    let participant = id("id", &participant)?;
    let change = ParticipantChange {
        name: input.name,
        registered_number: input.registered_number,
        rank: input.rank,
        unit: input.unit,
        position: input.position,
        time_factor: input.time_factor,
    };
    if change == ParticipantChange::default() {
        return Err(nothing_to_change().into());
    }
    let changed = assessment.update_participant(&staff.admin, participant, change, seen);
    Ok(Reply::shown(changed.await?))
}

const DELETED: &str = "Participant has been successfully deleted";

/// `DELETE /participants/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(participant): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    let participant = id("id", &participant)?;
    assessment.delete_participant(&staff.admin, participant, seen).await?;
    Ok(Reply::done(DELETED))
}

const ROW: &str = r#"{"id":1,"name":"John Doe","eventId":1,"registeredNumber":"12345678","userId":1,"examRegisteredNumber":"20231234567897","rank":"Lieutenant","unit":"Unit A","position":null,"status":"registered","source":"admin","timeFactor":1,"extraSeconds":0,"totalScore":null,"maxScore":null,"createdAt":"2023-07-01T00:00:00.000Z","updatedAt":"2023-07-01T00:00:00.000Z"}"#;
const PRETTY: &str = r#"{"id":1,"name":"John Doe","eventId":1,"registeredNumber":"12345678","userId":1,"examRegisteredNumber":"20231234567897","rank":"Lieutenant","unit":"Unit A","position":null,"status":"scored","source":"admin","timeFactor":1,"extraSeconds":0,"totalScore":42.5,"maxScore":50,"createdAt":"2023-07-01T00:00:00.000Z","updatedAt":"2023-07-12T05:00:00.000Z","event":{"id":1,"title":"Ujian Nasional","slug":"ujian-nasional","date":"2023-07-12","startTime":"10:00:00","endTime":"12:00:00","timeZone":"Asia/Jakarta"},"sections":[{"sectionId":1,"sectionTitle":"Reading","score":42.5,"maxScore":50}]}"#;
const NEW: &str = r#"{"name":"John Doe","eventId":1,"registeredNumber":"12345678"}"#;
pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    let number_taken = || taken("registeredNumber", PARTICIPANT);
    vec![
        post(api!("/participants"), create)
            .says("Add a participant: a user, or somebody with a name and a number")
            .access(access::<Proctors>())
            .takes::<ParticipantIn>(NEW)
            .gives::<ParticipantView>(ROW)
            .creates()
            .fails(number_taken)
            .fails(other_name),
        get(api!("/participants"), list)
            .says("List participants")
            .access(access::<SittingReaders>())
            .query("search", "Part of a name or a number, without case", "john")
            .query(
                "entities",
                "What to embed (user, event), and columns to show alone",
                "userId,eventId,totalScore,user",
            )
            .query("orderBy", "A column", "name")
            .query("order", "ASC or DESC", "ASC")
            .gives_list::<ParticipantView>("participants", ROW),
        get(api!("/participants/event/{eventId}"), list_of_event)
            .says("List the participants of an event")
            .part::<i64>("eventId", "The event", "1")
            .access(access::<SittingReaders>())
            .query("search", "Part of a name or a number, without case", "john")
            .query(
                "entities",
                "What to embed (user, event), and columns to show alone",
                "userId,eventId,totalScore,user",
            )
            .query("orderBy", "A column", "name")
            .query("order", "ASC or DESC", "ASC")
            .gives_list::<ParticipantView>("participants", ROW)
            .fails(|| not_found(EVENT)),
        get(api!("/participants/{id}"), show)
            .says("See a participant with event and scores per section")
            .part::<i64>("id", "The participant", "1")
            .access(access::<SittingReaders>())
            .query("option", "`raw`: the columns alone", "raw")
            .query(
                "entities",
                "What to embed (user, event), and columns to show alone",
                "user",
            )
            .gives::<ParticipantView>(PRETTY)
            .fails(|| not_found(PARTICIPANT)),
        patch(api!("/participants/{id}"), update)
            .says("Correct a participant; what is left out stays, `null` clears")
            .part::<i64>("id", "The participant", "1")
            .access(access::<Proctors>())
            .takes::<ParticipantChangeIn>(r#"{"name":"John Doe","timeFactor":1.25}"#)
            .gives::<ParticipantView>(ROW)
            .versioned()
            .fails(number_taken)
            .fails(sits_already)
            .fails(nothing_to_change)
            .fails(|| not_found(PARTICIPANT)),
        delete(api!("/participants/{id}"), remove)
            .says("Delete a participant who has answered nothing")
            .part::<i64>("id", "The participant", "1")
            .access(access::<Proctors>())
            .message(DELETED)
            .versioned()
            .fails(|| in_use(PARTICIPANT, &[(1, PARTICIPANTS)]))
            .fails(|| not_found(PARTICIPANT)),
    ]
}
