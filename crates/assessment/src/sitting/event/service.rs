//! Events: when a package is held as an exam, and for whom.
//!
//! Invariants: an event is held with one frozen version of its package; once somebody has come, neither the package nor the
//! beginning changes, and the end only to a later one.

mod calendar;
mod view;

use std::collections::{BTreeSet, HashMap};

use papers::marking::Policy;
use platform::{
    Conn, Error, Kind, Message, Timestamp, Tx,
    idempotency::Once,
    page::{Pages, Paging},
    version::IfMatch,
};
use serde_json::json;

pub use self::calendar::Days;
pub use self::view::{EventEmbedding, EventMode, EventView, PackageBrief, PackageColumns};
use super::{
    rules::{self, EventChange},
    store::{self, EventCounts, EventRow},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    events::{Happened, tell_supervisors},
    failures::{Noun, in_use, no_such_reference, not_found, taken},
    lists::{Order, Window},
    sitting::{
        model::{EventContent, ReleaseMode},
        participant::{
            self,
            service::{PARTICIPANTS, ParticipantEmbedding, ParticipantView},
        },
    },
};

/// An event, in the words of messages.
pub(crate) const EVENT: Noun = Noun {
    id: "ujian",
    en: "event",
};
/// Most participants that are shown with an event at once.
const MOST_PARTICIPANTS: i64 = 5_000;

/// An event that has begun cannot be moved.
pub(crate) fn already_begun() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.event.begun",
        Message::new(
            "Ujian ini sudah dimulai: hanya waktu selesai yang dapat diundur.",
            "This event has begun: only its end can be moved, to a later one.",
        ),
    )
}

impl EventView {
    pub(crate) fn of(row: EventRow, embedded: EventEmbedding) -> Result<Self, Error> {
        let policy = Policy::from_json(Some(&row.content.scoring_policy));
        let content = row.content;
        Ok(Self {
            id: row.id,
            package_id: content.package_id,
            title: content.title,
            description: content.description,
            date: content.date,
            start_time: content.start_time,
            end_time: content.end_time,
            time_zone: content.time_zone,
            starts_at: content.moments.starts,
            ends_at: content.moments.ends,
            prodik_id: content.prodik_id,
            slug: row.slug,
            package_version_id: row.package_version_id,
            has_entry_code: content.entry_code_hash.is_some(),
            late_entry_seconds: content.late_entry_seconds,
            grace_seconds: content.grace_seconds,
            offline_grace_seconds: content.offline_grace_seconds,
            record_video: content.record_video,
            scoring_policy: policy.ok_or_else(|| Error::internal("a stored scoring policy cannot be read"))?,
            record_screen: content.record_screen,
            safe_exam_browser: content.safe_exam_browser,
            result_policy: content.result_policy,
            release: content.release,
            released_at: row.released_at,
            rehearsal_of: (row.rehearsal_of != 0).then_some(row.rehearsal_of),
            created_at: row.created_at,
            updated_at: row.updated_at,
            package: embedded.package.then(|| PackageBrief {
                id: content.package_id,
                title: row.package_title.clone(),
                status: row.package_status.clone(),
            }),
            package_columns: embedded.flat.then_some(PackageColumns {
                title: row.package_title,
                status: row.package_status,
                version: row.package_version,
            }),
            participants: embedded.participants.then(Vec::new),
            counts: None,
            warnings: Vec::new(),
            version: row.version,
        })
    }

    /// It as somebody sees it who has just planned or changed it: with what should be looked at.
    fn told(row: EventRow, now: Timestamp) -> Result<Self, Error> {
        let warnings = rules::warnings(&row.content, row.package_version_id, &row.package_status, now);
        let view = Self::of(row, EventEmbedding::default())?;
        Ok(Self { warnings, ..view })
    }
}

pub(crate) async fn find_event(conn: &mut Conn<'_>, id: i64) -> Result<EventRow, Error> {
    store::by_id(conn, id).await?.ok_or_else(|| not_found(EVENT))
}

async fn check_package(conn: &mut Conn<'_>, package: i64) -> Result<(), Error> {
    if store::has_package(conn, package).await? {
        return Ok(());
    }
    Err(Error::invalid_field("packageId", no_such_reference()))
}

/// The slug of a new event: the one that was given, unless it is taken, or a free one that is made of the title.
async fn slug_of(tx: &mut Tx<'_>, given: Option<&str>, title: &str) -> Result<String, Error> {
    let slug = match given {
        Some(slug) => rules::given_slug(slug)?,
        None => rules::slug_of(title),
    };
    let near = store::slugs_like(tx, &slug).await?;
    if given.is_some() && near.contains(&slug) {
        return Err(taken("slug", EVENT));
    }
    Ok(rules::free_slug(&slug, &near))
}

/// Adds participants to events.
async fn embed_participants(conn: &mut Conn<'_>, events: &mut [EventView]) -> Result<(), Error> {
    let ids: BTreeSet<i64> = events.iter().map(|event| event.id).collect();
    let mut of_event: HashMap<i64, Vec<ParticipantView>> = HashMap::new();
    for row in participant::store::of_events(conn, &ids).await? {
        let view = ParticipantView::of(row, ParticipantEmbedding::default());
        of_event.entry(view.event_id).or_default().push(view);
    }
    for event in events {
        event.participants = Some(of_event.remove(&event.id).unwrap_or_default());
    }
    Ok(())
}

/// What an event becomes, if it may. Answers the version that it is held with, too.
async fn may_become(
    tx: &mut Tx<'_>,
    before: &EventRow,
    after: &EventContent,
    now: Timestamp,
) -> Result<Option<i64>, Error> {
    let other_package = after.package_id != before.content.package_id;
    let moves = !before.content.moments.may_become(after.moments, now);
    if (moves || other_package) && store::came(tx, before.id).await? > 0 {
        return Err(already_begun());
    }
    if !other_package {
        return Ok(before.package_version_id);
    }
    check_package(tx, after.package_id).await?;
    store::latest_version(tx, after.package_id).await
}

impl Assessment {
    /// Plans an event, held with the version of its package that was published last. Without a slug it gets one of its title.
    #[platform::boxed]
    pub async fn create_event(
        &self,
        by: &Admin,
        new: EventChange,
        slug: Option<String>,
        once: Option<Once>,
    ) -> Result<EventView, Error> {
        let ((content, code), admin) = (rules::judge_event(new, None)?, by.id);
        let work = async move |tx: &mut Tx<'_>| {
            check_package(tx, content.package_id).await?;
            let slug = slug_of(tx, slug.as_deref(), &content.title).await?;
            let mut content = content;
            content.entry_code_hash = code.flatten().map(|code| rules::code_hash(&slug, &code));
            let id = store::insert(tx, &slug, &content).await?;
            let detail = json!({"title": &content.title, "packageId": content.package_id});
            audit::note(tx, Some(admin), Action::Create, Audited::Event, Some(id), &detail).await?;
            EventView::told(find_event(tx, id).await?, tx.now())
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// A page of the events whose titles hold a folded text, with what is to be embedded.
    #[platform::boxed]
    pub async fn list_events(
        &self,
        search: Option<String>,
        mode: EventMode,
        order: Order,
        embedded: EventEmbedding,
        pages: Pages,
    ) -> Result<(Vec<EventView>, Paging), Error> {
        let on = (mode == EventMode::Proctor).then(|| self.now());
        let find = async move |conn: &mut Conn<'_>| {
            let window = Window {
                limit: pages.limit(),
                offset: pages.offset(),
            };
            let (rows, total) = store::list(conn, search.as_deref(), on, order, window).await?;
            let events: Result<Vec<_>, Error> = rows.into_iter().map(|row| EventView::of(row, embedded)).collect();
            let mut events = events?;
            if embedded.participants {
                embed_participants(conn, &mut events).await?;
            }
            if on.is_some() {
                let ids = events.iter().map(|event| event.id).collect();
                let counts = store::counts(conn, &ids).await?;
                for event in &mut events {
                    event.counts = counts.get(&event.id).copied();
                }
            }
            Ok::<_, Error>((events, total))
        };
        let (events, total) = self.0.db.read(find).await?;
        Ok((events, pages.of(total)))
    }

    /// How many do what at an event.
    #[platform::boxed]
    pub async fn event_counts(&self, id: i64) -> Result<EventCounts, Error> {
        let find = async move |conn: &mut Conn<'_>| store::counts(conn, &BTreeSet::from([id])).await;
        let counts = self.0.db.read(find).await?;
        Ok(counts.get(&id).copied().unwrap_or_default())
    }

    /// How many participants of an event are of no unit.
    #[platform::boxed]
    pub async fn participants_without_unit(&self, event: i64) -> Result<i64, Error> {
        let find = async move |conn: &mut Conn<'_>| store::without_unit(conn, event).await;
        self.0.db.read(find).await
    }

    /// An event; with its participants (those that match a search) if they are embedded.
    #[platform::boxed]
    pub async fn event(&self, id: i64, embedded: EventEmbedding, search: Option<String>) -> Result<EventView, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            let mut event = EventView::of(find_event(conn, id).await?, embedded)?;
            if embedded.participants {
                let order = Order { by: "id", down: false };
                let window = Window {
                    limit: MOST_PARTICIPANTS,
                    offset: 0,
                };
                let found = participant::store::list(conn, Some(id), search.as_deref(), order, window).await?;
                let views = found
                    .0
                    .into_iter()
                    .map(|row| ParticipantView::of(row, ParticipantEmbedding::default()));
                event.participants = Some(views.collect());
            }
            Ok(event)
        };
        self.0.db.read(find).await
    }

    /// Changes an event. Once somebody has come, only its end moves.
    #[platform::boxed]
    pub async fn update_event(
        &self,
        by: &Admin,
        id: i64,
        change: EventChange,
        seen: IfMatch,
    ) -> Result<EventView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let before = find_event(tx, id).await?;
            seen.check(before.version)?;
            let (mut content, code) = rules::judge_event(change, Some(&before.content))?;
            let now = tx.now();
            let version = may_become(tx, &before, &content, now).await?;
            if let Some(code) = code {
                content.entry_code_hash = code.map(|code| rules::code_hash(&before.slug, &code));
            }
            store::update(tx, id, version, &content).await?;
            if content.release != before.content.release {
                let is_shown = content.release == ReleaseMode::AtOnce || before.released_at.is_some();
                store::show_results(tx, id, is_shown).await?;
            }
            let detail = json!({
                "before": {"title": &before.content.title, "startsAt": before.content.moments.starts,
                    "endsAt": before.content.moments.ends, "packageId": before.content.package_id},
                "after": {"title": &content.title, "startsAt": content.moments.starts, "endsAt": content.moments.ends,
                    "packageId": content.package_id},
            });
            audit::note(tx, Some(admin), Action::Update, Audited::Event, Some(id), &detail).await?;
            tell_supervisors(tx, id, Happened::Many, &json!({})).await?;
            EventView::told(find_event(tx, id).await?, tx.now())
        };
        self.0.db.write(work).await
    }

    /// Deletes an event without participants.
    #[platform::boxed]
    pub async fn delete_event(&self, by: &Admin, id: i64, seen: IfMatch) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_event(tx, id).await?;
            seen.check(row.version)?;
            let counts = store::counts(tx, &BTreeSet::from([id])).await?;
            let participants = counts.get(&id).map_or(0, |counts| counts.participants);
            if participants > 0 {
                return Err(in_use(EVENT, &[(participants, PARTICIPANTS)]));
            }
            store::delete(tx, id).await?;
            let detail = json!({"title": &row.content.title});
            audit::note(tx, Some(admin), Action::Delete, Audited::Event, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }
}
