//! The market's pages over many listings: `cargo bench --profile dist -p server --bench market`.
//!
//! Fills a market with the example data (categories with attributes, 973 locations, listings of fifty people, saved searches), and asks its
//! pages in process, with everything but the socket, by as many at once as `BENCH_ASKERS` says. Each address is another one than
//! before as far as there are enough, so that memory seldom has what it needs; and once more while a listing changes every half
//! second, so that it never has. Then a batch of new listings is held against the saved searches. Prints a Markdown table; it asserts nothing.
//!
//! Settings from the environment: `BENCH_LISTINGS` (100000), `BENCH_SEARCHES` (10000), `BENCH_SECONDS` (5), `BENCH_ASKERS` (2),
//! `BENCH_DIR` (a temporary folder; a market that is there is asked again).

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark stops at the first surprise"
)]

use std::{
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use accounts::{Actor, BrowserEntry, NewAccount, Role};
use classifieds::api::{ListingFilter, ListingOrder, ListingQuery, SavedSearchIn};
use platform::{Clock, Ctx, auth::password::Cost, id::RequestId, page::Pages, peer::Peer};
use serde_json::json;
use server::{app::App, settings::Given, wiring};
use testkit::Client;

const PEOPLE: usize = 50;
const PASSWORD: &str = "bench-password";
const CITIES: [&str; 8] = [
    "İstanbul",
    "Ankara",
    "İzmir",
    "Bursa",
    "Antalya",
    "Adana",
    "Konya",
    "Van",
];
const WORDS: [&str; 10] = [
    "temiz", "yeni", "bisiklet", "daire", "masa", "telefon", "araba", "koltuk", "bebek", "kitap",
];

fn setting(name: &str, default: usize) -> usize {
    let set = std::env::var(name).ok().and_then(|text| text.parse().ok());
    set.unwrap_or(default)
}

fn main() {
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    let kept;
    let dir = if let Ok(dir) = std::env::var("BENCH_DIR") {
        PathBuf::from(dir)
    } else {
        kept = tempfile::tempdir().expect("a temporary folder");
        kept.path().to_owned()
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(measure(&dir));
}

async fn measure(dir: &Path) {
    let given = Given {
        data: Some(dir.to_owned()),
        database: std::env::var("BENCH_DATABASE").ok(),
        moderate_listings: Some(false),
        listings_per_day: "100000000".parse().ok(),
        ..Given::default()
    };
    let settings = given.settle(wiring::MODULES).expect("settings");
    let opened = App::open(&settings, Clock::system(), Cost::cheap(), None).await;
    let app = Arc::new(opened.expect("an application"));
    let people = people(&app).await;
    if app
        .wired
        .classifieds
        .show_category_tree()
        .await
        .expect("a tree")
        .is_empty()
    {
        fill(&app, &people).await;
    }
    let pages = addresses(&app).await;
    println!("| page | in memory: p50 ms | p99 ms | while listings change: p50 ms | p99 ms |\n|---|---|---|---|---|");
    for (name, paths) in &pages {
        let quiet = drive(&app, paths).await;
        let changing = Arc::new(AtomicBool::new(true));
        let changes = tokio::spawn(change(Arc::clone(&app), people[1].clone(), Arc::clone(&changing)));
        let busy = drive(&app, paths).await;
        changing.store(false, Ordering::Relaxed);
        changes.await.expect("changes");
        let [a, b, c, d] = [quiet.0, quiet.1, busy.0, busy.1].map(|ms| format!("{ms:.1}"));
        println!("| {name} ({} addresses) | {a} | {b} | {c} | {d} |", paths.len());
    }
    hold(&app, &people).await;
    app.db.close().await;
}

/// The people of the market; the first is an administrator.
async fn people(app: &Arc<App>) -> Vec<Actor> {
    let mut people = vec![entered(app, "person0", Role::Admin).await];
    for number in 1..=PEOPLE {
        people.push(entered(app, &format!("person{number}"), Role::User).await);
    }
    people
}

/// Somebody who is logged in; made if there is nobody of that name.
async fn entered(app: &Arc<App>, username: &str, role: Role) -> Actor {
    let new = NewAccount {
        email: format!("{username}@example.com"),
        fullname: username.to_owned(),
        username: username.to_owned(),
        password: PASSWORD.to_owned(),
        image: None,
        role,
    };
    let ctx = Ctx::new(Clock::system(), RequestId::random());
    drop(app.wired.accounts.register(&ctx, new, None).await);
    let login = json!({"username": username, "password": PASSWORD});
    let login = Client::new(app.stack.clone())
        .post("/login", &login)
        .await
        .expect(200)
        .json();
    let token = login["accessToken"].as_str().expect("a token").to_owned();
    app.wired.accounts.actor(ctx, &token).await.expect("somebody")
}

async fn fill(app: &Arc<App>, people: &[Actor]) {
    let (started, listings) = (Instant::now(), setting("BENCH_LISTINGS", 100_000));
    let (admin, sellers) = people.split_first().expect("people");
    let step = || {};
    let filled = classifieds::demo::fill(&app.wired.classifieds, admin, sellers, (listings, &step)).await;
    let filled = filled.expect("a market");
    println!("{} listings in {:.0?}", filled.listings, started.elapsed());
    // Nobody has saved anything yet, so they are held against nothing.
    job(app, "classifieds.find_for_saved_searches").await;
    let tree = app.wired.classifieds.show_category_tree().await.expect("a tree");
    let searches = setting("BENCH_SEARCHES", 10_000);
    let mut owner = admin.clone();
    for number in 0..searches {
        let (word, city) = (WORDS[number % WORDS.len()], CITIES[number / 7 % CITIES.len()]);
        let price = 100 + number;
        let category = &tree[number / 3 % tree.len()].category.id;
        // A third of them look everywhere.
        let filters = match number % 3 {
            0 => json!({"q": word, "price_lte": price}),
            1 => json!({"categoryId": [category], "city": [city], "price_lte": price}),
            _ => json!({"categoryId": [category], "q": word, "price_gte": price}),
        };
        let body = json!({"name": format!("Arama {number}"), "filters": filters, "notifyByEmail": true});
        let new: SavedSearchIn = serde_json::from_value(body).expect("a search");
        // Fifty for each; what is more goes to accounts of its own.
        if number % 50 == 0 {
            owner = entered(app, &format!("searcher{}", number / 50), Role::User).await;
        }
        let saved = app
            .wired
            .classifieds
            .save_search(&owner, new.check().expect("a search"), None)
            .await;
        saved.expect("a saved search");
    }
    println!("{searches} saved searches\n");
}

/// A page, and the addresses that it is asked at.
type Asked = (&'static str, Vec<String>);

async fn addresses(app: &Arc<App>) -> Vec<Asked> {
    let classifieds = &app.wired.classifieds;
    let tree = classifieds.show_category_tree().await.expect("a tree");
    let mut slugs = Vec::new();
    let mut below: Vec<_> = tree.iter().collect();
    while let Some(node) = below.pop() {
        slugs.push(node.category.slug.clone());
        below.extend(&node.child_categories);
    }
    let searched = |more: &str| {
        let mut paths = Vec::new();
        for word in WORDS {
            paths.extend(CITIES.map(|city| format!("/pasar/cari?q={word}&kota={city}{more}")));
            paths.push(format!("/pasar/cari?q={word}{more}"));
        }
        paths
    };
    let cars = |more: &str| {
        let mut paths = Vec::new();
        for fuel in ["Benzin", "Dizel", "LPG+ve+Benzin", "Hibrit", "Elektrik"] {
            for most in [30_000, 60_000, 90_000, 120_000, 150_000] {
                paths.push(format!("/pasar/kategori/{CARS}?a.yakit={fuel}&r.km=0-{most}{more}"));
                paths.extend(
                    CITIES.map(|city| format!("/pasar/kategori/{CARS}?a.yakit={fuel}&r.km=0-{most}&kota={city}{more}")),
                );
            }
        }
        paths
    };
    let with_map = |slug: &String| format!("/pasar/kategori/{slug}?tampil=peta");
    let mut maps = vec!["/pasar/cari?tampil=peta".to_owned()];
    maps.extend(slugs.iter().map(with_map));
    vec![
        ("first page", vec!["/pasar".to_owned()]),
        (
            "everything",
            (1..=20).map(|page| format!("/pasar/cari?hal={page}")).collect(),
        ),
        (
            "category",
            slugs.iter().map(|slug| format!("/pasar/kategori/{slug}")).collect(),
        ),
        ("words, and words in a city", searched("")),
        ("two attributes, and in a city", cars("")),
        ("around a point", around()),
        ("map of everything and of a category", maps),
        ("map of two attributes", cars("&tampil=peta")),
        ("a listing", listings(app).await),
        ("saved searches", vec!["/pencarian".to_owned()]),
        ("a saved search", saved(app).await),
    ]
}

/// Circles around points of the country.
fn around() -> Vec<String> {
    let points = (0..8).map(|at| format!("{}.{at},{}.{at}", 37 + at % 4, 27 + at));
    let circles = |point: String| [10, 50, 250].map(|km| format!("/pasar/cari?dekat={point}&dalam={km}"));
    points.flat_map(circles).collect()
}

/// The category whose listings say most.
const CARS: &str = "cars";

/// The addresses of listings, as lists lead to them.
async fn listings(app: &Arc<App>) -> Vec<String> {
    let client = Client::new(app.stack.clone());
    let mut paths = Vec::new();
    for page in 1..=20 {
        let page = client
            .get(&format!("/pasar/cari?hal={page}&urut=murah"))
            .await
            .expect(200)
            .text();
        let ways = page.split("href=\"/iklan/").skip(1);
        paths.extend(ways.filter_map(|rest| Some(format!("/iklan/{}", rest.split('"').next()?))));
    }
    paths
}

/// The pages of searches that somebody saved.
async fn saved(app: &Arc<App>) -> Vec<String> {
    let somebody = entered(app, "searcher0", Role::User).await;
    let saved = app
        .wired
        .classifieds
        .list_saved_searches(&somebody)
        .await
        .expect("searches");
    saved.iter().map(|search| format!("/pencarian/{}", search.id)).collect()
}

/// Asks for pages as long as it is set, and answers the median and the 99th of a hundred, in milliseconds.
async fn drive(app: &Arc<App>, paths: &[String]) -> (f64, f64) {
    let client = reader(app).await;
    let next = Arc::new(AtomicUsize::new(0));
    let until = Instant::now() + Duration::from_secs(u64::try_from(setting("BENCH_SECONDS", 5)).expect("a number"));
    let workers = (0..setting("BENCH_ASKERS", 2)).map(|_| {
        let (client, paths, next) = (client.clone(), paths.to_vec(), Arc::clone(&next));
        tokio::spawn(async move {
            let mut taken = Vec::new();
            while Instant::now() < until {
                let path = &paths[next.fetch_add(1, Ordering::Relaxed) % paths.len()];
                let asked = Instant::now();
                let answer = client.get(path).await;
                assert!(answer.status.is_success(), "{path}: {}", answer.status);
                taken.push(asked.elapsed());
            }
            taken
        })
    });
    let mut taken = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        taken.extend(worker.await.expect("a worker"));
    }
    taken.sort_unstable();
    let at = |share: usize| taken[(taken.len() - 1) * share / 100].as_secs_f64() * 1000.0;
    (at(50), at(99))
}

/// A browser in which somebody is logged in.
async fn reader(app: &Arc<App>) -> Client {
    let ctx = Ctx::new(Clock::system(), RequestId::random());
    let peer = Peer {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        local: true,
    };
    let accounts = &app.wired.accounts;
    let entry = accounts
        .open_browser_session(&ctx, peer, "searcher0", PASSWORD.to_owned())
        .await;
    let BrowserEntry::In(session) = entry.expect("a session") else {
        panic!("a second step is asked for");
    };
    let line = app.wired.kit.keep(&session).expect("a cookie");
    let cookie = line.to_str().expect("a cookie").split(';').next().unwrap_or_default();
    Client::new(app.stack.clone()).with_header("cookie", cookie)
}

/// Somebody changes a listing every half second.
async fn change(app: Arc<App>, seller: Actor, goes_on: Arc<AtomicBool>) {
    let mut every = tokio::time::interval(Duration::from_millis(500));
    let mine = ListingQuery {
        mine: true,
        ..ListingQuery::of(ListingFilter::default(), ListingOrder::Newest)
    };
    let mine = app
        .wired
        .classifieds
        .list_listings(Some(&seller), mine, Pages::after(0, 1), false)
        .await;
    let mine = mine.expect("listings").listings[0].object.id.clone();
    let client = Client::new(app.stack.clone());
    let login = json!({"username": "person1", "password": PASSWORD});
    let token = client.post("/login", &login).await.expect(200).json();
    let client = client.with_token(token["accessToken"].as_str().expect("a token"));
    let mut price = 1;
    while goes_on.load(Ordering::Relaxed) {
        every.tick().await;
        price += 1;
        client
            .patch(&format!("/v1/listings/{mine}"), &json!({"price": price}))
            .await
            .expect(200);
    }
}

/// Holds a batch of new listings against all saved searches.
async fn hold(app: &Arc<App>, people: &[Actor]) {
    const NEW: usize = 50;
    job(app, "classifieds.find_for_saved_searches").await;
    let step = || {};
    let made = classifieds::demo::list_more(&app.wired.classifieds, &people[0], &people[1..], (NEW, &step)).await;
    made.expect("new listings");
    let started = Instant::now();
    job(app, "classifieds.find_for_saved_searches").await;
    println!(
        "\n{NEW} new listings held against all saved searches in {:.0?}",
        started.elapsed()
    );
}

async fn job(app: &Arc<App>, name: &str) {
    let jobs = app.wired.modules.iter().flat_map(|module| &module.jobs);
    for job in jobs.filter(|job| job.name == name) {
        (job.run)(Ctx::background(Clock::system())).await.expect("the job done");
    }
}
