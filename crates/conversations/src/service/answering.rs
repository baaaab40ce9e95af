//! How soon somebody answers who is written to.

use std::time::Duration;

use accounts::AccountId;
use platform::{Conn, Error, Result};

use crate::{Conversations, rules::usual_wait, store};

/// How far back answers count.
const COUNTS_FOR: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// Threads that are looked at: the last ones, so that it costs the same whoever is asked about.
const LOOKED_AT: i64 = 40;

impl Conversations {
    /// How long somebody usually takes to answer whoever writes to them first: half of the answers of the last 90 days came sooner.
    /// Nothing, if they were fewer than three.
    #[platform::boxed]
    pub async fn usual_answer_time(&self, account: &AccountId) -> Result<Option<Duration>> {
        let (account, since) = (account.clone(), self.0.db.clock().now().minus(COUNTS_FOR));
        let find =
            async move |conn: &mut Conn<'_>| store::answering::first_answers(conn, &account, since, LOOKED_AT).await;
        let answers = self.0.db.read_by_key::<_, Error, _>(find).await?;
        Ok(usual_wait(
            answers
                .into_iter()
                .map(|(asked, answered)| answered.since(asked))
                .collect(),
        ))
    }
}
