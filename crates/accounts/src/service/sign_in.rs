//! Sessions as the documents of the services have them: one token, which a new session replaces. Beside it comes a refresh
//! token, which is good for one renewal: used twice, it ends what came of it.

use std::time::Duration;

use platform::{Conn, Ctx, Error, Tx, peer::Peer};

use super::login::{Known, end, refresh_hash, reopen};
use crate::{
    Accounts, Actor,
    extract::session_ended,
    model::{
        account::{AccountId, SessionId},
        session::{CurrentSession, LoginName, NewSession, SignedIn},
    },
    store,
};

impl Accounts {
    /// Logs in with a username or an address, and with a code where the account wants one.
    pub async fn sign_in(
        &self,
        ctx: &Ctx,
        peer: Peer,
        name: &str,
        (password, code): (String, Option<String>),
    ) -> Result<SignedIn, Error> {
        let Known { account, mut proof } = self.authenticate(peer, LoginName::either(name), password).await?;
        proof.has_code = self.second_step(&account.id, peer, code.as_deref()).await?;
        let (accounts, opening) = (self.clone(), self.opening(ctx, account.id)?.shown(proof));
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                accounts.enter(tx, &opening).await?;
                Ok(SignedIn {
                    account: opening.account,
                    session: opening.session,
                    access_token: opening.access_token,
                    refresh_token: opening.refresh_token,
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
                reopen(tx, &old, opening.clone()).await?;
                Ok(SignedIn {
                    account: opening.account,
                    session: opening.session,
                    access_token: opening.access_token,
                    refresh_token: opening.refresh_token,
                })
            })
            .await
    }

    /// A new session in place of the one that a refresh token is of. The token is used up by it; whoever shows it again has a
    /// copy, or was robbed of it, so the session that came of it ends, too.
    pub async fn renew_session(&self, ctx: &Ctx, refresh_token: &str) -> Result<SignedIn, Error> {
        let (hash, now) = (refresh_hash(refresh_token), ctx.now());
        let find = async |conn: &mut Conn<'_>| store::session::by_refresh_hash(conn, &hash, now).await;
        let Some((_, account)) = self.0.db.read_by_key(find).await? else {
            self.end_copies(hash).await?;
            return Err(session_ended());
        };
        let opening = self.opening(ctx, account)?;
        let renewed = self
            .0
            .db
            .write(async move |tx: &mut Tx<'_>| renew(tx, opening, &hash).await)
            .await?;
        renewed.ok_or_else(session_ended)
    }

    /// Ends the session that came of a refresh token which is used up, if this is one.
    pub(super) async fn end_copies(&self, hash: String) -> Result<(), Error> {
        let find = async |conn: &mut Conn<'_>| store::session::replacement_of_hash(conn, &hash).await;
        if self.0.db.read_by_key(find).await?.is_none() {
            return Ok(());
        }
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| end_successors(tx, &hash).await)
            .await
    }

    /// Ends the caller's session. Nothing happens if it has ended already.
    #[platform::boxed]
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

/// Opens a session in place of the one of a refresh token; `None` if that was used up meanwhile.
async fn renew(tx: &mut Tx<'_>, opening: NewSession, hash: &str) -> Result<Option<SignedIn>, Error> {
    let now = tx.now();
    let Some((old, _)) = store::session::by_refresh_hash(tx, hash, now).await? else {
        end_successors(tx, hash).await?;
        return Ok(None);
    };
    end(tx, &old).await?;
    store::session::replace(tx, &old, &opening.session).await?;
    reopen(tx, &old, opening.clone()).await?;
    Ok(Some(SignedIn {
        account: opening.account,
        session: opening.session,
        access_token: opening.access_token,
        refresh_token: opening.refresh_token,
    }))
}

/// How long after its use a refresh token that is shown again is only refused: two windows of one program renew at the same
/// time, and neither has a copy. Nobody gains by it, as it gives nothing.
const MEANWHILE: Duration = Duration::from_secs(10);

/// Ends what came in place of the session of a refresh token, and in place of that, and so on.
async fn end_successors(tx: &mut Tx<'_>, hash: &str) -> Result<(), Error> {
    let Some((first, at)) = store::session::replacement_of_hash(tx, hash).await? else {
        return Ok(());
    };
    if tx.now().since(at) < MEANWHILE {
        return Ok(());
    }
    let mut next = Some(first);
    while let Some(session) = next {
        end(tx, &session).await?;
        next = store::session::successor(tx, &session).await?;
    }
    Ok(())
}
