//! Classifieds and conversations: trees and lists from memory, messages to disk, long inboxes and long histories.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use accounts::Role;
use serde_json::{Value, json};
use server::{app::App, settings::Given};
use testkit::Client;

use crate::{
    ask::Ask,
    harness::{
        Case, Measured, account, body, client, etag, exchange, free_port, login, measure, memory_mib, open, setting,
        start,
    },
    streams::{self, Pair},
};

/// Listeners of the event streams; each holds several.
const LISTENERS: usize = 250;
/// As many workers fill the database.
const WORKERS: usize = 128;

/// What the load needs to know of the data.
pub(crate) struct Seeded {
    listing: String,
    pub(crate) thread: String,
    long_thread: String,
    threads: Vec<Thread>,
}

/// Somebody who listens, somebody who talks to them, and where.
struct Thread {
    listener: String,
    talker: String,
    id: String,
}

impl Seeded {
    /// Some listing's id.
    pub(crate) fn listing(&self) -> &str {
        &self.listing
    }

    /// Listeners with whoever talks to them.
    pub(crate) fn pairs(&self, port: u16) -> Vec<Pair> {
        let pairs = self.threads.iter().map(|thread| Pair {
            listener: login(port, &thread.listener),
            talker: login(port, &thread.talker),
            thread: thread.id.clone(),
        });
        pairs.collect()
    }

    /// Messages into many threads, one of them at a time.
    pub(crate) fn messages(&self, port: u16) -> Ask {
        let body = |thread: &Thread| {
            json!({"conversationThreadId": thread.id, "content": "Merhaba, ilan hâlâ güncel mi? 🙂"}).to_string()
        };
        let tokens = self.threads.iter().map(|thread| login(port, &thread.talker));
        let bodies = self.threads.iter().map(body);
        Ask::post_any("/v1/conversationmessages", bodies.collect()).by_each(tokens.collect())
    }

    /// A message as it is sent.
    pub(crate) fn message(&self, port: u16) -> Ask {
        let message = json!({"conversationThreadId": self.thread, "content": "Merhaba, ilan hâlâ güncel mi? 🙂"});
        Ask::post("/v1/conversationmessages", message.to_string()).by(&login(port, "bench"))
    }
}

pub(crate) fn compare(dir: &Path) {
    let seeded = seed(
        dir,
        Given::default(),
        setting("BENCH_THREADS", 10_000),
        setting("BENCH_MESSAGES", 1_000_000),
    );
    let flags = [
        "--messages-per-minute",
        "100000000",
        "--cache-mib",
        "32",
        "--access-minutes",
        "1440",
    ];
    let Measured { server, port } = measure(dir, "Services", &flags, |port| cases(dir, port, &seeded));
    println!();
    inbox(port);
    history(port, &seeded.long_thread);
    streams::measure(port, &server, &seeded.pairs(port));
    println!("{:.1} MiB resident after all of it.", memory_mib(server.id()));
    drop(server);
    tree_by_size(dir);
}

fn cases(dir: &Path, port: u16, seeded: &Seeded) -> Vec<Case> {
    let listing = format!("/v1/listings/{}", seeded.listing);
    let read = |name: &'static str, ask: Ask| {
        let answer = body(port, &ask);
        Case::new(dir, name, 0.88, ask, &answer)
    };
    let send = seeded.message(port);
    let sent = body(port, &send);
    vec![
        read("category tree of 1,000, from memory", Ask::get("/v1/categories/tree")),
        read("all 973 locations, from memory", Ask::get("/v1/locations")),
        read("one listing, from memory", Ask::get(&listing)),
        Case::new(
            dir,
            "one listing, 304 (bare: an empty answer)",
            0.9,
            Ask::get(&listing).with("if-none-match", etag(port, &listing)),
            "",
        ),
        Case::new(dir, "send a message, fsynced", 0.38, send, &sent).over(64),
    ]
}

/// Median time of 50 calls, one after another on fresh connections.
fn median(port: u16, token: &str, path: &str) -> Duration {
    let request = Ask::get(path).by(token).bytes();
    let mut took: Vec<Duration> = (0..50)
        .map(|_| {
            let started = Instant::now();
            let answer = exchange(port, &request).expect("an answer");
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            started.elapsed()
        })
        .collect();
    took.sort_unstable();
    took[took.len() / 2]
}

fn inbox(port: u16) {
    let token = login(port, "bench");
    for (name, path) in [
        ("first page", "/v1/conversationthreads"),
        ("page 400", "/v1/conversationthreads?pageNumber=400"),
    ] {
        let took = median(port, &token, path);
        println!(
            "Inbox of {} threads, {name}: {took:.2?} (goal: 10 ms).",
            setting("BENCH_THREADS", 10_000)
        );
    }
}

fn history(port: u16, thread: &str) {
    let token = login(port, "bench");
    let messages = setting("BENCH_MESSAGES", 1_000_000);
    for page in [1, messages / 250, messages / 25] {
        let took = median(
            port,
            &token,
            &format!("/v1/listconversationmessages/{thread}?pageNumber={page}"),
        );
        println!("History of {messages} messages, page {page}: {took:.2?}.");
    }
}

/// Categories of several numbers, read past the memory.
fn tree_by_size(dir: &Path) {
    for nodes in [100, 1_000, 10_000, 100_000] {
        let dir = dir.join(format!("tree-{nodes}"));
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let app = open(&dir, Given::default()).await;
            account(&app, "root", Role::Admin).await;
            import_categories(&client(&app, "root").await, nodes).await;
            app.db.close().await;
        });
        let port = free_port();
        let (_server, _) = start(&dir, port, &[]);
        let path = "/v1/categories/tree?caching=false";
        let bytes = body(port, &Ask::get(path)).len();
        let took = median(port, "", path);
        println!(
            "Category tree of {nodes} nodes from the database: {took:.2?} for {bytes} bytes, {:.1} ns a byte.",
            took.as_secs_f64() * 1e9 / f64::from(u32::try_from(bytes).unwrap_or(1))
        );
    }
}

/// Three levels, ten children each below as many roots as it takes.
async fn import_categories(admin: &Client, nodes: usize) {
    let mut rows: Vec<Value> = Vec::new();
    let roots = nodes.div_ceil(111);
    for number in 0..nodes {
        let (slug, parent) = match number {
            n if n < roots => (format!("root-{n}"), None),
            n if n < roots * 11 => (format!("mid-{}", n - roots), Some(format!("root-{}", (n - roots) / 10))),
            n => (
                format!("leaf-{}", n - roots * 11),
                Some(format!("mid-{}", (n - roots * 11) / 10)),
            ),
        };
        rows.push(
            json!({"slug": slug, "parentSlug": parent, "name": format!("Kategori {number}"), "sortOrder": number}),
        );
    }
    for rows in rows.chunks(5_000) {
        admin
            .post("/v1/categories/import", &Value::from(rows.to_vec()))
            .await
            .expect(200);
    }
}

/// Settings of a server over a database.
pub(crate) fn over(database: &str) -> Given {
    Given {
        database: Some(database.to_owned()),
        ..Given::default()
    }
}

/// Fills a database through the same API that clients call, in process.
pub(crate) fn seed(dir: &Path, given: Given, listings: usize, messages: usize) -> Seeded {
    let given = Given {
        moderate_listings: Some(false),
        messages_per_minute: "100000000".parse().ok(),
        listings_per_day: "100000000".parse().ok(),
        threads_per_day: "100000000".parse().ok(),
        access_minutes: "1440".parse().ok(),
        ..given
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let app = open(dir, given).await;
        account(&app, "root", Role::Admin).await;
        account(&app, "bench", Role::User).await;
        account(&app, "buyer", Role::User).await;
        let admin = client(&app, "root").await;
        import_categories(&admin, 1_000).await;
        let places: Vec<Value> = (0..973)
            .map(|n| json!({"country": "Türkiye", "city": format!("İl {}", n / 12), "district": format!("İlçe {n}"), "latitude": 39.0, "longitude": 35.0, "postalCode": "06000"}))
            .collect();
        admin.post("/v1/locations/import", &Value::from(places)).await.expect(200);
        let seeded = threads(&app, listings, messages).await;
        app.db.close().await;
        seeded
    })
}

async fn threads(app: &App, listings: usize, messages: usize) -> Seeded {
    let (seller, buyer) = (client(app, "bench").await, client(app, "buyer").await);
    let leaf = seller.get("/v1/categories/by-slug/leaf-0").await.expect(200).json()["category"]["id"].clone();
    let place = seller.get("/v1/locations?pageRowCount=1").await.expect(200).json()["locations"][0]["id"].clone();
    let me = seller.get("/currentuser").await.expect(200).json()["userId"].clone();
    let listing = json!({
        "title": "Temiz kullanılmış bisiklet", "description": "Şehir içinde az kullanıldı, bakımları yapıldı.",
        "price": 4250, "currency": "TRY", "categoryId": leaf, "locationId": place, "condition": "used", "listingType": "sale",
        "attributes": {"renk": "mavi", "jant": 28},
    });
    let made = each(listings, async |_| {
        let made = seller.post("/v1/listings", &listing).await.expect(201).json();
        let id = made["listing"]["id"].as_str().expect("an id").to_owned();
        let body = json!({"listingId": id, "receiverId": me});
        let thread = buyer.post("/v1/conversationthreads", &body).await.expect(201).json();
        let thread = thread["conversationThread"]["id"].as_str().expect("an id").to_owned();
        (id, thread)
    })
    .await;
    let long_thread = made[0].1.clone();
    let message = json!({"conversationThreadId": long_thread, "content": "Merhaba, ilan hâlâ güncel mi?"});
    each(messages, async |number: usize| {
        let who = if number.is_multiple_of(2) { &seller } else { &buyer };
        who.post("/v1/conversationmessages", &message).await.expect(201);
    })
    .await;
    let everybody = sellers(app, &listing).await;
    let mut threads = Vec::new();
    for (number, seller) in everybody.iter().enumerate() {
        let buyer = &everybody[(number + 1) % everybody.len()];
        let body = json!({"listingId": seller.listing, "receiverId": seller.id});
        let begun = client(app, &buyer.name)
            .await
            .post("/v1/conversationthreads", &body)
            .await;
        let begun = begun.expect(201).json();
        threads.push(Thread {
            listener: buyer.name.clone(),
            talker: seller.name.clone(),
            id: begun["conversationThread"]["id"].as_str().expect("an id").to_owned(),
        });
    }
    Seeded {
        listing: made[1].0.clone(),
        thread: made[1].1.clone(),
        long_thread,
        threads,
    }
}

/// Does something many times, some at once; answers what it gave.
async fn each<T>(count: usize, work: impl AsyncFn(usize) -> T) -> Vec<T> {
    use futures_util::StreamExt as _;
    futures_util::stream::iter(0..count)
        .map(|number| work(number))
        .buffer_unordered(WORKERS)
        .collect()
        .await
}

/// Somebody who sells something.
struct Seller {
    name: String,
    id: Value,
    listing: Value,
}

async fn sellers(app: &App, listing: &Value) -> Vec<Seller> {
    let mut sellers = Vec::new();
    for number in 0..LISTENERS {
        let name = format!("listener{number}");
        account(app, &name, Role::User).await;
        let client = client(app, &name).await;
        let made = client.post("/v1/listings", listing).await.expect(201).json();
        sellers.push(Seller {
            id: client.get("/currentuser").await.expect(200).json()["userId"].clone(),
            listing: made["listing"]["id"].clone(),
            name,
        });
    }
    sellers
}
