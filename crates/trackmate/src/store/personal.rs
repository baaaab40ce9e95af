//! What is kept of a person here.

use platform::personal::{Column, Rows};

platform::statements! {
    BUSINESSES = "select id, name, image, logo, description, location, history, contact, employe, approved, created_at, updated_at from umkm
        where owner_id = $1 order by created_at, id limit 1000";
    PRODUCTS = "select id, umkm_id, name, images, price, description, resources, production, impact, note, created_at, updated_at,
        removed_at from product where owner_id = $1 order by seq limit 100000";
    RESOURCES = "select id, name, umkm, image, description, location, created_at, updated_at from resource where owner_id = $1
        order by created_at, id limit 100000";
    IMPACTS = "select id, name, image, description, approved, created_at, updated_at from impact where owner_id = $1
        order by created_at, id limit 100000";
    RATINGS = "select p.id, p.name, r.stars, r.created_at, r.updated_at from rating r join product p on p.seq = r.product_seq
        where r.account_id = $1 order by r.created_at, p.id limit 100000";
    SEEN = "select p.id, p.name, s.viewed_at from product_seen s join product p on p.seq = s.product_seq
        where s.account_id = $1 order by s.viewed_at, p.id limit 1000";
    UPLOADS = "select id, hash, content_type, bytes, created_at from upload where owner_id = $1 order by created_at, id limit 100000";
    DEEDS = "select action, subject_id, subject_name, reason, created_at from staff_note where actor_id = $1 order by id limit 100000";
}

/// All of it.
pub(crate) const ROWS: &[Rows] = &[
    Rows {
        name: "businesses",
        sql: BUSINESSES,
        columns: &[
            ("id", Column::Text),
            ("name", Column::Text),
            ("image", Column::Text),
            ("logo", Column::Text),
            ("description", Column::Text),
            ("location", Column::Json),
            ("history", Column::Json),
            ("contact", Column::Json),
            ("employees", Column::Number),
            ("approved", Column::Flag),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "products",
        sql: PRODUCTS,
        columns: &[
            ("id", Column::Text),
            ("umkm", Column::Text),
            ("name", Column::Text),
            ("images", Column::Json),
            ("price", Column::Hundredths),
            ("description", Column::Text),
            ("resources", Column::Json),
            ("production", Column::Json),
            ("impact", Column::Json),
            ("note", Column::Text),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
            ("removedAt", Column::Moment),
        ],
    },
    Rows {
        name: "resources",
        sql: RESOURCES,
        columns: &[
            ("id", Column::Text),
            ("name", Column::Text),
            ("umkm", Column::Text),
            ("image", Column::Text),
            ("description", Column::Text),
            ("location", Column::Json),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "impacts",
        sql: IMPACTS,
        columns: &[
            ("id", Column::Text),
            ("name", Column::Text),
            ("image", Column::Text),
            ("description", Column::Text),
            ("approved", Column::Flag),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "ratings",
        sql: RATINGS,
        columns: &[
            ("product", Column::Text),
            ("productName", Column::Text),
            ("stars", Column::Number),
            ("createdAt", Column::Moment),
            ("updatedAt", Column::Moment),
        ],
    },
    Rows {
        name: "seen",
        sql: SEEN,
        columns: &[
            ("product", Column::Text),
            ("productName", Column::Text),
            ("at", Column::Moment),
        ],
    },
    Rows {
        name: "uploads",
        sql: UPLOADS,
        columns: &[
            ("id", Column::Text),
            ("hash", Column::Text),
            ("contentType", Column::Text),
            ("bytes", Column::Number),
            ("createdAt", Column::Moment),
        ],
    },
    Rows {
        name: "deeds",
        sql: DEEDS,
        columns: &[
            ("action", Column::Text),
            ("subject", Column::Text),
            ("subjectName", Column::Text),
            ("reason", Column::Text),
            ("at", Column::Moment),
        ],
    },
];
