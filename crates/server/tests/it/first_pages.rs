//! The first page of a list by each order that it can be asked for: however many rows there are, about a page of them is
//! read. SQLite says how much work a statement was.

use platform::db::{Location, Sql};
use rusqlite::{Connection, StatementStatus, types::Value};
use testkit::TestDb;

const ROWS: i64 = 100_000;
const PAGE: i64 = 20;
/// A row of a page takes up to about 300 steps of SQLite's machine; a look at every row would take more than a million.
const MOST_STEPS: i32 = 20_000;

/// Rows of everything, in the time that one statement for each table takes.
const FILL: &str = "pragma foreign_keys = off;
    create temp table n (n integer primary key);
    insert into n with recursive n (n) as (select 1 union all select n + 1 from n where n < 100000) select n from n;
    insert into category (id, parent_id, name, name_key, slug, sort_order, active, version, owner_id, created_at, updated_at)
        select 'c' || n, case when n % 10 = 0 then null else 'c' || (n / 10 * 10) end, 'n', 'n', 's' || n, n, n % 2, 1, 'o',
            n * 7919 % 100003, n from n;
    insert into location (id, country, city, district, country_key, city_key, district_key, active, version, owner_id,
            created_at, updated_at)
        select 'p' || n, 'a', 'b', 'c', 'a', n * 31 % 977, n, n % 2, 1, 'o', n * 7919 % 100003, n from n;
    insert into listing (id, owner_id, category_id, leaf_id, title, attributes, listing_type, premium_type, status, price,
            currency, expires_at, views, images, active, shown, version, created_at, updated_at)
        select 'l' || n, 'o' || (case when n % 2 = 0 then 7 else n % 100 end), 'c10', 'c10', 't', '{}', 0, 0, n % 4, n * 7919 % 100003, 'TRY', 9000000, 0, '[]', 1,
            n % 4 = 1, 1, n * 31 % 100003, n from n;
    insert into umkm (id, owner_id, name, impact, contact, approved, created_at, updated_at)
        select 'u' || n, 'o' || n, 'n', '[]', '[]', 1, n, n from n where n <= 100;
    insert into umkm (id, owner_id, name, impact, contact, approved, created_at, updated_at)
        values ('u0', 'o0', 'n', '[]', '[]', 1, 0, 0);
    insert into product (id, umkm_id, owner_id, name, images, price, category, resources, production, impact, contribution,
            listed, score, created_at, updated_at, province)
        select 'q' || n, 'u' || (n % 100), 'o', 'n', '[]', n * 7919 % 100003, n % 5, '[]', '[]', '[]', '[]', 1, n * 31 % 977, n, n,
            47 + n % 7 from n;";

/// Exams: half of all participants are of one event.
const FILL_EXAMS: &str = "
    insert into exam_package (title, title_key, status, version, created_at, updated_at)
        select 't' || n, 't' || (n * 31 % 100003), case when n % 3 = 0 then 'draft' else 'published' end, 1, n * 7919 % 100003,
            n * 31 % 100003 from n;
    insert into exam_section (title, title_key, duration, version, created_at, updated_at)
        select 't' || n, 't' || (n * 31 % 977), n % 100, 1, n * 7919 % 100003, n * 31 % 100003 from n;
    insert into exam_section_detail (package_id, section_id, instruction, duration, ordinal, navigation, shuffle, version,
            created_at, updated_at)
        select n / 10 + 1, n, '', 60, n % 10, 'free', 0, 1, 0, 0 from n;
    insert into exam_audio (event, event_key, filename, filename_key, blob, media_type, bytes, duration_ms, version,
            created_at, updated_at)
        select 'e', 'e' || (n % 100), 'f', 'f' || n, 'b' || n, 'audio/mpeg', n * 31 % 977, n * 7 % 977, 1, n, n from n;
    insert into exam_question (package_id, section_detail_id, passage_id, audio_id, question, question_key, question_type,
            point, rule, preparation_time, response_time, ordinal, version, created_at, updated_at)
        select n / 100 + 1, n * 2 % 99999 + 1, nullif(n % 7, 0), nullif(n % 977, 0), '?', 'q' || (n * 31 % 100003),
            case when n % 2 = 0 then 'essay' else 'multiple_choice' end, n % 5, 'exact', nullif(n % 3, 0), nullif(n % 3, 0),
            n % 10, 1, n * 7919 % 100003, n * 31 % 100003 from n;
    insert into exam_event (package_id, title, title_key, slug, description, date, start_time, end_time, time_zone, starts_at,
            ends_at, prodik_id, late_entry_seconds, grace_seconds, offline_grace_seconds, record_video, scoring_policy,
            version, created_at, updated_at)
        select n / 10 + 1, 't', 't' || (n * 31 % 977), 's' || n, '', '2026-' || (n % 12), n % 24, n % 24, 'Asia/Jakarta',
            n * 31 % 100003, n * 7919 % 100003, nullif('p' || (n % 5), 'p0'), 0, 0, 0, 0, '{}', 1, n, n from n;
    insert into exam_user (registered_number, registered_key, name, name_key, rank_id, unit_id, position_id, time_factor,
            version, created_at, updated_at)
        select n, 'r' || n, 'n', 'n' || (n * 31 % 977), nullif(n % 9, 0), nullif(n % 8, 0), nullif(n % 7, 0), 1000, 1, n, n
            from n;
    insert into exam_participant (event_id, user_id, name, name_key, registered_number, registered_key, rank_title,
            unit_title, position_title, exam_registered_number, source, status, time_factor, extra_seconds, total_score,
            max_score, version, created_at, updated_at)
        select case when n % 2 = 0 then 7 else n end, n, 'n', 'n' || (n * 31 % 977), n, 'r' || n, nullif('r' || (n % 9), 'r0'),
            'u', null, 'x' || n, 'admin', case when n % 4 = 0 then 'scored' else 'registered' end, 1000, n % 3,
            nullif(n % 101, 0), 100, 1, n * 7919 % 100003, n * 31 % 100003 from n;";

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A statement that reads a page, and its parameters but for the page's.
fn lists() -> Vec<(&'static str, Vec<Value>)> {
    let everything = [
        vec![text("[]"); 6],
        [0, i64::MAX, -1, -1, -1].map(Value::Integer).to_vec(),
        // No attributes.
        vec![text("[]"), Value::Integer(0), text("[]")],
    ]
    .concat();
    let after = |more: &[i64], first: i64| {
        let more = more.iter().copied().chain([first; 2]);
        [everything.clone(), more.map(Value::Integer).collect()].concat()
    };
    let of_owner = |first: i64| {
        let (status, page) = ([1, -1].map(Value::Integer), [first; 2].map(Value::Integer));
        [everything.clone(), status.to_vec(), vec![text("o7")], page.to_vec()].concat()
    };
    let any = || text(r#"["%"]"#);
    vec![
        (
            "classifieds::store::listing_list::PAGES((Public, Order, Newest))",
            after(&[0], i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Public, Order, Cheapest))",
            after(&[0], -1),
        ),
        (
            "classifieds::store::listing_list::PAGES((Public, Order, Dearest))",
            after(&[0], i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Order, Newest))",
            after(&[1, -1], i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Order, Cheapest))",
            after(&[1, -1], -1),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Order, Dearest))",
            after(&[1, -1], i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Status, Newest))",
            after(&[1, -1, 2], i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Status, Cheapest))",
            after(&[1, -1, 2], -1),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Status, Dearest))",
            after(&[1, -1, 2], i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Owner, Newest))",
            of_owner(i64::MAX),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Owner, Cheapest))",
            of_owner(-1),
        ),
        (
            "classifieds::store::listing_list::PAGES((Private, Owner, Dearest))",
            of_owner(i64::MAX),
        ),
        ("classifieds::store::category_list::LIST", vec![]),
        (
            "classifieds::store::category_list::LIST_UNDER",
            vec![text(r#"["c10","c30",""]"#)],
        ),
        ("classifieds::store::category_list::LIST_DELETED", vec![any()]),
        ("classifieds::store::category_list::FETCH", vec![any(), any(), any()]),
        ("classifieds::store::location::LIST", vec![any(), any(), any()]),
        ("classifieds::store::location::LIST_DELETED", vec![any(), any(), any()]),
        ("classifieds::store::location::NEWEST", vec![any(), any(), any()]),
        ("trackmate::store::product::LIST", vec![]),
        ("trackmate::store::product::LIST_OF_CATEGORY", vec![Value::Integer(3)]),
        ("trackmate::store::product::LIST_OF_UMKM", vec![text("u7")]),
        ("trackmate::store::recommend::BEST", vec![]),
        ("trackmate::store::recommend::NEWEST", vec![]),
        ("trackmate::store::recommend::BEST_OF_CATEGORY", vec![Value::Integer(3)]),
    ]
}

/// Statements that read a page of the catalogue, in each order.
fn lists_of_catalogue(statements: &[Sql]) -> Vec<(&'static str, Vec<Value>)> {
    let list = |sql: &Sql| {
        let key = sql.name().strip_prefix("trackmate::store::browse::CARDS((")?;
        // Several choices at once, and other orders of a province, leave few or are sorted.
        let is_narrowed = ["category", "province", "price"].map(|by| key.contains(&format!("{by}: true")));
        let is_newest = key.ends_with("BestMatch))") || key.ends_with("Newest))");
        let values = match (key.split(',').next()?, is_narrowed) {
            ("All", [false, false, false]) => Vec::new(),
            ("All", [true, false, false]) => vec![Value::Integer(3)],
            ("All", [false, true, false]) if is_newest => vec![Value::Integer(51)],
            ("Maker", _) => vec![text("u7")],
            _ => return None,
        };
        Some((sql.name(), values))
    };
    statements.iter().filter_map(list).collect()
}

/// What an event's supervisors ask for. Other orders of its participants sort all of them, since an index for each would
/// be written at every answer that is scored; so do orders of what is looked for, and of a package's questions, which are
/// some thousand at most.
const OF_EVENT: [&str; 5] = ["id", "name", "registeredNumber", "status", "totalScore"];
/// The lists of exams by each of their orders, with nothing looked for, and their parameters but for the page's.
fn lists_of_exams(statements: &[Sql]) -> Vec<(&'static str, Vec<Value>)> {
    let list = |sql: &Sql| {
        let (list, key) = sql.name().strip_prefix("assessment::")?.split_once("::LIST(")?;
        let list = list.strip_suffix("::list").unwrap_or(list).strip_suffix("::store")?;
        let by = key.split('"').nth(1)?;
        let values = match list {
            "bank::question" if key.contains(": true, ") => return None,
            "bank::question" => Vec::new(),
            "bank::package" | "bank::section" | "bank::audio" => vec![text("%")],
            "sitting::event" => vec![text("%"), Value::Null],
            "people::user" => vec![text("%"), Value::Null, Value::Null, Value::Null],
            "sitting::participant" if key.starts_with("(false") => vec![text("%")],
            "sitting::participant" if OF_EVENT.contains(&by) => vec![text("%"), Value::Integer(7)],
            _ => return None,
        };
        Some((sql.name(), values))
    };
    statements.iter().filter_map(list).collect()
}

/// What the first page takes: rows, and steps.
fn first_page(conn: &Connection, sql: &Sql, mut values: Vec<Value>) -> (i64, i32) {
    let mut statement = conn.prepare(sql.text()).unwrap();
    if statement.parameter_count() > values.len() {
        values.extend([Value::Integer(PAGE), Value::Integer(0)]);
    }
    assert_eq!(statement.parameter_count(), values.len(), "{}", sql.name());
    for (index, value) in (1..).zip(values) {
        statement.raw_bind_parameter(index, value).unwrap();
    }
    let mut rows = statement.raw_query();
    let mut count = 0;
    while rows.next().unwrap().is_some() {
        count += 1;
    }
    drop(rows);
    (count, statement.get_status(StatementStatus::VmStep))
}

#[tokio::test]
async fn the_first_page_of_every_order_reads_about_a_page() {
    let test = TestDb::sqlite().await.migrated(&server::wiring::migrations()).await;
    let Location::Sqlite(path) = &test.location else {
        panic!("not SQLite")
    };
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(FILL).unwrap();
    conn.execute_batch(FILL_EXAMS).unwrap();
    let filled: i64 = conn
        .query_row("select count(*) from listing", [], |row| row.get(0))
        .unwrap();
    assert_eq!(filled, ROWS);
    let statements: Vec<_> = [classifieds::SCHEMA, trackmate::SCHEMA, assessment::SCHEMA]
        .into_iter()
        .flat_map(|schema| schema.every_statement())
        .collect();
    let mut slow = Vec::new();
    let of_exams = lists_of_exams(&statements);
    assert_eq!(of_exams.len(), 2 * (5 + 5 + 7 + 16 + 12 + 9 + 17 + 5));
    let of_catalogue = lists_of_catalogue(&statements);
    assert_eq!(of_catalogue.len(), 5 + 5 + 2 + 1);
    for (name, values) in lists().into_iter().chain(of_catalogue).chain(of_exams) {
        let sql = statements.iter().find(|sql| sql.name() == name);
        let (rows, steps) = first_page(&conn, sql.unwrap_or_else(|| panic!("{name}")), values);
        assert!((5..=PAGE).contains(&rows), "{name}: {rows} rows");
        if steps > MOST_STEPS {
            slow.push(format!("{name}: {steps} steps"));
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}
