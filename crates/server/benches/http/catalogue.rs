//! TrackMate: lists and details from memory and from the database, and a write.

use std::{fmt::Write as _, path::Path};

use accounts::Role;
use server::settings::Given;

use crate::harness::{Case, account, client, file, free_port, get, login, memory_mib, open, setting, start, table};

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
    let port = free_port();
    let (server, ready) = start(dir, port, &["--cache-mib", "8"]);
    let idle = memory_mib(server.id());
    println!("\nReady after {ready:?} on {products} products; {idle:.1} MiB resident before the first request.\n");
    table(port, &cases(dir, port, &seeded, &login(port, "bench")));
    println!("\n{:.1} MiB resident after the load.", memory_mib(server.id()));
}

/// What the load needs to know of the data.
struct Seeded {
    ids: Vec<String>,
    create: String,
}

/// Fills a database through the same use cases that clients call, in process.
fn seed(dir: &Path, products: usize) -> Seeded {
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
    let file = |name: &str, content: &str| file(dir, name, content);
    let hot = &seeded.ids[seeded.ids.len() / 2];
    let bytes = |name: &str, path: &str| file(name, &get(port, path));
    let script = |name: &str, path: &str| file(name, &format!("wrk.path = \"{path}\"\n"));
    let mut cold = String::from("local ids = {\n");
    for id in &seeded.ids {
        let _ = writeln!(cold, "\"{id}\",");
    }
    cold.push_str("}\nmath.randomseed(7)\nrequest = function()\n  return wrk.format(\"GET\", \"/products/\" .. ids[math.random(#ids)])\nend\n");
    let create = format!(
        "wrk.method = \"POST\"\nwrk.path = \"/products\"\nwrk.body = [=[{}]=]\nwrk.headers[\"Content-Type\"] = \"application/json\"\nwrk.headers[\"Authorization\"] = \"Bearer {token}\"\n",
        seeded.create
    );
    let created = r#"{"error":false,"status":"success","message":"Produk berhasil ditambahkan","data":{"productId":"product-3_PabLrYn6okMUwr"}}"#;
    vec![
        Case::new(
            "list of 25, hot",
            0.75,
            script("list.lua", "/products?per_page=25"),
            bytes("list.json", "/products?per_page=25"),
        ),
        Case::new(
            "detail, hot",
            0.75,
            script("hot.lua", &format!("/products/{hot}")),
            bytes("hot.json", &format!("/products/{hot}")),
        ),
        Case::new(
            "detail with its joins, cold",
            0.4,
            file("cold.lua", &cold),
            bytes("cold.json", &format!("/products/{hot}")),
        ),
        Case::new(
            "create, fsynced",
            0.35,
            file("create.lua", &create),
            file("created.json", created),
        ),
    ]
}
