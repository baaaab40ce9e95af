//! Beginning a rehearsal, and removing it.
//!
//! Invariant: what was noted in a rehearsal goes with it, and nothing else does.

use platform::{Error, Timestamp, Tx, idempotency::Once};
use serde_json::json;

use super::{
    rules::{RehearsalIn, is_in_earnest, is_rehearsal, nothing_to_sit, rehearsed},
    store::{self, MadeUp},
};
use crate::{
    Admin, Assessment, EventEmbedding, EventView,
    audit::{self, Action, Audited},
    people::person::rules::{name_key, number_key},
    sitting::{
        event::{
            self,
            rules::{free_slug, slug_of},
            service::find_event,
        },
        participant::service::fresh_numbers,
    },
};

/// People who are made up, each with a number of the event and one of the exam's.
async fn make_up(tx: &mut Tx<'_>, event: i64, date: &str, count: i64) -> Result<(), Error> {
    let year = date.get(..4).unwrap_or_default();
    let years = vec![year; usize::try_from(count).unwrap_or_default()];
    for (exam_number, no) in fresh_numbers(tx, &years).await?.iter().zip(1..) {
        let (name, number) = (format!("Peserta gladi {no}"), format!("GLADI-{event}-{no}"));
        let made_up = MadeUp {
            name_key: &name_key(&name),
            name: &name,
            registered_key: &number_key(&number),
            registered_number: &number,
            exam_number,
        };
        store::add(tx, event, &made_up).await?;
    }
    Ok(())
}

impl Assessment {
    /// Begins a rehearsal of an event: a sitting like it from this minute on, with people who are made up. It is held with what
    /// was published last.
    #[platform::boxed]
    pub async fn begin_rehearsal(
        &self,
        by: &Admin,
        of: i64,
        wanted: RehearsalIn,
        once: Option<Once>,
    ) -> Result<EventView, Error> {
        let (wanted, admin) = (wanted.judge()?, by.id);
        let work = async move |tx: &mut Tx<'_>| {
            let event = find_event(tx, of).await?;
            if event.rehearsal_of != 0 {
                return Err(is_rehearsal());
            }
            if event::store::latest_version(tx, event.content.package_id)
                .await?
                .is_none()
            {
                return Err(nothing_to_sit());
            }
            let content = rehearsed(&event.content, wanted, tx.now())?;
            let slug = slug_of(&content.title);
            let near = event::store::slugs_like(tx, &slug).await?;
            let id = event::store::insert(tx, &free_slug(&slug, &near), &content).await?;
            store::mark(tx, id, of).await?;
            make_up(tx, id, &content.date, wanted.participants).await?;
            let detail = json!({"title": &content.title, "rehearsalOf": of, "participants": wanted.participants});
            audit::note(tx, Some(admin), Action::Create, Audited::Event, Some(id), &detail).await?;
            EventView::of(find_event(tx, id).await?, EventEmbedding::default())
        };
        self.0.answers.write(&by.ctx, once, work).await
    }

    /// Removes a rehearsal with its people and everything that they left behind, whether it is over or not.
    #[platform::boxed]
    pub async fn end_rehearsal(&self, by: &Admin, id: i64) -> Result<(), Error> {
        let admin = by.id;
        let work = async move |tx: &mut Tx<'_>| {
            let event = find_event(tx, id).await?;
            if event.rehearsal_of == 0 {
                return Err(is_in_earnest());
            }
            store::remove(tx, id).await?;
            let detail = json!({"title": &event.content.title, "rehearsalOf": event.rehearsal_of});
            audit::note(tx, Some(admin), Action::Delete, Audited::Event, Some(id), &detail).await
        };
        self.0.db.write(work).await
    }

    /// The rehearsals of an event, the newest first: id, title, and when each ends.
    #[platform::boxed]
    pub async fn rehearsals(&self, of: i64) -> Result<Vec<(i64, String, Timestamp)>, Error> {
        let find = async move |conn: &mut platform::Conn<'_>| store::of(conn, of).await;
        self.0.db.read(find).await
    }
}
