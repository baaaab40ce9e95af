//! Events (section 7 of the document).

use axum::extract::State;
use papers::marking::Policy;
use platform::{
    http::{
        Body, IfMatch, Outcome, Pages, Params, Path, Posted, Reply,
        routes::{Endpoint, delete, get, patch, post},
    },
    input::nullable,
};
use serde::Deserialize;

use super::{
    rules::EventChange,
    service::{EVENT, EventEmbedding, EventMode, EventView, begun},
};
use crate::{
    Assessment, Proctors, SittingReaders, Staff,
    failures::{in_use, not_found, nothing_to_change, taken},
    http::{
        access, api,
        query::{Entities, Selected, id, one_of, order, search},
    },
    sitting::participant::service::PARTICIPANTS,
};

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct EventIn {
    /// What it is held with.
    package_id: i64,
    /// Title; at most 200 characters.
    title: String,
    /// Description; at most 5,000 characters.
    #[serde(default)]
    description: Option<String>,
    /// The day.
    date: String,
    /// When it begins on that day.
    start_time: String,
    /// When it ends on that day; on the next day, if that is earlier than it begins.
    end_time: String,
    /// On whose clocks: an IANA name, or WIB, WITA, WIT; else Asia/Jakarta.
    #[serde(default)]
    time_zone: Option<String>,
    /// What another system calls it; at most 100 characters.
    #[serde(default)]
    prodik_id: Option<String>,
    /// What addresses call it, unique; made of the title unless it is given.
    #[serde(default)]
    slug: Option<String>,
    #[serde(flatten)]
    settings: SettingsIn,
}

#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct EventChangeIn {
    /// What it is held with.
    #[serde(default)]
    package_id: Option<i64>,
    /// Title.
    #[serde(default)]
    title: Option<String>,
    /// Description.
    #[serde(default)]
    description: Option<String>,
    /// The day.
    #[serde(default)]
    date: Option<String>,
    /// When it begins on that day.
    #[serde(default)]
    start_time: Option<String>,
    /// When it ends on that day; on the next day, if that is earlier than it begins.
    #[serde(default)]
    end_time: Option<String>,
    /// On whose clocks.
    #[serde(default)]
    time_zone: Option<String>,
    /// What another system calls it; `null`: nothing.
    #[serde(default, deserialize_with = "nullable")]
    prodik_id: Option<Option<String>>,
    #[serde(flatten)]
    settings: SettingsIn,
}

/// How a sitting is held.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SettingsIn {
    /// What participants say when they check in, without case and blanks: 4 to 32 characters; `null`: nothing. It is never
    /// shown again.
    #[serde(default, deserialize_with = "nullable")]
    entry_code: Option<Option<String>>,
    /// For how many seconds after the beginning one may begin; at most a day.
    #[serde(default)]
    late_entry_seconds: Option<i64>,
    /// For how many seconds after a deadline an answer counts as being in time; at most a day.
    #[serde(default)]
    grace_seconds: Option<i64>,
    /// For how many seconds after a deadline answers may arrive that were made in time; at most a day.
    #[serde(default)]
    offline_grace_seconds: Option<i64>,
    /// Whether participants are recorded.
    #[serde(default)]
    record_video: Option<bool>,
    /// What right, wrong and missing answers are worth.
    #[serde(default)]
    scoring_policy: Option<Policy>,
}

impl SettingsIn {
    fn onto(self, change: EventChange) -> EventChange {
        EventChange {
            entry_code: self.entry_code,
            late_entry_seconds: self.late_entry_seconds,
            grace_seconds: self.grace_seconds,
            offline_grace_seconds: self.offline_grace_seconds,
            record_video: self.record_video,
            scoring_policy: self.scoring_policy,
            ..change
        }
    }
}

impl From<EventIn> for EventChange {
    fn from(input: EventIn) -> Self {
        input.settings.onto(Self {
            package_id: Some(input.package_id),
            title: Some(input.title),
            description: input.description,
            date: Some(input.date),
            start_time: Some(input.start_time),
            end_time: Some(input.end_time),
            time_zone: input.time_zone,
            prodik_id: Some(input.prodik_id),
            ..Self::default()
        })
    }
}

impl From<EventChangeIn> for EventChange {
    fn from(input: EventChangeIn) -> Self {
        input.settings.onto(Self {
            package_id: input.package_id,
            title: input.title,
            description: input.description,
            date: input.date,
            start_time: input.start_time,
            end_time: input.end_time,
            time_zone: input.time_zone,
            prodik_id: input.prodik_id,
            ..Self::default()
        })
    }
}

const RELATIONS: [&str; 2] = ["package", "participants"];
const COLUMNS: [&str; 21] = [
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
    "scoringPolicy",
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

const EVENT_SAMPLE: &str = r#"{"id":1,"packageId":1,"title":"Ujian Nasional","description":"Ujian tahunan nasional","date":"2023-07-12","startTime":"10:00:00","endTime":"12:00:00","timeZone":"Asia/Jakarta","startsAt":"2023-07-12T03:00:00.000Z","endsAt":"2023-07-12T05:00:00.000Z","prodikId":"P123","slug":"ujian-nasional","packageVersionId":1,"hasEntryCode":true,"lateEntrySeconds":1800,"graceSeconds":10,"offlineGraceSeconds":300,"recordVideo":false,"scoringPolicy":{"unit":"percent","right":100,"wrong":0,"blank":0},"createdAt":"2023-07-01T00:00:00.000Z","updatedAt":"2023-07-01T00:00:00.000Z"}"#;
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
            .fails(begun)
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
