//! Conversations: threads between a buyer and a seller about a listing.

mod listings;

use std::sync::Arc;

use accounts::Accounts;
use axum::extract::FromRef;
pub use listings::{Listing, ListingLookup};
use platform::{
    Db,
    db::ModuleMigrations,
    http::{
        Dialect,
        routes::{self, Endpoint, EndpointDoc},
    },
    module::{Module, Schema},
};

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "conversations",
        migrations: &[],
    },
    statements: &[],
};

/// The module's name on the command line.
pub const NAME: &str = "conversations";
/// What it is, in a line.
pub const ABOUT: &str = "Threads between a buyer and a seller about a listing.";

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Conversations(Arc<Inner>);

struct Inner {
    db: Db,
    accounts: Accounts,
    listings: Arc<dyn ListingLookup>,
}

impl FromRef<Conversations> for Accounts {
    fn from_ref(conversations: &Conversations) -> Self {
        conversations.0.accounts.clone()
    }
}

fn endpoints() -> Vec<Endpoint<Conversations>> {
    Vec::new()
}

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    endpoints().into_iter().map(Endpoint::into_doc).collect()
}

impl Conversations {
    /// Over a migrated database.
    pub fn new(accounts: Accounts, listings: Arc<dyn ListingLookup>) -> Self {
        Self(Arc::new(Inner {
            db: accounts.db().clone(),
            accounts,
            listings,
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
