//! "Is writing…": told to the other one's streams, kept nowhere.

use accounts::Actor;
use platform::{Conn, Error, Result, Tx};

use super::{failures, participant};
use crate::{Conversations, events::Typing, store};

impl Conversations {
    /// Tells the other one that the caller is writing, at most once in a few seconds however often it is called.
    #[platform::boxed]
    pub async fn tell_typing(&self, actor: &Actor, id: &str) -> Result<()> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::thread::to_write(conn, id, &actor.id).await)
            .await?;
        let found = found.ok_or_else(failures::not_found)?;
        let side = participant(&found.thread, &actor.id)?;
        if found.blocked {
            return Err(failures::blocked());
        }
        let key = format!("{id} {}", actor.id);
        if found.departed || self.0.throttles.typing.take(&key).is_err() {
            return Ok(());
        }
        let event = Typing {
            conversation_thread_id: found.thread.id.clone(),
            user_id: actor.id.clone(),
            receiver_id: found.thread.account(side.other()).clone(),
        };
        // Through the outbox, so that the streams of other processes hear of it, too.
        let write = async move |tx: &mut Tx<'_>| tx.emit(&event).await;
        self.0.db.write::<_, Error, _>(write).await
    }
}
