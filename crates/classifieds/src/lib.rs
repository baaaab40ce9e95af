//! Classifieds: categories, locations and listings.
//!
//! Invariants:
//! - active categories are a forest of at most three levels: parents are active, no category is above itself, siblings
//!   (roots are siblings, too) have different places;
//! - slugs of active categories and keys of active locations are unique;
//! - nothing is removed: what was deleted can be restored unless something has taken its place.

pub mod demo;
pub mod events;
mod failures;
mod http;
mod input;
mod model;
mod rules;
mod service;
mod store;

use std::sync::Arc;

use accounts::Accounts;
use axum::extract::FromRef;
pub use model::{Category, CategoryId, Location, LocationId};
use platform::{
    Db,
    db::{Migration, ModuleMigrations},
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
        migrations: &[Migration {
            name: "categories_and_locations",
            sql: include_str!("../migrations/0001_categories_and_locations.sql"),
        }],
    },
    statements: &[
        store::category::STATEMENTS,
        store::category_list::STATEMENTS,
        store::location::STATEMENTS,
    ],
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

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    http::endpoints().into_iter().map(Endpoint::into_doc).collect()
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
        events::keep_fresh(self.0.db.bus(), &shared.cache);
        let (router, endpoints) = routes::router(Dialect::Service, shared, self, http::endpoints());
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
