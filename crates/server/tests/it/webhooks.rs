//! Webhooks over HTTP: what administrators do with them, and what a receiver gets of what happens in the services.

use std::sync::{Arc, Mutex};

use accounts::Role;
use platform::{Ctx, db::Location};
use serde_json::{Value, json};
use server::settings::Given;
use testkit::{Client, TestDb, both_engines};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

use crate::support::TestApp;

const LISTINGS: &str = "clonesahibinden-categorylocation-service-listing-*";

/// A receiver that takes everything: heads and bodies, in order.
struct Receiver {
    url: String,
    got: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Receiver {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/in", listener.local_addr().unwrap());
        let got = Arc::<Mutex<Vec<_>>>::default();
        let into = Arc::clone(&got);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(take_all(stream, Arc::clone(&into)));
            }
        });
        Self { url, got }
    }

    fn got(&self) -> Vec<(String, Value)> {
        self.got.lock().unwrap().clone()
    }
}

async fn take_all(stream: TcpStream, into: Arc<Mutex<Vec<(String, Value)>>>) {
    let mut stream = BufReader::new(stream);
    loop {
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            let start = head.len();
            if stream.read_line(&mut head).await.unwrap() == 0 {
                return;
            }
            if let Some(value) = head[start..].to_ascii_lowercase().strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        into.lock()
            .unwrap()
            .push((head, serde_json::from_slice(&body).unwrap()));
        stream
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            .await
            .unwrap();
    }
}

/// An application that sends to this machine, and its administrator.
async fn start(db: TestDb) -> (TestApp, Client) {
    let given = Given {
        webhooks_allow_private: Some(true),
        moderate_listings: Some(false),
        ..Given::default()
    };
    let app = TestApp::with(db, given).await;
    let admin = app.account("admin", Role::Admin).await;
    (app, admin)
}

/// Tells subscribers what happened, and delivers what is due.
async fn deliver(app: &TestApp) {
    app.app.relay.drain().await.unwrap();
    let modules = &app.app.wired.modules;
    let jobs = modules.iter().flat_map(|module| &module.jobs);
    for job in jobs.filter(|job| job.name == "webhooks.deliver") {
        (job.run)(Ctx::background(app.clock.clone())).await.unwrap();
    }
}

async fn hook(admin: &Client, url: &str, topics: &[&str]) -> Value {
    let body = json!({"url": url, "topics": topics, "description": "Gudang"});
    admin.post("/v1/webhooks", &body).await.expect(201).json()["webhook"].clone()
}

fn at(hook: &Value) -> String {
    format!("/v1/webhooks/{}", hook["id"].as_str().unwrap())
}

both_engines! {
    async fn a_listing_that_is_made_and_changed_reaches_whoever_hears_listings(db: TestDb) {
        let (app, admin) = start(db).await;
        let receiver = Receiver::new().await;
        let made = hook(&admin, &receiver.url, &[LISTINGS]).await;
        let category = json!({"name": "Sepeda", "slug": "sepeda", "sortOrder": 1});
        let category = admin.post("/v1/categories", &category).await.expect(201).json();
        let listing = json!({"title": "Sepeda gunung", "price": 10, "categoryId": category["category"]["id"]});
        let listing = admin.post("/v1/listings", &listing).await.expect(201).json()["listing"].clone();
        let change = json!({"title": "Sepeda lipat"});
        let path = format!("/v1/listings/{}", listing["id"].as_str().unwrap());
        drop(admin.patch(&path, &change).await.expect(200));
        deliver(&app).await;
        let got = receiver.got();
        let types: Vec<&str> = got.iter().map(|(_, body)| body["type"].as_str().unwrap()).collect();
        let named = |what| format!("clonesahibinden-categorylocation-service-listing-{what}");
        assert_eq!(types, [named("created"), named("updated")]);
        assert_eq!(got[0].1["data"]["id"], listing["id"]);
        assert_eq!(got[1].1["data"]["listing"]["title"], "Sepeda lipat");
        assert_eq!(got[1].1["data"]["old_listing"]["title"], "Sepeda gunung");
        for name in ["webhook-id: msg_", "webhook-timestamp: 1768464", "webhook-signature: v1,"] {
            assert!(got[0].0.contains(name), "{}", got[0].0);
        }
        let path = format!("{}/deliveries", at(&made));
        let listed = admin.get(&path).await.expect(200).json();
        assert_eq!((&listed["rowCount"], &listed["webhookDeliveries"][0]["status"]), (&json!(2), &json!("delivered")));
        let id = listed["webhookDeliveries"][1]["id"].as_str().unwrap();
        drop(admin.post(&format!("{path}/{id}/resend"), &json!({})).await.expect(201));
        let waiting = admin.get(&format!("{path}?status=pending")).await.expect(200).json();
        assert_eq!((&waiting["rowCount"], &waiting["filters"][0]["value"]), (&json!(1), &json!("pending")));
        deliver(&app).await;
        assert_eq!(receiver.got()[2].1, got[0].1);
    }

    async fn a_secret_is_shown_when_it_is_made_and_never_again(db: TestDb) {
        let (app, admin) = start(db).await;
        let made = hook(&admin, "https://hooks.example.com/in", &["*"]).await;
        let secret = made["secret"].as_str().unwrap().to_owned();
        assert!(secret.starts_with("whsec_"), "{made}");
        let rotated = admin.post(&format!("{}/secret", at(&made)), &json!({})).await.expect(201).json()["webhook"].clone();
        assert_ne!(rotated["secret"], made["secret"]);
        let change = json!({"description": null, "topics": [LISTINGS]});
        let changed = admin.patch(&at(&made), &change).await.expect(200).json();
        assert_eq!(
            (&changed["oldDataValues"]["description"], &changed["newDataValues"]["description"]),
            (&json!("Gudang"), &Value::Null)
        );
        for path in ["/v1/webhooks", &at(&made), &format!("{}/deliveries", at(&made))] {
            let answer = admin.get(path).await.expect(200).text();
            assert!(!answer.contains("whsec_") && !answer.contains("secret"), "{answer}");
        }
        let deleted = admin.delete(&at(&made)).await.expect(200).text();
        assert!(!deleted.contains("whsec_"), "{deleted}");
        drop(admin.get(&at(&made)).await.expect(404));
        drop(app);
    }

    async fn a_repeat_makes_one_webhook_and_one_secret(db: TestDb) {
        let (_app, admin) = start(db).await;
        let once = admin.with_header("idempotency-key", "1");
        let first = hook(&once, "https://hooks.example.com/in", &["*"]).await;
        assert_eq!(hook(&once, "https://hooks.example.com/in", &["*"]).await, first);
        let path = format!("{}/secret", at(&first));
        let rotate = async || once.post(&path, &json!({})).await.expect(201).json()["webhook"].clone();
        assert_eq!(rotate().await, rotate().await);
        assert_eq!(admin.get("/v1/webhooks").await.expect(200).json()["rowCount"], 1);
    }

    async fn a_test_is_answered_by_what_the_receiver_says(db: TestDb) {
        let (_app, admin) = start(db).await;
        let receiver = Receiver::new().await;
        let made = hook(&admin, &receiver.url, &["*"]).await;
        let path = format!("{}/test", at(&made));
        let answered = admin.post(&path, &json!({})).await.expect(200).json()["webhookTest"].clone();
        assert_eq!((&answered["delivered"], &answered["status"], &answered["body"]), (&json!(true), &json!(200), &json!("ok")));
        assert_eq!(receiver.got()[0].1["type"], "webhooks.test");
        for _ in 1..30 {
            drop(admin.post(&path, &json!({})).await.expect(200));
        }
        drop(admin.post(&path, &json!({})).await.expect(429));
    }

    async fn checks_are_made_in_the_documented_order(db: TestDb) {
        let (app, admin) = start(db).await;
        let user = app.user("budi").await;
        let good = json!({"url": "https://hooks.example.com/in", "topics": ["*"]});
        let bad = json!({"url": "ftp://x", "topics": ["*"]});
        let nowhere = "/v1/webhooks/018f3c1e-7b2a-7c3d-8e4f-0123456789ff";
        for (client, body, status, key) in [
            (&app.anyone, &bad, 401, "errMsg_createWebhookRequiresLogin"),
            (&user, &bad, 400, "errMsg_urlIsNotValid"),
            (&user, &good, 403, "errMsg_UserRoleRequired:[superAdmin , admin]"),
            (&admin, &json!({"url": "https://a.example", "topics": ["x"]}), 400, "errMsg_topicsTypeIsNotValid"),
            (&admin, &json!({"topics": ["*"]}), 400, "errMsg_urlisRequired"),
            (&admin, &json!({"url": 7, "topics": ["*"]}), 400, "errMsg_urlTypeIsNotValid"),
        ] {
            let answer = client.post("/v1/webhooks", body).await.expect(status).json();
            assert_eq!(answer["message"], key);
        }
        let asked = async |client: &Client, path: &str| client.get(path).await.json()["message"].clone();
        assert_eq!(asked(&user, "/v1/webhooks/7").await, "errMsg_webhookIdisNotAValidID");
        assert_eq!(asked(&user, nowhere).await, "errMsg_UserRoleRequired:[superAdmin , admin]");
        assert_eq!(asked(&admin, nowhere).await, "errMsg_RecordNotFound");
        let deliveries = format!("{nowhere}/deliveries");
        assert_eq!(asked(&admin, &format!("{deliveries}?status=lost")).await, "errMsg_statusTypeIsNotValid");
        assert_eq!(asked(&admin, &deliveries).await, "errMsg_RecordNotFound");
        drop(admin.patch(nowhere, &json!({})).await.expect(400));
        let topics = admin.get("/v1/webhooktopics").await.expect(200).json();
        assert!(topics["rowCount"].as_u64().unwrap() > 20, "{topics}");
        drop(user.get("/v1/webhooktopics").await.expect(403));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_private_is_sent_to_unless_the_settings_say_so() {
    let app = TestApp::new(TestDb::sqlite().await).await;
    let admin = app.account("admin", Role::Admin).await;
    for (url, key) in [
        ("http://hooks.example.com/", "errMsg_urlMustBeHttps"),
        ("https://localhost/", "errMsg_urlMustBePublic"),
        ("https://127.0.0.1:8443/", "errMsg_urlMustBePublic"),
        ("https://[::ffff:10.0.0.1]/", "errMsg_urlMustBePublic"),
        ("https://169.254.169.254/latest/meta-data/", "errMsg_urlMustBePublic"),
        ("https://user:secret@hooks.example.com/", "errMsg_urlIsNotValid"),
    ] {
        let body = json!({"url": url, "topics": ["*"]});
        let answer = admin.post("/v1/webhooks", &body).await.expect(400).json();
        assert_eq!(answer["message"], key, "{url}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_lies_open_in_the_database() {
    let (app, admin) = start(TestDb::sqlite().await).await;
    let once = admin.with_header("idempotency-key", "1");
    let made = hook(&once, "https://hooks.example.com/in", &["*"]).await;
    let secret = made["secret"]
        .as_str()
        .unwrap()
        .strip_prefix("whsec_")
        .unwrap()
        .to_owned();
    let Location::Sqlite(path) = &app.test.location else {
        panic!("not SQLite")
    };
    for part in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{part}", path.display())).unwrap_or_default();
        assert!(
            !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
            "{part}"
        );
    }
}
