//! The first administrator: made by whoever holds the code that a server without any printed when it started.
//!
//! Invariant: a code is known here as a digest alone, in memory; it is good until somebody administers, a day at most. Of
//! several who use it at once, one is served: whether there is an administrator is asked in the transaction that makes one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use futures_util::future::BoxFuture;
use platform::{
    Conn, Error, Kind, Message, Rule, Timestamp, Tx,
    auth::{csrf, keys::random_bytes},
    peer::Peer,
};
use sha2::{Digest as _, Sha256};

use super::{
    rules::NewAdmin,
    service::{AdminView, Judged, insert},
    store,
};
use crate::{Assessment, role::Role};

/// How long a code is good.
const LASTS: Duration = Duration::from_hours(24);
/// Bytes of a code: nobody guesses as many.
const CODE: usize = 18;
/// Too many wrong codes.
pub(crate) const THROTTLED: &str = "assessment.setup.throttled";

/// What is made in the transaction of the first administrator, or refuses it.
pub type Beside = Arc<dyn for<'a> Fn(&'a mut Tx<'_>) -> BoxFuture<'a, Result<(), Error>> + Send + Sync>;

/// The code that is good at present, if any is.
#[derive(Default)]
pub(crate) struct Setup(Mutex<Option<Open>>);

#[derive(Clone)]
struct Open {
    digest: String,
    until: Timestamp,
}

impl Setup {
    fn set(&self, open: Option<Open>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = open;
    }

    fn get(&self, now: Timestamp) -> Option<Open> {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        open.filter(|open| now < open.until)
    }
}

fn digest(code: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(code))
}

/// Somebody administers this server already, or the code's time is over.
pub fn closed() -> Error {
    let said = Message::new(
        "Tautan ini tidak berlaku lagi. Masuk sebagai administrator, atau jalankan ulang server jika belum ada satu pun.",
        "This link is not good any more. Log in as an administrator, or restart the server if there is none yet.",
    );
    Error::new(Kind::Conflict, "assessment.setup.closed", said)
}

fn wrong_code() -> Error {
    let said = Message::new(
        "bukan kode yang dicetak server ini",
        "is not the code that this server printed",
    );
    Error::invalid_field("code", Rule::Other(said))
}

impl Assessment {
    /// Whether anybody is an administrator of exams, of whatever role.
    #[platform::boxed]
    pub async fn has_admins(&self) -> Result<bool, Error> {
        self.0
            .db
            .read(async |conn: &mut Conn<'_>| Ok::<_, Error>(store::count(conn).await? > 0))
            .await
    }

    /// Lets whoever has the code that is answered make the first administrator, for a day. No other code is good from now on.
    pub fn open_setup(&self) -> String {
        let code = BASE64_URL_SAFE_NO_PAD.encode(random_bytes::<CODE>());
        self.0.setup.set(Some(Open {
            digest: digest(&code),
            until: self.now().plus(LASTS),
        }));
        code
    }

    /// Whether a code is good for anything at present.
    #[platform::boxed]
    pub async fn awaits_setup(&self) -> Result<bool, Error> {
        if self.0.setup.get(self.now()).is_none() {
            return Ok(false);
        }
        let is_done = self.has_admins().await?;
        if is_done {
            self.0.setup.set(None);
        }
        Ok(!is_done)
    }

    /// Refuses a code that is not the one that was printed; too many wrong ones from one network are refused unseen.
    #[platform::boxed]
    pub async fn check_setup_code(&self, peer: Peer, code: &str) -> Result<(), Error> {
        if !self.awaits_setup().await? {
            return Err(closed());
        }
        let open = self.0.setup.get(self.now()).ok_or_else(closed)?;
        let attempt = async { Ok(csrf::same(&open.digest, &digest(code.trim())).then_some(())) };
        let network = peer.network();
        let made = self.0.throttles.setup.make(&network, None, attempt).await?;
        made.ok_or_else(wrong_code)
    }

    /// Makes the first administrator, of role 1, and what `beside` makes in the same transaction.
    #[platform::boxed]
    pub async fn set_up(&self, username: &str, password: String, beside: Beside) -> Result<AdminView, Error> {
        let judged = Judged::of(&NewAdmin {
            username: username.to_owned(),
            role_id: Role::Administrator.id(),
            password: password.clone(),
        })?;
        if self.0.setup.get(self.now()).is_none() {
            return Err(closed());
        }
        let hash = self.0.passwords.hash(password).await?;
        let work = async move |tx: &mut Tx<'_>| {
            if store::count(tx).await? > 0 {
                return Err(closed());
            }
            beside(tx).await?;
            insert(tx, None, &judged, &hash).await
        };
        let made = self.0.db.write(work).await?;
        self.0.setup.set(None);
        Ok(made)
    }
}
