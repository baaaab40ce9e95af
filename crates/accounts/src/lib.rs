//! Accounts: people, credentials, sessions and roles, shared by every module but the exams.
//!
//! Invariants:
//! - username and email are unique among living accounts, compared without case;
//! - passwords and refresh tokens are stored only as hashes;
//! - a permission is granted to an account or to a role, at most once for the same thing;
//! - a session that was revoked, and every session of a deleted or suspended account, is refused at once, without a database read on
//!   the way of a valid one: session state is kept in memory and dropped by the events of the writes that change it.

pub mod demo;
pub mod events;
mod extract;
pub mod failures;
mod http;
#[cfg(test)]
mod layers;
mod model;
pub mod personal;
mod rules;
mod service;
pub mod service_dialect;
mod store;

use std::{sync::Arc, time::Duration};

pub use extract::{
    Actor, Admin, Administrators, Caller, MaybeActor, Moderators, Requirement, SuperAdministrators, access,
    role_required,
};
pub use model::{
    account::{
        Account, AccountId, Brief, NewAccount, NewAccountByEmail, ProfileChange, ProfileName, PublicProfile, Role,
        RoleChange, SessionId,
    },
    deed::{Deed, NotedDeed, WantedDeeds},
    factor::FactorState,
    letter::{Addressee, Notice, Post, Writer, Written},
    notice::{News, Topic, WantedNotices},
    permission::{Grant, GrantId, Grantee, NewGrant, Scope},
    person::Person,
    session::{Credentials, CurrentSession, OpenSession, SessionState, SignedIn, TokenPair},
    suspension::{Listed, Searched as SearchedAccounts, Suspension, Wanted},
};
pub use personal::PersonalData;
use platform::{
    Db,
    auth::{
        attempts::{AttemptLimits, Attempts},
        keys::Keyring,
        password::{Cost, Passwords},
        throttle::{Rate, Throttle},
        token::Tokens,
    },
    cache::Cache,
    db::{Migration, ModuleMigrations},
    events::Listener,
    http::routes::{self, EndpointDoc},
    idempotency::Answers,
    module::{Job, Manifest, Module, Schema},
};
pub use service::{
    browser::{BrowserEntry, BrowserSession},
    deed::note_deed,
    factor::remove_second_factor,
    first::{FirstAdministrator, insert_first_administrator},
};
use service_dialect::SERVICE;

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "accounts",
        migrations: &[
            Migration {
                name: "accounts_and_sessions",
                sql: include_str!("../migrations/0001_accounts_and_sessions.sql"),
            },
            Migration {
                name: "permission_grants",
                sql: include_str!("../migrations/0002_permission_grants.sql"),
            },
            Migration {
                name: "renewed_sessions",
                sql: include_str!("../migrations/0003_renewed_sessions.sql"),
            },
            Migration {
                name: "suspensions",
                sql: include_str!("../migrations/0004_suspensions.sql"),
            },
            Migration {
                name: "administration",
                sql: include_str!("../migrations/0005_administration.sql"),
            },
            Migration {
                name: "mailed_codes",
                sql: include_str!("../migrations/0006_mailed_codes.sql"),
            },
            Migration {
                name: "devices",
                sql: include_str!("../migrations/0007_devices.sql"),
            },
            Migration {
                name: "second_factor",
                sql: include_str!("../migrations/0008_second_factor.sql"),
            },
            Migration {
                name: "notices",
                sql: include_str!("../migrations/0009_notices.sql"),
            },
        ],
    },
    statements: &[
        store::account::STATEMENTS,
        store::address::STATEMENTS,
        store::deed::STATEMENTS,
        store::code::STATEMENTS,
        store::device::STATEMENTS,
        store::factor::STATEMENTS,
        store::notice::STATEMENTS,
        store::permission::STATEMENTS,
        store::personal::STATEMENTS,
        store::session::STATEMENTS,
        store::suspension::STATEMENTS,
    ],
    families: &[],
    addresses: store::address::STATEMENTS,
};

/// The name of the part of the documents that describes these routes.
pub const NAME: &str = "accounts";
/// What it is, in a line.
pub const ABOUT: &str = "Sessions of the services, registration, and who was granted which permission.";
/// What is known of it without running it.
pub const MANIFEST: Manifest = Manifest {
    name: NAME,
    about: ABOUT,
    dialect: SERVICE,
    schema: SCHEMA,
    files: None,
    endpoints: endpoint_docs,
    announces: None,
};

/// What is known about each endpoint, without running it.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    http::endpoints().into_iter().map(routes::Endpoint::into_doc).collect()
}

/// How long tokens live and how costly passwords are.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Lifetime of an access token.
    pub access: Duration,
    /// Lifetime of a refresh token.
    pub refresh: Duration,
    /// Cost of a password hash.
    pub cost: Cost,
    /// Password hashes that are computed at once.
    pub lanes: usize,
    /// Accounts that may be made from one network within ten minutes.
    pub registrations_per_network: u32,
    /// From which role on nobody has its rights before they set up a second step.
    pub factor_from: Option<Role>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            access: Duration::from_secs(15 * 60),
            refresh: Duration::from_secs(30 * 24 * 60 * 60),
            cost: Cost::default(),
            // One core stays free for everything that is not a login.
            lanes: std::thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1).max(1)),
            registrations_per_network: 100,
            factor_from: None,
        }
    }
}

/// Logins that may wait for a free lane.
const WAITING_LOGINS: usize = 64;
/// Sessions kept in memory, in bytes.
const SESSIONS_KEPT: u64 = 16 << 20;

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Accounts(Arc<Inner>);

struct Inner {
    db: Db,
    answers: Answers,
    passwords: Passwords,
    tokens: Tokens,
    sessions: Cache<SessionState>,
    options: Options,
    throttles: Throttles,
    /// How people are written to, if they are.
    post: Option<Post>,
    keys: Keyring,
}

struct Throttles {
    logins: Attempts,
    /// Codes of the second step.
    codes: Attempts,
    registered_by_address: Throttle,
    /// Letters that somebody asks for, to their own address.
    letters_of_account: Throttle,
    /// Wishes for a new password.
    resets_by_address: Throttle,
    resets_by_network: Throttle,
}

impl Throttles {
    fn new(db: &Db, options: &Options) -> Self {
        let (clock, tallies) = (db.clock(), db.bus().tallies());
        let minutes = |n: u64| Duration::from_secs(n * 60);
        let throttle = |burst, per, code| Throttle::new(clock.clone(), Rate { burst, per }, 100_000).with_code(code);
        Self {
            logins: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 10,
                    by_network: 100,
                    per: minutes(10),
                    code: failures::LOGIN_THROTTLED,
                },
            )
            .shared(tallies, ["accounts.logins", "accounts.logins.network"]),
            codes: Attempts::new(
                clock,
                AttemptLimits {
                    by_name: 5,
                    by_network: 100,
                    per: minutes(10),
                    code: failures::CODE_THROTTLED,
                },
            )
            .shared(tallies, ["accounts.codes", "accounts.codes.network"]),
            registered_by_address: throttle(
                options.registrations_per_network,
                minutes(10),
                failures::REGISTER_THROTTLED,
            )
            .shared(tallies, "accounts.registrations"),
            letters_of_account: throttle(3, minutes(60), failures::LETTERS_THROTTLED)
                .shared(tallies, "accounts.letters"),
            resets_by_address: throttle(3, minutes(60), failures::LETTERS_THROTTLED).shared(tallies, "accounts.resets"),
            resets_by_network: throttle(30, minutes(60), failures::LETTERS_THROTTLED)
                .shared(tallies, "accounts.resets.network"),
        }
    }
}

impl Accounts {
    /// Over a migrated database. Its [`Accounts::listeners`] have to be attached to the database's bus.
    pub fn new(db: Db, keys: Keyring, options: Options) -> platform::Result<Self> {
        Self::with_post(db, keys, options, None)
    }

    /// The same, and people are written to, if there is a way.
    pub fn with_post(db: Db, keys: Keyring, options: Options, post: Option<Post>) -> platform::Result<Self> {
        let tokens = Tokens::new(keys.clone());
        let sealing = keys.clone();
        tokens.self_check()?;
        let sessions = Cache::new(SESSIONS_KEPT);
        Ok(Self(Arc::new(Inner {
            answers: Answers::new(db.clone(), keys),
            passwords: Passwords::new(options.cost, options.lanes, WAITING_LOGINS)?,
            throttles: Throttles::new(&db, &options),
            tokens,
            sessions,
            options,
            post,
            keys: sealing,
            db,
        })))
    }

    /// The database, for modules whose use cases span it and their own tables.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// Writes that remember their answers.
    pub fn answers(&self) -> &Answers {
        &self.0.answers
    }

    /// The manifest of the session routes, for servers with modules of the service dialect. `https` says whether people
    /// come by https; the cookie depends on it.
    pub fn module(&self, shared: &routes::Shared, https: bool) -> Module {
        let front = http::Front {
            accounts: self.clone(),
            https,
        };
        let (router, endpoints) = routes::router(SERVICE, shared, &front, http::endpoints());
        Module {
            manifest: &MANIFEST,
            router,
            endpoints,
            listeners: Vec::new(),
            subscribers: Vec::new(),
            jobs: Vec::new(),
        }
    }

    /// What keeps its memory of sessions right.
    pub fn listeners(&self) -> Vec<Listener> {
        events::listeners(&self.0.sessions)
    }

    /// Background work.
    pub fn jobs(&self) -> Vec<Job> {
        let (purging, answering, suspensions) = (self.clone(), self.clone(), self.0.db.clone());
        let mut jobs = vec![
            Job {
                name: "accounts.purge_sessions",
                every: Duration::from_secs(60 * 60),
                run: Arc::new(move |_| {
                    let accounts = purging.clone();
                    Box::pin(async move {
                        accounts.purge_codes().await?;
                        accounts.refresh_factors().await?;
                        service::session::purge(&accounts.0.db).await
                    })
                }),
            },
            Job {
                name: "accounts.lift_suspensions",
                every: Duration::from_secs(60),
                run: Arc::new(move |_| {
                    let db = suspensions.clone();
                    Box::pin(async move { service::suspension::lift_over(&db).await })
                }),
            },
        ];
        if self.sends_letters() {
            jobs.push(Job {
                name: "accounts.answer_resets",
                every: Duration::from_secs(2),
                run: Arc::new(move |_| {
                    let accounts = answering.clone();
                    Box::pin(async move { accounts.answer_resets().await })
                }),
            });
        }
        jobs
    }
}
