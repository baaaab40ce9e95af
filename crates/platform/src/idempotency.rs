//! `Idempotency-Key`: a POST that is sent twice happens once.
//!
//! The answer is stored in the write's own transaction, so it exists exactly when the write does. A retry with the same
//! key and body gets that answer; the same key with another body is refused. Keys belong to a caller and a route, and
//! expire after a day; callers who have not said who they are share no keys. What was asked and answered is sealed with the
//! server's key: a password may be in it, which could be guessed from a plain digest. An answer that lets its reader in (a
//! login's) is not kept at all: it would outlive the session.

use std::time::Duration;

use http::{HeaderMap, HeaderName};
use ring::hmac;
use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest as _, Sha256};

use crate::{
    auth::keys::Keyring,
    clock::Timestamp,
    ctx::Ctx,
    db::{Conn, Db, Row, Tx},
    error::{Error, Kind, Message, Result, Rule},
    params,
    text::hex,
};

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
const LONGEST: usize = 255;
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

crate::statements! {
    FIND = "select answer from idempotency where key = $1 and expires_at > $2";
    /// An expired answer may be in the way: it is replaced.
    STORE = "insert into idempotency (key, answer, expires_at) values ($1, $2, $3)
        on conflict (key) do update set answer = excluded.answer, expires_at = excluded.expires_at
        where idempotency.expires_at <= $4";
    EXPIRED = "select 1 from idempotency where expires_at <= $1 limit 1";
    EXPIRE = "delete from idempotency where key in
        (select key from idempotency where expires_at <= $1 order by expires_at limit 500)";
}

/// A request that must happen once: the client's key, the route, and what the request asks for.
#[derive(Debug, Clone)]
pub struct Once {
    key: String,
    route: String,
    fingerprint: [u8; 32],
}

impl Once {
    /// The request's key, if it has one: 1 to 255 visible ASCII characters.
    pub fn from_headers(headers: &HeaderMap, path: &str) -> Result<Option<Self>> {
        let Some(value) = headers.get(HEADER) else {
            return Ok(None);
        };
        match value.to_str() {
            Ok(key) if (1..=LONGEST).contains(&key.len()) => Ok(Some(Self {
                key: key.to_owned(),
                route: path.to_owned(),
                fingerprint: digest(&[]),
            })),
            _ => Err(Error::invalid_field("Idempotency-Key", Rule::TooLong(LONGEST))),
        }
    }

    /// The same, standing for these bytes of content.
    #[must_use]
    pub fn over(mut self, content: &[u8]) -> Self {
        self.fingerprint = digest(&[content]);
        self
    }

    /// The client's key, for work that keeps it in a row of its own.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What its row is called.
    fn row_key(&self, ctx: &Ctx, keys: &Keyring) -> String {
        let (route, key) = (self.route.as_bytes(), self.key.as_bytes());
        if let Some(actor) = ctx.actor.as_deref() {
            return hex(&digest(&[actor.as_bytes(), route, key]));
        }
        // Everybody may have chosen this key: it stands for this content only.
        let secret = hmac::Key::new(hmac::HMAC_SHA256, &keys.current().derive("repeated requests"));
        let named = digest(&[route, key, &self.fingerprint]);
        hex(hmac::sign(&secret, &named).as_ref())
    }
}

fn digest(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Writes that remember what they answered.
#[derive(Clone)]
pub struct Answers {
    db: Db,
    keys: Keyring,
}

impl Answers {
    /// Over a database, sealing with the server's keys.
    pub fn new(db: Db, keys: Keyring) -> Self {
        Self { db, keys }
    }

    /// Like [`Db::write`]; with a key, the work runs at most once and its answer is given again to a retry.
    pub async fn write<T, F>(&self, ctx: &Ctx, once: Option<Once>, work: F) -> Result<T>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: AsyncFnOnce(&mut Tx<'_>) -> Result<T> + Clone + Send + 'static,
    {
        let kept = once.map(|once| Kept::new(self, ctx, &once));
        self.db
            .write(async move |tx: &mut Tx<'_>| {
                let Some(kept) = &kept else {
                    return work(tx).await;
                };
                if let Some(answer) = kept.load_at(tx).await? {
                    return serde_json::from_slice(&answer).map_err(Error::internal);
                }
                let answer = work(tx).await?;
                let text = serde_json::to_vec(&answer).map_err(Error::internal)?;
                kept.store(tx, &text).await?;
                Ok(answer)
            })
            .await
    }

    /// The stored answer to a request that was made before, for work whose preparation is costly.
    pub async fn find<T: DeserializeOwned + Send + 'static>(&self, ctx: &Ctx, once: &Once) -> Result<Option<T>> {
        match self.find_text(ctx, once).await? {
            Some(text) => serde_json::from_slice(&text).map(Some).map_err(Error::internal),
            None => Ok(None),
        }
    }

    async fn find_text(&self, ctx: &Ctx, once: &Once) -> Result<Option<Vec<u8>>> {
        let (kept, now) = (Kept::new(self, ctx, once), ctx.now());
        self.db
            .read_by_key(async move |conn: &mut Conn<'_>| kept.load(conn, now).await)
            .await
    }
}

/// Where the answer to one request is kept.
#[derive(Clone)]
struct Kept {
    keys: Keyring,
    key: String,
    fingerprint: [u8; 32],
}

impl Kept {
    fn new(answers: &Answers, ctx: &Ctx, once: &Once) -> Self {
        Self {
            keys: answers.keys.clone(),
            key: once.row_key(ctx, &answers.keys),
            fingerprint: once.fingerprint,
        }
    }

    async fn load_at(&self, tx: &mut Tx<'_>) -> Result<Option<Vec<u8>>> {
        let now = tx.now();
        self.load(tx, now).await
    }

    async fn load(&self, conn: &mut Conn<'_>, now: Timestamp) -> Result<Option<Vec<u8>>> {
        let row = |row: &Row<'_>| row.get::<Vec<u8>>(0);
        let Some(sealed) = conn.first(FIND, params![&self.key, now], row).await? else {
            return Ok(None);
        };
        let kept = self.keys.open_sealed(&sealed, self.key.as_bytes())?;
        match kept.split_first_chunk() {
            Some((fingerprint, answer)) if *fingerprint == self.fingerprint => Ok(Some(answer.to_vec())),
            _ => Err(mismatch()),
        }
    }

    async fn store(&self, tx: &mut Tx<'_>, answer: &[u8]) -> Result<()> {
        let kept = [self.fingerprint.as_slice(), answer].concat();
        let sealed = self.keys.seal(&kept, self.key.as_bytes())?;
        let now = tx.now();
        let values = params![&self.key, sealed.as_slice(), now.plus(LIFETIME), now];
        match tx.execute(STORE, values).await? {
            1 => Ok(()),
            _ => Err(Error::internal("an idempotency key appeared twice in one transaction")),
        }
    }
}

/// The key stands for another request.
pub(crate) fn mismatch() -> Error {
    Error::new(
        Kind::Conflict,
        "request.idempotency_mismatch",
        Message::new(
            "Idempotency-Key ini sudah dipakai untuk permintaan lain.",
            "This Idempotency-Key was already used for another request.",
        ),
    )
}

/// Removes expired answers, a bounded number at a time.
pub async fn expire(db: &Db) -> Result<()> {
    let now = db.clock().now();
    let look = async move |conn: &mut Conn<'_>| conn.first(EXPIRED, params![now], |_| Ok(())).await;
    while db.read(look).await?.is_some() {
        db.write(async move |tx: &mut Tx<'_>| tx.execute(EXPIRE, params![now]).await)
            .await?;
    }
    Ok(())
}
