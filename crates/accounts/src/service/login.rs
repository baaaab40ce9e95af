//! Logging in and out, and new access tokens for refresh tokens.

use platform::{
    Ctx, Error, FieldError, Kind, Message, Rule, Tx,
    auth::{keys, token},
    http::Peer,
    idempotency::Once,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{
    Accounts,
    account::{AccountId, SessionId},
    events::SessionRevoked,
    extract::not_an_admin,
    store,
};

/// Names the realm in tokens: exam tokens are for another audience.
pub(crate) const AUDIENCE: &str = "accounts";

/// A name and a password.
#[derive(Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Username.
    pub username: String,
    /// Password.
    pub password: String,
}

/// What a login gives.
#[derive(Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenPair {
    /// JWT, short-lived; goes into `Authorization: Bearer`.
    pub access_token: String,
    /// Opaque, long-lived; gets new access tokens.
    pub refresh_token: String,
}

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
fn refresh_hash(token: &str) -> String {
    platform::text::hex(&Sha256::digest(token.as_bytes()))
}

impl Accounts {
    /// Logs in. `admins_only` refuses others with 403 once the password was right.
    pub async fn login(
        &self,
        ctx: &Ctx,
        peer: Peer,
        given: Credentials,
        admins_only: bool,
        once: Option<Once>,
    ) -> Result<TokenPair, Error> {
        let (name_key, address_key) = (platform::text::fold(given.username.trim()), peer.ip.to_string());
        let throttles = &self.0.throttles;
        throttles.failed_by_name.check(&name_key)?;
        throttles.failed_by_address.check(&address_key)?;
        let username = given.username;
        // A name that cannot be stored is nobody's, but PostgreSQL fails when it is asked for one.
        let found = if platform::text::unstorable(&username).is_some() {
            None
        } else {
            self.0
                .db
                .read_by_key(async |conn: &mut platform::Conn<'_>| store::account::by_username(conn, &username).await)
                .await?
        };
        let stored = found.as_ref().map(|found| found.password_hash.clone());
        let right = self.0.passwords.verify(given.password, stored).await?;
        let Some(account) = found.filter(|_| right).map(|found| found.account) else {
            throttles.failed_by_name.spend(&name_key);
            throttles.failed_by_address.spend(&address_key);
            return Err(refused());
        };
        throttles.failed_by_name.forgive(&name_key);
        if admins_only && !account.role.is_admin() {
            return Err(not_an_admin());
        }
        self.open_session(ctx, account.id, once).await
    }

    async fn open_session(&self, ctx: &Ctx, account: AccountId, once: Option<Once>) -> Result<TokenPair, Error> {
        let session = SessionId::from(platform::id::uuid_v7(ctx.now()));
        let pair = TokenPair {
            access_token: self.access_token(ctx, &account, &session)?,
            refresh_token: keys::random_token(),
        };
        let expires_at = ctx.now().plus(self.0.options.refresh);
        self.0
            .answers
            .write(ctx, once, async move |tx: &mut Tx<'_>| {
                store::account::logged_in(tx, &account).await?;
                store::session::insert(tx, &session, &account, &refresh_hash(&pair.refresh_token), expires_at).await?;
                Ok(pair)
            })
            .await
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
    pub async fn refresh(&self, ctx: &Ctx, refresh_token: &str) -> Result<String, Error> {
        let (hash, now) = (refresh_hash(refresh_token), ctx.now());
        let found = self
            .0
            .db
            .read_by_key(async |conn: &mut platform::Conn<'_>| store::session::by_refresh_hash(conn, &hash, now).await)
            .await?;
        let (session, account) = found.ok_or_else(bad_refresh_token)?;
        self.access_token(ctx, &account, &session)
    }

    /// Ends the session of a refresh token, its access tokens included.
    pub async fn logout(&self, refresh_token: &str) -> Result<(), Error> {
        let hash = refresh_hash(refresh_token);
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                let now = tx.now();
                let found = store::session::by_refresh_hash(tx, &hash, now).await?;
                let (session, _) = found.ok_or_else(bad_refresh_token)?;
                store::session::revoke(tx, &session).await?;
                tx.emit(&SessionRevoked {
                    session: session.to_string(),
                })
                .await
            })
            .await
    }
}
