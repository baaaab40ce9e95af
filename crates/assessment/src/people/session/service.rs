//! Logging in and out.
//!
//! Invariant: a session ends for every process at once, because its row is read with each request.

use std::time::Duration;

use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    auth::{keys, password::Verified, token},
    peer::Peer,
};

use sha2::{Digest as _, Sha256};

use super::store::{self, Living};
use crate::{
    Admin, Assessment, SESSION,
    failures::session_ended,
    people::{
        admin::{self, store::AdminRow, suspension::suspended},
        factor::{self, service::code_required},
    },
    role::Role,
};

/// Names the realm in tokens.
pub(crate) const AUDIENCE: &str = "exam-administrators";
/// Names tokens that say whose password was right, before the second step.
const HALFWAY: &str = "exam-administrators.code";
/// How long the second step may take.
const HALF_LASTS: Duration = Duration::from_secs(5 * 60);
/// Too many wrong passwords.
pub(crate) const THROTTLED: &str = "assessment.login_throttled";

/// Too many wrong passwords, by name or by address.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, Duration::from_secs(60))
}

/// Wrong name and wrong password look alike.
pub(crate) fn refused() -> Error {
    Error::new(
        Kind::Unauthenticated,
        "assessment.login.refused",
        Message::new("Nama pengguna atau kata sandi salah.", "Wrong username or password."),
    )
}

impl BegunSession {
    /// Who has begun it.
    pub fn admin(&self, ctx: &Ctx) -> Admin {
        Admin {
            ctx: by_admin(ctx.clone(), self.admin.id),
            id: self.admin.id,
            role: self.admin.role,
            session: self.session.clone(),
        }
    }
}

/// The context of what an administrator does. It names the realm, too: keys of repeated requests of two realms never meet.
fn by_admin(ctx: Ctx, id: i64) -> Ctx {
    ctx.by(&format!("exam-admin/{id}"))
}

/// A session that was begun.
pub struct BegunSession {
    pub(crate) admin: AdminRow,
    pub(crate) session: String,
    pub(crate) token: String,
}

/// What somebody has shown who logs in, judged once more in the transaction that opens the session.
struct Proof {
    admin: i64,
    /// The password's hash as it was, and as it may be stored anew.
    hashes: [String; 2],
    /// Whether a code of the second step was good.
    has_code: bool,
}

/// What comes of a right password on a page.
pub enum PageLogin {
    /// The browser is in.
    In(Box<BegunSession>),
    /// The account wants a code; this says whose password was right, for five minutes.
    CodeWanted(String),
}

/// What stands for a password in a token between its two steps.
fn fingerprint(hash: &str) -> String {
    platform::text::hex(&Sha256::digest(hash.as_bytes())[..16])
}

impl Assessment {
    /// Logs in with a name and a password, and a code where the account wants one. Every wrong answer looks alike and takes as
    /// long; too many of them are refused.
    ///
    /// Fails with `assessment.code.required` and `assessment.code.refused`.
    #[platform::boxed]
    pub async fn login(
        &self,
        ctx: &Ctx,
        peer: Peer,
        (username, password): (&str, String),
        code: Option<&str>,
    ) -> Result<BegunSession, Error> {
        let mut proof = self.prove(peer, username, password).await?;
        proof.has_code = self.take_code(proof.admin, peer, code).await?;
        self.begin(ctx, proof, peer).await
    }

    /// The first step of a browser; the second is another page.
    #[platform::boxed]
    pub async fn login_on_page(
        &self,
        ctx: &Ctx,
        peer: Peer,
        username: &str,
        password: String,
    ) -> Result<PageLogin, Error> {
        let proof = self.prove(peer, username, password).await?;
        if !self.has_second_step(proof.admin).await? {
            let begun = self.begin(ctx, proof, peer).await?;
            return Ok(PageLogin::In(Box::new(begun)));
        }
        let now = ctx.now();
        let half = self.0.tokens.issue(&token::Claims {
            sub: proof.admin.to_string(),
            // With another password, it is worth nothing.
            sid: fingerprint(&self.hash_of(proof.admin).await?.unwrap_or_default()),
            aud: HALFWAY.to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: now.plus(HALF_LASTS).seconds(),
        })?;
        Ok(PageLogin::CodeWanted(half))
    }

    /// The second step of a browser whose password was right.
    ///
    /// Fails with `assessment.session.ended` if that was too long ago, and with `assessment.code.refused`.
    #[platform::boxed]
    pub async fn finish_login(&self, ctx: &Ctx, peer: Peer, half: &str, code: &str) -> Result<BegunSession, Error> {
        let claims = self.0.tokens.verify(half, HALFWAY, token::Kind::Access, ctx.now());
        let claims = claims.map_err(|_| session_ended())?;
        let id: i64 = claims.sub.parse().map_err(|_| session_ended())?;
        let hash = self.hash_of(id).await?.ok_or_else(session_ended)?;
        // Another password, or no second step any more: they log in anew.
        if fingerprint(&hash) != claims.sid || !self.has_second_step(id).await? {
            return Err(session_ended());
        }
        self.check_app_code(id, peer, code.trim()).await?;
        let proof = Proof {
            admin: id,
            hashes: [hash.clone(), hash],
            has_code: true,
        };
        self.begin(ctx, proof, peer).await
    }

    async fn hash_of(&self, id: i64) -> Result<Option<String>, Error> {
        let find = async move |conn: &mut Conn<'_>| admin::store::secret_of_id(conn, id).await;
        let secret = self.0.db.read::<_, Error, _>(find).await?;
        Ok(secret.map(|secret| secret.hash))
    }

    /// Whose name and password these are.
    async fn prove(&self, peer: Peer, username: &str, password: String) -> Result<Proof, Error> {
        let (name, address) = (platform::text::fold(username.trim()), peer.network());
        let attempt = self.attempt(username, password);
        let logins = &self.0.throttles.logins;
        logins.make(&name, Some(&address), attempt).await?.ok_or_else(refused)
    }

    /// The administrator that a name and a password are of.
    async fn attempt(&self, username: &str, password: String) -> Result<Option<Proof>, Error> {
        let wanted = username.trim().to_owned();
        let find = async move |conn: &mut Conn<'_>| admin::store::secret_of_name(conn, &wanted).await;
        let secret = self.0.db.read(find).await?;
        let hash = secret.as_ref().map(|secret| secret.hash.clone());
        let verified = self.0.passwords.verify_and_renew(password, hash).await?;
        let (Some(secret), Verified::Right { renewed }) = (secret, verified) else {
            return Ok(None);
        };
        let new = renewed.unwrap_or_else(|| secret.hash.clone());
        if new != secret.hash {
            self.replace_hash(secret.id, secret.hash.clone(), new.clone()).await;
        }
        Ok(Some(Proof {
            admin: secret.id,
            hashes: [secret.hash, new],
            has_code: false,
        }))
    }

    /// Stores a password's hash at today's cost. A login does not fail because of it.
    async fn replace_hash(&self, id: i64, old: String, new: String) {
        let replace = async move |tx: &mut Tx<'_>| admin::store::replace_hash(tx, id, &old, &new).await;
        if let Err(error) = self.0.db.write::<(), Error, _>(replace).await {
            tracing::warn!(%error, "a password's hash could not be renewed");
        }
    }

    async fn begin(&self, ctx: &Ctx, proof: Proof, peer: Peer) -> Result<BegunSession, Error> {
        let (now, session, id) = (ctx.now(), keys::random_token(), proof.admin);
        let expires_at = now.plus(SESSION);
        let token = self.0.tokens.issue(&token::Claims {
            sub: id.to_string(),
            sid: session.clone(),
            aud: AUDIENCE.to_owned(),
            kind: token::Kind::Access,
            iat: now.seconds(),
            exp: expires_at.seconds(),
        })?;
        let (sid, address) = (session.clone(), peer.ip.to_string());
        let open = async move |tx: &mut Tx<'_>| {
            // Somebody who was deleted while the password was checked has no session.
            let admin = admin::store::by_id(tx, id).await?.ok_or_else(refused)?;
            if admin.suspended_at.is_some() {
                return Err(suspended());
            }
            // Neither has whoever came with a password, or without a code, that counts no more.
            let hash = admin::store::secret_of_id(tx, id).await?.map(|secret| secret.hash);
            if !hash.is_some_and(|hash| proof.hashes.contains(&hash)) {
                return Err(refused());
            }
            let factor = factor::store::find(tx, id).await?;
            if factor.is_some_and(|factor| factor.is_on) && !proof.has_code {
                return Err(code_required());
            }
            store::insert(tx, (&sid, id), &address, expires_at).await?;
            Ok::<_, Error>(admin)
        };
        let admin = self.0.db.write(open).await?;
        Ok(BegunSession { admin, session, token })
    }

    /// Ends a session.
    #[platform::boxed]
    pub async fn logout(&self, session: &str) -> Result<(), Error> {
        let session = session.to_owned();
        self.0
            .db
            .write(async move |tx: &mut Tx<'_>| store::end(tx, &session).await)
            .await
    }

    /// Whose token it is.
    pub async fn admin_of_token(&self, ctx: Ctx, token: &str) -> Result<Admin, Error> {
        let claims = self.0.tokens.verify(token, AUDIENCE, token::Kind::Access, ctx.now())?;
        let living = self.living(&claims.sid).await?;
        let living = living.filter(|living| living.admin.to_string() == claims.sub && ctx.now() < living.expires_at);
        let living = living.ok_or_else(session_ended)?;
        Ok(Admin {
            ctx: by_admin(ctx, living.admin),
            id: living.admin,
            role: living.role,
            session: claims.sid,
        })
    }

    async fn living(&self, session: &str) -> Result<Option<Living>, Error> {
        let find = async |conn: &mut Conn<'_>| store::living(conn, session).await;
        self.0.db.read_kept_by_key(&self.0.sessions, session, find).await
    }

    /// Refuses an administrator whose session has ended, or whose role has changed, since the request began.
    #[platform::boxed]
    pub async fn session_lives(&self, admin: &Admin) -> Result<(), Error> {
        let living = self.living(&admin.session).await?;
        let same = |living: &Living| living.admin == admin.id && living.role == admin.role;
        living
            .filter(|living| same(living) && admin.ctx.now() < living.expires_at)
            .map(drop)
            .ok_or_else(session_ended)
    }

    /// Whether a password is an administrator's own.
    #[platform::boxed]
    pub async fn is_password(&self, admin: &Admin, password: String) -> Result<bool, Error> {
        let key = format!("own password of {}", admin.id);
        let id = admin.id;
        let attempt = async {
            let find = async move |conn: &mut Conn<'_>| admin::store::secret_of_id(conn, id).await;
            let secret = self.0.db.read(find).await?;
            let hash = secret.map(|secret| secret.hash);
            Ok(self.0.passwords.verify(password, hash).await?.then_some(()))
        };
        let made = self.0.throttles.logins.make(&key, None, attempt).await?;
        Ok(made.is_some())
    }
}

impl Admin {
    /// Whether the role is 1.
    pub(crate) fn is_administrator(&self) -> bool {
        self.role == Role::Administrator
    }
}
