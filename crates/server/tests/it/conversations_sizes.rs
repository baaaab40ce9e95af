//! Somebody with ten thousand conversations, some of them long: how long their pages take. Measures, and is asked for by name:
//! `cargo test -p server --test it conversations_sizes -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use accounts::{Actor, Role};
use conversations::api::{MessageIn, NewThread};
use http::StatusCode;
use platform::{Clock, Ctx, Error, Tx, params};
use serde_json::json;
use server::settings::Given;
use testkit::TestDb;

use super::{classifieds_shop::Shop, pages_inbox::reader, pages_support::Browser, support::TestApp};

const THREADS: usize = 10_000;
const PEOPLE: usize = 250;
/// Messages of a long conversation.
const LONG: usize = 5_000;
/// How often each is asked for.
const TIMES: usize = 60;

platform::statements! {
    EXPECT = "insert into unread_notice (account_id, due_at) values ($1, 0) on conflict (account_id) do update set due_at = 0";
}

/// Prints the middle and the slowest of what something took, in milliseconds; answers the slowest but one in a hundred.
fn told(what: &str, mut took: Vec<f64>) -> f64 {
    took.sort_by(f64::total_cmp);
    let at = |part: usize| took[(took.len() * part / 100).min(took.len() - 1)];
    println!("{what:<44} p50 {:7.1} ms   p99 {:7.1} ms", at(50), at(99));
    at(99)
}

async fn measured((browser, clock): (&mut Browser, &Clock), what: &str, path: &str) -> f64 {
    let mut took = Vec::with_capacity(TIMES);
    for number in 0..=TIMES {
        // Searches are bounded by the minute.
        clock.advance(Duration::from_secs(1));
        let since = Instant::now();
        browser.open(path).await;
        let ms = since.elapsed().as_secs_f64() * 1_000.0;
        assert_eq!(browser.status, StatusCode::OK, "{path}");
        // The first look marks what was sent as delivered or read.
        if number == 0 {
            println!("{what:<44} first look {ms:.1} ms");
        } else {
            took.push(ms);
        }
    }
    told(what, took)
}

/// Gives somebody their conversations; answers the id of a long one.
async fn seed(app: &TestApp, seller: &Actor, listings: &[String]) -> String {
    let (conversations, accounts) = (&app.app.wired.conversations, &app.app.wired.accounts);
    let ctx = Ctx::background(app.clock.clone());
    let since = Instant::now();
    let mut first = String::new();
    for number in 0..PEOPLE {
        let client = app.account(&format!("pembeli{number}"), Role::User).await;
        let buyer = accounts.actor(ctx.clone(), client.token().unwrap()).await.unwrap();
        for (at, listing) in listings.iter().enumerate() {
            let new = NewThread {
                listing: listing.clone(),
                receiver: seller.id.clone(),
                sender: None,
            };
            let thread = conversations.start_thread(&buyer, new, None).await.unwrap().view.id;
            let count = if number == 0 && at < 2 { LONG } else { 1 };
            for line in 0..count {
                let text = format!("Apakah sepeda nomor {line} masih tersedia? Kata{}", line % 97);
                let new = MessageIn::to_thread(thread.as_str(), text, None, [])
                    .check(None)
                    .unwrap();
                conversations.send_message(&buyer, new).await.unwrap();
            }
            if number == 0 && at == 0 {
                first = thread.to_string();
            }
        }
    }
    println!("seeded in {:.0} s", since.elapsed().as_secs_f64());
    first
}

async fn measure(db: TestDb) {
    let given = Given {
        moderate_listings: Some(false),
        messages_per_minute: "1000000".parse().ok(),
        threads_per_day: "1000000".parse().ok(),
        // Nothing is sent: the seller never showed that they read their address.
        smtp: Some("smtp://127.0.0.1:9?tls=none".parse().unwrap()),
        mail_from: Some("Balai <balai@example.org>".parse().unwrap()),
        ..Given::default()
    };
    let shop = Shop::given(db, given).await;
    let app = &shop.market.app;
    let conversations = app.app.wired.conversations.clone();
    let accounts = &app.app.wired.accounts;
    let ctx = Ctx::background(app.clock.clone());
    let seller = accounts.actor(ctx.clone(), shop.seller.token().unwrap()).await.unwrap();
    let mut listings = Vec::new();
    for _ in 0..THREADS / PEOPLE {
        listings.push(shop.offer(json!({})).await);
    }
    let first = seed(app, &seller, &listings).await;
    let mut browser = reader(app, "seller").await;
    let slowest = [
        measured((&mut browser, &app.clock), "/pesan, first page", "/pesan").await,
        measured((&mut browser, &app.clock), "/pesan, page 500", "/pesan?hal=500").await,
        measured((&mut browser, &app.clock), "/pesan, archive", "/pesan?arsip=ya").await,
        measured(
            (&mut browser, &app.clock),
            "a conversation of 5,000",
            &format!("/pesan/{first}"),
        )
        .await,
        measured((&mut browser, &app.clock), "search of a common word", "/pesan?q=sepeda").await,
        measured(
            (&mut browser, &app.clock),
            "search of a common word, page 100",
            "/pesan?q=sepeda&hal=100",
        )
        .await,
        measured(
            (&mut browser, &app.clock),
            "search of two words",
            "/pesan?q=sepeda+kata42",
        )
        .await,
        measured(
            (&mut browser, &app.clock),
            "another page, with the count in its bar",
            "/akun",
        )
        .await,
    ];
    // Somebody who was away with everything unread is told.
    let mut took = Vec::new();
    for _ in 0..20 {
        let since = Instant::now();
        let waiting = conversations.count_waiting(&seller).await.unwrap();
        took.push(since.elapsed().as_secs_f64() * 1_000.0);
        assert!(waiting.0 > 9_000);
    }
    told("unread count", took);
    let jobs = app.app.wired.every_job();
    let job = jobs.into_iter().find(|job| job.name == "conversations.tell_unread");
    let mut took = Vec::new();
    if let Some(job) = job {
        for _ in 0..20 {
            let id = seller.id.clone();
            let due = async move |tx: &mut Tx<'_>| tx.execute(EXPECT, params![&id]).await;
            app.test.db.write::<_, Error, _>(due).await.unwrap();
            let since = Instant::now();
            (job.run)(ctx.clone()).await.unwrap();
            took.push(since.elapsed().as_secs_f64() * 1_000.0);
        }
        told("the job that tells of unread messages", took);
    }
    let worst = slowest.into_iter().fold(0.0, f64::max);
    println!("slowest p99: {worst:.1} ms");
}

#[tokio::test]
#[ignore = "measures for minutes"]
async fn ten_thousand_conversations_on_sqlite() {
    measure(TestDb::sqlite().await).await;
}

#[tokio::test]
#[ignore = "measures for minutes"]
async fn ten_thousand_conversations_on_postgres() {
    if let Some(db) = TestDb::postgres().await {
        measure(db).await;
    }
}
