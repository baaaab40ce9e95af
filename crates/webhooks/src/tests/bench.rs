//! What the tests need: a module over a database of its own, something that happens, and receivers that keep what they get.

use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use accounts::{AccountId, Accounts, Actor, Role, SessionId};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use futures_util::future::BoxFuture;
use platform::{
    Clock, Conn, Ctx, Db, Error,
    auth::{keys::Keyring, password::Cost},
    events::{Announcement, Announces, Bus, PayloadDoc, Recorded, TopicDoc},
    id::RequestId,
    page::Pages,
    version::IfMatch,
};
use schemars::SchemaGenerator;
use serde_json::Value;
use testkit::TestDb;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
};

use crate::{
    Options, Webhooks,
    api::{DeliveryStatus, NewWebhook, Webhook, WebhookDelivery, WebhookWithSecret},
    model::endpoint::SealedSecrets,
    sending::Resolve,
    store,
};

pub(super) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
pub(super) const SERVER_ERROR: &str = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n";

const EVENT: &str = "things.thing.made";

/// What a module of things would tell, each on two topics.
const THINGS: Announces = Announces {
    events: &[EVENT],
    topics: || {
        let doc = |topic| TopicDoc {
            topic,
            about: "There is a new thing.".to_owned(),
            payload: PayloadDoc {
                object: |generator: &mut SchemaGenerator| generator.subschema_for::<Value>(),
                sample: "{}",
                changed: None,
            },
        };
        ["row-thing-made", "thing-made", "row-thing-unmade"].map(doc).into()
    },
    announce: |event| {
        let told = |topic| Announcement {
            topic,
            key: event.subject.to_string(),
            payload: event.body.to_string(),
        };
        Ok(["row-thing-made", "thing-made"].map(told).into())
    },
};

/// Every name is this address.
struct Always(IpAddr);

impl Resolve for Always {
    fn resolve(&self, _: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        let found = vec![SocketAddr::new(self.0, port)];
        Box::pin(async move { Ok(found) })
    }
}

/// A module over a database.
pub(super) struct Bench {
    test: TestDb,
    pub(super) keys: Keyring,
    pub(super) webhooks: Webhooks,
    pub(super) admin: Actor,
    pub(super) closing: watch::Sender<bool>,
}

fn module(db: &Db, keys: &Keyring, allow_private: bool, resolved: &str, closing: watch::Receiver<bool>) -> Webhooks {
    let options = accounts::Options {
        cost: Cost::cheap(),
        ..accounts::Options::default()
    };
    let accounts = Accounts::new(db.clone(), keys.clone(), options).unwrap();
    let resolver = Arc::new(Always(resolved.parse().unwrap()));
    let made = Webhooks::with_resolver(
        accounts,
        keys.clone(),
        vec![THINGS],
        Options { allow_private },
        closing,
        resolver,
    );
    made.hasty(Duration::from_secs(2))
}

impl Bench {
    /// Private addresses are allowed.
    pub(super) async fn new(test: TestDb) -> Self {
        Self::of(test, true, "127.0.0.1").await
    }

    /// They are not, and every name leads to this address.
    pub(super) async fn strict(test: TestDb, resolved: &str) -> Self {
        Self::of(test, false, resolved).await
    }

    async fn of(test: TestDb, allow_private: bool, resolved: &str) -> Self {
        let schemas = [
            platform::module::SCHEMA.migrations,
            accounts::SCHEMA.migrations,
            crate::SCHEMA.migrations,
        ];
        let test = test.migrated(&schemas).await;
        let keys = Keyring::open(test.dir.path().join("keys.json"), &test.clock).unwrap();
        let (closing, closed) = watch::channel(false);
        Self {
            webhooks: module(&test.db, &keys, allow_private, resolved, closed),
            admin: Actor {
                needs_factor: false,
                ctx: Ctx::new(test.clock.clone(), RequestId::random()).by("admin"),
                id: AccountId::from("018f3c1e-7b2a-7c3d-8e4f-0123456789ab"),
                handle: "user-admin".to_owned(),
                role: Role::Admin,
                session: SessionId::from("s"),
            },
            keys,
            test,
            closing,
        }
    }

    /// Another process over the same database.
    pub(super) async fn beside(&self) -> Webhooks {
        let clock = self.test.clock.clone();
        let db = Db::open(&self.test.location, platform::db::Options::default(), clock, Bus::new());
        let (_, closed) = watch::channel(false);
        module(&db.await.unwrap(), &self.keys, true, "127.0.0.1", closed)
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.test.clock
    }

    pub(super) fn new_webhook(&self, url: &str, topics: &[&str]) -> NewWebhook {
        let input = serde_json::from_value(serde_json::json!({"url": url, "topics": topics})).unwrap();
        self.webhooks.check_webhook(&input).unwrap()
    }

    pub(super) async fn webhook(&self, receiver: &Receiver, topics: &[&str]) -> WebhookWithSecret {
        self.webhook_at(&receiver.url(), topics).await
    }

    pub(super) async fn webhook_at(&self, url: &str, topics: &[&str]) -> WebhookWithSecret {
        let new = self.new_webhook(url, topics);
        self.webhooks.create_webhook(&self.admin, new, None).await.unwrap()
    }

    pub(super) async fn update(&self, made: &WebhookWithSecret, json: Value) {
        let change = self.webhooks.check_webhook_change(&super::change(json)).unwrap();
        let id = made.webhook.id.clone();
        drop(self.webhooks.update_webhook(id, change, IfMatch::Any).await.unwrap());
    }

    pub(super) async fn show(&self, made: &WebhookWithSecret) -> Webhook {
        self.webhooks.show_webhook(made.webhook.id.clone()).await.unwrap()
    }

    /// Something happens; the same number is the same event.
    pub(super) async fn happen(&self, n: i64) {
        let event = Recorded {
            id: event_id(n).into(),
            topic: EVENT.into(),
            subject: n.to_string().into(),
            body: format!(r#"{{"id":{n}}}"#).into(),
            at: self.clock().now(),
            origin: "here".into(),
            request: None,
        };
        self.webhooks.queue_announcements(event).await.unwrap();
    }

    /// Delivers what is due.
    pub(super) async fn round(&self) {
        self.webhooks.deliver_due().await.unwrap();
    }

    /// Delivers what is due later.
    pub(super) async fn wait(&self, time: Duration) {
        self.clock().advance(time);
        self.round().await;
    }

    pub(super) async fn clean_up(&self) {
        self.webhooks.clean_up().await.unwrap();
    }

    /// Newest first.
    pub(super) async fn deliveries(&self, made: &WebhookWithSecret) -> Vec<WebhookDelivery> {
        self.listed(made, None).await
    }

    pub(super) async fn listed(
        &self,
        made: &WebhookWithSecret,
        status: Option<DeliveryStatus>,
    ) -> Vec<WebhookDelivery> {
        let id = made.webhook.id.clone();
        let listed = self.webhooks.list_webhook_deliveries(id, status, Pages::everything());
        listed.await.unwrap().0
    }

    pub(super) async fn resend(&self, made: &WebhookWithSecret, delivery: &WebhookDelivery) -> WebhookDelivery {
        let id = made.webhook.id.clone();
        let resent = self
            .webhooks
            .resend_webhook_delivery(&self.admin, id, delivery.id.clone(), None);
        resent.await.unwrap()
    }

    /// Waits until the first delivery of a queue is due, and delivers.
    pub(super) async fn wait_for_next(&self, made: &WebhookWithSecret) {
        let waiting = self.listed(made, Some(DeliveryStatus::Pending)).await;
        let next = waiting.last().unwrap().next_attempt_at.unwrap();
        self.wait(next.since(self.clock().now())).await;
    }

    /// The secrets as they are stored.
    pub(super) async fn sealed(&self, made: &WebhookWithSecret) -> SealedSecrets {
        let id = made.webhook.id.clone();
        let work = async move |conn: &mut Conn<'_>| store::endpoint::secrets(conn, &id).await;
        self.test.db.read::<_, Error, _>(work).await.unwrap().unwrap()
    }

    /// How many deliveries are stored, whether or not the webhook is there.
    pub(super) async fn count_stored(&self, made: &WebhookWithSecret) -> i64 {
        let id = made.webhook.id.clone();
        let work = async move |conn: &mut Conn<'_>| store::delivery::list(conn, &id, None, (1, 0)).await;
        self.test.db.read::<_, Error, _>(work).await.unwrap().1
    }
}

/// The id of the event of that number.
pub(super) fn event_id(n: i64) -> String {
    format!("event-{n}")
}

/// The bytes of a secret that was shown.
pub(super) fn secret_of(made: &WebhookWithSecret) -> Vec<u8> {
    let shown = made.secret.0.strip_prefix("whsec_").unwrap();
    BASE64_STANDARD.decode(shown).unwrap()
}

/// A request that came.
#[derive(Debug, Clone, Default)]
pub(super) struct Got {
    pub(super) line: String,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Got {
    pub(super) fn header(&self, name: &str) -> String {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

#[derive(Default)]
struct Shared {
    got: Mutex<Vec<Got>>,
    script: Mutex<VecDeque<&'static str>>,
    connections: AtomicUsize,
    silent: bool,
}

/// A receiver that answers as it was told to, and then well.
pub(super) struct Receiver {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Receiver {
    pub(super) async fn new() -> Self {
        Self::answering([]).await
    }

    pub(super) async fn answering(script: impl IntoIterator<Item = &'static str>) -> Self {
        Self::of(Shared {
            script: Mutex::new(script.into_iter().collect()),
            ..Shared::default()
        })
        .await
    }

    /// One that takes everything and says nothing.
    pub(super) async fn silent() -> Self {
        Self::of(Shared {
            silent: true,
            ..Shared::default()
        })
        .await
    }

    async fn of(shared: Shared) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(shared);
        let serving = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(stream, Arc::clone(&serving)));
            }
        });
        Self { address, shared }
    }

    pub(super) fn url(&self) -> String {
        format!("http://{}/in?x=1", self.address)
    }

    pub(super) fn got(&self) -> Vec<Got> {
        self.shared.got.lock().unwrap().clone()
    }

    /// What came: type and number of each.
    pub(super) fn types(&self) -> Vec<String> {
        let each = self.got().into_iter().map(|got| {
            let body: Value = serde_json::from_str(&got.body).unwrap();
            format!("{} {}", body["type"].as_str().unwrap(), body["data"]["id"])
        });
        each.collect()
    }

    pub(super) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }
}

async fn serve(mut stream: TcpStream, shared: Arc<Shared>) {
    while let Some(got) = read_request(&mut stream).await {
        shared.got.lock().unwrap().push(got);
        if shared.silent {
            return std::future::pending().await;
        }
        let answer = shared.script.lock().unwrap().pop_front().unwrap_or(OK);
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Got> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.lines();
    let line = lines.next()?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(": "));
    let mut got = Got {
        line,
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: String::new(),
    };
    let mut body = vec![0; got.header("content-length").parse().unwrap()];
    stream.read_exact(&mut body).await.ok()?;
    got.body = String::from_utf8(body).unwrap();
    Some(got)
}
