//! Sessions of browsers, which read pages: one token in a cookie for as long as the session lasts.
//!
//! Invariant: such a token is good for pages alone, and a token of the API never for pages, so that neither can be taken
//! for the other.

use std::time::Duration;

use platform::{Conn, Ctx, Error, FieldError, Kind, Message, Rule, Tx, auth::token, peer::Peer, text::Check};

use super::login::{Known, refresh_hash, refused};
use crate::{
    Accounts, Actor,
    events::SessionRevoked,
    extract::{session_ended, unless_nobodys},
    model::{
        account::{Account, AccountId},
        letter::{Notice, Purpose},
        session::{LoginName, Proof},
    },
    rules, store,
};

/// Names the realm in tokens.
const AUDIENCE: &str = "pages";

/// Names tokens that say whose password was right, before the second step.
const HALFWAY: &str = "pages.code";
/// How long the second step may take.
const HALF_LASTS: Duration = Duration::from_secs(5 * 60);

/// What comes of a right password.
pub enum BrowserEntry {
    /// The browser is in.
    In(Box<BrowserSession>),
    /// The account wants a code; this says whose password was right, for five minutes.
    CodeWanted(String),
}

/// A browser that has just logged in.
pub struct BrowserSession {
    pub account: Account,
    /// Goes into a cookie that scripts cannot read.
    pub token: String,
    /// How long it is good.
    pub lasts: Duration,
}

/// The password that had to be repeated is not the account's.
fn wrong_password() -> Error {
    let said = Message::new("tidak cocok", "is not right");
    Error::new(
        Kind::Invalid,
        "accounts.password.wrong",
        Message::new("Password Anda tidak cocok.", "That is not your password."),
    )
    .with_fields(vec![FieldError::new("password", Rule::Other(said))])
}

/// What stands for a password in a token between its two steps.
fn fingerprint(hash: &str) -> String {
    refresh_hash(hash).chars().take(32).collect()
}

impl Accounts {
    /// Logs a browser in, with a username or an address; or asks for a code where the account wants one.
    #[platform::boxed]
    pub async fn open_browser_session(
        &self,
        ctx: &Ctx,
        peer: Peer,
        name: &str,
        password: String,
    ) -> Result<BrowserEntry, Error> {
        let Known { account, proof } = self.authenticate(peer, LoginName::either(name), password).await?;
        if !self.wants_code(&account.id).await? {
            let session = self.enter_browser(ctx, account, proof).await?;
            return Ok(BrowserEntry::In(Box::new(session)));
        }
        let now = ctx.now();
        let half = self.0.tokens.issue(&token::Claims {
            sub: account.id.to_string(),
            // With another password, it is worth nothing.
            sid: fingerprint(self.hash_of(&account.id).await?.as_deref().unwrap_or_default()),
            aud: HALFWAY.to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: now.plus(HALF_LASTS).seconds(),
        })?;
        Ok(BrowserEntry::CodeWanted(half))
    }

    /// The second step of a browser whose password was right.
    ///
    /// Fails with `accounts.session.ended` if that was too long ago, and with `accounts.code.refused`.
    #[platform::boxed]
    pub async fn finish_browser_session(
        &self,
        ctx: &Ctx,
        peer: Peer,
        half: &str,
        code: &str,
    ) -> Result<BrowserSession, Error> {
        let claims = self.0.tokens.verify(half, HALFWAY, token::Kind::Access, ctx.now());
        let claims = claims.map_err(|_| session_ended())?;
        let id = AccountId::from(claims.sub);
        let hash = self.hash_of(&id).await?.ok_or_else(session_ended)?;
        // Another password, or no second step any more: they log in anew.
        if fingerprint(&hash) != claims.sid || !self.wants_code(&id).await? {
            return Err(session_ended());
        }
        self.check_code(&id, peer, code.trim()).await?;
        let account = self.profile(&id).await?;
        let proof = Proof {
            hashes: [hash.clone(), hash],
            has_code: true,
        };
        self.enter_browser(ctx, account, proof).await
    }

    async fn hash_of(&self, id: &AccountId) -> Result<Option<String>, Error> {
        let find = async |conn: &mut Conn<'_>| store::account::hash_of(conn, id).await;
        self.0.db.read_by_key(find).await
    }

    async fn enter_browser(&self, ctx: &Ctx, account: Account, proof: Proof) -> Result<BrowserSession, Error> {
        let opening = self.opening(ctx, account.id.clone())?.shown(proof);
        let (now, lasts) = (ctx.now(), self.0.options.refresh);
        let token = self.0.tokens.issue(&token::Claims {
            sub: account.id.to_string(),
            sid: opening.session.to_string(),
            aud: AUDIENCE.to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: opening.expires_at.seconds(),
        })?;
        let accounts = self.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| accounts.enter(tx, &opening).await)
            .await?;
        Ok(BrowserSession { account, token, lasts })
    }

    /// Whose a browser's token is; nobody's if its session has ended.
    #[platform::boxed]
    pub async fn browser_actor(&self, ctx: Ctx, token: &str) -> Result<Option<Actor>, Error> {
        unless_nobodys(self.actor_for(ctx, token, AUDIENCE).await)
    }

    /// Sets another password, for somebody who knows the one that counts. Every other session ends.
    #[platform::boxed]
    pub async fn change_password(&self, actor: &Actor, peer: Peer, current: String, new: String) -> Result<(), Error> {
        let mut check = Check::new();
        rules::password_at(&mut check, "newPassword", &new);
        check.finish()?;
        self.confirm(actor, peer, current).await?;
        let hash = self.0.passwords.hash(new).await?;
        let (accounts, id, kept) = (self.clone(), actor.id.clone(), actor.session.to_string());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                accounts.tell_account(tx, &id, Notice::PasswordChanged).await?;
                store::account::set_password(tx, &id, &hash).await?;
                // A link to set one that still lies in a mailbox is of the password that was.
                store::code::forget_purpose(tx, &id, Purpose::Reset).await?;
                for session in store::session::revoke_others(tx, &id, &kept).await? {
                    tx.emit(&SessionRevoked { session }).await?;
                }
                Ok(())
            })
            .await
    }

    /// Ends every session of the caller, this one included.
    #[platform::boxed]
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<(), Error> {
        let id = actor.id.clone();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| {
                for session in store::session::revoke_all(tx, &id).await? {
                    tx.emit(&SessionRevoked { session }).await?;
                }
                Ok(())
            })
            .await
    }

    /// Deletes the caller's account, for somebody who knows its password. What modules keep of it goes by its event.
    #[platform::boxed]
    pub async fn delete_own_account(&self, actor: &Actor, peer: Peer, password: String) -> Result<(), Error> {
        self.confirm(actor, peer, password).await?;
        let (accounts, id) = (self.clone(), actor.id.clone());
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| accounts.delete_account(tx, &id).await)
            .await
    }

    /// Whether a password is the caller's, within the brakes of logins.
    pub(super) async fn confirm(&self, actor: &Actor, peer: Peer, password: String) -> Result<(), Error> {
        let username = self.profile(&actor.id).await?.username;
        let found = self.authenticate(peer, LoginName::Username(&username), password).await;
        match found {
            Ok(known) if known.account.id == actor.id => Ok(()),
            Ok(_) => Err(wrong_password()),
            Err(error) if error.code() == refused().code() => Err(wrong_password()),
            Err(error) => Err(error),
        }
    }
}
