//! Databases for tests.

use platform::{
    Clock, Db, Timestamp,
    db::{Location, ModuleMigrations, Options, SqliteOptions},
    events::Bus,
};
use tempfile::TempDir;

/// 2026-01-15T08:00:00Z, when every test's clock starts.
const START: Timestamp = Timestamp(1_768_464_000_000_000);

/// A fresh, empty database and the folder and clock that belong to it.
pub struct TestDb {
    /// The database; nothing is migrated yet.
    pub db: Db,
    /// Where it is, to open it a second time.
    pub location: Location,
    /// The clock that it was opened with.
    pub clock: Clock,
    /// A folder that goes away with the test.
    pub dir: TempDir,
}

/// Where the tests find PostgreSQL (`BALAI_TEST_POSTGRES_URL`); none skips what needs it.
///
/// # Panics
/// If there is none although `BALAI_TEST_REQUIRE_SERVICES` asks for it.
#[expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "tests are told by the environment what they may use"
)]
pub fn postgres_url() -> Option<String> {
    let url = std::env::var("BALAI_TEST_POSTGRES_URL")
        .ok()
        .filter(|url| !url.is_empty());
    assert!(
        url.is_some() || std::env::var("BALAI_TEST_REQUIRE_SERVICES").is_err(),
        "BALAI_TEST_POSTGRES_URL is not set: run `eval \"$(scripts/services start)\"`"
    );
    if url.is_none() {
        eprintln!("not run on PostgreSQL: BALAI_TEST_POSTGRES_URL is not set");
    }
    url
}

/// A database of a test's own on that server, for what looks at all of a database: its address.
///
/// # Panics
/// If it cannot be made.
#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
pub async fn own_postgres() -> Option<String> {
    let url = postgres_url()?;
    let name = format!("test_{}", uuid::Uuid::new_v4().simple());
    run_on(&url, &format!("create database {name}")).await;
    let (server, _) = url.rsplit_once('/').expect("an address with a database");
    Some(format!("{server}/{name}"))
}

#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
async fn run_on(url: &str, statement: &str) {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls)
        .await
        .expect("the test server");
    let connection = tokio::spawn(connection);
    client.batch_execute(statement).await.expect(statement);
    drop(client);
    connection
        .await
        .expect("the connection's task")
        .expect("the connection");
}

/// Free memory, in bytes, from which on tests keep their files in it.
const ROOM: u64 = 1 << 30;

/// A folder that goes away with the test: in memory where the system offers enough of it. Waiting for a disk would take
/// most of a test's time and show nothing, since no test pulls the plug; those that kill the server keep to the disk.
#[expect(clippy::expect_used, reason = "a test without a folder cannot go on")]
fn folder() -> TempDir {
    let memory = std::path::Path::new("/dev/shm");
    let in_memory = fs4::available_space(memory).is_ok_and(|free| free >= ROOM);
    let made = if in_memory {
        tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir())
    } else {
        tempfile::tempdir()
    };
    made.expect("a temporary folder")
}

#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
impl TestDb {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        let dir = folder();
        let location = Location::Sqlite(dir.path().join("test.db"));
        Self::open(dir, location).await
    }

    /// In a database that is there.
    pub async fn at(location: Location) -> Self {
        Self::open(folder(), location).await
    }

    /// On PostgreSQL, in a schema of its own; `None` if there is no server for tests.
    pub async fn postgres() -> Option<Self> {
        let url = postgres_url()?;
        let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
        run_on(&url, &format!("create schema {schema}")).await;
        let joint = if url.contains('?') { '&' } else { '?' };
        let location = Location::Postgres(format!("{url}{joint}options=-c%20search_path%3D{schema}"));
        Some(Self::open(folder(), location).await)
    }

    async fn open(dir: TempDir, location: Location) -> Self {
        let clock = Clock::manual(START);
        let options = Options {
            sqlite: SqliteOptions {
                readers: 2,
                cache_kib: 2048,
                ..SqliteOptions::default()
            },
            postgres_connections: 6,
        };
        let db = Db::open(&location, options, clock.clone(), Bus::new())
            .await
            .expect("a database");
        Self {
            db,
            location,
            clock,
            dir,
        }
    }

    /// The same with its tables.
    pub async fn migrated(self, modules: &[ModuleMigrations]) -> Self {
        self.db.migrate(modules).await.expect("migrations");
        self
    }
}
