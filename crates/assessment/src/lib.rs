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
//! - `audit`: the log of what administrators did.
//!
//! A noun has its terms in `model` and a folder for each thing, a slice of up to four files: `rules` (what was sent, parsed and
//! judged, without a database), `service` (use cases, without HTTP), `store` (the only SQL), `http` (routes). Rules know no
//! store, use cases no HTTP, routes no store; `rooms` tests it. What all nouns share stands beside them: who calls (`extract`, `sitter`,
//! `role`), how browsers reach the server (`reach`), `failures`, `events`, `lists`, `files`, `workload`, the table of routes and
//! the dialect (`http`), and what statements have in common (`sql`).

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
mod lists;
mod marking;
mod people;
mod reach;
mod role;
#[cfg(test)]
mod rooms;
mod sitter;
mod sitting;
mod sql;
mod supervision;
mod workload;

use std::{sync::Arc, time::Duration};

pub use attempt::response::{
    rules::ResponseChange,
    service::{ResponseView, ScoreChangeView, SectionResponses},
};
pub use audit::{AuditNote, WantedNotes};
pub use bank::{
    audio::service::{AudioView, BulkView, NewFile, Playable},
    export::service::ExportedDocument,
    import::service::{DocumentUpload, ImportReport, JobView},
    model::{Status as PackageStatus, WantedQuestions},
    package::rules::{PackageChange, PackageChangeIn, PackageIn},
    package::service::{PackageEmbedding, PackageEntities, PackageView, SectionShort},
    passage::rules::{NewPassage, NewPassageIn, PassageChange, PassageChangeIn, PassageIn},
    passage::service::PassageView,
    picture::service::ShownPicture,
    publishing::service::VersionView,
    question::rules::{ChoiceIn, KeyIn, NewQuestion, QuestionChange, QuestionIn},
    question::service::view::{
        AnswerView, AudioShort, ChoiceView, KeyView, QuestionEmbedding, QuestionEntities, QuestionView,
        SectionInPackage,
    },
    section::rules::{DetailChange, DetailChangeIn, NewSection, SectionChange, SectionChangeIn, SectionIn},
    section::service::{DetailView, SectionView},
};
pub use exam::{
    answers::{
        rules::{AnswerIn, AnswersIn, Outcome as AnswerOutcome},
        service::{ResultView as AnswerResultView, ResultsView as AnswerResultsView, SavedAnswer},
    },
    browser::service::BrowserFile,
    flags::{
        rules::{FlagIn, FlagKind, FlagsIn},
        service::FlagsView,
    },
    listening::service::Audible,
    lobby::{
        rules::{CheckInIn, DevicesIn},
        service::{LobbyEvent, LobbySection, LobbyView},
    },
    model::Timed,
    paper::service::Paper,
    receipt::service::VerifiedView,
    recording::{
        rules::{PiecesIn, RecordingIn, StreamIn},
        service::{BegunRecording, ChunkView, EndedRecording, HeldSession, RecordingView},
    },
    run::{
        rules::SubmissionIn,
        service::{ProgressView, SectionState, SectionView as SatSectionView, StateView, SubmittedView},
    },
    session::{
        rules::{SitterLoginIn, SitterRegistrationIn},
        service::{BegunSitting, ChallengeView, From as CameFrom, SitterView},
    },
    speech::{
        model::{CompletionIn, SpeechIn},
        service::{BegunSpeech, CompletedSpeech, HeldSpeech},
    },
    store::HeldRecording,
    stream::service::SitterStream,
};
pub use extract::{Admin, Staff};
pub use http::dialect::DIALECT;
pub use lists::Order;
pub use marking::{
    answer::service::GivenAnswer,
    model::NewRating,
    rating::service::{RatingView, RatingsView, WaitingView},
    regrade::rules::RegradeIn,
    regrade::service::{ChangeView, RegradeView, RegradingView, RevertView, UnmatchedView},
    release::rules::ReleaseIn,
    release::service::{AwaitingView, ReleaseOutlook, ReleaseView},
    results::service::{
        ItemView as ItemResult, QuestionResult, ResultKey, ResultView, Results, SectionView as SectionFigures,
        Statistics, VoidView,
        choices::{ChoiceView as ChosenView, Concern, ENOUGH as ENOUGH_TO_JUDGE, Thirds},
        given::{
            GivenAttempt, GivenChange, GivenOption, GivenPaper, GivenQuestion, GivenRating, GivenResponse,
            GivenSection, Verdict,
        },
        listed::{ListedResult, ListedResults, ListedScore, NamedParticipant, WantedResults},
    },
    scale::service::{BandView, ScaleView, ScalesView},
    voiding::{
        rules::{Credit, NewVoid, UnvoidIn, VoidIn},
        service::{ScoreShift, VoidOutlook, VoidedView},
    },
};
pub use people::{
    admin::{
        rules::{AdminChange, NewAdmin},
        service::AdminView,
        suspension::AdminState,
    },
    model::{TimeFactor, TitleKind, WantedUsers},
    session::service::BegunSession,
    title::service::TitleView,
    user::{
        rules::UserChange,
        service::{Participation, TitleBrief, UnitBrief, UserEmbedding, UserView},
    },
};
use platform::{
    Clock, Db, Timestamp,
    auth::{
        Csrf, Keyring, Passwords, Tokens,
        attempts::{AttemptLimits, Attempts},
        password::Cost,
        throttle::{Rate, Throttle},
    },
    db::{Migration, ModuleMigrations},
    http::routes::{self, Endpoint, EndpointDoc},
    idempotency::Answers,
    media::{Files, Media},
    module::{Job, Manifest, Module, Schema},
};
pub use role::{Administrators, AnyStaff, Authors, BankReaders, Proctors, Raters, Requirement, Role, SittingReaders};
pub use sitter::Sitter;
pub use sitting::{
    event::rules::EventChange,
    event::service::{EventEmbedding, EventMode, EventView, PackageBrief, PackageColumns},
    event::store::EventCounts,
    intervention::rules::InterventionIn,
    intervention::store::SaidView,
    model::{Intervention, InterventionView, ReleaseMode, ResultPolicy, Status as ParticipantStatus, Warning, Words},
    participant::rules::{ParticipantChange, ParticipantIn, Person},
    participant::service::{ParticipantEmbedding, ParticipantView},
    participant::store::{EventBrief, SectionScore},
    registration::service::{LinkView, NewLink, Registered},
    roster::service::RosterReport,
};
pub use supervision::{
    live::service::Watch,
    video::service::{ChunkPlace, LARGEST_CHUNK, VideoFormat, VideoOption, VideoStream, VideoView, Watchable},
};
use workload::Workload;

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "assessment",
        migrations: &[
            Migration {
                name: "organisation",
                sql: include_str!("../migrations/0001_organisation.sql"),
            },
            Migration {
                name: "bank",
                sql: include_str!("../migrations/0002_bank.sql"),
            },
            Migration {
                name: "sittings",
                sql: include_str!("../migrations/0003_sittings.sql"),
            },
            Migration {
                name: "attempts_and_marking",
                sql: include_str!("../migrations/0004_attempts_and_marking.sql"),
            },
            Migration {
                name: "recordings",
                sql: include_str!("../migrations/0005_recordings.sql"),
            },
            Migration {
                name: "audit_names",
                sql: include_str!("../migrations/0006_audit_names.sql"),
            },
            Migration {
                name: "list_orders",
                sql: include_str!("../migrations/0007_list_orders.sql"),
            },
            Migration {
                name: "marked_text",
                sql: include_str!("../migrations/0008_marked_text.sql"),
            },
            Migration {
                name: "section_orders",
                sql: include_str!("../migrations/0009_section_orders.sql"),
            },
            Migration {
                name: "suspended_admins",
                sql: include_str!("../migrations/0010_suspended_admins.sql"),
            },
            Migration {
                name: "sitting_an_exam",
                sql: include_str!("../migrations/0011_sitting_an_exam.sql"),
            },
            Migration {
                name: "marking_frozen",
                sql: include_str!("../migrations/0012_marking_frozen.sql"),
            },
            Migration {
                name: "recorder_sessions",
                sql: include_str!("../migrations/0013_recorder_sessions.sql"),
            },
        ],
    },
    statements: &[
        sql::blobs::STATEMENTS,
        people::admin::store::STATEMENTS,
        attempt::record::store::STATEMENTS,
        bank::audio::store::STATEMENTS,
        audit::store::STATEMENTS,
        sitting::event::store::STATEMENTS,
        exam::store::STATEMENTS,
        exam::answers::store::STATEMENTS,
        exam::browser::store::STATEMENTS,
        exam::flags::store::STATEMENTS,
        exam::listening::store::STATEMENTS,
        exam::lobby::store::STATEMENTS,
        exam::receipt::store::STATEMENTS,
        exam::recording::store::STATEMENTS,
        exam::run::store::STATEMENTS,
        exam::session::store::STATEMENTS,
        exam::speech::store::STATEMENTS,
        exam::stream::store::STATEMENTS,
        bank::picture::store::STATEMENTS,
        bank::import::store::STATEMENTS,
        bank::package::store::STATEMENTS,
        bank::passage::store::STATEMENTS,
        bank::question::store::STATEMENTS,
        bank::question::store::parts::STATEMENTS,
        bank::section::store::STATEMENTS,
        bank::version::store::STATEMENTS,
        bank::version::store::held::STATEMENTS,
        marking::answer::store::STATEMENTS,
        marking::answer::store::bests::STATEMENTS,
        marking::change::store::STATEMENTS,
        marking::keys::store::STATEMENTS,
        marking::rating::store::STATEMENTS,
        marking::regrade::store::STATEMENTS,
        marking::release::store::STATEMENTS,
        marking::voiding::store::STATEMENTS,
        attempt::response::store::STATEMENTS,
        marking::results::store::STATEMENTS,
        marking::results::store::choices::STATEMENTS,
        marking::results::store::given::STATEMENTS,
        marking::results::store::listed::STATEMENTS,
        marking::scale::store::STATEMENTS,
        bank::paper::store::STATEMENTS,
        bank::paper::store::write::STATEMENTS,
        people::session::store::STATEMENTS,
        people::title::store::STATEMENTS,
        supervision::video::store::STATEMENTS,
        sitting::intervention::store::STATEMENTS,
        sitting::participant::store::STATEMENTS,
        sitting::registration::store::STATEMENTS,
        people::user::store::STATEMENTS,
    ],
    families: &[
        &bank::audio::store::LIST,
        &bank::package::store::LIST,
        &bank::paper::store::write::KEYS,
        &bank::paper::store::write::OPTIONS,
        &bank::question::store::LIST,
        &bank::section::store::LIST,
        &marking::answer::store::MARK,
        &marking::change::store::NOTE,
        &marking::results::store::listed::LIST,
        &marking::scale::store::INSERT,
        &people::user::store::INSERT_MANY,
        &people::user::store::LIST,
        &sitting::event::store::LIST,
        &sitting::participant::store::INSERT_MANY,
        &sitting::participant::store::LIST,
    ],
};

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
    watchers: supervision::live::service::Watchers,
    mailboxes: exam::stream::service::Mailboxes,
    papers: exam::paper::service::Papers,
    keys: Keyring,
    /// One at a time marks what was just handed in.
    marking: Arc<tokio::sync::Semaphore>,
    workload: Workload,
    versions: bank::version::service::Versions,
    /// Turns true when the server is about to stop: streams end then.
    closing: tokio::sync::watch::Receiver<bool>,
}

struct Throttles {
    logins: Attempts,
    sitters: Attempts,
    entry_codes: Attempts,
    /// Each is answered once.
    challenges: Throttle,
    uploads: Throttle,
    /// What a participant's page tells of how somebody works.
    flags: Throttle,
}

impl Throttles {
    fn new(clock: &Clock) -> Self {
        let minutes = |n: u64| Duration::from_secs(n * 60);
        let throttle = |burst, per, code| Throttle::new(clock.clone(), Rate { burst, per }, 100_000).with_code(code);
        Self {
            logins: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    // A whole class may sit behind one address.
                    by_network: 200,
                    per: minutes(10),
                    code: people::session::service::THROTTLED,
                },
            ),
            sitters: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    // All classes of a school may sit behind one address.
                    by_network: 600,
                    per: minutes(10),
                    code: exam::session::service::THROTTLED,
                },
            ),
            entry_codes: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    by_network: 600,
                    per: minutes(10),
                    code: exam::lobby::rules::THROTTLED,
                },
            ),
            challenges: throttle(1, minutes(20), "assessment.challenge_used"),
            uploads: throttle(600, minutes(1), "assessment.uploads_throttled"),
            flags: throttle(600, minutes(10), exam::flags::rules::THROTTLED),
        }
    }
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
        let lanes = std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1));
        Ok(Self(Arc::new(Inner {
            answers: Answers::new(db.clone(), keys.clone()),
            passwords: Passwords::new(options.cost, lanes, WAITING_LOGINS)?,
            csrf: Csrf::new(keys.clone()),
            throttles: Throttles::new(db.clock()),
            watchers: supervision::live::service::Watchers::default(),
            mailboxes: exam::stream::service::Mailboxes::default(),
            papers: exam::paper::service::Papers::new(),
            marking: Arc::new(tokio::sync::Semaphore::new(1)),
            keys,
            workload: Workload::new(),
            versions: bank::version::service::Versions::new(),
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
            listeners: vec![self.0.watchers.listener(), self.0.mailboxes.listener()],
            subscribers: Vec::new(),
            jobs: self.jobs(),
        }
    }

    fn jobs(&self) -> Vec<Job> {
        let db = self.0.db.clone();
        vec![
            Job {
                name: "assessment.purge_sessions",
                every: Duration::from_secs(60 * 60),
                run: Arc::new(move |_| {
                    let db = db.clone();
                    Box::pin(async move {
                        people::session::service::purge(&db).await?;
                        exam::session::service::purge(&db).await
                    })
                }),
            },
            self.finish_recordings(),
            self.finish_speech(),
            self.sweeping(),
        ]
    }
}
