//! A believable data set for trying the program: every district of Türkiye, a set of categories, and invented listings.

mod kind;

use std::collections::HashMap;

use accounts::Actor;
use futures_util::{StreamExt as _, TryStreamExt as _, future::LocalBoxFuture, stream};
use platform::{Conn, Error, version::IfMatch};

use self::kind::{Draft, Kind};
use crate::{
    Classifieds,
    input::attribute::AttributesIn,
    model::{
        category::{Category, CategoryId},
        listing::Status,
        location::Location,
    },
    rules::{
        attribute_definitions::check_definitions,
        import::Format,
        listing::{ListingPurpose, check_listing},
    },
    service::import::File,
    store,
};

/// Names are facts; coordinates and postal codes: see `demo/SOURCES.md`.
const LOCATIONS: &str = include_str!("../demo/locations_tr.csv");
/// Written for this program.
const CATEGORIES: &str = include_str!("../demo/categories.csv");
/// What listings of some categories say by name, by slug. Written for this program.
const ATTRIBUTES: &str = include_str!("../demo/attributes.json");
/// Written for this program.
const LISTINGS: &str = include_str!("../demo/listings.toml");

/// How many listings are made.
pub const LISTED: usize = 2200;
/// The same at every filling.
const SEED: u64 = 2026;
/// Writes on their way at once.
const AT_ONCE: usize = 64;

/// What was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    pub categories: usize,
    pub locations: usize,
    /// Listings that everybody sees.
    pub offers: Vec<Offer>,
    pub listings: usize,
}

/// A listing that everybody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub listing: String,
    /// Which of the people offers it.
    pub seller: usize,
}

/// How many listings are wanted, and what is called for each.
pub type Wanted<'a> = (usize, &'a (dyn Fn() + Sync));

/// Fills in categories and locations as `admin`, and listings of `people`, who are at least one.
pub fn fill<'a>(
    classifieds: &'a Classifieds,
    admin: &'a Actor,
    people: &'a [Actor],
    wanted: Wanted<'a>,
) -> LocalBoxFuture<'a, Result<Filled, Error>> {
    Box::pin(fill_in(classifieds, admin, people, wanted))
}

/// Makes such listings where categories and locations are there.
pub fn list_more<'a>(
    classifieds: &'a Classifieds,
    admin: &'a Actor,
    people: &'a [Actor],
    wanted: Wanted<'a>,
) -> LocalBoxFuture<'a, Result<Filled, Error>> {
    Box::pin(async move {
        let places = Places::load(classifieds).await?;
        list_some(classifieds, admin, people, &places, wanted).await
    })
}

async fn fill_in(
    classifieds: &Classifieds,
    admin: &Actor,
    people: &[Actor],
    wanted: Wanted<'_>,
) -> Result<Filled, Error> {
    let file = File::<Category>::read(Format::Csv, CATEGORIES.as_bytes())?;
    classifieds.import(admin, file, false).await?;
    let file = File::<Location>::read(Format::Csv, LOCATIONS.as_bytes())?;
    classifieds.import(admin, file, false).await?;
    let places = Places::load(classifieds).await?;
    define(classifieds, admin, &places).await?;
    list_some(classifieds, admin, people, &places, wanted).await
}

async fn list_some(
    classifieds: &Classifieds,
    admin: &Actor,
    people: &[Actor],
    places: &Places,
    (wanted, step): Wanted<'_>,
) -> Result<Filled, Error> {
    let kinds = kind::read(LISTINGS)?;
    let drafts = drafts(&kinds, places, (people.len(), wanted))?;
    let made: Vec<Option<Offer>> = stream::iter(drafts)
        .map(async |draft| {
            let offer = list(classifieds, admin, &people[draft.seller], &draft).await?;
            step();
            Ok::<_, Error>(offer)
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(Filled {
        categories: places.categories.len(),
        locations: places.locations.len(),
        listings: made.len(),
        offers: made.into_iter().flatten().collect(),
    })
}

/// What listings refer to.
struct Places {
    /// By slug: the category and the one above it.
    categories: HashMap<String, (CategoryId, Option<CategoryId>)>,
    locations: Vec<String>,
}

impl Places {
    async fn load(classifieds: &Classifieds) -> Result<Self, Error> {
        let load = async |conn: &mut Conn<'_>| {
            let categories = store::category::all(conn).await?.into_iter();
            let locations = store::location::all(conn).await?.into_iter();
            Ok::<_, Error>(Self {
                categories: categories
                    .map(|category| (category.slug, (category.id, category.parent_category_id)))
                    .collect(),
                locations: locations.map(|location| location.id.to_string()).collect(),
            })
        };
        classifieds.0.db.read(load).await
    }

    fn category(&self, slug: &str) -> Result<&(CategoryId, Option<CategoryId>), Error> {
        let found = self.categories.get(slug);
        found.ok_or_else(|| Error::internal(format!("there is no category {slug}")))
    }
}

/// Says what listings of some categories say by name.
async fn define(classifieds: &Classifieds, admin: &Actor, places: &Places) -> Result<(), Error> {
    let all: HashMap<String, AttributesIn> = serde_json::from_str(ATTRIBUTES).map_err(Error::internal)?;
    for (slug, definitions) in all {
        let (category, _) = places.category(&slug)?;
        let definitions = check_definitions(definitions)?;
        classifieds
            .define_attributes(admin, category.clone(), definitions, IfMatch::Any)
            .await?;
    }
    Ok(())
}

/// What will be listed, always the same.
fn drafts(kinds: &[Kind], places: &Places, (people, wanted): (usize, usize)) -> Result<Vec<Draft>, Error> {
    let mut dice = fastrand::Rng::with_seed(SEED);
    (0..wanted)
        .map(|number| {
            let kind = &kinds[number % kinds.len()];
            let (category, above) = places.category(&kind.category)?;
            let mut draft = kind.draft(&mut dice);
            draft.seller = dice.usize(..people);
            let place = &places.locations[dice.usize(..places.locations.len())];
            draft.fields.insert("locationId".to_owned(), place.as_str().into());
            let (upper, lower) = match above {
                Some(above) => (above, Some(category)),
                None => (category, None),
            };
            draft.fields.insert("categoryId".to_owned(), upper.as_str().into());
            if let Some(lower) = lower {
                draft.fields.insert("subcategoryId".to_owned(), lower.as_str().into());
            }
            draft.status = status(&mut dice);
            Ok(draft)
        })
        .collect()
}

/// Most listings can be seen; the others give moderators and owners something to look at.
fn status(dice: &mut fastrand::Rng) -> Status {
    match dice.u8(..100) {
        0..4 => Status::PendingReview,
        4..6 => Status::Rejected,
        6..10 => Status::Sold,
        10..12 => Status::Archived,
        _ => Status::Active,
    }
}

async fn list(
    classifieds: &Classifieds,
    moderator: &Actor,
    seller: &Actor,
    draft: &Draft,
) -> Result<Option<Offer>, Error> {
    let input = serde_json::from_value(draft.fields.clone().into()).map_err(Error::internal)?;
    let change = check_listing(&input, ListingPurpose::Create, seller.ctx.now())?;
    let made = classifieds.create_listing(seller, change, None).await?;
    let waits = made.status == Status::PendingReview;
    let steps: &[Status] = match draft.status {
        Status::Active | Status::Rejected if waits => std::slice::from_ref(&draft.status),
        Status::Sold if waits => &[Status::Active, Status::Sold],
        Status::Archived if waits => &[Status::Active, Status::Archived],
        Status::Sold | Status::Archived => std::slice::from_ref(&draft.status),
        Status::PendingReview | Status::Expired | Status::Active | Status::Rejected => &[],
    };
    let mut now = made.status;
    for next in steps {
        now = classifieds
            .move_listing(moderator, made.id.clone(), *next, IfMatch::Any)
            .await?
            .object
            .status;
    }
    Ok((now == Status::Active).then(|| Offer {
        listing: made.id.to_string(),
        seller: draft.seller,
    }))
}
