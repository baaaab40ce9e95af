//! What waits in the rooms of the market, for the list of all that waits.

use classifieds::{
    Classifieds,
    api::{QueuedListing, ReportedPerson},
};
use futures_util::future::BoxFuture;
use pages_kit::{
    Visit,
    desk::{Desk, Entry, Room},
};
use platform::{Error, Timestamp, page::Pages};

use super::{PATH, PEOPLE};
use crate::address;

/// Listings that are looked up for the list: each is read with all that is known of it.
const MOST: usize = 20;

/// The rooms of the market.
pub struct Rooms(Classifieds);

impl Rooms {
    /// Over the module.
    pub fn new(classifieds: &Classifieds) -> Self {
        Self(classifieds.clone())
    }
}

fn reports(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn listing(one: &QueuedListing) -> Entry {
    let listing = &one.listing.listing;
    Entry {
        title: listing.title.clone(),
        path: format!("{PATH}#{}", address::code(&listing.id)),
        since: Some(oldest(one.reports.iter().map(|report| report.created_at)).unwrap_or(listing.updated_at)),
        reports: reports(one.reports.len()),
    }
}

fn person(one: &ReportedPerson) -> Entry {
    Entry {
        title: one.name.clone(),
        path: format!("{PEOPLE}#{}", one.person),
        since: oldest(one.reports.iter().map(|report| report.created_at)),
        reports: reports(one.reports.len()),
    }
}

fn oldest(times: impl Iterator<Item = Timestamp>) -> Option<Timestamp> {
    times.min()
}

impl Desk for Rooms {
    fn rooms<'a>(&'a self, visit: &'a Visit, most: usize) -> BoxFuture<'a, Result<Vec<Room>, Error>> {
        Box::pin(async move {
            let Some(actor) = visit.actor.as_ref().filter(|actor| actor.role.is_staff()) else {
                return Ok(Vec::new());
            };
            let first = || Pages::after(0, reports(most.min(MOST)));
            let (listings, waiting) = self.0.moderation_queue(actor, first()).await?;
            let (people, reported) = self.0.reported_people(first()).await?;
            let speech = visit.speech();
            Ok(vec![
                Room {
                    text: speech.say("moderate-listings"),
                    path: PATH,
                    count: waiting,
                    first: listings.iter().map(listing).collect(),
                },
                Room {
                    text: speech.say("moderate-people"),
                    path: PEOPLE,
                    count: reported,
                    first: people.iter().map(person).collect(),
                },
            ])
        })
    }
}
