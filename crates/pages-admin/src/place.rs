//! What the pages ask of the server itself, which stands above them: it implements [`Place`].

use std::sync::Arc;

use accounts::{Admin, PersonalData};
use futures_util::future::BoxFuture;
use platform::{
    Error, Message, Timestamp,
    events::{DeadLetter, Queue},
    page::{Pages, Paging},
};
use webhooks::Webhooks;

/// What is asked of the server.
pub trait Place: Send + Sync {
    /// How it is.
    fn standing<'a>(&'a self, admin: &'a Admin) -> BoxFuture<'a, Result<Standing, Error>>;

    /// The modules that keep something of people.
    fn personal(&self) -> &[Arc<dyn PersonalData>];

    /// Its background jobs, by name.
    fn jobs(&self) -> Vec<JobState>;

    /// What is owed to whom of what happened: every subscriber, by name.
    fn queues(&self) -> BoxFuture<'_, Result<Vec<Queue>, Error>>;

    /// A page of events that were given up, newest first.
    fn dead_events(&self, pages: Pages) -> BoxFuture<'_, Result<(Vec<DeadLetter>, Paging), Error>>;

    /// Owes an event again that was given up, and notes who wanted it.
    fn revive_event<'a>(&'a self, admin: &'a Admin, subscriber: &'a str, seq: i64) -> BoxFuture<'a, Result<(), Error>>;

    /// The backups that the server makes by itself.
    fn backups(&self) -> BoxFuture<'_, Result<Backups, Error>>;

    /// Begins to make a backup, and notes who wanted it. Refused while one is made or proved.
    fn back_up<'a>(&'a self, admin: &'a Admin) -> BoxFuture<'a, Result<(), Error>>;

    /// Begins to prove a backup, and notes who wanted it. Refused while one is made or proved.
    fn prove_backup<'a>(&'a self, admin: &'a Admin, name: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// What modules keep as files, once somebody has counted.
    fn storage(&self) -> Option<Storage>;

    /// How busy the server was in the last hours: a sample each minute, oldest first.
    fn samples(&self) -> Vec<Sample>;

    /// The newest lines of the log that are wanted, newest first, at most so many.
    fn lines(&self, wanted: &WantedLines, most: usize) -> Vec<String>;

    /// What addresses of others are told, if that is served.
    fn webhooks(&self) -> Option<&Webhooks>;
}

/// How the server is. What is not known just now is left out.
#[derive(Debug, Clone)]
pub struct Standing {
    pub version: &'static str,
    /// `SQLite` or `PostgreSQL`.
    pub engine: &'static str,
    pub started: Timestamp,
    /// Bytes that are left where data is kept.
    pub disk_free: Option<u64>,
    /// Bytes of the database.
    pub database: Option<u64>,
    /// Uploaded files: how many, and their bytes.
    pub media: Option<(u64, u64)>,
    /// What there is: the key of its text, and how much.
    pub counts: Vec<(&'static str, i64)>,
    /// What waits for somebody.
    pub waiting: Vec<Waiting>,
    /// The pages of administrators that belong to a product: keys of their texts, and where they are.
    pub elsewhere: Vec<(&'static str, &'static str)>,
    /// Deliveries of events and of webhooks that were given up.
    pub dead: Dead,
    /// The newest backup; `None` if the server makes none by itself.
    pub backup: Option<LastBackup>,
    /// What whoever runs the server should know about its settings.
    pub warnings: Vec<Message>,
}

/// Something that waits for somebody who decides.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// The key of its text.
    pub text: &'static str,
    pub count: i64,
    /// The page on which it is decided, if there is one.
    pub path: Option<&'static str>,
}

/// Deliveries that were given up after many attempts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dead {
    /// Of events to durable work.
    pub events: u64,
    /// Of messages to webhooks.
    pub webhooks: u64,
}

/// A background job and what came of it since the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobState {
    pub name: &'static str,
    /// How often it runs, in seconds.
    pub every: u64,
    /// How often it has run.
    pub runs: u64,
    /// When it last began.
    pub last: Option<Timestamp>,
    /// How long that took, in milliseconds; `None` while it runs.
    pub took: Option<u64>,
    /// How often in a row it has failed.
    pub failures: u32,
    /// When it last failed, and with which words.
    pub failed: Option<(Timestamp, String)>,
}

impl JobState {
    /// Whether its last run failed.
    pub fn is_failing(&self) -> bool {
        self.failures > 0
    }
}

/// The newest backup of a server that makes them by itself.
#[derive(Debug, Clone)]
pub struct LastBackup {
    /// Whether there should have been another one long ago.
    pub is_late: bool,
    pub newest: Option<Backup>,
}

/// Backups that the server makes by itself.
#[derive(Debug, Clone)]
pub struct Backups {
    /// `None` if it makes none.
    pub plan: Option<BackupPlan>,
    /// Those that are there, newest first.
    pub all: Vec<Backup>,
    /// What is being done: one is made, or the one of this name is proved.
    pub doing: Option<Option<String>>,
    /// When one was last not made or not proved, and why; `None` once that went well.
    pub failed: Option<(Timestamp, String)>,
}

/// Where backups are made, how often, and how many are kept.
#[derive(Debug, Clone)]
pub struct BackupPlan {
    pub folder: String,
    /// Seconds from one to the next.
    pub every: u64,
    pub keep: u64,
}

/// A backup.
#[derive(Debug, Clone)]
pub struct Backup {
    /// Its time, as a folder is called.
    pub name: String,
    pub at: Timestamp,
    /// Bytes of the database in it.
    pub bytes: u64,
    /// Rows of all its tables.
    pub rows: u64,
    /// What came of proving it, if anybody did.
    pub proof: Option<Proof>,
}

/// What came of bringing a backup back into a folder that went away again.
#[derive(Debug, Clone)]
pub struct Proof {
    pub at: Timestamp,
    /// Files that were read.
    pub files: u64,
    /// What is wrong with it; `None` if everything came back.
    pub error: Option<String>,
}

impl Backup {
    /// Whether it is known to come back with everything.
    pub fn is_proved(&self) -> bool {
        self.proof.as_ref().is_some_and(|proof| proof.error.is_none())
    }

    /// What is wrong with it, if anything is known to be.
    pub fn fault(&self) -> Option<&str> {
        self.proof.as_ref()?.error.as_deref()
    }
}

/// What modules keep as files.
#[derive(Debug, Clone, Default)]
pub struct Storage {
    /// Each module's name, how many files it has, and their bytes.
    pub modules: Vec<(&'static str, u64, u64)>,
    /// The largest files: whose, the name, and the bytes.
    pub largest: Vec<(&'static str, String, u64)>,
}

/// What happened within a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Its end.
    pub at: Timestamp,
    pub answers: u64,
    /// Answers that say the server failed.
    pub failures: u64,
    /// Microseconds that all answers took.
    pub micros: u64,
    /// What waited at its end: for durable work, and for the database.
    pub queued: u64,
}

/// Which lines of the log are wanted. What is empty narrows nothing.
#[derive(Debug, Clone, Default)]
pub struct WantedLines {
    /// What they have in them, such as the id of a request.
    pub words: String,
    /// A part of the address that was asked for.
    pub path: String,
    /// `ERROR`, `WARN`, `INFO`, `DEBUG` or `TRACE`.
    pub level: String,
}
