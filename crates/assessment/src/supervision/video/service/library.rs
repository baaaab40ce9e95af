//! The recordings of an event, as somebody who keeps or deletes them looks at them.

use std::collections::{BTreeSet, HashMap};

use platform::{
    Conn, Error,
    page::{Pages, Paging},
};

use super::{VideoView, store};
use crate::Assessment;

/// The recordings of an event, with who was recorded.
#[derive(Debug, Clone)]
pub struct RecordingLibrary {
    /// Recordings and names.
    pub rows: Vec<(VideoView, String)>,
    pub paging: Paging,
    /// What all of the event's recordings take, in bytes.
    pub bytes: i64,
}

impl Assessment {
    /// A page of the recordings of an event, by their ids. Where there is none, the page is empty.
    #[platform::boxed]
    pub async fn recordings_of_event(&self, event: i64, pages: Pages) -> Result<RecordingLibrary, Error> {
        let page = (pages.limit(), pages.offset());
        let find = async move |conn: &mut Conn<'_>| {
            let (rows, total) = store::of_event(conn, event, page).await?;
            let people: BTreeSet<i64> = rows.iter().map(|row| row.participant_id).collect();
            let names = store::names(conn, &people).await?;
            Ok::<_, Error>((rows, total, names, store::bytes_of_event(conn, event).await?))
        };
        let (rows, total, names, bytes) = self.0.db.read(find).await?;
        let names: HashMap<i64, String> = names.into_iter().collect();
        let named = |row: store::VideoRow| {
            let name = names.get(&row.participant_id).cloned().unwrap_or_default();
            (VideoView::from(row), name)
        };
        Ok(RecordingLibrary {
            rows: rows.into_iter().map(named).collect(),
            paging: pages.of(total),
            bytes,
        })
    }
}
