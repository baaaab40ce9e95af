//! Deleting what was kept long enough: some rows at a time, so that nobody waits for it.
//!
//! Invariant: what goes is noted in the log, by event; an end in the middle leaves the rest for the next turn.

use std::{sync::Arc, time::Duration};

use platform::{Conn, Error, Timestamp, Tx, module::Job};
use serde_json::json;

use super::{
    service::settled,
    store::{self, Gone},
};
use crate::{
    Assessment,
    audit::{self, Action, Audited},
};

const EVERY: Duration = Duration::from_hours(1);
/// Events that are looked for at a time.
const EVENTS: i64 = 20;
/// Recordings that go in one transaction; each may have thousands of pieces.
const RECORDINGS: i64 = 5;
/// Participants whose attempts go in one transaction.
const PARTICIPANTS: i64 = 25;

/// What goes.
#[derive(Debug, Clone, Copy)]
enum What {
    Recordings,
    Attempts,
}

impl Assessment {
    /// The work of every hour.
    pub(crate) fn expiring(&self) -> Job {
        let assessment = self.clone();
        Job {
            name: "assessment.retention",
            every: EVERY,
            run: Arc::new(move |_| {
                let assessment = assessment.clone();
                Box::pin(async move { assessment.expire().await })
            }),
        }
    }

    /// Deletes what was kept long enough. Where nobody said how long, it only looks that up.
    #[platform::boxed]
    pub async fn expire(&self) -> Result<(), Error> {
        let (retention, now) = (self.retention().await?, self.now());
        if let Some(before) = retention.recordings_before(now) {
            while self.expire_events(What::Recordings, before).await? {}
        }
        if let Some(before) = retention.attempts_before(now) {
            while self.expire_events(What::Attempts, before).await? {}
        }
        Ok(())
    }

    /// Deletes what goes of some events that ended before a moment; `false` if nothing did.
    async fn expire_events(&self, what: What, before: Timestamp) -> Result<bool, Error> {
        let until = settled(self.now());
        let find = async move |conn: &mut Conn<'_>| match what {
            What::Recordings => store::recorded(conn, (before, until), EVENTS).await,
            What::Attempts => store::attempted(conn, before, EVENTS).await,
        };
        let (events, _) = self.0.db.read(find).await?;
        let mut any = false;
        for event in events {
            any |= self.expire_event(event.event, what).await?;
        }
        Ok(any)
    }

    /// Deletes all of an event that goes, and notes it; `false` if nothing did.
    async fn expire_event(&self, event: i64, what: What) -> Result<bool, Error> {
        let (mut count, mut bytes) = (0, 0);
        loop {
            let gone = self.expire_some(event, what).await?;
            if gone.count == 0 {
                break;
            }
            count += gone.count;
            bytes += gone.bytes;
        }
        if count == 0 {
            return Ok(false);
        }
        let detail = match what {
            What::Recordings => json!({"recordings": count, "bytes": bytes}),
            What::Attempts => json!({"participants": count, "bytes": bytes}),
        };
        let note = async move |tx: &mut Tx<'_>| {
            audit::note(tx, None, Action::Expire, Audited::Event, Some(event), &detail).await
        };
        self.0.db.write(note).await?;
        Ok(true)
    }

    async fn expire_some(&self, event: i64, what: What) -> Result<Gone, Error> {
        let (db, until) = (self.0.db.clone(), settled(self.now()));
        let delete = async move |tx: &mut Tx<'_>| match what {
            What::Recordings => store::delete_videos(tx, event, until, RECORDINGS).await,
            What::Attempts => store::delete_attempts(tx, event, PARTICIPANTS).await,
        };
        let rows = async move {
            let mut gone: Gone = db.write(delete).await?;
            let blobs = std::mem::take(&mut gone.blobs);
            Ok((gone, blobs))
        };
        self.0.files.remove_with(rows).await
    }
}
