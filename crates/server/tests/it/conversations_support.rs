//! What the tests of conversations share: people who talk about listings, and ears for live streams.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use accounts::{AccountId, Role, service_dialect::SERVICE};
use axum::body::{Body, BodyDataStream};
use conversations::{Conversations, Listing, ListingLookup, Options, UnreadDigest, UnreadLetters};
use futures_util::{StreamExt as _, future::BoxFuture};
use http::{Method, Request, header};
use platform::{
    Db,
    auth::password::Cost,
    cache::Cache,
    db::Options as DbOptions,
    events::{Bus, Relay},
    http::{
        routes::{self, Shared},
        stack::Stack,
    },
    media::Media,
};
use serde_json::{Value, json, value::to_raw_value};
use server::{app::App, settings::Given, wiring};
use testkit::{Answer, Client, TestDb};
use tokio::sync::watch;

use crate::support::TestApp;

/// A UUID that nothing has.
pub(crate) const NOWHERE: &str = "018f3c1e-7b2a-7c3d-8e4f-0123456789ab";
/// More messages than any test sends.
const PLENTY: u32 = 1_000_000;

/// Listings, as whoever has them would tell of them.
#[derive(Default)]
pub(crate) struct Shop(Mutex<HashMap<String, Listing>>);

impl Shop {
    /// Offers something of somebody's; answers its id.
    pub(crate) fn offer(&self, owner: &str) -> String {
        let mut listings = self.0.lock().unwrap();
        let id = format!("018f3c1e-7b2a-7c3d-8e4f-{:012x}", listings.len() + 1);
        let full = json!({"title": "Temiz bisiklet", "contactPhone": "+90 555 000 00 00", "status": "active", "status_idx": 1});
        let listing = Listing {
            id: id.clone(),
            status: "active".to_owned(),
            status_idx: 1,
            title: "Temiz bisiklet".to_owned(),
            owner: AccountId::from(owner),
            active: true,
            full: to_raw_value(&full).unwrap(),
        };
        listings.insert(id.clone(), listing);
        id
    }

    /// Takes an offer back.
    pub(crate) fn sold(&self, id: &str) {
        self.0.lock().unwrap().get_mut(id).unwrap().active = false;
    }

    /// Forgets a listing.
    pub(crate) fn remove(&self, id: &str) {
        self.0.lock().unwrap().remove(id);
    }
}

impl ListingLookup for Shop {
    fn find<'a>(&'a self, ids: &'a [String]) -> BoxFuture<'a, platform::Result<Vec<Listing>>> {
        let listings = self.0.lock().unwrap();
        let found = ids.iter().filter_map(|id| listings.get(id).cloned()).collect();
        Box::pin(async move { Ok(found) })
    }
}

/// Somebody who talks.
#[derive(Clone)]
pub(crate) struct Person {
    pub(crate) client: Client,
    pub(crate) id: String,
}

impl std::ops::Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

/// Conversations over listings of the test's own.
pub(crate) struct Talk {
    pub(crate) app: TestApp,
    pub(crate) shop: Arc<Shop>,
    /// What people were told by mail.
    pub(crate) letters: Arc<Letters>,
    pub(crate) here: Process,
}

/// What one process serves.
pub(crate) struct Process {
    pub(crate) conversations: Conversations,
    pub(crate) stack: Stack,
    pub(crate) relay: Relay,
    pub(crate) closing: watch::Sender<bool>,
    pub(crate) jobs: Vec<platform::module::Job>,
}

impl Process {
    fn new(
        accounts: accounts::Accounts,
        media: Media,
        shop: &Arc<Shop>,
        (letters, options): (Option<Arc<dyn UnreadLetters>>, Options),
    ) -> Self {
        let (closing, closed) = watch::channel(false);
        let db = accounts.db().clone();
        let shared = Shared {
            cache: Cache::new(1 << 20),
            clock: db.clock().clone(),
            timeout: Duration::from_secs(30),
            identify: None,
            closing: closed.clone(),
        };
        let shop = Arc::clone(shop) as Arc<dyn ListingLookup>;
        let conversations = Conversations::new(accounts, shop, media, letters, options, closed);
        let module = conversations.module(&shared);
        db.bus().attach(module.listeners);
        let router = routes::fallback(SERVICE, &[], &shared).merge(module.router);
        let crowded = Stack::crowded_router(SERVICE, &shared);
        Self {
            conversations,
            stack: Stack::new(router, crowded, 10_000, Vec::new()),
            relay: Relay::new(db, module.subscribers),
            closing,
            jobs: module.jobs,
        }
    }
}

/// What people were told by mail, in order.
#[derive(Default)]
pub(crate) struct Letters(Mutex<Vec<(AccountId, UnreadDigest)>>);

impl Letters {
    /// What was told since the last look.
    pub(crate) fn take(&self) -> Vec<(AccountId, UnreadDigest)> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl UnreadLetters for Letters {
    fn tell<'a>(
        &'a self,
        _tx: &'a mut platform::Tx<'_>,
        to: &'a AccountId,
        digest: &'a UnreadDigest,
    ) -> BoxFuture<'a, platform::Result<bool>> {
        self.0.lock().unwrap().push((to.clone(), digest.clone()));
        Box::pin(async { Ok(true) })
    }
}

/// Where pictures are.
fn media_of(test: &TestDb) -> Media {
    Media::on_disk(test.dir.path().join("data/media/messages")).unwrap()
}

impl Talk {
    /// Nobody is held back.
    pub(crate) async fn new(test: TestDb) -> Self {
        let options = Options {
            messages_per_minute: PLENTY,
            threads_per_day: PLENTY,
            ..Options::default()
        };
        Self::with(test, options).await
    }

    pub(crate) async fn with(test: TestDb, options: Options) -> Self {
        // The application serves everything else; conversations are put together here, over listings of the test's own.
        let module = Some(vec![trackmate::NAME.to_owned(), classifieds::NAME.to_owned()]);
        let given = Given {
            module,
            ..Given::default()
        };
        let app = TestApp::with(test, given).await;
        let shop = Arc::<Shop>::default();
        let media = media_of(&app.test);
        let letters = Arc::<Letters>::default();
        let told = Some(Arc::clone(&letters) as Arc<dyn UnreadLetters>);
        let here = Process::new(app.app.wired.accounts.clone(), media, &shop, (told, options));
        Self {
            app,
            shop,
            letters,
            here,
        }
    }

    /// Another process on the same database, with the same keys.
    pub(crate) async fn elsewhere(&self) -> Process {
        let test = &self.app.test;
        let options = DbOptions {
            postgres_connections: 4,
            ..DbOptions::default()
        };
        let db = Db::open(&test.location, options, test.clock.clone(), Bus::new())
            .await
            .unwrap();
        let given = Given {
            data: Some(test.dir.path().join("data")),
            module: Some(vec![trackmate::NAME.to_owned()]),
            ..Given::default()
        };
        let settings = given.settle(wiring::MODULES).unwrap();
        let app = App::over(&settings, db, Cost::cheap(), None).unwrap();
        let options = Options {
            messages_per_minute: PLENTY,
            threads_per_day: PLENTY,
            ..Options::default()
        };
        Process::new(app.wired.accounts.clone(), media_of(test), &self.shop, (None, options))
    }

    pub(crate) async fn person(&self, name: &str) -> Person {
        self.somebody(name, Role::User).await
    }

    pub(crate) async fn somebody(&self, name: &str, role: Role) -> Person {
        let client = self.app.account(name, role).await;
        let id = client.get("/currentuser").await.expect(200).json()["userId"]
            .as_str()
            .unwrap()
            .to_owned();
        Person {
            client: self.served(&client),
            id,
        }
    }

    /// Logs in once more.
    pub(crate) async fn again(&self, name: &str) -> Client {
        self.served(&self.app.login(name).await)
    }

    fn served(&self, client: &Client) -> Client {
        Client::new(self.here.stack.clone()).with_token(client.token().unwrap())
    }

    pub(crate) fn anyone(&self) -> Client {
        Client::new(self.here.stack.clone())
    }

    /// A seller and a buyer who talk about something of the seller's.
    pub(crate) async fn pair(&self) -> (Person, Person, String) {
        let (seller, buyer) = (self.person("satici").await, self.person("alici").await);
        let listing = self.shop.offer(&seller.id);
        let thread = begin(&buyer, &listing, &seller.id).await;
        (seller, buyer, thread)
    }
}

/// Begins a thread; answers its id.
pub(crate) async fn begin(by: &Client, listing: &str, receiver: &str) -> String {
    let body = json!({"listingId": listing, "receiverId": receiver});
    let answer = by.post("/v1/conversationthreads", &body).await.expect(201);
    text(&answer.json()["conversationThread"]["id"])
}

/// Sends a message; answers it.
pub(crate) async fn say(by: &Client, thread: &str, content: &str) -> Value {
    let body = json!({"conversationThreadId": thread, "content": content});
    let answer = by.post("/v1/conversationmessages", &body).await.expect(201);
    answer.json()["conversationMessage"].clone()
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// Status and key of a refusal.
pub(crate) fn refusal(answer: &Answer) -> (u16, String) {
    let body = answer.json();
    assert_eq!(body["result"], "ERR", "{body}");
    assert_eq!(body["status"], answer.status.as_u16());
    (answer.status.as_u16(), text(&body["message"]))
}

pub(crate) async fn patch(by: &Client, path: &str, body: &Value) -> Answer {
    by.call_json(Method::PATCH, path, body).await
}

/// Sends a request without a body, with headers.
pub(crate) async fn send(by: &Client, method: Method, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    by.send(request, Body::from(body.to_string())).await
}

/// Contents of a list of messages.
pub(crate) async fn contents(by: &Client, path: &str) -> Vec<String> {
    let body = by.get(path).await.expect(200).json();
    let rows = body["conversationMessages"].as_array().unwrap().clone();
    rows.iter().map(|row| text(&row["content"])).collect()
}

/// An event as a client reads it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heard {
    pub(crate) id: Option<i64>,
    pub(crate) name: String,
    pub(crate) data: Value,
}

/// An ear on a live stream.
pub(crate) struct Ear {
    body: BodyDataStream,
    unread: String,
    /// The id of the last block, also of one without an event.
    pub(crate) last: Option<String>,
}

/// How long an event may take: it only ends a test that would wait forever.
const PATIENCE: Duration = Duration::from_secs(20);

impl Ear {
    /// Listens as somebody, from after an id.
    pub(crate) async fn open(stack: &Stack, client: &Client, after: Option<&str>) -> Self {
        let mut request = Request::builder()
            .uri("/v1/conversationthreads/stream")
            .header(header::AUTHORIZATION, format!("Bearer {}", client.token().unwrap()));
        if let Some(after) = after {
            request = request.header("last-event-id", after);
        }
        Self::of(stack, request.body(Body::empty()).unwrap()).await
    }

    /// What a request hears.
    pub(crate) async fn of(stack: &Stack, request: Request<Body>) -> Self {
        let response = stack.serve(request, [127, 0, 0, 1].into()).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert_eq!(response.headers()["x-accel-buffering"], "no");
        let mut ear = Self {
            body: response.into_body().into_data_stream(),
            unread: String::new(),
            last: None,
        };
        let opening = ear.block().await.unwrap();
        assert!(opening.starts_with("retry: "), "{opening}");
        ear
    }

    /// The next block of lines; `None` at the end of the stream.
    async fn block(&mut self) -> Option<String> {
        loop {
            if let Some((block, rest)) = self.unread.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.unread = rest;
                if let Some(id) = block.lines().find_map(|line| line.strip_prefix("id: ")) {
                    self.last = Some(id.to_owned());
                }
                return Some(block);
            }
            let more = tokio::time::timeout(PATIENCE, self.body.next())
                .await
                .expect("an event in time")?;
            self.unread.push_str(std::str::from_utf8(&more.unwrap()).unwrap());
        }
    }

    /// The next event of any kind; `None` at the end of the stream.
    pub(crate) async fn any(&mut self) -> Option<Heard> {
        loop {
            let block = self.block().await?;
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name));
            let Some(data) = field("data: ") else { continue };
            return Some(Heard {
                id: field("id: ").map(|id| id.parse().unwrap()),
                name: field("event: ").unwrap().to_owned(),
                data: serde_json::from_str(data).unwrap(),
            });
        }
    }

    /// Whether nothing waits to be heard.
    pub(crate) async fn is_silent(&mut self) -> bool {
        self.unread.is_empty() && futures_util::poll!(std::pin::pin!(self.body.next())).is_pending()
    }

    /// The next event that has a number.
    pub(crate) async fn next(&mut self) -> Heard {
        loop {
            let heard = self.any().await.expect("an event");
            if heard.id.is_some() {
                return heard;
            }
        }
    }
}
