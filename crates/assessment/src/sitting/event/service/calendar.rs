//! Sittings by the day, as a calendar shows them.

use chrono::NaiveDate;
use platform::{Conn, Error, Message, Rule};

use super::{EventEmbedding, EventView, store};
use crate::Assessment;

/// Most days that are asked for at once.
const MOST_DAYS: i64 = 366;

/// Days on the sittings' own clocks, the last included.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    from: NaiveDate,
    to: NaiveDate,
}

impl Days {
    /// From a day to another one, a year at most.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Result<Self, Error> {
        let days = (to - from).num_days();
        if (0..MOST_DAYS).contains(&days) {
            return Ok(Self { from, to });
        }
        let said = Message::new(
            "tidak boleh sebelum from, dan paling lama setahun sesudahnya",
            "must not be before from, and at most a year after it",
        );
        Err(Error::invalid_field("to", Rule::Other(said)))
    }
}

impl Assessment {
    /// The events of some days, each on its own clocks, by when they begin; a thousand at most.
    #[platform::boxed]
    pub async fn events_of_days(&self, days: Days) -> Result<Vec<EventView>, Error> {
        let find =
            async move |conn: &mut Conn<'_>| store::of_days(conn, &days.from.to_string(), &days.to.to_string()).await;
        let rows = self.0.db.read(find).await?.into_iter();
        rows.map(|row| EventView::of(row, EventEmbedding::default())).collect()
    }
}
