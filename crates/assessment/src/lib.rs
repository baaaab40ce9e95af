//! Assessment: question bank, imports, audio, sittings, participants, results and supervision of online exams.
//!
//! Invariants:
//! - administrators of exams are a realm of their own: their tokens are good nowhere else, and no other is good here;
//! - a change is carried out only for a living session, with a token that its page alone can have, for a role that may;
//! - what is right is shown to roles 1, 2 and 4 alone, and only when it is asked for;
//! - a frozen version of a package never changes;
//! - every change of a score keeps what it was before.
//!
//! Rooms, by nouns:
//! - `bank`: questions, sections, packages, passages, pictures, audio, imports and exports, frozen versions;
//! - `people`: administrators and their sessions, users, ranks, units and positions, lists of participants;
//! - `sitting`: events, participants, registration links, interventions;
//! - `attempt`: attempts, and the answers that they hold;
//! - `marking`: marking by keys, ratings, regrading, scales, results;
//! - `supervision`: the live stream, recordings;
//! - `exam`: the participants' side: logging in, waiting, sitting, handing in;
//! - `keeping`: what lies on the disk, and what is deleted when;
//! - `audit`: the log of what administrators did.
//!
//! A noun has its terms in `model` and a folder for each thing, a slice of up to four files: `rules` (what was sent, parsed and
//! judged, without a database), `service` (use cases, without HTTP), `store` (the only SQL), `http` (routes). Rules know no
//! store, use cases no HTTP, routes no store; `rooms` tests it. What all nouns share stands beside them: who calls (`extract`, `sitter`,
//! `role`), how browsers reach the server (`reach`), `failures`, `events`, `lists`, `files`, `workload`, the table of routes and
//! the dialect (`http`), what is braked (`throttles`), and what statements have in common (`sql`). `api` is what use cases take
//! and give, `schema` the tables and every statement.

mod api;
mod attempt;
mod audit;
mod bank;
pub mod demo;
mod events;
mod exam;
mod extract;
pub mod failures;
mod files;
mod http;
mod keeping;
mod lists;
mod marking;
mod people;
mod reach;
mod role;
#[cfg(test)]
mod rooms;
mod schema;
mod sitter;
mod sitting;
mod sql;
mod supervision;
mod throttles;
mod workload;

use std::{sync::Arc, time::Duration};

pub use api::*;
use platform::{
    Db, Timestamp,
    auth::{Csrf, Keyring, Passwords, Tokens, password::Cost},
    cache::Cache,
    http::routes::{self, Endpoint, EndpointDoc},
    idempotency::Answers,
    media::{Files, Media},
    module::{Job, Manifest, Module},
};
pub use schema::SCHEMA;
use throttles::Throttles;
use workload::Workload;

/// The module's name on the command line.
pub const NAME: &str = "assessment";
/// What it is, in a line.
pub const ABOUT: &str = "Question bank, sittings, participants, marking and supervision of online exams.";
/// What is known of it without running it.
pub const MANIFEST: Manifest = Manifest {
    name: NAME,
    about: ABOUT,
    dialect: DIALECT,
    schema: SCHEMA,
    files: Some(sql::blobs::FILES),
    endpoints: endpoint_docs,
    announces: None,
};

/// Where everything is served, whatever else it is served at: addresses within answers are good from wherever they were read.
pub(crate) const BASE: &str = "/api/v1";
/// How long an administrator's session lasts.
pub(crate) const SESSION: Duration = Duration::from_secs(8 * 60 * 60);
/// Logins that may wait for a free lane.
const WAITING_LOGINS: usize = 64;

/// Settings of the module.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address that people use, without a slash at its end.
    pub public_url: String,
    /// Whether cookies may come over plain HTTP from other machines: a classroom without certificates.
    pub insecure_lan: bool,
    /// Bytes that recordings leave free on the disk: answers are taken as long as there is any room, video is not.
    pub video_reserve: u64,
    /// Cost of a password hash.
    pub cost: Cost,
}

impl Options {
    /// Scheme and authority of the public address.
    pub(crate) fn public_origin(&self) -> String {
        let end = self.public_url.find("://").map_or(0, |at| at + 3);
        let rest = &self.public_url[end..];
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        format!("{}{host}", &self.public_url[..end])
    }
}

/// Bytes for administrators' sessions in memory; one takes some three hundred.
const SESSIONS_KEPT: u64 = 1 << 20;

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Assessment(Arc<Inner>);

struct Inner {
    db: Db,
    files: Files,
    answers: Answers,
    passwords: Passwords,
    tokens: Tokens,
    csrf: Csrf,
    options: Options,
    throttles: Throttles,
    /// Whether the first administrator may be made, and by which code.
    setup: people::admin::first::Setup,
    watchers: supervision::live::service::Watchers,
    boards: supervision::board::service::Boards,
    presence: supervision::presence::Presence,
    mailboxes: exam::stream::service::Mailboxes,
    papers: exam::paper::service::Papers,
    sealed: exam::sealed::service::SealedPapers,
    keys: Keyring,
    /// One at a time marks what was just handed in.
    marking: Arc<tokio::sync::Semaphore>,
    workload: Workload,
    versions: bank::version::service::Versions,
    /// Whose the administrators' sessions are.
    sessions: Cache<Option<people::session::store::Living>>,
    /// Turns true when the server is about to stop: streams end then.
    closing: tokio::sync::watch::Receiver<bool>,
}

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    http::endpoints().into_iter().map(Endpoint::into_doc).collect()
}

impl Assessment {
    /// Over a migrated database.
    pub fn new(
        db: Db,
        keys: Keyring,
        media: Media,
        options: Options,
        closing: tokio::sync::watch::Receiver<bool>,
    ) -> platform::Result<Self> {
        let tokens = Tokens::new(keys.clone());
        tokens.self_check()?;
        let sessions = Cache::new(SESSIONS_KEPT);
        db.bus().watch_for(&sessions);
        let lanes = std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
        Ok(Self(Arc::new(Inner {
            answers: Answers::new(db.clone(), keys.clone()),
            passwords: Passwords::new(options.cost, lanes, WAITING_LOGINS)?,
            csrf: Csrf::new(keys.clone()),
            throttles: Throttles::new(db.clock(), db.bus().tallies()),
            setup: people::admin::first::Setup::default(),
            watchers: supervision::live::service::Watchers::default(),
            boards: supervision::board::service::Boards::default(),
            presence: supervision::presence::Presence::default(),
            mailboxes: exam::stream::service::Mailboxes::default(),
            papers: exam::paper::service::Papers::new(),
            sealed: exam::sealed::service::SealedPapers::new(),
            marking: Arc::new(tokio::sync::Semaphore::new(1)),
            keys,
            workload: Workload::new(),
            versions: bank::version::service::Versions::new(),
            sessions,
            tokens,
            files: Files::new(media, db.clone(), sql::blobs::FILES.named),
            options,
            closing,
            db,
        })))
    }

    /// The moment by the clock that its rows are stamped with.
    pub fn now(&self) -> Timestamp {
        self.0.db.clock().now()
    }

    /// The manifest.
    pub fn module(&self, shared: &routes::Shared) -> Module {
        let (router, endpoints) = routes::router(DIALECT, shared, self, http::endpoints());
        Module {
            manifest: &MANIFEST,
            router,
            endpoints,
            listeners: vec![
                self.0.watchers.listener(),
                self.0.boards.listener(),
                self.0.mailboxes.listener(),
            ],
            subscribers: Vec::new(),
            jobs: self.jobs(),
        }
    }

    fn jobs(&self) -> Vec<Job> {
        let (db, sealing) = (self.0.db.clone(), self.clone());
        vec![
            Job {
                name: "assessment.purge_sessions",
                every: Duration::from_secs(60 * 60),
                run: Arc::new(move |_| {
                    let (db, assessment) = (db.clone(), sealing.clone());
                    Box::pin(async move {
                        assessment.refresh_factors().await?;
                        people::session::store::EXPIRY.purge(&db).await?;
                        exam::session::store::EXPIRY.purge(&db).await
                    })
                }),
            },
            self.finish_recordings(),
            self.finish_speech(),
            self.sweeping(),
            self.expiring(),
        ]
    }
}
