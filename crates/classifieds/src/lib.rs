//! Classifieds: categories, locations and listings.
//!
//! Invariants:
//! - active categories are a forest of at most three levels: parents are active, no category is above itself, siblings
//!   (roots are siblings, too) have different places;
//! - slugs of active categories and keys of active locations are unique;
//! - nothing is removed: what was deleted can be restored unless something has taken its place;
//! - a listing is seen by everybody exactly while it is there, active and not expired; else by its owner and staff.

mod announce;
pub mod demo;
pub mod events;
mod failures;
mod http;
mod input;
#[cfg(test)]
mod layers;
mod letters;
mod model;
mod personal;
mod picture;
mod rules;
mod service;
mod store;

use std::{sync::Arc, time::Duration};

use accounts::{Accounts, service_dialect::SERVICE};
use axum::extract::FromRef;
pub use http::serve_image;
pub use letters::{MarketNotice, MarketWriter};
use model::facets::{KeptCounts, KeptMap};
pub use model::{
    category::{Category, CategoryId},
    image::{Image, ImageId},
    listing::{Condition, Listing, ListingId, ListingType, PremiumType, Price, Status},
    location::{Location, LocationId},
};
use platform::{
    Db, Timestamp,
    auth::throttle::{Rate, Throttle},
    cache::Cache,
    db::{Migration, ModuleMigrations},
    http::routes::{self, Endpoint, EndpointDoc},
    media::{Drawing, Files, Media},
    module::{Manifest, Module, Schema},
};
use service::moderation::KeptRules;

/// What the use cases of [`Classifieds`] take and give, whoever calls them: routes, pages or other programs.
///
/// An input (`…In`) is checked by the function of its name into what a use case takes; every broken rule is named.
pub mod api {
    pub use crate::{
        input::{
            CategoryChangeIn, CategoryIn, CategoryOrderIn, LocationChangeIn, LocationIn,
            attribute::AttributesIn,
            listing::{ImageIn, ListingIn, Pick, StatusIn},
            moderation::{DecisionIn, ListingReportIn, ReportStatusIn},
            saved_search::{LONGEST_NAME as LONGEST_SEARCH_NAME, SavedSearchChangeIn, SavedSearchIn},
        },
        model::{
            Changed, With,
            attribute::{
                AttributeDefinition, AttributeFilter, AttributeKind, AttributeOption, CategoryAttributes,
                InheritedAttribute, Names,
            },
            category::{
                CategoryBySlug, CategoryDeed, CategoryDeedKind, CategoryFilter, CategoryNode, CategorySearch,
                ChildBrief, Children, Family, MergeOutlook, Parent, ParentBrief, ParentContent,
            },
            facets::{
                AttributeCount, BandCount, CategoryCount, CityCount, ConditionCount, DistrictCount, Facets,
                MappedListings, MappedPlace, TypeCount, ValueCount,
            },
            filter::AnyOf,
            image::{ArrivedImage, ShownImage},
            listing::{CategoryBrief, Joins, LocationBrief, StoredListing},
            listing_list::{ListPosition, ListWalk, ListingFilter, ListingOrder, ListingPage, ListingQuery},
            location::{LocationFilter, LocationOrder},
            moderation::{
                Held, HoldingRule, HoldingRules, ListingDecision, ListingReport, ListingReportStatus,
                ModerationFigures, QueuedListing, Reason, ReportedPerson, SenderHistory, StoredRules, Verdict,
            },
            near::Near,
            profile::{PublicProfileView, SellerBrief},
            saved_search::{
                DigestListing, DigestOfSearch, NewSavedSearch, SavedFilters, SavedSearch, SavedSearchChange,
                SavedSearchId, SearchDigest,
            },
            selling::{DayOfViews, Draft, DraftBrief, DraftId, EndingListing, Typed},
        },
        rules::{
            attribute_definitions::{AttributeDefinitions, check_definitions},
            category::{CategoryChange, CategoryContent, check_category, check_category_change},
            holding::{check_rules, held_by_words},
            image::ImageChange,
            listing::{ListingChange, ListingPurpose, check_listing},
            listing_query::read_query,
            location::{LocationChange, LocationContent, check_location, check_location_change, key as place_key},
            saved_search::{filters_of, query_of},
        },
        service::browse::BrowsedListings,
    };
}

/// Tables and statements.
pub const SCHEMA: Schema = Schema {
    migrations: ModuleMigrations {
        module: "classifieds",
        migrations: &[
            Migration {
                name: "categories_and_locations",
                sql: include_str!("../migrations/0001_categories_and_locations.sql"),
            },
            Migration {
                name: "listings",
                sql: include_str!("../migrations/0002_listings.sql"),
            },
            Migration {
                name: "orders",
                sql: include_str!("../migrations/0003_orders.sql"),
            },
            Migration {
                name: "owner_price",
                sql: include_str!("../migrations/0004_owner_price.sql"),
            },
            Migration {
                name: "listings_of_places",
                sql: include_str!("../migrations/0005_listings_of_places.sql"),
            },
            Migration {
                name: "places_with_accents",
                sql: include_str!("../migrations/0006_places_with_accents.sql"),
            },
            Migration {
                name: "locations_by_latitude",
                sql: include_str!("../migrations/0007_locations_by_latitude.sql"),
            },
            Migration {
                name: "favorites",
                sql: include_str!("../migrations/0008_favorites.sql"),
            },
            Migration {
                name: "attributes",
                sql: include_str!("../migrations/0009_attributes.sql"),
            },
            Migration {
                name: "moderation",
                sql: include_str!("../migrations/0010_moderation.sql"),
            },
            Migration {
                name: "saved_searches",
                sql: include_str!("../migrations/0011_saved_searches.sql"),
            },
            Migration {
                name: "numbers_of_attributes",
                sql: include_str!("../migrations/0012_numbers_of_attributes.sql"),
            },
            Migration {
                name: "selling",
                sql: include_str!("../migrations/0013_selling.sql"),
            },
            Migration {
                name: "category_deeds",
                sql: include_str!("../migrations/0014_category_deeds.sql"),
            },
        ],
    },
    statements: &[
        store::attribute::STATEMENTS,
        store::category::STATEMENTS,
        store::category_deed::STATEMENTS,
        store::category_list::STATEMENTS,
        store::draft::STATEMENTS,
        store::favorite::STATEMENTS,
        store::image::STATEMENTS,
        store::listing::STATEMENTS,
        store::listing_day::STATEMENTS,
        store::listing_end::STATEMENTS,
        store::listing_facets::STATEMENTS,
        store::listing_list::STATEMENTS,
        store::location::STATEMENTS,
        store::personal::STATEMENTS,
        store::listing_words::STATEMENTS,
        store::moderation::STATEMENTS,
        store::report::STATEMENTS,
        store::saved_search::STATEMENTS,
        store::search_postgres::STATEMENTS,
        store::search_sqlite::STATEMENTS,
    ],
    families: &[
        &store::favorite::KEPT,
        &store::listing::LISTINGS,
        &store::listing_facets::FACETS,
        &store::listing_list::COUNTS,
        &store::listing_list::IDS,
        &store::listing_list::PAGES,
        &store::saved_search::FITTING,
    ],
    addresses: &[],
};

/// The module's name on the command line.
pub const NAME: &str = "classifieds";
/// What it is, in a line.
pub const ABOUT: &str = "Categories, locations and listings, for whoever buys and sells nearby.";
/// What is known of it without running it.
pub const MANIFEST: Manifest = Manifest {
    name: NAME,
    about: ABOUT,
    dialect: SERVICE,
    schema: SCHEMA,
    files: Some(store::image::FILES),
    endpoints: endpoint_docs,
    announces: Some(announce::ANNOUNCES),
};

/// Settings of the module.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether new listings wait for a moderator.
    pub moderate_listings: bool,
    /// Whether an edit by its owner makes a listing wait again; only where new ones wait.
    pub review_edits: bool,
    /// Listings that one account may make within a day. Staff make any number.
    pub listings_per_day: u32,
    /// How long nobody is written to again about what is new in searches that they saved.
    pub search_notice_pause: Duration,
}

/// The use cases; clones share everything.
#[derive(Clone)]
pub struct Classifieds(Arc<Inner>);

/// Memory for counts, in bytes.
const COUNTS_KEPT: u64 = 8 << 20;
/// Memory for rules, in bytes.
const RULES_KEPT: u64 = 1 << 18;

struct Inner {
    db: Db,
    accounts: Accounts,
    files: Files,
    options: Options,
    /// Of new listings.
    offers: Throttle,
    uploads: Throttle,
    searches: Throttle,
    /// Counting what a list has of each kind costs several searches.
    facets: Throttle,
    reports: Throttle,
    views: service::listing_views::Views,
    /// How many listings there are of each kind.
    counts: Cache<KeptCounts>,
    /// Where there are how many.
    maps: Cache<KeptMap>,
    /// The rules by which listings wait.
    rules: Cache<KeptRules>,
    drawing: Drawing,
    /// Who finds the words of letters, where they are sent.
    writer: Option<Arc<dyn MarketWriter>>,
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
    /// Over a migrated database. Nobody is written to.
    pub fn new(accounts: Accounts, media: Media, options: Options) -> Self {
        Self::with_writer(accounts, media, options, None)
    }

    /// The same, and people are written to about listings, if there is a way.
    pub fn with_writer(
        accounts: Accounts,
        media: Media,
        options: Options,
        writer: Option<Arc<dyn MarketWriter>>,
    ) -> Self {
        let db = accounts.db().clone();
        let tallies = &db.bus().tallies().clone();
        let per_minute = |burst, code| {
            let per = Duration::from_secs(60);
            Throttle::new(db.clock().clone(), Rate { burst, per }, 100_000).with_code(code)
        };
        let per_day = Rate {
            burst: options.listings_per_day,
            per: Duration::from_secs(24 * 60 * 60),
        };
        let counts = Cache::new(COUNTS_KEPT);
        db.bus().watch_for(&counts);
        let maps = Cache::new(COUNTS_KEPT);
        db.bus().watch_for(&maps);
        let rules = Cache::new(RULES_KEPT);
        db.bus().watch_for(&rules);
        let offers = Throttle::new(db.clock().clone(), per_day, 100_000);
        Self(Arc::new(Inner {
            offers: offers
                .with_code(service::listing::THROTTLED)
                .shared(tallies, "classifieds.offers"),
            uploads: per_minute(120, service::image::THROTTLED).shared(tallies, "classifieds.uploads"),
            searches: per_minute(600, service::listing_list::THROTTLED).shared(tallies, "classifieds.searches"),
            facets: per_minute(120, service::listing_list::THROTTLED).shared(tallies, "classifieds.facets"),
            views: service::listing_views::Views::new(db.clock().clone()),
            counts,
            maps,
            rules,
            reports: per_minute(20, service::report::THROTTLED).shared(tallies, "classifieds.reports"),
            drawing: picture::lanes(),
            files: Files::new(media, db.clone(), store::image::FILES.named),
            db,
            accounts,
            options,
            writer,
        }))
    }

    /// The moment by the clock that its rows are stamped with.
    pub fn now(&self) -> Timestamp {
        self.0.db.clock().now()
    }

    /// The manifest.
    pub fn module(&self, shared: &routes::Shared) -> Module {
        let (router, endpoints) = routes::router(SERVICE, shared, self, http::endpoints());
        Module {
            manifest: &MANIFEST,
            router: http::counting_views(self, router),
            endpoints,
            listeners: events::listeners(&shared.cache),
            subscribers: service::listing_time::subscribers(self),
            jobs: service::listing_time::jobs(self),
        }
    }
}
