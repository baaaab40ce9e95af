//! Releasing the results of an event, and withdrawing them.
//!
//! Invariant: a participant is shown results only once all of their scores stand; whoever waits for a rater is published by
//! the marking that ends it, as the event is released by then.

use platform::{Conn, Error, Kind, Message, Timestamp, Tx, idempotency::Once};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::store::{self, AwaitingRow};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
    events::{Happened, tell_supervisors},
    marking::results::store::listed,
    sitting::{
        event::{self, service::find_event},
        model::{ReleaseMode, Status},
    },
};

/// Most participants that an answer lists.
const LISTED: i64 = 1_000;

/// Somebody whose results stay hidden until they are scored.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwaitingView {
    pub participant_id: i64,
    pub name: String,
    pub exam_registered_number: String,
    /// `submitted` or `awaiting_rating`.
    pub status: String,
}

impl From<AwaitingRow> for AwaitingView {
    fn from(row: AwaitingRow) -> Self {
        Self {
            participant_id: row.id,
            name: row.name,
            exam_registered_number: row.exam_registered_number,
            status: row.status,
        }
    }
}

/// What releasing did.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseView {
    event_id: i64,
    /// Since when results are released; `null`: they are not.
    pub released_at: Option<Timestamp>,
    /// How many participants see their results now who did not before, or the other way round.
    pub changed: u64,
    /// How many wait for their scores.
    awaiting_count: i64,
    /// The first 1,000 of them, by name.
    pub awaiting: Vec<AwaitingView>,
}

/// What releasing or withdrawing would change.
#[derive(Debug, Clone)]
pub struct ReleaseOutlook {
    /// How many would see their results who do not yet.
    pub hidden: i64,
    /// How many see them.
    pub shown: i64,
    /// How many wait for their scores.
    pub awaiting_count: i64,
    /// The first of them, by name.
    pub awaiting: Vec<AwaitingView>,
}

/// What is shown as soon as it is scored cannot be withdrawn.
pub(crate) fn shown_at_once() -> Error {
    Error::new(
        Kind::Conflict,
        "assessment.release.at_once",
        Message::new(
            "Hasil ujian ini tampil begitu dinilai. Ubah release menjadi event terlebih dahulu.",
            "Results of this event are shown as soon as they are scored. Change its release to event first.",
        ),
    )
}

impl Assessment {
    /// Who would see what if the results of an event were released, or withdrawn; names at most so many of those who wait.
    #[platform::boxed]
    pub async fn release_outlook(&self, event: i64, most: i64) -> Result<ReleaseOutlook, Error> {
        let find = async move |conn: &mut Conn<'_>| {
            find_event(conn, event).await?;
            let statuses = listed::statuses(conn, event).await?;
            let (awaiting, awaiting_count) = store::awaiting(conn, event, most).await?;
            let of = |wanted: Status| {
                let found = statuses.iter().find(|(status, _)| *status == wanted);
                found.map_or(0, |(_, count)| *count)
            };
            Ok::<_, Error>(ReleaseOutlook {
                hidden: of(Status::Scored),
                shown: of(Status::Published),
                awaiting_count,
                awaiting: awaiting.into_iter().map(AwaitingView::from).collect(),
            })
        };
        self.0.db.read(find).await
    }

    /// Releases the results of an event, or withdraws them. One that is released already stays released since then.
    #[platform::boxed]
    pub async fn release_results(
        &self,
        by: &Admin,
        event: i64,
        (undo, reason): (bool, Option<String>),
        once: Option<Once>,
    ) -> Result<ReleaseView, Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let row = find_event(tx, event).await?;
            if undo && row.content.release == ReleaseMode::AtOnce {
                return Err(shown_at_once());
            }
            let released_at = (!undo).then(|| row.released_at.unwrap_or(tx.now()));
            if released_at != row.released_at {
                store::set_released(tx, event, released_at).await?;
            }
            let changed = event::store::show_results(tx, event, !undo).await?;
            let (awaiting, awaiting_count) = store::awaiting(tx, event, LISTED).await?;
            let action = if undo { Action::Unrelease } else { Action::Release };
            let detail = json!({"reason": reason, "changed": changed, "awaiting": awaiting_count});
            audit::note(tx, Some(admin), action, Audited::Event, Some(event), &detail).await?;
            tell_supervisors(tx, event, Happened::Many, &json!({})).await?;
            Ok(ReleaseView {
                event_id: event,
                released_at,
                changed,
                awaiting_count,
                awaiting: awaiting.into_iter().map(AwaitingView::from).collect(),
            })
        };
        self.0.answers.write(&by.ctx, once, work).await
    }
}
