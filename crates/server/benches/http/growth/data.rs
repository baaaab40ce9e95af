//! What growth is measured over: two folders with the same kinds of rows, few and many.

use std::{fmt::Display, path::Path};

use accounts::Role;
use assessment::NewAdmin;
use platform::{Clock, Ctx, id::RequestId};
use rusqlite::Connection;
use serde_json::{Value, json};
use server::{app::App, settings::Given};
use testkit::Client;

use super::{COUNTED, PAGE, RARE, WARM_UP};
use crate::harness::{PASSWORD, account, client, open};

/// Products that are made through the use cases; the fewest that a folder can have is twice as many.
const PRODUCTS: usize = 500;
/// Messages that are sent through the use cases.
const MESSAGES: usize = 100;
/// Answers of a sitting: ten of each of its 100 participants.
const ANSWERS: usize = 1_000;
/// Where copies of products go: `{copies}` ones of those without the rare word, and those with it at places between them that
/// are `{gap}` copies apart. What is like a product counts as reckoned: that is work of the background.
const COPY_PRODUCTS: &str = "
update product set likened = created_at;
create temp table moved as select seq from product where description like '%{rare}%';
create temp table ordinary as select row_number() over (order by seq) - 1 as place, seq from product
    where seq not in (select seq from moved);
create unique index temp.ordinary_place on ordinary (place);
create temp table copy (seq integer primary key, source integer not null);
with recursive n(i) as (select 1 union all select i + 1 from n where i < {copies})
insert into copy select (select max(seq) from product) + i + (i - 1) / {gap}, o.seq
    from n join ordinary o on o.place = i % (select count(*) from ordinary);
insert into copy select (select max(seq) from product) + row_number() over (order by seq) * ({gap} + 1), seq from moved;
";

/// Products with the rare word are where their copies are.
const DROP_MOVED: &str = "
delete from product_search where rowid in (select seq from moved);
delete from product_search_inside where rowid in (select seq from moved);
delete from product where seq in (select seq from moved);
";

/// Where copies of a thread go.
const COPY_THREADS: &str = "
create temp table copy (seq integer primary key, source integer not null);
with recursive n(i) as (select 1 union all select i + 1 from n where i < {copies})
insert into copy select (select max(seq) from thread) + i, (select seq from thread where id = '{thread}') from n;
";

/// Where copies of a thread's `{sent}` messages go, each a millisecond after the one before it. Whoever got them has read them.
const COPY_MESSAGES: &str = "
create temp table copy (seq integer primary key, source integer not null, number integer not null, at integer not null);
with recursive n(i) as (select 1 union all select i + 1 from n where i < {copies})
insert into copy select (select max(seq) from message) + i, m.seq, {sent} + i, t.last_sent_at + 1000 * i
    from n cross join thread t cross join message m
    where t.id = '{thread}' and m.thread_seq = t.seq and m.number = 1 + (i - 1) % {sent};
update thread set message_count = {sent} + {copies}, last_sent_at = last_sent_at + 1000 * {copies},
    last_message_at = last_message_at + 1000 * {copies} where id = '{thread}';
";

/// `{sittings}` of the same package, each of 100 participants who have answered ten questions.
const SITTINGS: &str = "
insert into exam_package (id, title, title_key, status, version, created_at, updated_at)
    values (1, 'Ujian', 'ujian', 'draft', 1, 0, 0);
insert into exam_section (id, title, title_key, duration, version, created_at, updated_at)
    values (1, 'Reading', 'reading', 3600, 1, 0, 0);
insert into exam_section_detail (id, package_id, section_id, instruction, duration, ordinal, navigation, shuffle, version,
    created_at, updated_at) values (1, 1, 1, '', 3600, 1, 'free', 0, 1, 0, 0);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 10)
insert into exam_question (id, package_id, section_detail_id, question, question_key, question_type, point, rule, ordinal,
    version, created_at, updated_at)
    select i, 1, 1, 'Soal nomor ' || i, 'soal nomor ' || i, 'multiple_choice', 1000, 'exact', i, 1, i, i from n;
insert into exam_option (question_id, label, value, ordinal)
    select q.id, l.label, 'Pilihan ' || l.label || ' dari ' || q.id, l.ordinal from exam_question q,
    (select 'A' label, 1 ordinal union all select 'B', 2 union all select 'C', 3 union all select 'D', 4) l;
insert into exam_answer_key (question_id, answer, ordinal) select id, 'B', 1 from exam_question;
with recursive n(i) as (select 1 union all select i + 1 from n where i < {sittings})
insert into exam_event (id, package_id, title, title_key, slug, description, date, start_time, end_time, time_zone, starts_at,
    ends_at, day_starts_at, day_ends_at, late_entry_seconds, grace_seconds, offline_grace_seconds, record_video, scoring_policy,
    version, created_at, updated_at)
    select i, 1, 'Ujian ' || i, 'ujian ' || i, 'u' || i, '', '2026-07-12', '10:00:00', '12:00:00', 'Asia/Jakarta', 0, 1, 0, 1,
        0, 0, 0, 0, '{}', 1, i, i from n;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 100 * {sittings})
insert into exam_participant (id, event_id, name, name_key, registered_number, registered_key, exam_registered_number, source,
    status, time_factor, extra_seconds, total_score, max_score, version, created_at, updated_at)
    select i, 1 + (i - 1) / 100, 'Peserta ' || i, 'peserta ' || i, printf('%08d', i), printf('%08d', i), printf('%012d', i),
        'file', 'scored', 1000, 0, 0, 0, 1, i, i from n;
insert into exam_response (participant_id, question_id, package_id, event_id, answer, answer_json, client_seq, revision, score,
    auto_score, score_status, late_sync, version, created_at, updated_at)
    select p.id, q.id, 1, p.event_id, 'Pilihan B', '{\"labels\":[\"B\"]}', 1, 1, iif((p.id * q.id) % 3, 1000, 0),
        iif((p.id * q.id) % 3, 1000, 0), 'auto', 0, 1, 0, 0
    from exam_participant p cross join exam_question q;
update exam_participant set total_score = (select sum(score) from exam_response r where r.participant_id = exam_participant.id),
    max_score = 10000;
";

/// What the calls need to know of the data.
pub(super) struct Seeded {
    /// Ids of some products, no two alike.
    pub(super) products: Vec<String>,
    /// The long thread.
    pub(super) thread: String,
    /// The number of a sitting among the others.
    pub(super) sitting: usize,
}

/// Fills a database with as many products, threads, messages of one thread, and answers to questions.
pub(super) fn seed(dir: &Path, size: usize) -> Seeded {
    assert!(size >= 2 * PRODUCTS, "{size} rows are too few");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let threads = runtime.block_on(async {
        let given = Given {
            moderate_listings: Some(false),
            ..Given::default()
        };
        let app = open(dir, given).await;
        make_products(&app).await;
        let threads = make_threads(&app).await;
        make_committee(&app).await;
        app.db.close().await;
        threads
    });
    let db = Connection::open(dir.join("data").join("balai.db")).expect("the database");
    // Nobody needs what a power failure would break here.
    run(
        &db,
        "pragma journal_mode = off; pragma synchronous = off; pragma temp_store = memory",
    );
    run(&db, "pragma foreign_keys = on; pragma cache_size = -262144");
    copy_products(&db, size - PRODUCTS);
    copy_threads(&db, &threads.other, size - PAGE - 1);
    copy_messages(&db, &threads.long, size - MESSAGES);
    let sittings = size / ANSWERS;
    run(&db, &filled(SITTINGS, &[("{sittings}", &sittings)]));
    run(&db, "pragma analysis_limit = 1000; analyze; pragma journal_mode = wal");
    Seeded {
        products: some_products(&db),
        thread: threads.long,
        sitting: sittings.div_ceil(2),
    }
}

/// Every 20th has the rare word; none brings parts along that are its own.
async fn make_products(app: &App) {
    account(app, "maker", Role::User).await;
    let maker = client(app, "maker").await;
    let umkm = json!({"name": "Sambal Mamo", "location": "Buleleng, Bali"});
    maker.post("/umkm", &umkm).await.expect(201);
    let made = async |path: &str, new: Value, id: &str| {
        let made = maker.post(path, &new).await.expect(201).json();
        made["data"][id].as_str().expect("an id").to_owned()
    };
    let place = "Brebes, Jawa Tengah";
    let onion = made("/resources", json!({"name": "bawang", "location": place}), "resourceId").await;
    let chili = made("/resources", json!({"name": "cabai", "location": place}), "resourceId").await;
    let impact = made("/impacts", json!({"name": "hemat air", "icon": 1}), "impactId").await;
    for number in 0..PRODUCTS {
        let with = if number.is_multiple_of(PRODUCTS / PAGE) {
            RARE
        } else {
            "nasi"
        };
        let product = json!({
            "name": format!("Sambal Bawang {number}"),
            "image": [format!("https://example.com/a{number}.png"), "https://example.com/b.png"],
            "price": 10_000 + number * 50,
            "description": format!("Sambal bawang goreng dari dapur nomor {number}, dimasak pelan, enak dengan {with}."),
            "resources": [onion, chili],
            "production": [
                {"name": "kupas", "description": "bawang dikupas dengan tangan"},
                {"name": "goreng", "description": "api kecil, satu jam"},
                {"name": "kemas", "description": "botol kaca"},
            ],
            "impact": [impact],
            "contribution": [1, 3, 5],
            "category": number % 8 + 1,
        });
        made("/products", product, "productId").await;
    }
}

/// The threads that others are copied from, or whose messages are.
struct Threads {
    /// One of the inbox of `bench`.
    long: String,
    /// One of somebody else's.
    other: String,
}

/// The inbox of `bench`, with messages, and a thread of somebody else without any.
async fn make_threads(app: &App) -> Threads {
    account(app, "root", Role::Admin).await;
    for name in ["bench", "seller", "buyer"] {
        account(app, name, Role::User).await;
    }
    let (bench, seller) = (client(app, "bench").await, client(app, "seller").await);
    let listings = make_listings(&client(app, "root").await, &seller).await;
    let receiver = seller.get("/currentuser").await.expect(200).json()["userId"].clone();
    let begin = async |who: &Client, listing: &Value| {
        let new = json!({"listingId": listing, "receiverId": receiver});
        let begun = who.post("/v1/conversationthreads", &new).await.expect(201).json();
        begun["conversationThread"]["id"].as_str().expect("an id").to_owned()
    };
    let send = async |number: usize, thread: &str| {
        let who = if number.is_multiple_of(2) { &bench } else { &seller };
        let message = json!({"conversationThreadId": thread, "content": "Merhaba, ilan hâlâ güncel mi?"});
        who.post("/v1/conversationmessages", &message).await.expect(201);
    };
    let mut long = String::new();
    for listing in &listings {
        long = begin(&bench, listing).await;
        send(0, &long).await;
    }
    for number in 1..MESSAGES {
        send(number, &long).await;
    }
    let other = begin(&client(app, "buyer").await, &listings[0]).await;
    Threads { long, other }
}

/// As many listings as the inbox has threads; answers their ids.
async fn make_listings(admin: &Client, seller: &Client) -> Vec<Value> {
    let categories = json!([{"slug": "bisiklet", "parentSlug": null, "name": "Bisiklet", "sortOrder": 1}]);
    admin.post("/v1/categories/import", &categories).await.expect(200);
    let places = json!([{"country": "Türkiye", "city": "İzmir", "district": "Konak", "latitude": 38.4, "longitude": 27.1,
        "postalCode": "35250"}]);
    admin.post("/v1/locations/import", &places).await.expect(200);
    let category = seller.get("/v1/categories/by-slug/bisiklet").await.expect(200).json()["category"]["id"].clone();
    let place = seller.get("/v1/locations?pageRowCount=1").await.expect(200).json()["locations"][0]["id"].clone();
    let listing = json!({
        "title": "Temiz kullanılmış bisiklet", "description": "Şehir içinde az kullanıldı, bakımları yapıldı.",
        "price": 4250, "currency": "TRY", "categoryId": category, "locationId": place, "condition": "used",
        "listingType": "sale",
    });
    let mut ids = Vec::new();
    for _ in 0..PAGE {
        let made = seller.post("/v1/listings", &listing).await.expect(201).json();
        ids.push(made["listing"]["id"].clone());
    }
    ids
}

/// Somebody who may see results.
async fn make_committee(app: &App) {
    let new = NewAdmin {
        username: "bench".to_owned(),
        role_id: assessment::Role::Administrator.id(),
        password: PASSWORD.to_owned(),
    };
    let ctx = Ctx::new(Clock::system(), RequestId::random());
    let made = app.wired.assessment.create_admin(&ctx, None, new, None).await;
    assert!(made.is_ok(), "no administrator");
}

fn copy_products(db: &Connection, copies: usize) {
    let gap = copies / PAGE;
    run(
        db,
        &filled(
            COPY_PRODUCTS,
            &[("{rare}", &RARE), ("{copies}", &copies), ("{gap}", &gap)],
        ),
    );
    let id = "printf('product-%016d', c.seq)";
    let (created, updated) = ("o.created_at + c.seq", "o.updated_at + c.seq");
    let own = [
        ("seq", "c.seq"),
        ("id", id),
        ("created_at", created),
        ("updated_at", updated),
    ];
    copy_rows(db, "product", "seq", &own);
    copy_rows(db, "product_resource", "product_seq", &[("product_seq", "c.seq")]);
    copy_rows(db, "product_impact", "product_seq", &[("product_seq", "c.seq")]);
    copy_words(db, "product_search", &["name", "makers", "rest"]);
    copy_words(db, "product_search_inside", &["words"]);
    run(db, DROP_MOVED);
    run(db, "drop table copy");
}

fn copy_threads(db: &Connection, thread: &str, copies: usize) {
    run(
        db,
        &filled(COPY_THREADS, &[("{thread}", &thread), ("{copies}", &copies)]),
    );
    let own = [
        ("seq", "c.seq"),
        ("id", "printf('00000000-0000-7000-8000-%012x', c.seq)"),
        ("listing_id", "printf('00000000-0000-7000-9000-%012x', c.seq)"),
        ("last_message_at", "o.last_message_at + 1000 * c.seq"),
        ("last_sent_at", "o.last_sent_at + 1000 * c.seq"),
        ("created_at", "o.created_at + 1000 * c.seq"),
        ("updated_at", "o.updated_at + 1000 * c.seq"),
    ];
    copy_rows(db, "thread", "seq", &own);
    run(db, "drop table copy");
}

fn copy_messages(db: &Connection, thread: &str, copies: usize) {
    let values: [(&str, &dyn Display); 3] = [("{thread}", &thread), ("{copies}", &copies), ("{sent}", &MESSAGES)];
    run(db, &filled(COPY_MESSAGES, &values));
    let own = [
        ("seq", "c.seq"),
        ("id", "printf('00000000-0000-7000-a000-%012x', c.seq)"),
        ("number", "c.number"),
        ("sent_at", "c.at"),
        ("read_at", "c.at"),
    ];
    copy_rows(db, "message", "seq", &own);
    run(db, "drop table copy");
}

/// A text of statements with values in the place of names.
fn filled(text: &str, values: &[(&str, &dyn Display)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| {
        text.replace(name, &value.to_string())
    })
}

fn run(db: &Connection, statements: &str) {
    db.execute_batch(statements).expect("statements that fit the tables");
}

/// Copies the rows of a table whose `key` is the source of a copy. What a copy has of its own is said by column and expression,
/// in which `c` is the row of `copy` and `o` the original.
fn copy_rows(db: &Connection, table: &str, key: &str, own: &[(&str, &str)]) {
    let columns = columns(db, table);
    let values: Vec<String> = columns
        .iter()
        .map(|column| {
            own.iter()
                .find(|(name, _)| name == column)
                .map_or_else(|| format!("o.{column}"), |(_, value)| (*value).to_owned())
        })
        .collect();
    // Originals in a table of their own: what is read from the table that is written to would be gathered first.
    run(
        db,
        &format!(
            "create temp table original as select * from {table} where {key} in (select source from copy);
            create index temp.original_key on original ({key});
            insert into {table} ({}) select {} from copy c cross join original o on o.{key} = c.source order by c.seq;
            drop table original",
            columns.join(", "),
            values.join(", "),
        ),
    );
}

fn columns(db: &Connection, table: &str) -> Vec<String> {
    texts(db, &format!("select name from pragma_table_info('{table}')"))
}

/// Copies what a full-text index has of the sources of copies. It keeps no texts, so they are put together from its words.
fn copy_words(db: &Connection, index: &str, columns: &[&str]) {
    let texts: Vec<String> = columns
        .iter()
        .map(|column| format!("group_concat(term, ' ' order by offset) filter (where col = '{column}') as {column}"))
        .collect();
    let columns = columns.join(", ");
    run(
        db,
        &format!(
            "create virtual table temp.words_of_index using fts5vocab (main, {index}, instance);
            create temp table original as select doc, {} from words_of_index group by doc;
            create unique index temp.original_doc on original (doc);
            insert into {index} (rowid, {columns}) select c.seq, {columns} from copy c
                cross join original o on o.doc = c.source order by c.seq;
            drop table original;
            drop table words_of_index",
            texts.join(", "),
        ),
    );
}

/// As many products as are asked for, from all over the table.
fn some_products(db: &Connection) -> Vec<String> {
    let most = WARM_UP + COUNTED;
    texts(db, &format!("select id from product order by random() limit {most}"))
}

/// The first column of what a query answers.
fn texts(db: &Connection, query: &str) -> Vec<String> {
    let mut statement = db.prepare(query).expect("a query");
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).expect("rows");
    rows.collect::<rusqlite::Result<_>>().expect("texts")
}
