//! What time ends by itself: attempts that are overdue, participants who never came, answers that wait for their marks.
//!
//! Invariant: nothing here remembers anything; whatever a stop interrupted is found again by what is stored.

use std::{sync::Arc, time::Duration};

use platform::{Conn, Error, Tx, module::Job};

use super::store;
use crate::{
    Assessment,
    events::{Happened, tell_supervisors},
    exam::receipt,
    marking::answer::service::mark_attempt,
};

/// How often the clock is looked at.
const EVERY: Duration = Duration::from_secs(1);
/// How long ago events may have ended whose absent participants are looked for.
const RECENT: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// Attempts that are marked in one transaction.
const MARKED: i64 = 10;

impl Assessment {
    /// The work of every second.
    pub(crate) fn sweeping(&self) -> Job {
        let assessment = self.clone();
        Job {
            name: "assessment.sweep",
            every: EVERY,
            run: Arc::new(move |_| {
                let assessment = assessment.clone();
                Box::pin(async move { assessment.sweep().await })
            }),
        }
    }

    /// Ends what is overdue, notes who never came, marks what was handed in.
    #[platform::boxed]
    pub async fn sweep(&self) -> Result<(), Error> {
        while self.end_overdue().await? {}
        self.note_absent().await?;
        while self.mark_some().await? {}
        Ok(())
    }

    /// Ends some attempts whose time is over; `false` if there was none.
    async fn end_overdue(&self) -> Result<bool, Error> {
        let now = self.now();
        let find = async move |conn: &mut Conn<'_>| store::due(conn, now).await;
        let due = self.0.db.read(find).await?;
        if due.is_empty() {
            return Ok(false);
        }
        let end = async move |tx: &mut Tx<'_>| {
            for event in store::end_due(tx, &due).await? {
                tell_supervisors(tx, event, Happened::Many, &serde_json::json!({})).await?;
            }
            Ok::<_, Error>(())
        };
        self.0.db.write(end).await.map(|()| true)
    }

    async fn note_absent(&self) -> Result<(), Error> {
        let now = self.now();
        let find = async move |conn: &mut Conn<'_>| store::missed(conn, now, now.minus(RECENT)).await;
        for event in self.0.db.read(find).await? {
            let note = async move |tx: &mut Tx<'_>| {
                if store::set_absent(tx, event).await? > 0 {
                    tell_supervisors(tx, event, Happened::Many, &serde_json::json!({})).await?;
                }
                Ok::<_, Error>(())
            };
            self.0.db.write(note).await?;
        }
        Ok(())
    }

    /// Marks some attempts that were handed in; `false` if there was none.
    async fn mark_some(&self) -> Result<bool, Error> {
        let find = async move |conn: &mut Conn<'_>| store::unmarked(conn, MARKED).await;
        let attempts = self.0.db.read(find).await?;
        let mut marked = false;
        for attempt in attempts {
            let (keys, versions) = (self.0.keys.clone(), self.0.versions.clone());
            let work = async move |tx: &mut Tx<'_>| {
                receipt::service::receipt(tx, &keys, attempt).await?;
                mark_attempt(tx, &versions, attempt).await
            };
            match self.0.db.write(work).await {
                Ok(()) => marked = true,
                // One that cannot be marked keeps no other waiting.
                Err(error) => tracing::warn!(%error, attempt, "an attempt could not be marked and is tried again"),
            }
        }
        Ok(marked)
    }

    /// Marks what was handed in without letting whoever handed it in wait.
    pub(crate) fn mark_soon(&self) {
        let Ok(turn) = self.0.marking.clone().try_acquire_owned() else {
            // Whoever marks already, or the next sweep, comes to it.
            return;
        };
        let assessment = self.clone();
        tokio::spawn(async move {
            let _turn = turn;
            let mut marked = Ok(true);
            while let Ok(true) = marked {
                marked = assessment.mark_some().await;
            }
            if let Err(error) = marked {
                tracing::warn!(%error, "what was handed in could not be marked yet");
            }
        });
    }
}
