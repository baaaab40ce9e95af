//! Beside other programs that people would choose instead, in turn on the same machine: what means the same to each.
//!
//! PocketBase keeps its SQLite with `synchronous=normal`: what it has acknowledged may be gone after a power failure. Balai
//! syncs before it answers.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use server::settings::Given;

use crate::{
    ask::Ask,
    catalogue,
    harness::{Case, Running, body, contest, exchange, free_port, login, memory_mib, setting, start},
    services,
};

const EMAIL: &str = "bench@example.com";
const SECRET: &str = "bench-password";

pub(crate) fn compare(dir: &Path) {
    let Ok(program) = std::env::var("BENCH_POCKETBASE") else {
        println!("\nRivals: BENCH_POCKETBASE names no program, so nothing is compared.");
        return;
    };
    let products = setting("BENCH_PRODUCTS", 100_000);
    let rival = PocketBase::new(PathBuf::from(program), &dir.join("pocketbase"));
    let theirs = rival.fill(products);
    println!("\nBalai beside PocketBase over {products} products.\n");
    println!("| call | balai req/s | PocketBase req/s | times | balai p99 ms | PocketBase p99 ms |");
    println!("|---|---|---|---|---|---|");
    let [ours, others] = compare_products(dir, &rival, &theirs);
    compare_messages(dir, &rival, &theirs);
    println!("\nResident after the products: balai {ours:.0} MiB, PocketBase {others:.0} MiB.");
}

/// Answers the memory of both afterwards, in MiB.
fn compare_products(dir: &Path, rival: &PocketBase, theirs: &Filled) -> [f64; 2] {
    let ours = dir.join("products");
    std::fs::create_dir_all(&ours).expect("a folder");
    let seeded = catalogue::seed(&ours, theirs.ids.len());
    let (port, other) = (free_port(), free_port());
    let (server, _) = start(&ours, port, &["--access-minutes", "1440"]);
    let running = rival.serve(other);
    let (token, their_token) = (login(port, "bench"), log_in(other, "users"));
    let records = "/api/collections/products/records";
    let pair = |name: &'static str, our: Ask, their: Ask| {
        let file = |folder: &str, ask: Ask| {
            let folder = dir.join(folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            Case::new(&folder, name, 0.0, ask, "")
        };
        contest(name, (port, &file("ours", our)), (other, &file("theirs", their)));
    };
    pair(
        "list of 25",
        Ask::get("/products?per_page=25"),
        Ask::get(format!("{records}?perPage=25&skipTotal=1&sort=-created")),
    );
    pair(
        "one of all products",
        Ask::any_of(seeded.ids.iter().map(|id| format!("/products/{id}")).collect()),
        Ask::any_of(theirs.ids.iter().map(|id| format!("{records}/{id}")).collect()),
    );
    let numbers: Vec<usize> = (0..2000).map(|step| step * 47 % theirs.ids.len()).collect();
    pair(
        "one of 2,000 searches for a rare word",
        Ask::any_of(
            numbers
                .iter()
                .map(|n| format!("/products/search/{n}?per_page=25"))
                .collect(),
        ),
        Ask::any_of(
            numbers
                .iter()
                .map(|n| format!("{records}?perPage=25&skipTotal=1&filter=(name~%27{n}%27)"))
                .collect(),
        ),
    );
    let product = json!({"name": "Sambal Bawang 1", "price": 10_001, "description": seeded.create});
    pair(
        "create a product",
        Ask::post("/products", seeded.create.clone()).by(&token),
        Ask::post(records, product.to_string()).with("authorization", their_token),
    );
    [memory_mib(server.id()), memory_mib(running.id())]
}

fn compare_messages(dir: &Path, rival: &PocketBase, theirs: &Filled) {
    let ours = dir.join("messages");
    std::fs::create_dir_all(&ours).expect("a folder");
    let seeded = services::seed(&ours, Given::default(), 10, 100);
    let (port, other) = (free_port(), free_port());
    let limits = ["--messages-per-minute", "100000000", "--access-minutes", "1440"];
    let (_server, _) = start(&ours, port, &limits);
    let _running = rival.serve(other);
    let text = "Merhaba, ilan hâlâ güncel mi? 🙂";
    let our = json!({"conversationThreadId": seeded.thread, "content": text}).to_string();
    let their = json!({"thread": theirs.ids[0], "content": text}).to_string();
    let our = Ask::post("/v1/conversationmessages", our).by(&login(port, "bench"));
    let their = Ask::post("/api/collections/messages/records", their).with("authorization", log_in(other, "users"));
    let name = "send a message";
    let (our, their) = (
        Case::new(&ours, name, 0.0, our, ""),
        Case::new(&dir.join("theirs"), name, 0.0, their, ""),
    );
    contest(name, (port, &our), (other, &their));
}

struct PocketBase {
    program: PathBuf,
    dir: PathBuf,
}

/// What is in it.
struct Filled {
    ids: Vec<String>,
}

impl PocketBase {
    fn new(program: PathBuf, dir: &Path) -> Self {
        std::fs::create_dir_all(dir).expect("a folder");
        Self {
            program,
            dir: dir.to_owned(),
        }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(words)
            .arg("--dir")
            .arg(&self.dir)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn serve(&self, port: u16) -> Running {
        let child = self.command(&["serve", "--http", &format!("127.0.0.1:{port}")]).spawn();
        let running = Running::of(child.expect("PocketBase"));
        let begun = Instant::now();
        while exchange(port, &Ask::get("/api/health").bytes()).is_none() {
            assert!(
                begun.elapsed() < Duration::from_secs(30),
                "PocketBase did not get ready"
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        running
    }

    /// Makes the collections through its API and puts the products into its database.
    fn fill(&self, products: usize) -> Filled {
        let made = self.command(&["superuser", "upsert", EMAIL, SECRET]).status();
        assert!(made.expect("PocketBase").success(), "no superuser");
        let port = free_port();
        let running = self.serve(port);
        let token = log_in(port, "_superusers");
        let text = |name: &str| json!({"name": name, "type": "text", "max": 10_000});
        let created = json!({"name": "created", "type": "autodate", "onCreate": true});
        let fields = [
            (
                "products",
                json!([text("name"), {"name": "price", "type": "number"}, text("description"), created]),
            ),
            ("messages", json!([text("thread"), text("content"), created])),
        ];
        for (name, fields) in fields {
            let index = format!("create index {name}_created on {name} (created)");
            let collection = json!({"name": name, "type": "base", "fields": fields, "indexes": [index], "listRule": "",
                "viewRule": "", "createRule": "@request.auth.id != ''"});
            let ask = Ask::post("/api/collections", collection.to_string()).with("authorization", token.clone());
            let answer = body(port, &ask);
            assert!(answer.contains("\"id\""), "{answer}");
        }
        let user = json!({"email": EMAIL, "password": SECRET, "passwordConfirm": SECRET}).to_string();
        let answer = body(
            port,
            &Ask::post("/api/collections/users/records", user).with("authorization", token),
        );
        assert!(answer.contains("\"id\""), "{answer}");
        drop(running);
        self.insert(products)
    }

    fn insert(&self, products: usize) -> Filled {
        let mut db = Connection::open(self.dir.join("data.db")).expect("its database");
        let tx = db.transaction().expect("a transaction");
        let ids: Vec<String> = (0..products).map(|number| format!("{number:015}")).collect();
        for (index, id) in (0_i64..).zip(&ids) {
            let description = format!(
                "Sambal bawang goreng dari dapur nomor {index}, dimasak pelan dengan minyak kelapa dan gula aren."
            );
            tx.prepare_cached(
                "insert into products (id, name, price, description, created)
                    values (?1, ?2, ?3, ?4, strftime('%Y-%m-%d %H:%M:%fZ', 1780000000 + ?5, 'unixepoch'))",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    id,
                    format!("Sambal Bawang {index}"),
                    10_000 + index % 50_000,
                    description,
                    index
                ])
            })
            .expect("a product");
        }
        tx.commit().expect("a commit");
        db.execute_batch("pragma wal_checkpoint(truncate)")
            .expect("a checkpoint");
        Filled { ids }
    }
}

/// A token of its own.
fn log_in(port: u16, of: &str) -> String {
    let given = json!({"identity": EMAIL, "password": SECRET}).to_string();
    let answer = body(
        port,
        &Ask::post(&format!("/api/collections/{of}/auth-with-password"), given),
    );
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    answer["token"].as_str().expect("a token").to_owned()
}
