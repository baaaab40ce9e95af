//! TrackMate: lists and details from memory and from the database, and a write.

use std::path::Path;

use accounts::Role;
use server::settings::Given;

use crate::{
    ask::Ask,
    harness::{Case, account, body, client, etag, login, measure, open, setting},
};

/// A product as a client sends it: about 1 KB, with stored and inline parts.
fn product(number: usize, resources: &[String], impact: &str) -> String {
    format!(
        r#"{{"name":"Sambal Bawang {number}","image":["https://example.com/a{number}.png","https://example.com/b.png"],"price":{price},
"description":"Sambal bawang goreng dari dapur nomor {number}, dimasak pelan dengan minyak kelapa dan gula aren.",
"resources":["{r0}","{r1}",{{"name":"gula aren","location":{{"lat":-8.11,"lng":115.09,"name":"Buleleng, Bali"}},"description":"disadap pagi"}}],
"production":[{{"name":"kupas","description":"bawang dikupas dengan tangan"}},{{"name":"goreng","description":"api kecil, satu jam"}},{{"name":"kemas","description":"botol kaca"}}],
"impact":["{impact}"],"contribution":[1,3,5],"category":{category}}}"#,
        price = 10_000 + number % 50_000,
        r0 = resources[0],
        r1 = resources[1],
        category = number % 8 + 1,
    )
}

pub(crate) fn compare(dir: &Path) {
    let products = setting("BENCH_PRODUCTS", 100_000);
    let seeded = seed(dir, products);
    let flags = ["--cache-mib", "8", "--access-minutes", "1440"];
    let name = format!("{products} products");
    measure(dir, &name, &flags, |port| {
        cases(dir, port, &seeded, &login(port, "bench"))
    });
}

/// What the load needs to know of the data.
pub(crate) struct Seeded {
    pub(crate) ids: Vec<String>,
    pub(crate) create: String,
}

/// Fills a database through the same use cases that clients call, in process.
pub(crate) fn seed(dir: &Path, products: usize) -> Seeded {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let app = open(dir, Given::default()).await;
        account(&app, "bench", Role::User).await;
        let client = client(&app, "bench").await;
        client
            .post(
                "/umkm",
                &serde_json::json!({"name": "Sambal Mamo", "location": "Buleleng, Bali"}),
            )
            .await
            .expect(201);
        let mut resources = Vec::new();
        for name in ["bawang", "cabai"] {
            let made = client
                .post(
                    "/resources",
                    &serde_json::json!({"name": name, "location": "Brebes, Jawa Tengah"}),
                )
                .await;
            resources.push(made.json()["data"]["resourceId"].as_str().expect("an id").to_owned());
        }
        let impact = client
            .post("/impacts", &serde_json::json!({"name": "hemat air", "icon": 1}))
            .await
            .json();
        let impact = impact["data"]["impactId"].as_str().expect("an id").to_owned();
        let ids = std::sync::Arc::new(std::sync::Mutex::new(Vec::with_capacity(products)));
        let workers: Vec<_> = (0..128)
            .map(|worker| {
                let (client, ids, resources, impact) = (client.clone(), ids.clone(), resources.clone(), impact.clone());
                tokio::spawn(async move {
                    for number in (worker..products).step_by(128) {
                        let body = product(number, &resources, &impact);
                        let made = client
                            .call_text(http::Method::POST, "/products", &body)
                            .await
                            .expect(201)
                            .json();
                        let id = made["data"]["productId"].as_str().expect("an id").to_owned();
                        ids.lock().expect("the list").push(id);
                    }
                })
            })
            .collect();
        for worker in workers {
            worker.await.expect("a worker");
        }
        app.db.close().await;
        let create = product(1, &resources, &impact);
        let ids = ids.lock().expect("the list").clone();
        Seeded { ids, create }
    })
}

fn cases(dir: &Path, port: u16, seeded: &Seeded, token: &str) -> Vec<Case> {
    let hot = format!("/products/{}", seeded.ids[seeded.ids.len() / 2]);
    let list = "/products?per_page=25";
    let case = |name: &'static str, goal: f64, ask: Ask| {
        let answer = body(port, &ask);
        Case::new(dir, name, goal, ask, &answer)
    };
    let cold = seeded.ids.iter().map(|id| format!("/products/{id}")).collect();
    // More pages than memory holds, none of them far from the first.
    let pages = (1..=8).flat_map(|category| (1..=400).map(move |page| (category, page)));
    let pages = pages.map(|(category, page)| format!("/products?per_page=25&category={category}&page={page}"));
    let created = r#"{"error":false,"status":"success","message":"Produk berhasil ditambahkan","data":{"productId":"product-3_PabLrYn6okMUwr"}}"#;
    let create = Ask::post("/products", seeded.create.clone()).by(token);
    vec![
        case("list of 25, hot", 0.9, Ask::get(list)),
        case("detail, hot", 0.9, Ask::get(&hot)),
        Case::new(
            dir,
            "detail, 304 (bare: an empty answer)",
            0.9,
            Ask::get(&hot).with("if-none-match", etag(port, &hot)),
            "",
        ),
        case("detail with its joins, cold", 0.5, Ask::any_of(cold)),
        case("list of 25, cold", 0.4, Ask::any_of(pages.collect())),
        Case::new(dir, "create, fsynced", 0.35, create, created).over(64),
    ]
}
