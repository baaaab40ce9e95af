//! Reported messages, for the list of all that waits for moderators.

use conversations::{
    Conversations,
    api::{CaseOrder, ReportCase},
};
use futures_util::future::BoxFuture;
use pages_kit::{
    Visit,
    desk::{Desk, Entry, Room},
};
use platform::{Error, page::Pages};

use crate::address;

/// The room of reported messages.
pub struct Rooms(Conversations);

impl Rooms {
    /// Over the module.
    pub fn new(conversations: &Conversations) -> Self {
        Self(conversations.clone())
    }
}

fn entry(visit: &Visit, case: ReportCase) -> Entry {
    let speech = visit.speech();
    Entry {
        title: case.sender.fullname.unwrap_or_else(|| speech.say("inbox-departed")),
        path: address::case(&case.report.id),
        since: Some(case.report.created_at),
        reports: case.open_of_sender,
    }
}

impl Desk for Rooms {
    fn rooms<'a>(&'a self, visit: &'a Visit, most: usize) -> BoxFuture<'a, Result<Vec<Room>, Error>> {
        Box::pin(async move {
            if visit.actor.as_ref().is_none_or(|actor| !actor.role.is_staff()) {
                return Ok(Vec::new());
            }
            let first = Pages::after(0, i64::try_from(most).unwrap_or(i64::MAX));
            let (cases, count) = self.0.list_cases(CaseOrder::MostReported, first).await?;
            Ok(vec![Room {
                text: visit.speech().say("inbox-cases"),
                path: address::CASES,
                count,
                first: cases.into_iter().map(|case| entry(visit, case)).collect(),
            }])
        })
    }
}
