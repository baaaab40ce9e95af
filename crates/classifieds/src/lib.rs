//! Classifieds: categories, locations and listings.

use std::sync::Arc;

use accounts::Accounts;
use axum::extract::FromRef;
use platform::{
    Db,
    db::ModuleMigrations,
    http::{
        Dialect,
        routes::{self, Endpoint, EndpointDoc},
    },
    media::Media,
    module::{Module, Schema},
};

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "classifieds",
        migrations: &[],
    },
    statements: &[],
};

/// The module's name on the command line.
pub const NAME: &str = "classifieds";
/// What it is, in a line.
pub const ABOUT: &str = "Categories, locations and listings, for whoever buys and sells nearby.";

/// Settings of the module.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether new listings wait for a moderator.
    pub moderate_listings: bool,
}

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Classifieds(Arc<Inner>);

struct Inner {
    db: Db,
    accounts: Accounts,
    media: Media,
    options: Options,
}

impl FromRef<Classifieds> for Accounts {
    fn from_ref(classifieds: &Classifieds) -> Self {
        classifieds.0.accounts.clone()
    }
}

fn endpoints() -> Vec<Endpoint<Classifieds>> {
    Vec::new()
}

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    endpoints().into_iter().map(Endpoint::into_doc).collect()
}

impl Classifieds {
    /// Over a migrated database.
    pub fn new(accounts: Accounts, media: Media, options: Options) -> Self {
        Self(Arc::new(Inner {
            db: accounts.db().clone(),
            accounts,
            media,
            options,
        }))
    }

    /// The manifest.
    pub fn module(&self, shared: &routes::Shared) -> Module {
        let (router, endpoints) = routes::router(Dialect::Service, shared, self, endpoints());
        Module {
            name: NAME,
            about: ABOUT,
            dialect: Dialect::Service,
            router,
            endpoints,
            subscribers: Vec::new(),
            jobs: Vec::new(),
        }
    }
}
