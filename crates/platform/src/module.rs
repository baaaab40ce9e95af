//! What a module hands to the server: a manifest, which is known without running it, and what runs. Nothing registers itself.

use std::{sync::Arc, time::Duration};

use axum::Router;
use futures_util::future::BoxFuture;

use crate::{
    ctx::Ctx,
    db::{ModuleMigrations, Sql, Statements},
    error::Result,
    events::{Announces, Listener, Subscriber},
    http::{Dialect, routes::EndpointDoc},
    media::KeptFiles,
};

/// Work that is done again and again in the background.
#[derive(Clone)]
pub struct Job {
    /// Its name in the log.
    pub name: &'static str,
    /// How often.
    pub every: Duration,
    /// The work; an error is logged and the next turn tries again.
    pub run: Arc<dyn Fn(Ctx) -> BoxFuture<'static, Result<()>> + Send + Sync>,
}

/// What is known of a module without running it.
#[derive(Debug, Clone, Copy)]
pub struct Manifest {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// The envelope of its documented API.
    pub dialect: &'static dyn Dialect,
    /// Its tables and statements.
    pub schema: Schema,
    /// Its files, if it keeps any.
    pub files: Option<KeptFiles>,
    /// Makes what is known about each of its routes.
    pub endpoints: fn() -> Vec<EndpointDoc>,
    /// What of its events other programs are told, if any.
    pub announces: Option<Announces>,
}

/// A module that runs.
pub struct Module {
    /// What was known of it before.
    pub manifest: &'static Manifest,
    /// Its routes.
    pub router: Router,
    /// What is known about each route.
    pub endpoints: Vec<EndpointDoc>,
    /// What keeps its memory right.
    pub listeners: Vec<Listener>,
    /// Durable work that follows from events.
    pub subscribers: Vec<Subscriber>,
    /// Background jobs.
    pub jobs: Vec<Job>,
}

/// A module's tables and statements.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    pub migrations: ModuleMigrations,
    /// The statements that it names, file by file.
    pub statements: &'static [&'static [Sql]],
    /// The families of statements that it writes from parts.
    pub families: &'static [&'static dyn Statements],
    /// Those that put `$2` in the place of `$1` in stored addresses of files, where the pattern `$3` fits.
    pub addresses: &'static [Sql],
}

impl Schema {
    /// Every statement that the module runs.
    pub fn every_statement(&self) -> Vec<Sql> {
        let named = self.statements.iter().flat_map(|file| file.iter().copied());
        named
            .chain(self.families.iter().flat_map(|family| family.all()))
            .collect()
    }
}

/// The platform's own tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: crate::events::MIGRATIONS,
    statements: &[
        crate::db::state::STATEMENTS,
        crate::events::STATEMENTS,
        crate::idempotency::STATEMENTS,
        crate::moving::STATEMENTS,
    ],
    families: &[],
    addresses: &[],
};
