//! Sessions as the documents of the services have them: one token, which a new session replaces.

use platform::{Conn, Ctx, Error, Tx, peer::Peer};

use super::login::{end, open};
use crate::{
    Accounts, Actor,
    extract::session_ended,
    model::{
        account::{AccountId, SessionId},
        session::{CurrentSession, LoginName, SignedIn},
    },
    store,
};

impl Accounts {
    /// Logs in with a username or an address.
    pub async fn sign_in(&self, ctx: &Ctx, peer: Peer, name: &str, password: String) -> Result<SignedIn, Error> {
        let account = self.authenticate(peer, LoginName::either(name), password).await?;
        let opening = self.opening(ctx, account.id)?;
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                open(tx, &opening).await?;
                Ok(SignedIn {
                    account: opening.account,
                    session: opening.session,
                    access_token: opening.access_token,
                })
            })
            .await
    }

    /// A new session in place of the caller's. Of two attempts at the same time, one succeeds.
    pub async fn sign_in_again(&self, actor: &Actor) -> Result<SignedIn, Error> {
        let (old, opening) = (actor.session.clone(), self.opening(&actor.ctx, actor.id.clone())?);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                if !end(tx, &old).await? {
                    return Err(session_ended());
                }
                open(tx, &opening).await?;
                Ok(SignedIn {
                    account: opening.account,
                    session: opening.session,
                    access_token: opening.access_token,
                })
            })
            .await
    }

    /// Ends the caller's session. Nothing happens if it has ended already.
    pub async fn sign_out(&self, actor: &Actor) -> Result<(), Error> {
        let session = actor.session.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| end(tx, &session).await.map(drop))
            .await
    }

    /// What is known of a session.
    pub async fn current_session(&self, session: SessionId, account: &AccountId) -> Result<CurrentSession, Error> {
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut Conn<'_>| {
                let account = store::account::by_id(conn, account).await?;
                let began = store::session::find_beginning(conn, &session).await?;
                Ok::<_, Error>(account.zip(began))
            })
            .await?;
        let (account, login_at) = found.ok_or_else(session_ended)?;
        Ok(CurrentSession {
            session,
            account,
            login_at,
        })
    }
}
