//! Logging in and out, and new access tokens for refresh tokens.

use platform::{
    Ctx, Error, FieldError, Kind, Message, Rule, Tx,
    auth::{keys, password::Verified, token},
    peer::Peer,
};
use sha2::{Digest as _, Sha256};

use crate::{
    Accounts,
    events::SessionRevoked,
    extract::not_an_admin,
    model::{
        account::{Account, AccountId, SessionId},
        session::{Credentials, LoginName, NewSession, Proof, TokenPair},
    },
    rules::device::device_of,
    service::suspension::suspended,
    store,
};

/// Names the realm in tokens: exam tokens are for another audience.
pub(crate) const AUDIENCE: &str = "accounts";

/// Wrong name and wrong password look alike.
pub fn refused() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "accounts.login.refused",
        Message::new("Username / Password Salah", "Wrong username or password."),
    )
}

/// The refresh token is unknown, expired or revoked.
pub fn bad_refresh_token() -> Error {
    let said = Message::new("tidak valid", "is not valid");
    Error::new(
        Kind::Invalid,
        "accounts.refresh_token.invalid",
        Message::new("Refresh token tidak valid", "The refresh token is not valid."),
    )
    .with_fields(vec![FieldError::new("refreshToken", Rule::Other(said))])
}

/// What is stored of a refresh token. It has 256 random bits, so a plain hash is as good as a slow one.
pub(super) fn refresh_hash(token: &str) -> String {
    platform::text::hex(&Sha256::digest(token.as_bytes()))
}

/// Stores a session in place of another one.
pub(crate) async fn reopen(tx: &mut Tx<'_>, old: &SessionId, mut new: NewSession) -> Result<(), Error> {
    new.device = store::session::device(tx, old).await?;
    open(tx, &new).await
}

/// Stores a session, unless its account was suspended, be it while the password was checked.
pub(crate) async fn open(tx: &mut Tx<'_>, new: &NewSession) -> Result<(), Error> {
    let now = tx.now();
    if store::suspension::is_suspended(tx, &new.account, now).await? {
        return Err(suspended());
    }
    store::account::note_login(tx, &new.account).await?;
    let hash = refresh_hash(&new.refresh_token);
    store::session::insert(tx, new, &hash).await
}

/// Ends a session; `false` if it has ended before.
pub(crate) async fn end(tx: &mut Tx<'_>, session: &SessionId) -> Result<bool, Error> {
    let ended = store::session::revoke(tx, session).await?;
    if ended {
        tx.emit(&SessionRevoked {
            session: session.to_string(),
        })
        .await?;
    }
    Ok(ended)
}

/// Somebody whose name and password are right.
pub(crate) struct Known {
    pub(crate) account: Account,
    pub(crate) proof: Proof,
}

impl NewSession {
    /// With what was shown for it.
    pub(crate) fn shown(self, proof: Proof) -> Self {
        Self {
            proof: Some(proof),
            ..self
        }
    }
}

impl Accounts {
    /// Logs in. `admins_only` refuses others with 403 once the password was right.
    #[platform::boxed]
    pub async fn login(
        &self,
        ctx: &Ctx,
        peer: Peer,
        given: Credentials,
        admins_only: bool,
    ) -> Result<TokenPair, Error> {
        let Known { account, mut proof } = self
            .authenticate(peer, LoginName::Username(&given.username), given.password)
            .await?;
        if admins_only && !account.role.is_admin() {
            return Err(not_an_admin());
        }
        proof.has_code = self.second_step(&account.id, peer, given.code.as_deref()).await?;
        let (accounts, opening) = (self.clone(), self.opening(ctx, account.id)?.shown(proof));
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                accounts.enter(tx, &opening).await?;
                Ok(TokenPair {
                    access_token: opening.access_token,
                    refresh_token: opening.refresh_token,
                })
            })
            .await
    }

    /// Whose name and password these are. Every wrong answer looks alike, and too many of them are refused.
    pub(crate) async fn authenticate(&self, peer: Peer, name: LoginName<'_>, password: String) -> Result<Known, Error> {
        let (name_key, address_key) = (platform::text::fold(name.text().trim()), peer.network());
        let attempt = self.attempt(name, password);
        let logins = &self.0.throttles.logins;
        logins
            .make(&name_key, Some(&address_key), attempt)
            .await?
            .ok_or_else(refused)
    }

    /// The account that a name and a password are of.
    async fn attempt(&self, name: LoginName<'_>, password: String) -> Result<Option<Known>, Error> {
        // A name that cannot be stored is nobody's, but PostgreSQL fails when it is asked for one.
        let found = if platform::text::unstorable(name.text()).is_some() {
            None
        } else {
            self.0
                .db
                .read_by_key(async |conn: &mut platform::Conn<'_>| match name {
                    LoginName::Username(name) => store::account::by_username(conn, name).await,
                    LoginName::Email(address) => store::account::by_email(conn, address).await,
                })
                .await?
        };
        let stored = found.as_ref().map(|found| found.password_hash.clone());
        let verified = self.0.passwords.verify_and_renew(password, stored).await?;
        let (Some(found), Verified::Right { renewed }) = (found, verified) else {
            return Ok(None);
        };
        let hashes = match renewed {
            Some(hash) => {
                self.replace_hash(&found, hash.clone()).await;
                [found.password_hash, hash]
            }
            None => [found.password_hash.clone(), found.password_hash],
        };
        let proof = Proof {
            hashes,
            has_code: false,
        };
        Ok(Some(Known {
            account: found.account,
            proof,
        }))
    }

    /// Stores a password's hash at today's cost. A login does not fail because of it.
    async fn replace_hash(&self, found: &store::account::AccountWithPassword, hash: String) {
        let (id, old) = (found.account.id.clone(), found.password_hash.clone());
        let replace = async move |tx: &mut Tx<'_>| store::account::replace_hash(tx, &id, &old, &hash).await;
        if let Err(error) = self.0.db.write::<(), Error, _>(replace).await {
            tracing::warn!(%error, "a password's hash could not be renewed");
        }
    }

    /// Stores the session of somebody who has just logged in, and notes from where.
    ///
    /// Password and second step are looked at once more: whoever changed them while the password was checked has ended every
    /// session, and this one would outlive that.
    pub(crate) async fn enter(&self, tx: &mut Tx<'_>, new: &NewSession) -> Result<(), Error> {
        if let Some(proof) = &new.proof
            && !store::account::is_current(tx, &new.account, proof).await?
        {
            return Err(refused());
        }
        open(tx, new).await?;
        if let Some(language) = new.language {
            store::code::set_language(tx, &new.account, language).await?;
        }
        self.note_device(tx, new).await
    }

    /// A session to be opened.
    pub(crate) fn opening(&self, ctx: &Ctx, account: AccountId) -> Result<NewSession, Error> {
        let session = SessionId::from(platform::id::uuid_v7(ctx.now()));
        Ok(NewSession {
            access_token: self.access_token(ctx, &account, &session)?,
            refresh_token: keys::random_token(),
            expires_at: ctx.now().plus(self.0.options.refresh),
            account,
            session,
            device: ctx.agent.as_deref().map(device_of),
            language: ctx.language,
            proof: None,
        })
    }

    fn access_token(&self, ctx: &Ctx, account: &AccountId, session: &SessionId) -> Result<String, Error> {
        let now = ctx.now();
        self.0.tokens.issue(&token::Claims {
            sub: account.to_string(),
            sid: session.to_string(),
            aud: AUDIENCE.to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: now.plus(self.0.options.access).seconds(),
        })
    }

    /// A new access token. The refresh token stays as it is: the documented reply has no room for another one.
    #[platform::boxed]
    pub async fn refresh(&self, ctx: &Ctx, refresh_token: &str) -> Result<String, Error> {
        let (hash, now) = (refresh_hash(refresh_token), ctx.now());
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut platform::Conn<'_>| store::session::by_refresh_hash(conn, &hash, now).await)
            .await?;
        let Some((session, account)) = found else {
            self.end_copies(hash).await?;
            return Err(bad_refresh_token());
        };
        self.access_token(ctx, &account, &session)
    }

    /// Ends the session of a refresh token, its access tokens included.
    #[platform::boxed]
    pub async fn logout(&self, refresh_token: &str) -> Result<(), Error> {
        let hash = refresh_hash(refresh_token);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                if let Some((session, _)) = store::session::by_refresh_hash(tx, &hash, now).await? {
                    return end(tx, &session).await.map(drop);
                }
                // Clients log out of an account that they have deleted.
                if store::session::forget_of_deleted(tx, &hash).await? {
                    Ok(())
                } else {
                    Err(bad_refresh_token())
                }
            })
            .await
    }
}
