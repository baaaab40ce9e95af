//! Taking letters, sending what is due, and forgetting.
//!
//! Invariant: a letter is sent by whoever has moved its moment forward; if that one dies, it is due again at that moment.

use std::time::Duration;

use futures_util::future::BoxFuture;
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    mail::{Letter, Mailer},
};

use crate::{
    Mail,
    model::{Content, Message, NewMessage, Status},
    rules::{Failure, next_attempt},
    sending::Envelope,
    store,
};

/// How long one process may take over a letter; longer than sending one can take.
const CLAIMED: Duration = Duration::from_secs(3 * 60);
const DAY: u64 = 24 * 60 * 60;
/// How long is known what was sent, so that its id is not sent again.
const SENT_KEPT: Duration = Duration::from_secs(7 * DAY);
/// How long is shown what was given up.
const GIVEN_UP_KEPT: Duration = Duration::from_secs(30 * DAY);

/// What a sealed letter opens for.
fn context(id: &str) -> Vec<u8> {
    format!("mail:{id}").into_bytes()
}

impl Mailer for Mail {
    fn post<'a>(&'a self, tx: &'a mut Tx<'_>, letter: Letter) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let content = Content {
                text: letter.text,
                html: letter.html,
                unsubscribe: letter.unsubscribe,
            };
            let plain = serde_json::to_vec(&content).map_err(Error::internal)?;
            let message = NewMessage {
                body: self.0.keys.seal(&plain, &context(&letter.id))?,
                id: letter.id,
                recipient: letter.to,
                subject: letter.subject,
                good_until: letter.good_until,
            };
            store::insert(tx, &message).await
        })
    }

    fn withdraw<'a>(&'a self, tx: &'a mut Tx<'_>, address: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(store::forget(tx, address))
    }
}

impl Mail {
    /// Sends what is due, one after the other. While the server is away, the others wait for the next turn.
    ///
    /// # Errors
    /// If the database fails; what a server refuses is stored.
    #[platform::boxed]
    pub async fn send_due(&self) -> Result<()> {
        loop {
            let now = self.0.db.clock().now();
            let look = async move |conn: &mut Conn<'_>| store::due(conn, now).await;
            let due = self.0.db.read_by_key::<_, Error, _>(look).await?;
            if due.is_empty() {
                return Ok(());
            }
            for seq in due {
                if *self.0.closing.borrow() || !self.send_one(seq).await? {
                    return Ok(());
                }
            }
        }
    }

    /// Tries a letter; `false` if the others need not be tried now.
    async fn send_one(&self, seq: i64) -> Result<bool> {
        let claim = async move |tx: &mut Tx<'_>| {
            let until = tx.now().plus(CLAIMED);
            store::claim(tx, seq, until).await
        };
        let Some(message) = self.0.db.write::<_, Error, _>(claim).await? else {
            return Ok(true);
        };
        let now = self.0.db.clock().now();
        let sent = self.send(&message, now).await;
        let (key, good_until) = ((seq, message.attempts), message.good_until);
        let is_away = matches!(sent, Err(Failure::Away(_)));
        if let Err(failure) = &sent {
            let (to, attempts, said) = (domain_of(&message.recipient), message.attempts, failure.said());
            tracing::warn!(letter = message.id, to, attempts, said, "a letter was not taken");
        }
        let jitter = fastrand::f64();
        let settle = async move |tx: &mut Tx<'_>| {
            let failure = match &sent {
                Ok(()) => return store::settle(tx, key, Status::Sent, None).await,
                Err(failure) => failure,
            };
            match next_attempt(failure, key.1, jitter, tx.now(), good_until) {
                Some(next) => store::postpone(tx, key, next, failure.said()).await,
                None => store::settle(tx, key, Status::GivenUp, Some(failure.said())).await,
            }
        };
        self.0.db.write::<_, Error, _>(settle).await?;
        Ok(!is_away)
    }

    async fn send(&self, message: &Message, now: Timestamp) -> Result<(), Failure> {
        if message.good_until.is_some_and(|until| until <= now) {
            return Err(Failure::Never("it was of no use any more".to_owned()));
        }
        let opened = self.0.keys.open_sealed(&message.body, &context(&message.id));
        let content: Option<Content> = opened.ok().and_then(|plain| serde_json::from_slice(&plain).ok());
        let Some(content) = content else {
            return Err(Failure::Never("what it says cannot be opened any more".to_owned()));
        };
        let envelope = Envelope {
            id: &message.id,
            to: &message.recipient,
            subject: &message.subject,
            at: now,
        };
        self.0.carrier.send(envelope, content).await
    }

    /// Sends a letter at once, past the queue: to try the settings.
    ///
    /// # Errors
    /// `mail.refused`, with what the server said.
    #[platform::boxed]
    pub async fn send_now(&self, letter: Letter) -> Result<()> {
        let content = Content {
            text: letter.text,
            html: letter.html,
            unsubscribe: letter.unsubscribe,
        };
        let envelope = Envelope {
            id: &letter.id,
            to: &letter.to,
            subject: &letter.subject,
            at: self.0.db.clock().now(),
        };
        let sent = self.0.carrier.send(envelope, content).await;
        sent.map_err(|failure| {
            let said = format!("the letter was not taken: {}", failure.said());
            Error::unavailable("mail.refused", said, Duration::ZERO)
        })
    }

    pub(crate) async fn clean_up(&self) -> Result<()> {
        let now = self.0.db.clock().now();
        let (sent, given_up) = (now.minus(SENT_KEPT), now.minus(GIVEN_UP_KEPT));
        let look = async move |conn: &mut Conn<'_>| store::has_old(conn, sent, given_up).await;
        // Looked at first: a write waits for others.
        if !self.0.db.read::<_, Error, _>(look).await? {
            return Ok(());
        }
        let prune = async move |tx: &mut Tx<'_>| store::prune(tx, sent, given_up).await;
        while self.0.db.write::<_, Error, _>(prune).await? == store::AT_ONCE {}
        Ok(())
    }
}

/// Where an address is, for the log: who it is, is nobody's business there.
fn domain_of(address: &str) -> &str {
    address.rsplit_once('@').map_or("", |(_, domain)| domain)
}
