//! Rows of `listing`.

use accounts::AccountId;
use platform::{
    Conn, Error, Result, Timestamp, Tx,
    db::{Family, Row, Value},
    params,
};

use super::{listing_sql::listings, saved_search};
use crate::model::listing::{
    CategoryBrief, Choice, Joins, Listing, LocationBrief, Price, Status, Stored, StoredListing,
};

platform::statements! {
    INSERT = "insert into listing (id, owner_id, category_id, subcategory_id, leaf_id, location_id, title, description,
        attributes, condition, listing_type, premium_type, premium_expiry, status, price, currency, contact_email,
        contact_phone, expires_at, views, images, active, shown, version, created_at, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 0, '[]', $20, $21,
        $22, $23, $24) returning seq";
    /// Of what it can be changed in, everything.
    UPDATE = "update listing set category_id = $1, subcategory_id = $2, leaf_id = $3, location_id = $4, title = $5,
        description = $6, attributes = $7, condition = $8, listing_type = $9, premium_type = $10, premium_expiry = $11,
        status = $12, price = $13, currency = $14, contact_email = $15, contact_phone = $16, expires_at = $17,
        active = $18, shown = $19, version = $20, updated_at = $21 where seq = $22";
    SHOW_IMAGES = "update listing set images = $1 where seq = $2";
    ADD_VIEWS = "update listing set views = views + $1 where id = $2";
    /// Those of an account that everybody sees.
    PUBLIC = "select count(*) from listing where owner_id = $1 and shown = 1 and expires_at > $2";
    ALL_PUBLIC = "select count(*) from listing where shown = 1 and expires_at > $1";
    STANDING = "select count(*) from listing where status = $1 and active = 1";
    AT_LOCATION = "select count(*) from listing where location_id = $1 and active = 1";
    /// Those that lie in no child of it which is there.
    IN_CATEGORY = "select count(*) from listing l where l.active = 1 and (l.subcategory_id = $1 or (l.category_id = $1
        and not exists (select 1 from category c left join category p on p.id = c.parent_id
            where c.id = l.subcategory_id and c.active = 1 and (c.parent_id = $1 or p.parent_id = $1))))";
}

/// Which listings are read, deleted ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum ListingsBy {
    Id,
    /// Those that everybody sees, and whose time is over.
    Expiry,
    PremiumExpiry,
    /// Those of an owner that are there, or tell how to reach them, or have pictures.
    Owner,
    /// Those that are there and name a category, as theirs or as the one below.
    Category,
    /// Those that are there and at a location.
    Location,
}

/// The listings that each choice means.
pub(crate) static LISTINGS: Family<ListingsBy> = Family::new(
    concat!(module_path!(), "::LISTINGS"),
    || {
        use ListingsBy::{Category, Expiry, Id, Location, Owner, PremiumExpiry};
        vec![Id, Expiry, PremiumExpiry, Owner, Category, Location]
    },
    |by| {
        listings(match by {
            ListingsBy::Id => "l.id = $1",
            ListingsBy::Expiry => "l.shown = 1 and l.expires_at <= $1 order by l.expires_at limit $2",
            ListingsBy::PremiumExpiry => {
                "l.premium_expiry is not null and l.premium_expiry <= $1 order by l.premium_expiry limit $2"
            }
            ListingsBy::Owner => {
                "l.owner_id = $1 and (l.active = 1 or l.contact_email is not null or l.contact_phone is not null
                or l.images <> '[]') order by l.created_at, l.seq limit $2"
            }
            ListingsBy::Category => {
                "l.seq in (select seq from listing where category_id = $1 and active = 1
                union select seq from listing where subcategory_id = $1 and active = 1) order by l.seq limit $2"
            }
            ListingsBy::Location => "l.active = 1 and l.location_id = $1 order by l.seq limit $2",
        })
    },
);

fn choice<T: Choice>(index: i64) -> Result<T> {
    T::at(index).ok_or_else(|| Error::internal(format!("a listing row holds the unknown choice {index}")))
}

/// A row of [`LISTINGS`]. Whether the listing stands out is up to the clock, not to the row: see [`listing_at`].
pub(super) fn listing_of_row(row: &Row<'_>) -> Result<StoredListing> {
    let owner = AccountId::from(row.text(2)?);
    let condition: Option<i64> = row.get(9)?;
    let category = match row.get(26)? {
        Some(name) => Some(CategoryBrief {
            name,
            slug: row.get(27)?,
        }),
        None => None,
    };
    let location = match row.get(28)? {
        Some(country) => Some(LocationBrief {
            country,
            city: row.get(29)?,
            district: row.get(30)?,
        }),
        None => None,
    };
    let listing = Listing {
        id: row.text(1)?.into(),
        attributes: Stored::read(row.get(8)?)?,
        category_id: row.text(3)?.into(),
        subcategory_id: row.maybe_text(4)?.map(Into::into),
        location_id: row.maybe_text(5)?.map(Into::into),
        user_id: owner.clone(),
        condition: condition.map(choice).transpose()?,
        condition_idx: condition,
        listing_type: choice(row.get(10)?)?,
        listing_type_idx: row.get(10)?,
        premium_type: choice(row.get(11)?)?,
        premium_type_idx: row.get(11)?,
        status: choice(row.get(13)?)?,
        status_idx: row.get(13)?,
        contact_email: row.get(16)?,
        contact_phone: row.get(17)?,
        currency: row.get(15)?,
        title: row.get(6)?,
        description: row.get(7)?,
        price: Price(row.get(14)?),
        expires_at: row.get(18)?,
        premium_expiry: row.get(12)?,
        favorite_count: row.get(25)?,
        views_count: row.get(19)?,
        is_premium: false,
        is_active: row.get(21)?,
        record_version: row.get(22)?,
        created_at: row.get(23)?,
        updated_at: row.get(24)?,
        owner,
    };
    Ok(StoredListing {
        seq: row.get(0)?,
        listing,
        joins: Joins {
            category,
            location,
            images: Stored::read(row.get(20)?)?,
            seller: None,
            distance_km: None,
        },
    })
}

/// Rows as they are at a moment.
pub(super) fn listing_at(now: Timestamp) -> impl Fn(&Row<'_>) -> Result<StoredListing> + Send + Copy {
    move |row| {
        let mut found = listing_of_row(row)?;
        found.listing.is_premium = found.listing.stands_out(now);
        Ok(found)
    }
}

/// Stores a new listing; answers its number.
pub(crate) async fn insert(tx: &mut Tx<'_>, new: &Listing) -> Result<i64> {
    let values = params![
        &new.id,
        &new.owner,
        &new.category_id,
        new.subcategory_id.as_ref(),
        new.leaf(),
        new.location_id.as_ref(),
        &new.title,
        new.description.as_deref(),
        new.attributes.0.get(),
        new.condition_idx,
        new.listing_type_idx,
        new.premium_type_idx,
        new.premium_expiry,
        new.status_idx,
        new.price.0,
        &new.currency,
        new.contact_email.as_deref(),
        new.contact_phone.as_deref(),
        new.expires_at,
        new.is_active,
        new.is_shown(),
        new.record_version,
        new.created_at,
        new.updated_at
    ];
    let seq = tx.first(INSERT, values, |row| row.get(0)).await?;
    let seq = seq.ok_or_else(|| Error::internal("an inserted listing has no number"))?;
    if new.is_shown() {
        saved_search::arrive(tx, seq).await?;
    }
    Ok(seq)
}

/// Stores a listing as it is now.
pub(crate) async fn update(tx: &mut Tx<'_>, seq: i64, now: &Listing) -> Result<()> {
    let values = params![
        &now.category_id,
        now.subcategory_id.as_ref(),
        now.leaf(),
        now.location_id.as_ref(),
        &now.title,
        now.description.as_deref(),
        now.attributes.0.get(),
        now.condition_idx,
        now.listing_type_idx,
        now.premium_type_idx,
        now.premium_expiry,
        now.status_idx,
        now.price.0,
        &now.currency,
        now.contact_email.as_deref(),
        now.contact_phone.as_deref(),
        now.expires_at,
        now.is_active,
        now.is_shown(),
        now.record_version,
        now.updated_at,
        seq
    ];
    tx.execute(UPDATE, values).await?;
    if now.is_shown() {
        saved_search::arrive(tx, seq).await?;
    }
    Ok(())
}

/// Stores the pictures of a listing as it shows them: a JSON array.
pub(crate) async fn show_images(tx: &mut Tx<'_>, seq: i64, images: &str) -> Result<()> {
    tx.execute(SHOW_IMAGES, params![images, seq]).await.map(drop)
}

/// Counts views. Neither its version nor its time of update changes.
pub(crate) async fn add_views(tx: &mut Tx<'_>, id: &str, views: i64) -> Result<()> {
    tx.execute(ADD_VIEWS, params![views, id]).await.map(drop)
}

/// A listing, deleted or not.
pub(crate) async fn by_id(conn: &mut Conn<'_>, id: &str, now: Timestamp) -> Result<Option<StoredListing>> {
    conn.first(LISTINGS.of(&ListingsBy::Id)?, params![id], listing_at(now))
        .await
}

/// Some active listings whose time is over.
pub(crate) async fn overdue(conn: &mut Conn<'_>, now: Timestamp, most: i64) -> Result<Vec<StoredListing>> {
    some(conn, ListingsBy::Expiry, now.into(), most, now).await
}

/// Some listings whose premium is over.
pub(crate) async fn premium_over(conn: &mut Conn<'_>, now: Timestamp, most: i64) -> Result<Vec<StoredListing>> {
    some(conn, ListingsBy::PremiumExpiry, now.into(), most, now).await
}

/// Some listings of an owner that are there, or tell how to reach them, or have pictures.
pub(crate) async fn left_by(
    conn: &mut Conn<'_>,
    owner: &AccountId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<StoredListing>> {
    some(conn, ListingsBy::Owner, owner.into(), most, now).await
}

async fn some(
    conn: &mut Conn<'_>,
    by: ListingsBy,
    of: Value<'_>,
    most: i64,
    now: Timestamp,
) -> Result<Vec<StoredListing>> {
    conn.all(LISTINGS.of(&by)?, &[of, most.into()], listing_at(now)).await
}

/// Some listings at a place: of a category, or of a location.
pub(crate) async fn at(
    conn: &mut Conn<'_>,
    by: ListingsBy,
    place: &str,
    now: Timestamp,
    most: i64,
) -> Result<Vec<StoredListing>> {
    some(conn, by, place.into(), most, now).await
}

/// How many listings of an account everybody sees.
pub(crate) async fn count_public(conn: &mut Conn<'_>, owner: &AccountId, now: Timestamp) -> Result<i64> {
    conn.number(PUBLIC, params![owner, now]).await
}

/// How many listings everybody sees, and how many wait for a moderator.
pub(crate) async fn count_standing(conn: &mut Conn<'_>, now: Timestamp) -> Result<(i64, i64)> {
    let public = conn.number(ALL_PUBLIC, params![now]).await?;
    let waiting = conn.number(STANDING, params![Status::PendingReview.index()]).await?;
    Ok((public, waiting))
}

/// How many listings are at a location, whatever their status.
pub(crate) async fn count_at_location(conn: &mut Conn<'_>, location: &str) -> Result<i64> {
    conn.number(AT_LOCATION, params![location]).await
}

/// How many listings lie in a category itself, whatever their status.
pub(crate) async fn count_in_category(conn: &mut Conn<'_>, category: &str) -> Result<i64> {
    conn.number(IN_CATEGORY, params![category]).await
}
