//! Supervising a sitting: everybody at a glance, one participant's exam as it goes, and what supervisors do.
//!
//! Invariant: a page shows what the board says, which is looked at once for all who supervise; what changes is done by forms,
//! each of which happens once, however often it is sent.

pub(crate) mod act;
pub(crate) mod board;
pub(crate) mod recordings;
pub(crate) mod row;
pub(crate) mod story;
mod told;
mod words;

use platform::Error;

use crate::{Committee, event::number};

/// Where what is done to participants is sent, below the sitting's address.
const ACT: &str = "/awasi/tindakan";

/// The files of these pages.
pub(crate) struct Files<'a> {
    pub(crate) style: &'a str,
    pub(crate) script: &'a str,
}

impl<'a> Files<'a> {
    fn of(committee: &'a Committee) -> Self {
        let (style, script) = committee.supervise();
        Self { style, script }
    }
}

/// The ids of a field that has some, separated by commas or blanks; what is none is left out.
fn ids(text: &str) -> Vec<i64> {
    let pieces = text.split([',', ' ']).filter(|piece| !piece.is_empty());
    pieces.filter_map(|piece| number(piece).ok()).collect()
}

/// Somebody's page, below a sitting's.
fn page_of(event: i64, participant: i64) -> String {
    crate::frame::address(event, &format!("/awasi/{participant}"))
}

/// A number as texts take it.
fn whole(count: impl TryInto<i64>) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// The participant of an address.
fn participant(piece: &str) -> Result<i64, Error> {
    number(piece)
}
