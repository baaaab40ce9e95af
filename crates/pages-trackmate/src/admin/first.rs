//! What waits in the rooms of administrators, for the list of all that waits.

use accounts::Admin;
use futures_util::future::BoxFuture;
use pages_kit::{
    Visit,
    desk::{Desk, Entry, Room},
};
use platform::Error;
use trackmate::{Trackmate, api::WaitingThing};

/// The rooms of administrators.
pub struct Rooms(Trackmate);

impl Rooms {
    /// Over the module.
    pub fn new(trackmate: &Trackmate) -> Self {
        Self(trackmate.clone())
    }
}

const ROOMS: [(&str, &str); 3] = [
    ("admin-umkm", "/pengelola"),
    ("admin-impacts", "/pengelola/dampak"),
    ("admin-reports", "/pengelola/laporan"),
];

fn entry(thing: WaitingThing, path: &str) -> Entry {
    Entry {
        title: thing.name,
        path: path.to_owned(),
        since: Some(thing.since),
        reports: thing.reports,
    }
}

impl Desk for Rooms {
    fn rooms<'a>(&'a self, visit: &'a Visit, most: usize) -> BoxFuture<'a, Result<Vec<Room>, Error>> {
        Box::pin(async move {
            let Some(admin) = visit.actor.as_ref().and_then(|actor| Admin::of(actor).ok()) else {
                return Ok(Vec::new());
            };
            let counts = self.0.count_waiting(&admin, None).await?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let first = self.0.first_waiting(&admin, most).await?;
            let speech = visit.speech();
            let rooms = ROOMS.into_iter().zip(counts.into_iter().zip(first));
            let room = |((text, path), (count, first)): ((&str, &'static str), (i64, Vec<WaitingThing>))| Room {
                text: speech.say(text),
                path,
                count,
                first: first.into_iter().map(|thing| entry(thing, path)).collect(),
            };
            Ok(rooms.map(room).collect())
        })
    }
}
