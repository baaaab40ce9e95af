//! TrackMate: small producers (UMKM) publish products whose ingredients, production and impact a shopper can trace.
//!
//! Invariants:
//! - an account has at most one UMKM, a product belongs to one UMKM, and only their owner changes them;
//! - a product that is shown refers only to resources and impacts that exist;
//! - what is found by search is what is in the catalogue: both are written in one transaction.

pub mod demo;
pub mod events;
mod http;
mod input;
#[cfg(test)]
mod layers;
mod model;
mod personal;
mod photo;
mod rules;
mod service;
mod store;

use std::{sync::Arc, time::Duration};

use accounts::Accounts;
use axum::extract::FromRef;
pub use http::{COMPAT, dialect::DIALECT};
use model::Placeholder;
use platform::{
    Db,
    auth::throttle::{Rate, Throttle},
    cache::Cache,
    db::{Migration, ModuleMigrations},
    http::routes::{self, EndpointDoc},
    media::{Drawing, Files, Media},
    module::{Manifest, Module, Schema},
};
pub use service::{evaluate::evaluate_seeded, recommend::PRODUCT_ID};

/// What the use cases of [`Trackmate`] take and give, whoever calls them: routes, pages or other programs.
///
/// An input (`…In`) is taken as it was sent; the use case checks it, and every broken rule is named.
pub mod api {
    pub use crate::{
        input::{EchoedId, IdOr, Images, ImpactIn, Object, PlaceIn, ProductIn, RatingIn, ResourceIn, StepIn, UmkmIn},
        model::{
            CATEGORIES, Choices, ContactView, Contribution, Described, Distribution, EffectView, ExportedProduct,
            Found, Gtin, History, HistoryView, Icon, ImpactFilter, ImpactId, ImpactView, ImportFinding, ImportOutcome,
            ImportedCatalogue, ImportedRow, IngredientView, ListedProduct, Maker, NarrowPicture, OfferIn, Order,
            OwnOrder, OwnProduct, Place, Price, PriceBand, ProductBrief, ProductCard, ProductCategory, ProductFilter,
            ProductId, ProductView, Province, Queue, RatingView, Ratings, Reachable, ReadAs, Recommended, Report,
            ReportId, ReportIn, ReportReason, ResourceId, ResourceView, ShownPicture, ShownProduct, StaffAction,
            StaffNote, StepId, StepView, Suggestion, TradeNumber, UmkmApproval, UmkmBrief, UmkmId, UmkmView,
            WaitingThing, Wanted, Way, WeekOfViews, Whereabouts, Withheld, Withholding,
        },
        rules::recommend::{evaluate::Evaluation, measure::Measures},
        service::recommend::RecommendFor,
    };
}

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "trackmate",
        migrations: &[
            Migration {
                name: "catalogue",
                sql: include_str!("../migrations/0001_catalogue.sql"),
            },
            Migration {
                name: "parts",
                sql: include_str!("../migrations/0002_parts.sql"),
            },
            Migration {
                name: "inside",
                sql: include_str!("../migrations/0003_inside.sql"),
            },
            Migration {
                name: "orders",
                sql: include_str!("../migrations/0004_orders.sql"),
            },
            Migration {
                name: "settled",
                sql: include_str!("../migrations/0005_settled.sql"),
            },
            Migration {
                name: "forgiving",
                sql: include_str!("../migrations/0006_forgiving.sql"),
            },
            Migration {
                name: "console",
                sql: include_str!("../migrations/0007_console.sql"),
            },
            Migration {
                name: "recommend",
                sql: include_str!("../migrations/0008_recommend.sql"),
            },
            Migration {
                name: "gtin",
                sql: include_str!("../migrations/0009_gtin.sql"),
            },
        ],
    },
    statements: &[
        store::address::STATEMENTS,
        store::browse::STATEMENTS,
        store::external::STATEMENTS,
        store::gtin::STATEMENTS,
        store::impact::STATEMENTS,
        store::listing::STATEMENTS,
        store::offer::STATEMENTS,
        store::product::STATEMENTS,
        store::personal::STATEMENTS,
        store::rating::STATEMENTS,
        store::recommend::STATEMENTS,
        store::report::STATEMENTS,
        store::resource::STATEMENTS,
        store::search_postgres::STATEMENTS,
        store::search_sqlite::STATEMENTS,
        store::staff::STATEMENTS,
        store::umkm::STATEMENTS,
        store::upload::STATEMENTS,
        store::seen::STATEMENTS,
        store::views::STATEMENTS,
        store::vocabulary::STATEMENTS,
    ],
    families: &[
        &store::best::RANKS,
        &store::browse::CARDS,
        &store::browse::CUBES,
        &store::offer::OF_OWNER,
        &store::search::COUNTS,
        &store::search::EXISTENCES,
        &store::search::MAKERS,
        &store::search::NAMES,
        &store::search::WITH_WORD,
    ],
    addresses: store::address::STATEMENTS,
};

/// The module's name on the command line.
pub const NAME: &str = "trackmate";
/// What it is, in a line.
pub const ABOUT: &str = "Products of small producers, traceable to their ingredients, makers and impact.";
/// What is known of it without running it.
pub const MANIFEST: Manifest = Manifest {
    name: NAME,
    about: ABOUT,
    dialect: DIALECT,
    schema: SCHEMA,
    files: Some(store::upload::FILES),
    endpoints: endpoint_docs,
    announces: None,
};

/// Settings of the module.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address that links in answers start with, without a slash at the end.
    pub public_url: String,
    /// Address of a product's page, with [`PRODUCT_ID`] where its id goes.
    pub product_url: String,
    /// Whether new UMKM and impacts wait for an administrator's approval.
    pub moderate_umkm: bool,
}

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Trackmate(Arc<Inner>);

/// Bytes for numbers of products in memory; one takes some three hundred.
const COUNTS_KEPT: u64 = 1 << 18;

struct Inner {
    db: Db,
    accounts: Accounts,
    files: Files,
    options: Options,
    uploads: Throttle,
    searches: Throttle,
    suggestions: Throttle,
    reports: Throttle,
    views: service::views::Views,
    /// How many products lists have.
    counts: Cache<i64>,
    /// What is shown where there is no picture.
    placeholder: Placeholder,
    /// What people looked at, until it is stored.
    seen: service::seen::Seen,
    /// Where pictures are made smaller.
    drawing: Drawing,
}

impl FromRef<Trackmate> for Accounts {
    fn from_ref(trackmate: &Trackmate) -> Self {
        trackmate.0.accounts.clone()
    }
}

/// What is known about each endpoint, without running the module.
pub fn endpoint_docs() -> Vec<EndpointDoc> {
    http::endpoints().into_iter().map(routes::Endpoint::into_doc).collect()
}

impl Trackmate {
    /// Over a migrated database.
    pub fn new(accounts: Accounts, media: Media, options: Options) -> Self {
        let db = accounts.db().clone();
        let throttle = |burst, minutes: u64, code| {
            let per = Duration::from_secs(60 * minutes);
            Throttle::new(db.clock().clone(), Rate { burst, per }, 100_000).with_code(code)
        };
        let counts = Cache::new(COUNTS_KEPT);
        db.bus().watch_for(&counts);
        let tallies = db.bus().tallies();
        let uploads = throttle(120, 1, service::upload::THROTTLED).shared(tallies, "trackmate.uploads");
        let searches = throttle(600, 1, service::search::THROTTLED).shared(tallies, "trackmate.searches");
        let suggestions = throttle(1200, 1, service::search::THROTTLED).shared(tallies, "trackmate.suggestions");
        let reports = throttle(10, 10, service::report::THROTTLED).shared(tallies, "trackmate.reports");
        Self(Arc::new(Inner {
            files: Files::new(media, db.clone(), store::upload::FILES.named),
            placeholder: Placeholder::on(&options.public_url),
            seen: service::seen::Seen::default(),
            drawing: photo::lanes(),
            db,
            accounts,
            options,
            uploads,
            searches,
            suggestions,
            reports,
            views: service::views::Views::default(),
            counts,
        }))
    }

    /// The manifest.
    pub fn module(&self, shared: &routes::Shared) -> Module {
        let (router, endpoints) = routes::router(DIALECT, shared, self, http::endpoints());
        Module {
            manifest: &MANIFEST,
            router,
            endpoints,
            listeners: events::listeners(&shared.cache),
            subscribers: service::subscribers(self),
            jobs: vec![
                service::offer::purge_removed(self),
                service::settle::settle_old_rows(self),
                service::seen::store_views(self),
                service::liken::liken_products(self, events::drop_recommendations(&shared.cache)),
                service::vocabulary::count_words(self),
                service::views::write_views(self),
            ],
        }
    }
}
