//! The database layer's promises, on both engines: what goes in comes out, a write is whole or absent, acknowledged means
//! visible, and a database that cannot serve says so instead of losing anything.

use std::{
    future::poll_fn,
    pin::Pin,
    sync::{
        Arc, Barrier, Once,
        atomic::{AtomicU32, Ordering},
    },
    task::Poll,
    time::Duration,
};

use platform::{
    Conn, Db, Error, Kind, Timestamp, Tx,
    cache::{Cache, Found, Weigh},
    db::{Engine, Location, Migration, ModuleMigrations, Options, Row, SqliteOptions, Value},
    events::Bus,
    params,
};
use testkit::{TestDb, both_engines};
use tokio::task::JoinSet;

/// A table of each kind of value, and counters.
const TABLES: &[ModuleMigrations] = &[ModuleMigrations {
    module: "sample",
    migrations: &[
        Migration {
            name: "sample",
            sql: "create table sample (name text not null primary key, whole bigint, fraction double precision,
                words text, bytes {bytes});",
        },
        Migration {
            name: "counter",
            sql: "create table counter (name text not null primary key, value bigint not null, class bigint not null);
                create index counter_class on counter (class);",
        },
    ],
}];

platform::statements! {
    PUT = "insert into sample (name, whole, fraction, words, bytes) values ($1, $2, $3, $4, $5)";
    GET = "select whole, fraction, words, bytes from sample where name = $1";
    COUNT = "select count(*) from sample";
    PAGES = "select name from sample order by name limit $1";
    SET = "insert into counter (name, value, class) values ($1, $2, $3)
        on conflict (name) do update set value = excluded.value";
    VALUE = "select value from counter where name = $1";
    OF_CLASS = "select count(*) from counter where class = $1";
    NO_SUCH_TABLE = "select 1 from nowhere";
}

type Cells = (Option<i64>, Option<f64>, Option<String>, Option<Vec<u8>>);

fn cells(row: &Row<'_>) -> Result<Cells, Error> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}

async fn put(db: &Db, name: &'static str, words: &'static str) -> Result<(), Error> {
    db.write(async move |tx: &mut Tx<'_>| put_in(tx, name, words).await)
        .await
}

async fn put_in(tx: &mut Tx<'_>, name: &str, words: &str) -> Result<(), Error> {
    tx.execute(PUT, params![name, Value::Null, Value::Null, words, Value::Null])
        .await
        .map(drop)
}

async fn words(db: &Db, name: &str) -> Option<String> {
    let found = db
        .read_by_key(async |conn: &mut Conn<'_>| conn.first(GET, params![name], |row| row.get(2)).await)
        .await;
    found.unwrap()
}

async fn count(db: &Db) -> i64 {
    db.read(async |conn: &mut Conn<'_>| conn.number(COUNT, &[]).await)
        .await
        .unwrap()
}

async fn set(db: &Db, name: &'static str, value: i64) -> Result<(), Error> {
    db.write(async move |tx: &mut Tx<'_>| tx.execute(SET, params![name, value, 1_i64]).await.map(drop))
        .await
}

async fn value(db: &Db, name: &str) -> Option<i64> {
    let found = db
        .read_by_key(async |conn: &mut Conn<'_>| conn.first(VALUE, params![name], |row| row.get(0)).await)
        .await;
    found.unwrap()
}

/// Another handle on the same database, as another process would have one.
async fn second(test: &TestDb) -> Db {
    Db::open(
        &test.location,
        Options {
            postgres_connections: 4,
            ..Options::default()
        },
        test.clock.clone(),
        Bus::new(),
    )
    .await
    .unwrap()
}

type Write = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Lets every write get as far as it can without waiting: on SQLite, into the queue.
async fn start(writes: &mut [Write]) -> Vec<Option<Result<(), Error>>> {
    poll_fn(|cx| {
        let polled = writes.iter_mut().map(|write| match write.as_mut().poll(cx) {
            Poll::Ready(result) => Some(result),
            Poll::Pending => None,
        });
        Poll::Ready(polled.collect())
    })
    .await
}

/// Holds a database thread until the test lets it go.
#[derive(Clone)]
struct Gate {
    entered: Arc<Barrier>,
    left: Arc<Barrier>,
    held: Arc<Once>,
}

impl Gate {
    fn new() -> Self {
        Self {
            entered: Arc::new(Barrier::new(2)),
            left: Arc::new(Barrier::new(2)),
            held: Arc::new(Once::new()),
        }
    }

    /// The first time. A write may run again with others of its commit.
    fn hold(&self) {
        self.held.call_once(|| {
            self.entered.wait();
            self.left.wait();
        });
    }
}

/// A SQLite database whose queues hold one job each and whose one reader is easily kept busy.
async fn tiny() -> (TestDb, Db) {
    let test = TestDb::sqlite().await.migrated(TABLES).await;
    let sqlite = SqliteOptions {
        readers: 1,
        waiting_reads: 1,
        waiting_writes: 1,
        ..SqliteOptions::default()
    };
    let options = Options {
        sqlite,
        ..Options::default()
    };
    let db = Db::open(&test.location, options, test.clock.clone(), Bus::new())
        .await
        .unwrap();
    (test, db)
}

/// What was read, kept in memory.
struct Answer(&'static str);

impl Weigh for Answer {
    fn weigh(&self) -> usize {
        self.0.len()
    }
}

both_engines! {
    async fn what_is_kept_is_good_until_a_table_changes_that_it_was_read_from(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let (db, cache) = (&test.db, Cache::<Answer>::new(1 << 20));
        db.bus().watch_for(&cache);
        let read = async |conn: &mut Conn<'_>| {
            conn.number(COUNT, &[]).await?;
            conn.depends()
        };
        let Some(tags) = db.read(read).await.unwrap() else {
            assert_eq!(db.engine(), Engine::Postgres, "where others write, nothing is kept");
            return;
        };
        let Found::Fill(fill) = cache.find("samples").await else { panic!("nothing is kept yet") };
        fill.keep(Answer("none"), &tags);
        set(db, "another table", 1).await.unwrap();
        assert!(matches!(cache.find("samples").await, Found::Kept(_)));
        put(db, "a row", "of it").await.unwrap();
        let Found::Fill(fill) = cache.find("samples").await else { panic!("it changed") };
        // What is changed while it is read is as good as changed after it.
        put(db, "another row", "of it").await.unwrap();
        fill.keep(Answer("one"), &tags);
        assert!(matches!(cache.find("samples").await, Found::Fill(..)));
    }

    async fn every_kind_of_value_comes_back_as_it_went_in(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let every_byte: Vec<u8> = (0..=255).collect();
        let long = "kata ".repeat(40_000);
        let rows: Vec<(&str, Cells)> = vec![
            ("nulls", (None, None, None, None)),
            ("zeros", (Some(0), Some(0.0), Some(String::new()), Some(Vec::new()))),
            ("least", (Some(i64::MIN), Some(f64::MIN), Some("'; drop table sample; --".to_owned()), Some(vec![0]))),
            ("most", (Some(i64::MAX), Some(f64::MAX), Some("Kopi Gayo ☕ — Ünïcödé 𐍈 \u{1}\n\t".to_owned()), Some(every_byte))),
            ("finest", (Some(-1), Some(f64::MIN_POSITIVE), Some("$1 ? :a %".to_owned()), Some(vec![0xff; 100_000]))),
            ("endless", (Some(1), Some(f64::NEG_INFINITY), Some(long), None)),
        ];
        for (name, wanted) in rows {
            let given = wanted.clone();
            test.db
                .write(async move |tx: &mut Tx<'_>| {
                    let (whole, fraction, words, bytes) = &given;
                    let values = params![name, *whole, *fraction, words.as_deref(), bytes.as_deref()];
                    assert_eq!(tx.execute(PUT, values).await?, 1);
                    // A transaction sees its own rows.
                    let own = tx.first(GET, params![name], cells).await?;
                    assert_eq!(own.as_ref(), Some(&given), "{name}");
                    Ok::<_, Error>(())
                })
                .await
                .unwrap();
            let read = test.db.read(async move |conn: &mut Conn<'_>| conn.first(GET, params![name], cells).await).await.unwrap();
            assert_eq!(read.as_ref(), Some(&wanted), "{name}");
            let by_key = test.db.read_by_key(async |conn: &mut Conn<'_>| conn.first(GET, params![name], cells).await).await.unwrap();
            assert_eq!(by_key, Some(wanted), "{name}");
        }
    }

    async fn flags_times_and_borrowed_text_are_read_as_what_they_are(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let at = Timestamp(1_768_464_000_123_456);
        test.db
            .write(async move |tx: &mut Tx<'_>| {
                tx.execute(PUT, params!["flag", true, Value::Null, "a", Value::Null]).await?;
                tx.execute(PUT, params!["time", at, Value::Null, None::<&str>, Value::Null]).await
            })
            .await
            .unwrap();
        let (flag, text) = test.db
            .read(async |conn: &mut Conn<'_>| {
                conn.first(GET, params!["flag"], |row| Ok((row.get::<bool>(0)?, row.text(2)?.to_owned()))).await
            })
            .await
            .unwrap()
            .unwrap();
        assert_eq!((flag, text.as_str()), (true, "a"));
        let (time, none) = test.db
            .read(async |conn: &mut Conn<'_>| {
                conn.first(GET, params!["time"], |row| Ok((row.get::<Timestamp>(0)?, row.maybe_text(2)?.map(str::to_owned)))).await
            })
            .await
            .unwrap()
            .unwrap();
        assert_eq!((time, none), (at, None));
    }

    async fn a_column_of_another_type_or_a_missing_one_is_a_fault_and_not_a_missing_row(test: TestDb) {
        let test = test.migrated(TABLES).await;
        put(&test.db, "row", "words").await.unwrap();
        let wrong = test.db.read_by_key(async |conn: &mut Conn<'_>| conn.first(GET, params!["row"], |row| row.get::<i64>(2)).await).await;
        assert_eq!(wrong.unwrap_err().kind(), Kind::Internal);
        let null = test.db.read_by_key(async |conn: &mut Conn<'_>| conn.first(GET, params!["row"], |row| row.get::<i64>(0)).await).await;
        assert_eq!(null.unwrap_err().kind(), Kind::Internal);
        let missing = test.db.read_by_key(async |conn: &mut Conn<'_>| conn.first(GET, params!["row"], |row| row.get::<i64>(9)).await).await;
        assert_eq!(missing.unwrap_err().kind(), Kind::Internal);
        let broken = test.db.read(async |conn: &mut Conn<'_>| conn.number(NO_SUCH_TABLE, &[]).await).await;
        assert_eq!(broken.unwrap_err().kind(), Kind::Internal);
    }

    async fn a_failing_write_rolls_back_alone_while_its_neighbours_are_stored(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let mut writes = JoinSet::new();
        for number in 0..60_i64 {
            let db = test.db.clone();
            writes.spawn(async move {
                let out = db
                    .write(async move |tx: &mut Tx<'_>| {
                        let name = format!("row {number:02}");
                        put_in(tx, &name, "first").await?;
                        put_in(tx, &format!("{name} again"), "second").await?;
                        if number % 3 == 0 {
                            return Err(Error::new(Kind::Conflict, "sample.refused", "refused"));
                        }
                        Ok(())
                    })
                    .await;
                (number, out)
            });
        }
        while let Some(done) = writes.join_next().await {
            let (number, out) = done.unwrap();
            match out {
                Ok(()) => assert_ne!(number % 3, 0),
                Err(error) => assert_eq!((number % 3, error.code()), (0, "sample.refused")),
            }
        }
        let names: Vec<String> = test.db
            .read(async |conn: &mut Conn<'_>| conn.all(PAGES, params![1000_i64], |row| row.get(0)).await)
            .await
            .unwrap();
        let wanted: Vec<String> = (0..60).filter(|n| n % 3 != 0).flat_map(|n| [format!("row {n:02}"), format!("row {n:02} again")]).collect();
        assert_eq!(names, wanted);
        test.db.integrity().await.unwrap();
    }

    async fn a_statement_that_fails_takes_its_write_along_and_nothing_else(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let out = test.db
            .write(async |tx: &mut Tx<'_>| {
                put_in(tx, "before", "x").await?;
                tx.number(NO_SUCH_TABLE, &[]).await
            })
            .await;
        assert_eq!(out.unwrap_err().kind(), Kind::Internal);
        assert_eq!(count(&test.db).await, 0);
        put(&test.db, "after", "x").await.unwrap();
        assert_eq!(count(&test.db).await, 1);
    }

    async fn a_write_that_goes_on_after_a_failed_statement_is_never_acknowledged(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let out = test.db
            .write(async |tx: &mut Tx<'_>| {
                put_in(tx, "before", "x").await?;
                let _swallowed = tx.number(NO_SUCH_TABLE, &[]).await;
                Ok::<_, Error>(())
            })
            .await;
        assert_eq!(out.unwrap_err().kind(), Kind::Internal);
        assert_eq!(count(&test.db).await, 0);
        put(&test.db, "after", "x").await.unwrap();
    }

    async fn a_panic_in_a_closure_fails_only_that_call(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let mut writes: Vec<Write> = Vec::new();
        for name in ["a", "b", "c", "d"] {
            let db = test.db.clone();
            writes.push(Box::pin(async move {
                db.write(async move |tx: &mut Tx<'_>| {
                    put_in(tx, name, "x").await?;
                    assert_ne!(name, "c", "on purpose");
                    Ok(())
                })
                .await
            }));
        }
        start(&mut writes).await;
        let mut kept = Vec::new();
        for write in writes {
            match write.await {
                Ok(()) => kept.push(()),
                Err(error) => assert!(error.cause().unwrap().to_string().contains("on purpose"), "{error}"),
            }
        }
        assert_eq!(kept.len(), 3);
        assert_eq!((count(&test.db).await, words(&test.db, "c").await), (3, None));
        let read: Result<(), Error> = test.db.read(async |_: &mut Conn<'_>| panic!("on purpose")).await;
        assert_eq!(read.unwrap_err().kind(), Kind::Internal);
        let read: Result<(), Error> = test.db.read_by_key(async |_: &mut Conn<'_>| panic!("on purpose")).await;
        assert_eq!(read.unwrap_err().kind(), Kind::Internal);
        // As many again as there are connections: none of them was lost.
        for _ in 0..12 {
            set(&test.db, "still", 1).await.unwrap();
            assert_eq!(value(&test.db, "still").await, Some(1));
        }
    }

    async fn an_acknowledged_write_is_seen_by_the_next_read(test: TestDb) {
        let test = test.migrated(TABLES).await;
        for number in 0..100 {
            set(&test.db, "n", number).await.unwrap();
            assert_eq!(value(&test.db, "n").await, Some(number));
            let read = test.db.read(async |conn: &mut Conn<'_>| conn.number(VALUE, params!["n"]).await).await.unwrap();
            assert_eq!(read, number);
        }
        let other = second(&test).await;
        assert_eq!(value(&other, "n").await, Some(99));
    }

    async fn two_hundred_increments_at_once_add_up_to_two_hundred(test: TestDb) {
        let test = test.migrated(TABLES).await;
        set(&test.db, "n", 0).await.unwrap();
        let mut writes = JoinSet::new();
        for _ in 0..200 {
            let db = test.db.clone();
            writes.spawn(async move {
                db.write(async |tx: &mut Tx<'_>| {
                    let before = tx.number(VALUE, params!["n"]).await?;
                    tx.execute(SET, params!["n", before + 1, 1_i64]).await
                })
                .await
            });
        }
        while let Some(done) = writes.join_next().await {
            done.unwrap().unwrap();
        }
        assert_eq!(value(&test.db, "n").await, Some(200));
    }

    async fn two_writes_that_each_read_what_the_other_changes_run_as_if_one_after_the_other(test: TestDb) {
        let test = test.migrated(TABLES).await;
        // Write skew: each may add a row only while there is none of the class; together they must add one.
        for round in 0..20_i64 {
            let mut writes = JoinSet::new();
            for side in 0..4_i64 {
                let db = test.db.clone();
                writes.spawn(async move {
                    db.write(async move |tx: &mut Tx<'_>| {
                        if tx.number(OF_CLASS, params![round]).await? > 0 {
                            return Ok(0);
                        }
                        tx.execute(SET, params![&format!("{round}/{side}"), side, round]).await
                    })
                    .await
                });
            }
            let mut added = 0;
            while let Some(done) = writes.join_next().await {
                added += done.unwrap().unwrap();
            }
            assert_eq!(added, 1, "round {round}");
        }
    }

    async fn a_closed_database_answers_unavailable(test: TestDb) {
        let test = test.migrated(TABLES).await;
        put(&test.db, "kept", "x").await.unwrap();
        test.db.close().await;
        let refused = [
            put(&test.db, "late", "x").await.unwrap_err(),
            test.db.read(async |conn: &mut Conn<'_>| conn.number(COUNT, &[]).await).await.unwrap_err(),
            test.db.read_by_key(async |conn: &mut Conn<'_>| conn.number(COUNT, &[]).await).await.unwrap_err(),
            test.db.answers().await.unwrap_err(),
            test.db.migrate(TABLES).await.unwrap_err(),
        ];
        for error in refused {
            assert_eq!(error.kind(), Kind::Unavailable, "{error}");
            assert!(error.retry_after().is_some());
        }
        // Closing twice is harmless.
        test.db.close().await;
        assert_eq!(count(&second(&test).await).await, 1);
    }

    async fn what_was_queued_before_a_close_is_still_stored(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let mut writes: Vec<Write> = Vec::new();
        if test.db.engine() == Engine::Sqlite {
            for number in 0..30_i64 {
                let db = test.db.clone();
                writes.push(Box::pin(async move {
                    db.write(async move |tx: &mut Tx<'_>| put_in(tx, &number.to_string(), "x").await).await
                }));
            }
        }
        start(&mut writes).await;
        test.db.close().await;
        let mut stored = 0;
        for write in writes {
            write.await.unwrap();
            stored += 1;
        }
        assert_eq!(count(&second(&test).await).await, stored);
    }

    async fn migrations_run_once_and_say_what_is_left(test: TestDb) {
        assert_eq!(test.db.pending(TABLES).await.unwrap(), ["sample/sample", "sample/counter"]);
        assert_eq!(test.db.migrate(TABLES).await.unwrap(), 2);
        assert_eq!(test.db.pending(TABLES).await.unwrap(), [""; 0]);
        put(&test.db, "kept", "x").await.unwrap();
        assert_eq!(test.db.migrate(TABLES).await.unwrap(), 0);
        assert_eq!(count(&test.db).await, 1);
    }

    async fn of_two_processes_that_migrate_at_once_one_does_it(test: TestDb) {
        let other = second(&test).await;
        let (one, two) = tokio::join!(test.db.migrate(TABLES), other.migrate(TABLES));
        let mut ran = [one.unwrap(), two.unwrap()];
        ran.sort_unstable();
        assert_eq!(ran, [0, 2]);
        assert_eq!(test.db.schema().await.unwrap(), other.schema().await.unwrap());
    }

    async fn a_migration_that_changed_after_it_ran_or_is_newer_than_the_program_stops_the_start(test: TestDb) {
        let test = test.migrated(TABLES).await;
        let changed = [ModuleMigrations {
            module: "sample",
            migrations: &[
                Migration { name: "sample", sql: "create table sample (name text);" },
                Migration { name: "counter", sql: "create table counter (name text);" },
                Migration { name: "third", sql: "create table third (name text);" },
            ],
        }];
        let refused = test.db.migrate(&changed).await.unwrap_err();
        assert!(refused.to_string().contains("migration sample/sample was changed after it ran"), "{refused}");
        assert!(test.db.pending(&changed).await.is_err());
        let older = [ModuleMigrations { module: "sample", migrations: &TABLES[0].migrations[..1] }];
        let refused = test.db.migrate(&older).await.unwrap_err();
        assert!(refused.to_string().contains("newer version of the program (module sample)"), "{refused}");
        assert!(!test.db.schema().await.unwrap().iter().any(|column| column.starts_with("third.")));
        // The refusals left nothing open.
        assert_eq!(test.db.migrate(TABLES).await.unwrap(), 0);
        put(&test.db, "still", "works").await.unwrap();
    }

    async fn migrations_that_fail_leave_nothing_behind(test: TestDb) {
        const BROKEN: &[ModuleMigrations] = &[ModuleMigrations {
            module: "broken",
            migrations: &[
                Migration { name: "good", sql: "create table good (name text);" },
                Migration { name: "bad", sql: "create table bad (name text); insert into nowhere (a) values (1);" },
            ],
        }];
        let refused = test.db.migrate(BROKEN).await.unwrap_err();
        assert!(refused.to_string().contains("migration broken/bad"), "{refused}");
        assert_eq!(test.db.pending(BROKEN).await.unwrap(), ["broken/good", "broken/bad"]);
        assert_eq!(test.db.schema().await.unwrap(), [""; 0]);
        assert_eq!(test.db.migrate(TABLES).await.unwrap(), 2);
    }

    async fn a_key_that_another_row_has_is_told_alike_on_both_engines(test: TestDb) {
        let test = test.migrated(TABLES).await;
        put(&test.db, "one", "x").await.unwrap();
        let again = put(&test.db, "one", "y").await.unwrap_err();
        assert_eq!((again.kind(), again.code()), (Kind::Conflict, "database.duplicate"));
        assert_eq!(count(&test.db).await, 1);
    }

    async fn the_statements_of_this_file_are_good_on_both_engines(test: TestDb) {
        let test = test.migrated(TABLES).await;
        for sql in STATEMENTS.iter().filter(|sql| sql.name() != NO_SUCH_TABLE.name()) {
            test.db.prepare(*sql).await.unwrap();
        }
        assert!(test.db.prepare(NO_SUCH_TABLE).await.is_err());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_of_one_commit_fail_one_by_one() {
    let (gate, test) = (Gate::new(), TestDb::sqlite().await.migrated(TABLES).await);
    let (db, held) = (test.db.clone(), gate.clone());
    let first = tokio::spawn(async move {
        db.write(async move |tx: &mut Tx<'_>| {
            held.hold();
            put_in(tx, "first", "x").await
        })
        .await
    });
    gate.entered.wait();
    // All of these wait for the writer, so they are taken into the first one's commit.
    let mut writes: Vec<Write> = Vec::new();
    for number in 0..30_i64 {
        let db = test.db.clone();
        writes.push(Box::pin(async move {
            db.write(async move |tx: &mut Tx<'_>| {
                put_in(tx, &format!("row {number}"), "x").await?;
                match number % 4 {
                    1 => Err(Error::new(Kind::Conflict, "sample.refused", "refused")),
                    // The key is there already.
                    2 => put_in(tx, "first", "x").await,
                    3 => panic!("on purpose"),
                    _ => Ok(()),
                }
            })
            .await
        }));
    }
    start(&mut writes).await;
    gate.left.wait();
    first.await.unwrap().unwrap();
    for (write, number) in writes.into_iter().zip(0..) {
        match write.await {
            Ok(()) => assert_eq!(number % 4, 0),
            Err(error) if error.code() == "sample.refused" => assert_eq!(number % 4, 1),
            Err(error) if error.code() == "database.duplicate" => assert_eq!(number % 4, 2),
            Err(error) => assert!(error.kind() == Kind::Internal && number % 4 == 3, "{error}"),
        }
    }
    assert_eq!(count(&test.db).await, 1 + 8);
    test.db.integrity().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closure_that_waits_for_anything_but_the_database_is_refused_on_sqlite() {
    let test = TestDb::sqlite().await.migrated(TABLES).await;
    let write = test
        .db
        .write(async |tx: &mut Tx<'_>| {
            put_in(tx, "row", "x").await?;
            std::future::pending::<()>().await;
            Ok::<_, Error>(())
        })
        .await;
    let read = test
        .db
        .read(async |_: &mut Conn<'_>| std::future::pending::<Result<(), Error>>().await)
        .await;
    let by_key = test
        .db
        .read_by_key(async |_: &mut Conn<'_>| std::future::pending::<Result<(), Error>>().await)
        .await;
    for error in [write.unwrap_err(), read.unwrap_err(), by_key.unwrap_err()] {
        assert_eq!(error.kind(), Kind::Internal);
        assert!(
            error.to_string().contains("awaited something other than the database"),
            "{error}"
        );
    }
    assert_eq!(count(&test.db).await, 0);
    put(&test.db, "row", "x").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_of_writes_refuses_with_a_time_to_wait() {
    let (gate, (_test, db)) = (Gate::new(), tiny().await);
    let (held, busy) = (gate.clone(), db.clone());
    let busy = tokio::spawn(async move {
        busy.write(async move |tx: &mut Tx<'_>| {
            held.hold();
            put_in(tx, "busy", "x").await
        })
        .await
    });
    gate.entered.wait();
    let mut writes: Vec<Write> = ["waits", "refused", "refused too"]
        .map(|name| {
            let db = db.clone();
            Box::pin(async move { put(&db, name, "x").await }) as Write
        })
        .into();
    let mut answers = start(&mut writes).await;
    for refused in answers.drain(1..) {
        let error = refused.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "database.busy"));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(1)));
    }
    assert!(answers.remove(0).is_none());
    gate.left.wait();
    busy.await.unwrap().unwrap();
    writes.swap_remove(0).await.unwrap();
    assert_eq!(count(&db).await, 2);
    put(&db, "after", "x").await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_of_reads_refuses_while_reads_by_key_and_writes_go_on() {
    let (gate, (_test, db)) = (Gate::new(), tiny().await);
    let (held, busy) = (gate.clone(), db.clone());
    let busy = tokio::spawn(async move {
        busy.read(async move |conn: &mut Conn<'_>| {
            held.hold();
            conn.number(COUNT, &[]).await
        })
        .await
    });
    gate.entered.wait();
    let mut reads: Vec<Write> = (0..2)
        .map(|_| {
            let db = db.clone();
            Box::pin(async move {
                db.read(async |conn: &mut Conn<'_>| conn.number(COUNT, &[]).await.map(drop))
                    .await
            }) as Write
        })
        .collect();
    let mut answers = start(&mut reads).await;
    let error = answers.pop().unwrap().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.code()), (Kind::Unavailable, "database.busy"));
    assert!(error.retry_after().is_some());
    put(&db, "meanwhile", "x").await.unwrap();
    assert_eq!(words(&db, "meanwhile").await.as_deref(), Some("x"));
    gate.left.wait();
    busy.await.unwrap().unwrap();
    reads.swap_remove(0).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_writes_keeps_reads_and_heals() {
    let test = TestDb::sqlite().await.migrated(TABLES).await;
    put(&test.db, "before", "x").await.unwrap();
    test.db.cap_pages(1).await.unwrap();
    let big = |name: &'static str| {
        let db = test.db.clone();
        async move {
            let bytes = vec![7_u8; 400_000];
            db.write(async move |tx: &mut Tx<'_>| {
                tx.execute(
                    PUT,
                    params![name, Value::Null, Value::Null, Value::Null, bytes.as_slice()],
                )
                .await
                .map(drop)
            })
            .await
        }
    };
    for name in ["one", "two"] {
        let error = big(name).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (Kind::Unavailable, "database.not_stored"),
            "{error}"
        );
        assert!(error.retry_after().is_some());
    }
    // Of many at once, none is acknowledged that is not there.
    let mut writes = JoinSet::new();
    for name in ["three", "four", "five", "six"] {
        let (db, big) = (test.db.clone(), big(name));
        writes.spawn(async move { (name, big.await.is_ok()) });
        writes.spawn(async move { ("small", set(&db, "small", 1).await.is_ok()) });
    }
    while let Some(done) = writes.join_next().await {
        let (name, stored) = done.unwrap();
        if name == "small" {
            assert!(!stored || value(&test.db, "small").await == Some(1));
        } else {
            assert!(!stored, "{name}");
        }
    }
    assert_eq!(words(&test.db, "before").await.as_deref(), Some("x"));
    assert_eq!(count(&test.db).await, 1);
    test.db.cap_pages(1_000_000).await.unwrap();
    big("healed").await.unwrap();
    assert_eq!(count(&test.db).await, 2);
    test.db.integrity().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closed_file_is_whole_by_itself_and_opens_again() {
    let test = TestDb::sqlite().await.migrated(TABLES).await;
    for number in 0..40_i64 {
        test.db
            .write(async move |tx: &mut Tx<'_>| {
                for row in 0..50_i64 {
                    tx.execute(SET, params![&format!("{number}/{row}"), row, number % 5])
                        .await?;
                }
                // The planner notes that this index was used, and wants to know more about it when the file is closed.
                tx.number(OF_CLASS, params![number]).await
            })
            .await
            .unwrap();
    }
    test.db.close().await;
    let Location::Sqlite(path) = &test.location else {
        panic!("not SQLite")
    };
    let log = path.with_extension("db-wal");
    assert_eq!(
        std::fs::metadata(&log).map_or(0, |log| log.len()),
        0,
        "the log holds something that the file does not"
    );
    let copy = test.dir.path().join("copy.db");
    std::fs::copy(path, &copy).unwrap();
    for location in [test.location.clone(), Location::Sqlite(copy)] {
        let db = Db::open(&location, Options::default(), test.clock.clone(), Bus::new())
            .await
            .unwrap();
        assert_eq!(db.migrate(TABLES).await.unwrap(), 0);
        let all = db.read(async |conn: &mut Conn<'_>| {
            let mut all = 0;
            for class in 0..5_i64 {
                all += conn.number(OF_CLASS, params![class]).await?;
            }
            Ok::<_, Error>(all)
        });
        assert_eq!(all.await.unwrap(), 2000);
        db.integrity().await.unwrap();
        db.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_no_database_is_refused_with_words_that_help() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("notes.txt");
    std::fs::write(&path, "buy milk ".repeat(1000)).unwrap();
    let clock = platform::Clock::system();
    let error = Db::open(&Location::Sqlite(path), Options::default(), clock, Bus::new())
        .await
        .err()
        .unwrap();
    assert_eq!(error.code(), "database.cannot_open");
    assert!(error.to_string().contains("notes.txt"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_duplicate_key_makes_postgres_run_the_closure_again() {
    let Some(test) = TestDb::postgres().await else { return };
    let test = test.migrated(TABLES).await;
    let (runs, other) = (Arc::new(AtomicU32::new(0)), second(&test).await);
    let counted = Arc::clone(&runs);
    let out = test
        .db
        .write(async move |tx: &mut Tx<'_>| {
            if counted.fetch_add(1, Ordering::SeqCst) == 0 {
                // Somebody else is faster. This transaction's view was taken before.
                tx.number(COUNT, &[]).await?;
                put(&other, "key", "theirs").await?;
            } else if let Some(found) = tx.first(GET, params!["key"], |row| row.get::<String>(2)).await? {
                return Ok(found);
            }
            put_in(tx, "key", "ours").await?;
            Ok::<_, Error>("ours".to_owned())
        })
        .await
        .unwrap();
    assert_eq!((out.as_str(), runs.load(Ordering::SeqCst)), ("theirs", 2));
    // A closure that never looks gives up in the end.
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let out = test
        .db
        .write(async move |tx: &mut Tx<'_>| {
            counted.fetch_add(1, Ordering::SeqCst);
            put_in(tx, "key", "ours").await
        })
        .await;
    assert_eq!(out.unwrap_err().code(), "database.duplicate");
    assert_eq!(runs.load(Ordering::SeqCst), 12);
    assert_eq!(words(&test.db, "key").await.as_deref(), Some("theirs"));
}
