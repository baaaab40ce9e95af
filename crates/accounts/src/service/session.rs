//! Session state in memory: what a token's session may do, without asking the database each time.

use std::sync::Arc;

use platform::{
    Conn, Db, Error, Tx,
    cache::{Found, Kept, Tags},
};

use crate::{
    Accounts,
    events::{account_tag, session_tag},
    model::{account::SessionId, session::SessionState},
    store,
};

/// A session's state, from memory if possible.
pub(crate) enum State {
    Kept(Arc<Kept<SessionState>>),
    Loaded(SessionState),
}

impl std::ops::Deref for State {
    type Target = SessionState;

    fn deref(&self) -> &SessionState {
        match self {
            Self::Kept(kept) => kept,
            Self::Loaded(state) => state,
        }
    }
}

impl Accounts {
    /// Whether a session is still good: for whoever serves it longer than one answer takes.
    #[platform::boxed]
    pub async fn session_lives(&self, id: &SessionId) -> Result<bool, Error> {
        let now = self.0.db.clock().now();
        let state = self.session_state(id.as_str()).await?;
        Ok(state.living.as_ref().is_some_and(|living| now < living.expires_at))
    }

    pub(crate) async fn session_state(&self, id: &str) -> Result<State, Error> {
        match self.0.sessions.find(id).await {
            Found::Kept(kept) => Ok(State::Kept(kept)),
            Found::Alone => Ok(State::Loaded(self.load_session(id).await?)),
            Found::Fill(fill) => {
                let state = self.load_session(id).await?;
                let mut tags = Tags::of([session_tag(id)]);
                if let Some(living) = &state.living {
                    tags.add(account_tag(living.account.as_str()));
                }
                Ok(State::Kept(fill.keep(state, &tags)))
            }
        }
    }

    async fn load_session(&self, id: &str) -> Result<SessionState, Error> {
        let living = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| store::session::find_living(conn, id).await)
            .await?;
        Ok(SessionState { living })
    }
}

/// Removes sessions that ended long ago.
pub(crate) async fn purge(db: &Db) -> Result<(), Error> {
    let now = db.clock().now();
    while db
        .read(async move |conn: &mut Conn<'_>| store::session::has_ended(conn, now).await)
        .await?
    {
        db.write(async move |tx: &mut Tx<'_>| store::session::purge(tx).await)
            .await?;
    }
    Ok(())
}
