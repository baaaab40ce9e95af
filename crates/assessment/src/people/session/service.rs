//! Logging in and out.
//!
//! Invariant: a session ends for every process at once, because its row is read with each request.

use platform::{
    Conn, Ctx, Error, Kind, Message, Tx,
    auth::{keys, password::Verified, token},
    peer::Peer,
};

use super::store::{self, Living};
use crate::{
    Admin, Assessment, SESSION,
    failures::session_ended,
    people::admin::{self, store::AdminRow, suspension::suspended},
    role::Role,
};

/// Names the realm in tokens.
pub(crate) const AUDIENCE: &str = "exam-administrators";
/// Too many wrong passwords.
pub(crate) const THROTTLED: &str = "assessment.login_throttled";

/// Too many wrong passwords, by name or by address.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(60))
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

impl Assessment {
    /// Logs in. Every wrong answer looks alike and takes as long; too many of them are refused.
    #[platform::boxed]
    pub async fn login(&self, ctx: &Ctx, peer: Peer, username: &str, password: String) -> Result<BegunSession, Error> {
        let (name, address) = (platform::text::fold(username.trim()), peer.network());
        let attempt = self.attempt(username, password);
        let logins = &self.0.throttles.logins;
        let id = logins.make(&name, Some(&address), attempt).await?.ok_or_else(refused)?;
        self.begin(ctx, id, peer).await
    }

    /// The administrator that a name and a password are of.
    async fn attempt(&self, username: &str, password: String) -> Result<Option<i64>, Error> {
        let wanted = username.trim().to_owned();
        let find = async move |conn: &mut Conn<'_>| admin::store::secret_of_name(conn, &wanted).await;
        let secret = self.0.db.read(find).await?;
        let hash = secret.as_ref().map(|secret| secret.hash.clone());
        let verified = self.0.passwords.verify_and_renew(password, hash).await?;
        let (Some(secret), Verified::Right { renewed }) = (secret, verified) else {
            return Ok(None);
        };
        let id = secret.id;
        if let Some(hash) = renewed {
            self.replace_hash(id, secret.hash, hash).await;
        }
        Ok(Some(id))
    }

    /// Stores a password's hash at today's cost. A login does not fail because of it.
    async fn replace_hash(&self, id: i64, old: String, new: String) {
        let replace = async move |tx: &mut Tx<'_>| admin::store::replace_hash(tx, id, &old, &new).await;
        if let Err(error) = self.0.db.write::<(), Error, _>(replace).await {
            tracing::warn!(%error, "a password's hash could not be renewed");
        }
    }

    async fn begin(&self, ctx: &Ctx, id: i64, peer: Peer) -> Result<BegunSession, Error> {
        let (now, session) = (ctx.now(), keys::random_token());
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
