//! Conversations: threads between a buyer and a seller about a listing.
//!
//! Invariants:
//! - two people have at most one thread about a listing, whoever began it;
//! - the messages of a thread are numbered without gaps and visibly later one after another;
//! - a thread's counters say what counting its messages would say;
//! - what an account's streams are told is numbered without gaps, in the order in which it was committed;
//! - nobody but staff is ever shown a deleted message, and its pictures go with it unless moderators still have to decide.

mod announce;
pub mod demo;
pub mod events;
mod http;
mod input;
#[cfg(test)]
mod layers;
mod listings;
mod live;
mod model;
mod personal;
mod rules;
mod service;
mod store;
mod unread;

use std::{sync::Arc, time::Duration};

use accounts::{Accounts, service_dialect::SERVICE};
use axum::extract::FromRef;
pub use http::serve_attachment;
pub use listings::{Listing, ListingLookup};
pub use model::{MessageId, MessageView, ThreadId, ThreadView};
use platform::{
    Db,
    auth::throttle::{Rate, Throttle},
    db::{Migration, ModuleMigrations},
    http::routes::{self, Endpoint, EndpointDoc},
    media::{Drawing, Files, Media},
    module::{Manifest, Module, Schema},
};
use service::failures;
use tokio::sync::watch;
pub use unread::{UnreadDigest, UnreadLetters, UnreadTalk};

/// What the use cases of [`Conversations`] take and give, whoever calls them: routes, pages or other programs.
///
/// An input (`…In`) is checked by its own `check` into what a use case takes; every broken rule is named.
pub mod api {
    pub use crate::{
        input::{CloseIn, DeleteIn, EditIn, KeepIn, MarkIn, MessageIn, ReadIn, ReportIn, ThreadIn},
        model::{
            BlockView, Deletion, EarlierVersion, InboxJoins, InboxView, MessageJoins, Person, ReportJoins, ReportView,
            StaffMessageView, StaffThreadJoins, StaffThreadView, ThreadBrief, WholeListing,
            attachment::{ArrivedAttachment, Attachment, AttachmentId, AttachmentVariant, AttachmentVariants},
            message::{HistoryPart, HistoryPoint, MarkedMessage, MessageFilter, MessagePart, NewMessage},
            quick::QuickAnswer,
            report::{
                CaseOrder, CaseThread, ClosedReport, NewReport, ReportCase, ReportCategory, ReportStatus, ReportedCase,
                SenderRecord, Verdict,
            },
            thread::{
                InboxQuery, KeepThread, NewThread, ReadThread, StartedThread, ThreadFilter, ThreadPart, ThreadPosition,
                ThreadsBefore, WantedJoins,
            },
        },
        rules::{LONGEST_QUICK_ANSWER, MOST_ATTACHMENTS, MOST_QUICK_ANSWERS, PICTURES_ONLY},
        service::listen::LiveStream,
    };
}

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "conversations",
        migrations: &[
            Migration {
                name: "conversations",
                sql: include_str!("../migrations/0001_conversations.sql"),
            },
            Migration {
                name: "folded_messages",
                sql: include_str!("../migrations/0002_folded_messages.sql"),
            },
            Migration {
                name: "delivery",
                sql: include_str!("../migrations/0003_delivery.sql"),
            },
            Migration {
                name: "editing",
                sql: include_str!("../migrations/0004_editing.sql"),
            },
            Migration {
                name: "keeping",
                sql: include_str!("../migrations/0005_keeping.sql"),
            },
            Migration {
                name: "attachments",
                sql: include_str!("../migrations/0006_attachments.sql"),
            },
            Migration {
                name: "quick_answers",
                sql: include_str!("../migrations/0007_quick_answers.sql"),
            },
            Migration {
                name: "reasons",
                sql: include_str!("../migrations/0008_reasons.sql"),
            },
            Migration {
                name: "unread_notices",
                sql: include_str!("../migrations/0009_unread_notices.sql"),
            },
        ],
    },
    statements: &[
        store::attachment::STATEMENTS,
        store::answering::STATEMENTS,
        store::block::STATEMENTS,
        store::delivery::STATEMENTS,
        store::live::STATEMENTS,
        store::message::STATEMENTS,
        store::personal::STATEMENTS,
        store::quick::STATEMENTS,
        store::report::STATEMENTS,
        store::search_postgres::STATEMENTS,
        store::search::STATEMENTS,
        store::search_sqlite::STATEMENTS,
        store::staff::STATEMENTS,
        store::thread::STATEMENTS,
        store::unread::STATEMENTS,
        store::version::STATEMENTS,
    ],
    families: &[],
    addresses: &[],
};

/// The module's name on the command line.
pub const NAME: &str = "conversations";
/// What it is, in a line.
pub const ABOUT: &str = "Threads between a buyer and a seller about a listing.";
/// What is known of it without running it.
pub const MANIFEST: Manifest = Manifest {
    name: NAME,
    about: ABOUT,
    dialect: SERVICE,
    schema: SCHEMA,
    files: Some(store::attachment::FILES),
    endpoints: endpoint_docs,
    announces: Some(announce::ANNOUNCES),
};

/// Settings of the module.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Messages that one account may send within a minute.
    pub messages_per_minute: u32,
    /// Threads that one account may begin within a day.
    pub threads_per_day: u32,
    /// Live streams that one account may have.
    pub streams_per_account: usize,
    /// Live streams that one process serves, of all accounts.
    pub streams: usize,
    /// For how long somebody may change what they sent, or take it back; nothing for never.
    pub edit_window: Duration,
    /// How long a live stream can be resumed.
    pub keep_events: Duration,
    /// How long messages wait for somebody who reads nothing before they are told by mail; nothing for never.
    pub unread_after: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            messages_per_minute: 6000,
            threads_per_day: 1000,
            streams_per_account: 8,
            streams: 20_000,
            edit_window: Duration::from_secs(15 * 60),
            keep_events: Duration::from_secs(7 * 24 * 60 * 60),
            unread_after: Duration::from_secs(30 * 60),
        }
    }
}

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Conversations(Arc<Inner>);

struct Inner {
    db: Db,
    accounts: Accounts,
    listings: Arc<dyn ListingLookup>,
    files: Files,
    drawing: Drawing,
    /// Whoever tells people who are away.
    letters: Option<Arc<dyn UnreadLetters>>,
    options: Options,
    registry: live::Registry,
    throttles: Throttles,
    /// Turns true when the server is about to stop.
    closing: watch::Receiver<bool>,
}

struct Throttles {
    sends: Throttle,
    threads: Throttle,
    searches: Throttle,
    reports: Throttle,
    typing: Throttle,
    attachments: Throttle,
}

impl Throttles {
    fn new(db: &Db, options: &Options) -> Self {
        let (clock, tallies) = (db.clock(), db.bus().tallies());
        let throttle = |burst, seconds, code| {
            let per = Duration::from_secs(seconds);
            Throttle::new(clock.clone(), Rate { burst, per }, 100_000).with_code(code)
        };
        Self {
            sends: throttle(options.messages_per_minute, 60, failures::SENDS_THROTTLED)
                .shared(tallies, "conversations.sends"),
            threads: throttle(options.threads_per_day, 24 * 60 * 60, failures::THREADS_THROTTLED)
                .shared(tallies, "conversations.threads"),
            searches: throttle(120, 60, failures::SEARCHES_THROTTLED).shared(tallies, "conversations.searches"),
            reports: throttle(30, 60, failures::REPORTS_THROTTLED).shared(tallies, "conversations.reports"),
            typing: throttle(1, 3, "conversations.typing.throttled").shared(tallies, "conversations.typing"),
            attachments: throttle(120, 60, service::attachment::THROTTLED).shared(tallies, "conversations.attachments"),
        }
    }
}

impl FromRef<Conversations> for Accounts {
    fn from_ref(conversations: &Conversations) -> Self {
        conversations.0.accounts.clone()
    }
}

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    http::endpoints().into_iter().map(Endpoint::into_doc).collect()
}

impl Conversations {
    /// Over a migrated database. Live streams end when `closing` turns true.
    pub fn new(
        accounts: Accounts,
        listings: Arc<dyn ListingLookup>,
        media: Media,
        letters: Option<Arc<dyn UnreadLetters>>,
        options: Options,
        closing: watch::Receiver<bool>,
    ) -> Self {
        let db = accounts.db().clone();
        Self(Arc::new(Inner {
            throttles: Throttles::new(&db, &options),
            registry: live::Registry::new(options.streams_per_account, options.streams),
            files: Files::new(media, db.clone(), store::attachment::FILES.named),
            drawing: service::attachment::lanes(),
            letters,
            db,
            accounts,
            listings,
            options,
            closing,
        }))
    }

    /// How many live streams this process serves.
    pub fn streams(&self) -> usize {
        self.0.registry.streams()
    }

    /// The manifest.
    pub fn module(&self, shared: &routes::Shared) -> Module {
        let (router, endpoints) = routes::router(SERVICE, shared, self, http::endpoints());
        Module {
            manifest: &MANIFEST,
            router,
            endpoints,
            listeners: live::listeners(&self.0.registry, self.0.db.clock()),
            subscribers: service::housekeeping::subscribers(self),
            jobs: service::housekeeping::jobs(self),
        }
    }
}
