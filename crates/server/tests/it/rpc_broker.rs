//! The broker: documented events go out whatever becomes of it, requests are answered, and servers wake each other.

use std::time::Duration;

use async_nats::{Client as NatsClient, jetstream};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Nats, TestDb, both_engines};
use tokio::sync::watch;

use crate::{
    rpc_support::{Of, request},
    support::TestApp,
};

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server with a broker, as long as the test keeps it.
struct Served {
    app: TestApp,
    _stop: watch::Sender<bool>,
}

async fn served(db: TestDb, nats: &Nats) -> Served {
    let given = Given {
        nats: Some(vec![nats.url().parse().unwrap()]),
        moderate_listings: Some(false),
        ..Given::default()
    };
    let app = TestApp::with(db, given).await;
    let (stop, stopped) = watch::channel(false);
    let _jobs = app.app.start_jobs(&stopped);
    Served { app, _stop: stop }
}

/// Waits until a service answers at the broker.
pub(crate) async fn heard(nats: &NatsClient, of: Of) {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let subject = format!("{}.currentUser", of.codename());
        match nats.request(subject, "{}".into()).await {
            Ok(_) => return,
            Err(error) => assert!(tokio::time::Instant::now() < deadline, "{error}"),
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guarded_broker_is_asked_as_its_address_says() {
    let Some(nats) = Nats::start_guarded("balai", "geheim").await else {
        return;
    };
    let _served = served(TestDb::sqlite().await, &nats).await;
    let options = async_nats::ConnectOptions::with_user_and_password("balai".to_owned(), "geheim".to_owned());
    let client = options.connect(nats.url()).await.unwrap();
    heard(&client, Of::Talk).await;
}

/// The next `count` events of the stream, from its `first`.
async fn events(nats: &NatsClient, first: u64, count: usize) -> Vec<jetstream::Message> {
    let stream = jetstream::new(nats.clone()).get_stream("BALAI_EVENTS").await.unwrap();
    let config = jetstream::consumer::pull::Config {
        deliver_policy: jetstream::consumer::DeliverPolicy::ByStartSequence { start_sequence: first },
        ..jetstream::consumer::pull::Config::default()
    };
    let consumer = stream.create_consumer(config).await.unwrap();
    let messages = consumer.messages().await.unwrap().take(count);
    let all = messages.map(|message| message.unwrap()).collect();
    tokio::time::timeout(PATIENCE, all).await.expect("so many events")
}

fn said(message: &jetstream::Message) -> (String, Value) {
    let topic = message.subject.as_str().replace("clonesahibinden-", "");
    (topic, serde_json::from_slice(&message.payload).unwrap())
}

async fn add_category(app: &TestApp, admin: &testkit::Client, slug: &str, place: usize) -> Value {
    let _ = app;
    let new = json!({"name": slug, "slug": slug, "sortOrder": place});
    admin.post("/v1/categories", &new).await.expect(201).json()["category"].clone()
}

both_engines! {
    async fn every_documented_event_reaches_the_broker_in_order(db: TestDb) {
        let Some(nats) = Nats::start().await else { return };
        let served = served(db, &nats).await;
        let app = &served.app;
        let admin = app.account("boss", accounts::Role::Admin).await;
        let admin = admin.with_header("x-request-id", "req-1");
        let category = add_category(app, &admin, "cars", 1).await;
        let id = category["id"].as_str().unwrap();
        let path = format!("/v1/categories/{id}");
        admin.call_json(http::Method::PATCH, &path, &json!({"name": "Cars"})).await.expect(200);
        // What changes nothing is no event.
        admin.call_json(http::Method::PATCH, &path, &json!({"name": "Cars"})).await.expect(200);
        admin.delete(&path).await.expect(200);
        app.app.relay.drain().await.unwrap();

        let client = async_nats::connect(nats.url()).await.unwrap();
        let told = events(&client, 1, 6).await;
        let topics: Vec<String> = told.iter().map(|message| said(message).0).collect();
        assert_eq!(topics, [
            "categorylocation-service-dbevent-category-created",
            "categorylocation-service-category-created",
            "categorylocation-service-dbevent-category-updated",
            "categorylocation-service-category-updated",
            "categorylocation-service-dbevent-category-deleted",
            "categorylocation-service-category-deleted",
        ]);
        assert_eq!(said(&told[0]).1, category);
        let change = said(&told[2]).1;
        assert_eq!(change["old_category"]["name"], "cars");
        assert_eq!(change["category"]["name"], "Cars");
        assert_eq!(change["oldDataValues"]["name"], "cars");
        assert_eq!(change["newDataValues"]["name"], "Cars");
        assert_eq!(said(&told[4]).1["isActive"], false);
        let heads = told[0].headers.as_ref().unwrap();
        assert_eq!(heads.get("Balai-Request-Id").unwrap().as_str(), "req-1");
        assert_eq!(heads.get("Balai-Object-Id").unwrap().as_str(), id);
        assert_eq!(heads.get("Balai-Schema-Version").unwrap().as_str(), "1");
        let ids: std::collections::HashSet<&str> =
            told.iter().map(|message| message.headers.as_ref().unwrap().get("Nats-Msg-Id").unwrap().as_str()).collect();
        assert_eq!(ids.len(), 6);
    }

    async fn what_happens_while_the_broker_is_away_is_told_afterwards(db: TestDb) {
        let Some(mut nats) = Nats::start().await else { return };
        let served = served(db, &nats).await;
        let app = &served.app;
        let admin = app.account("boss", accounts::Role::Admin).await;
        add_category(app, &admin, "first", 1).await;
        app.app.relay.drain().await.unwrap();
        nats.kill();
        for place in 2..30 {
            add_category(app, &admin, &format!("away-{place}"), place).await;
        }
        // However often it is tried meanwhile, nothing is given up.
        for _ in 0..30 {
            app.app.relay.drain().await.unwrap();
            app.clock.advance(Duration::from_secs(200));
        }
        assert_eq!(app.app.relay.owed().await.unwrap(), 28);
        nats.resume().await;
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while app.app.relay.owed().await.unwrap() > 0 {
            assert!(tokio::time::Instant::now() < deadline, "the broker is not found again");
            app.clock.advance(Duration::from_secs(10));
            app.app.relay.drain().await.unwrap();
        }
        let client = async_nats::connect(nats.url()).await.unwrap();
        let told = events(&client, 1, 58).await;
        let slugs: Vec<String> = told
            .iter()
            .filter(|message| message.subject.as_str().contains("dbevent"))
            .map(|message| said(message).1["slug"].as_str().unwrap().to_owned())
            .collect();
        let expected: Vec<String> =
            std::iter::once("first".to_owned()).chain((2..30).map(|place| format!("away-{place}"))).collect();
        assert_eq!(slugs, expected);
    }

    async fn bad_requests_are_told_why_and_nothing_else(db: TestDb) {
        let Some(nats) = Nats::start().await else { return };
        let served = served(db, &nats).await;
        let client = async_nats::connect(nats.url()).await.unwrap();
        heard(&client, Of::Places).await;
        let ask = async |api: &str, payload: Vec<u8>| {
            let subject = format!("{}.{api}", Of::Places.codename());
            let answer = client.request(subject, payload.into()).await.unwrap();
            let said: Value = serde_json::from_slice(&answer.payload).unwrap();
            (said["status"].as_u64().unwrap(), said["message"].as_str().unwrap().to_owned())
        };
        for nonsense in [&b"{"[..], b"[]", b"null", b"\xff\xfe", b"{\"params\":7}", b"{\"accessToken\":{}}"] {
            let (status, message) = ask("listCategories", nonsense.to_vec()).await;
            assert_eq!((status, message.as_str()), (400, "errMsg_messageTypeIsNotValid"));
        }
        assert_eq!(ask("noSuchCall", b"{}".to_vec()).await, (404, "errMsg_ApiNotFound".to_owned()));
        assert_eq!(ask("getCategory", b"{}".to_vec()).await, (400, "errMsg_categoryIdisRequired".to_owned()));
        let nobody = json!({"params": {}}).to_string().into_bytes();
        assert_eq!(ask("updateCategory", nobody).await, (401, "errMsg_updateCategoryRequiresLogin".to_owned()));
        let newline = json!({"accessToken": "a\nb", "params": {}}).to_string().into_bytes();
        assert_eq!(ask("listCategories", newline).await, (400, "errMsg_accessTokenTypeIsNotValid".to_owned()));
        let deep = format!("{{\"params\":{{\"name\":{}{}}}}}", "[".repeat(500), "]".repeat(500));
        assert_eq!(ask("listCategories", deep.into_bytes()).await.0, 400);
        drop(served);
    }

    async fn a_retried_request_happens_once(db: TestDb) {
        let Some(nats) = Nats::start().await else { return };
        let served = served(db, &nats).await;
        let admin = served.app.account("boss", accounts::Role::Admin).await;
        let client = async_nats::connect(nats.url()).await.unwrap();
        heard(&client, Of::Places).await;
        let asked = json!({"accessToken": admin.token(), "params": {"name": "A", "slug": "a", "sortOrder": 1}});
        let mut heads = async_nats::HeaderMap::new();
        heads.insert("Idempotency-Key", "once");
        let mut ids = Vec::new();
        for _ in 0..2 {
            let subject = format!("{}.createCategory", Of::Places.codename());
            let answer = client.request_with_headers(subject, heads.clone(), asked.to_string().into()).await.unwrap();
            let said: Value = serde_json::from_slice(&answer.payload).unwrap();
            ids.push(said["category"]["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(ids[0], ids[1]);
        // Without the key, the slug is taken.
        let again = request(&client, Of::Places, "createCategory", &asked).await;
        assert_eq!(again.headers.unwrap().get("Status").unwrap().as_str(), "400");
    }
}
