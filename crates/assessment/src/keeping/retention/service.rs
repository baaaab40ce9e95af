//! Saying how long what is kept, and looking at what would go.

use std::time::Duration;

use platform::{Conn, Error, Timestamp, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    rules::Retention,
    store::{self, Expired},
};
use crate::{
    Admin, Assessment,
    audit::{self, Action, Audited},
};

/// How long nothing of a recording may have changed before it goes: it may still be joined.
const SETTLED: Duration = Duration::from_hours(24);
/// Events that are named; all of them count.
const NAMED: i64 = 100;

/// An event of which something would go.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExpiredView {
    /// The event's id.
    pub event_id: i64,
    pub title: String,
    /// When it ended.
    pub ended_at: Timestamp,
    /// On whose clocks.
    pub time_zone: String,
    /// Recordings, or participants with attempts.
    pub count: i64,
    /// Bytes of the recordings, or answers.
    pub size: i64,
}

impl From<Expired> for ExpiredView {
    fn from(row: Expired) -> Self {
        Self {
            event_id: row.event,
            title: row.title,
            ended_at: row.ended_at,
            time_zone: row.time_zone,
            count: row.count,
            size: row.size,
        }
    }
}

/// What would go now, at most a hundred events of each kind, the oldest first.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RetentionOutlook {
    /// Events whose recordings would go.
    pub recordings: Vec<ExpiredView>,
    /// How many events these are.
    pub recording_events: i64,
    /// Events whose attempts would go.
    pub attempts: Vec<ExpiredView>,
    /// How many events these are.
    pub attempt_events: i64,
}

/// Until when nothing may have changed of a recording that goes.
pub(super) fn settled(now: Timestamp) -> Timestamp {
    now.minus(SETTLED)
}

impl Assessment {
    /// How long what is kept.
    #[platform::boxed]
    pub async fn retention(&self) -> Result<Retention, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| store::load(conn).await)
            .await
    }

    /// Says how long what is kept from now on.
    #[platform::boxed]
    pub async fn set_retention(&self, by: &Admin, retention: Retention) -> Result<Retention, Error> {
        retention.check()?;
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let before = store::load(tx).await?;
            if before != retention {
                store::save(tx, retention).await?;
                let detail = json!({"before": before, "after": retention});
                audit::note(tx, Some(admin), Action::Update, Audited::Retention, None, &detail).await?;
            }
            Ok(retention)
        };
        self.0.db.write(work).await
    }

    /// What would go by this now. Nothing does.
    #[platform::boxed]
    pub async fn retention_outlook(&self, retention: Retention) -> Result<RetentionOutlook, Error> {
        retention.check()?;
        let now = self.now();
        let find = async move |conn: &mut Conn<'_>| {
            let (recordings, recording_events) = match retention.recordings_before(now) {
                Some(before) => store::recorded(conn, (before, settled(now)), NAMED).await?,
                None => (Vec::new(), 0),
            };
            let (attempts, attempt_events) = match retention.attempts_before(now) {
                Some(before) => store::attempted(conn, before, NAMED).await?,
                None => (Vec::new(), 0),
            };
            Ok::<_, Error>(RetentionOutlook {
                recordings: recordings.into_iter().map(ExpiredView::from).collect(),
                recording_events,
                attempts: attempts.into_iter().map(ExpiredView::from).collect(),
                attempt_events,
            })
        };
        self.0.db.read(find).await
    }
}
