//! Events (section 7 of the document).

use axum::extract::State;
use platform::{
    http::{
        Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
    text::Check,
};

use super::{
    rules::{EventChange, EventChangeIn, EventIn},
    service::{Days, EVENT, EventEmbedding, EventMode, EventView, already_begun},
};
use crate::{
    Assessment, Proctors, SittingReaders, Staff,
    failures::{in_use, not_found, nothing_to_change, taken},
    http::{
        access, api,
        query::{Entities, Selected, id, one_of, order, search},
    },
    sitting::{participant::service::PARTICIPANTS, schedule::rules::date},
};

const RELATIONS: [&str; 2] = ["package", "participants"];
const COLUMNS: [&str; 26] = [
    "id",
    "packageId",
    "title",
    "description",
    "date",
    "startTime",
    "endTime",
    "timeZone",
    "startsAt",
    "endsAt",
    "prodikId",
    "slug",
    "packageVersionId",
    "hasEntryCode",
    "lateEntrySeconds",
    "graceSeconds",
    "offlineGraceSeconds",
    "recordVideo",
    "recordScreen",
    "safeExamBrowser",
    "scoringPolicy",
    "resultPolicy",
    "release",
    "releasedAt",
    "createdAt",
    "updatedAt",
];
/// Columns that a list can be ordered by.
const ORDERS: [&str; 12] = [
    "id",
    "packageId",
    "title",
    "date",
    "startTime",
    "endTime",
    "timeZone",
    "startsAt",
    "endsAt",
    "slug",
    "prodikId",
    "createdAt",
];

fn read_embedding(entities: &Entities) -> EventEmbedding {
    EventEmbedding {
        package: entities.has("package"),
        participants: entities.has("participants"),
        flat: false,
    }
}

/// `POST /events`.
async fn create(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Posted { mut input, once }: Posted<EventIn>,
) -> Outcome<EventView> {
    let slug = input.slug.take();
    let made = assessment.create_event(&staff.admin, input.into(), slug, once).await?;
    Ok(Reply::created(made))
}

/// `GET /events`.
async fn list(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    params: Params,
    pages: Pages,
) -> Outcome<Vec<Selected>> {
    let entities = Entities::read(&params, &RELATIONS, &COLUMNS)?;
    let modes = [("event", EventMode::Event), ("proctor", EventMode::Proctor)];
    let mode = one_of(&params, "mode", &modes)?.unwrap_or_default();
    let order = order(&params, &ORDERS)?;
    let found = assessment.list_events(search(&params), mode, order, read_embedding(&entities), pages);
    entities.list("events", found.await?, &COLUMNS)
}

/// `GET /events/calendar`.
async fn list_days(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    params: Params,
) -> Outcome<Vec<EventView>> {
    let mut check = Check::new();
    let [from, to] = ["from", "to"].map(|name| date(&mut check, name, params.first(name).unwrap_or_default()));
    check.finish()?;
    Ok(Reply::ok(assessment.events_of_days(Days::new(from, to)?).await?))
}

/// `GET /events/{id}`.
async fn show(
    State(assessment): State<Assessment>,
    _staff: Staff<SittingReaders>,
    Path(event): Path<String>,
    params: Params,
) -> Outcome<Selected> {
    let event = id("id", &event)?;
    let entities = Entities::read(&params, &RELATIONS, &COLUMNS)?;
    let flat = one_of(&params, "option", &[("flat", true)])?.unwrap_or(false);
    let mut wanted = read_embedding(&entities);
    let search = search(&params);
    wanted.participants |= search.is_some() || flat;
    wanted.flat = flat;
    // Columns of the package stand among those of the event, where no object is wanted.
    wanted.package &= !flat;
    let view = assessment.event(event, wanted, search).await?;
    entities.show(&view, &COLUMNS)
}

/// `PATCH /events/{id}`.
async fn update(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(event): Path<String>,
    seen: IfMatch,
    Body(input): Body<EventChangeIn>,
) -> Outcome<EventView> {
    let (event, change) = (id("id", &event)?, EventChange::from(input));
    if change == EventChange::default() {
        return Err(nothing_to_change().into());
    }
    Ok(Reply::shown(
        assessment.update_event(&staff.admin, event, change, seen).await?,
    ))
}

const DELETED: &str = "Event deleted successfully";

/// `DELETE /events/{id}`.
async fn remove(
    State(assessment): State<Assessment>,
    staff: Staff<Proctors>,
    Path(event): Path<String>,
    seen: IfMatch,
) -> Outcome<()> {
    assessment.delete_event(&staff.admin, id("id", &event)?, seen).await?;
    Ok(Reply::done(DELETED))
}

pub(crate) const EVENT_SAMPLE: &str = r#"{"id":1,"packageId":1,"title":"Ujian Nasional","description":"Ujian tahunan nasional","date":"2023-07-12","startTime":"10:00:00","endTime":"12:00:00","timeZone":"Asia/Jakarta","startsAt":"2023-07-12T03:00:00.000Z","endsAt":"2023-07-12T05:00:00.000Z","prodikId":"P123","slug":"ujian-nasional","packageVersionId":1,"hasEntryCode":true,"lateEntrySeconds":1800,"graceSeconds":10,"offlineGraceSeconds":300,"recordVideo":false,"recordScreen":false,"safeExamBrowser":false,"scoringPolicy":{"unit":"percent","right":100,"wrong":0,"blank":0},"resultPolicy":{"score":true,"sections":true,"scale":false,"answers":false,"keys":false},"release":"event","releasedAt":null,"createdAt":"2023-07-01T00:00:00.000Z","updatedAt":"2023-07-01T00:00:00.000Z"}"#;
const NEW: &str = r#"{"packageId":1,"title":"Ujian Nasional","description":"Ujian tahunan nasional","date":"2023-07-12","startTime":"10:00:00","endTime":"12:00:00","prodikId":"P123"}"#;
const CHANGE: &str = r#"{"title":"Ujian Nasional 2023","description":"Ujian tahunan nasional 2023","date":"2023-07-14","startTime":"09:00:00","endTime":"11:00:00"}"#;

pub(crate) fn endpoints() -> Vec<Endpoint<Assessment>> {
    vec![
        post(api!("/events"), create)
            .says("Plan an event; it is held with the version of its package that was published last")
            .access(access::<Proctors>())
            .takes::<EventIn>(NEW)
            .gives::<EventView>(EVENT_SAMPLE)
            .creates()
            .fails(|| taken("slug", EVENT)),
        get(api!("/events"), list)
            .says("List events")
            .access(access::<SittingReaders>())
            .query(
                "mode",
                "`proctor`: only those of the day and those that run, with counts; `event`: all",
                "proctor",
            )
            .query("search", "Part of a title, without case", "nasional")
            .query(
                "entities",
                "What to embed (package, participants), and columns to show alone",
                "package,title,date",
            )
            .query("orderBy", "A column", "startsAt")
            .query("order", "ASC or DESC", "ASC")
            .gives_list::<EventView>("events", EVENT_SAMPLE),
        get(api!("/events/calendar"), list_days)
            .says("List the events of some days, each on its own clocks, by when they begin")
            .access(access::<SittingReaders>())
            .needs_query::<String>("from", "The first day", "2023-07-01")
            .needs_query::<String>("to", "The last day, at most a year later", "2023-07-31")
            .gives::<Vec<EventView>>("[]"),
        get(api!("/events/{id}"), show)
            .says("See an event")
            .part::<i64>("id", "The event", "1")
            .access(access::<SittingReaders>())
            .query(
                "entities",
                "What to embed (package, participants), and columns to show alone",
                "title,participants",
            )
            .query(
                "search",
                "Part of a name or number of its participants, who are embedded then",
                "ani",
            )
            .query(
                "option",
                "`flat`: with the columns of the package, and its participants",
                "flat",
            )
            .gives::<EventView>(EVENT_SAMPLE)
            .fails(|| not_found(EVENT)),
        patch(api!("/events/{id}"), update)
            .says("Change an event; what is left out stays. Once somebody has come, only its end moves, to a later one")
            .part::<i64>("id", "The event", "1")
            .access(access::<Proctors>())
            .takes::<EventChangeIn>(CHANGE)
            .gives::<EventView>(EVENT_SAMPLE)
            .versioned()
            .fails(already_begun)
            .fails(nothing_to_change)
            .fails(|| not_found(EVENT)),
        delete(api!("/events/{id}"), remove)
            .says("Delete an event without participants")
            .part::<i64>("id", "The event", "1")
            .access(access::<Proctors>())
            .message(DELETED)
            .versioned()
            .fails(|| in_use(EVENT, &[(1, PARTICIPANTS)]))
            .fails(|| not_found(EVENT)),
    ]
}
