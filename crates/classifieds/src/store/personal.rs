//! What is kept of a person here.

use platform::personal::{Column, Rows};

platform::statements! {
    LISTINGS = "select id, title, description, attributes, price, currency, status, contact_email, contact_phone, images, active, views,
        expires_at, created_at, updated_at from listing where owner_id = $1 order by seq limit 100000";
    FAVORITES = "select l.id, l.title, f.at from listing_favorite f join listing l on l.seq = f.listing_seq where f.account_id = $1
        order by f.at, l.id limit 100000";
    DRAFTS = "select title, typed, created_at, updated_at from listing_draft where owner_id = $1 order by created_at, id limit 100";
    SAVED_SEARCHES = "select id, name, filters, mails, viewed_at, created_at, updated_at from saved_search where account_id = $1
        order by seq limit 1000";
    CATEGORIES = "select id, name, slug, created_at from category where owner_id = $1 order by created_at, id limit 10000";
    LOCATIONS = "select id, country, city, district, created_at from location where owner_id = $1 order by created_at, id limit 100000";
}

/// All of it.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "listings",
        sql: LISTINGS,
        columns: &[
            ("id", Column::Text),
            ("title", Column::Text),
            ("description", Column::Text),
            ("attributes", Column::Json),
            ("price", Column::Hundredths),
            ("currency", Column::Text),
            ("status", Column::Number),
            ("contactEmail", Column::Text),
            ("contactPhone", Column::Text),
            ("images", Column::Json),
            ("active", Column::Flag),
            ("views", Column::Number),
            ("expiresAt", Column::Moment),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "favorites",
        sql: FAVORITES,
        columns: &[
            ("listing", Column::Text),
            ("title", Column::Text),
            ("at", Column::Moment),
        ],
    },
    Rows {
        name: "drafts",
        sql: DRAFTS,
        columns: &[
            ("title", Column::Text),
            ("typed", Column::Json),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "savedSearches",
        sql: SAVED_SEARCHES,
        columns: &[
            ("id", Column::Text),
            ("name", Column::Text),
            ("filters", Column::Json),
            ("notifyByEmail", Column::Flag),
            ("viewedAt", Column::Moment),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "categories",
        sql: CATEGORIES,
        columns: &[
            ("id", Column::Text),
            ("name", Column::Text),
            ("slug", Column::Text),
            ("createdAt", Column::Moment),
        ],
    },
    Rows {
        name: "locations",
        sql: LOCATIONS,
        columns: &[
            ("id", Column::Text),
            ("country", Column::Text),
            ("city", Column::Text),
            ("district", Column::Text),
            ("createdAt", Column::Moment),
        ],
    },
];
