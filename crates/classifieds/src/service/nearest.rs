//! Listings around a point, the nearest first. A listing is as far away as its location.

use platform::{Conn, Error, Timestamp, page::Pages};

use crate::{
    Classifieds,
    model::{
        listing::StoredListing,
        listing_list::{Audience, ListingFilter, ListingOrder, ListingPage, ListingQuery, PagePart},
        near::{Near, NearLocation},
    },
    service::listing_list::{Words, words},
    store,
};

/// Stands among ids of locations for one that there is not.
const NOWHERE: &str = "";

/// A list by distance.
struct Nearest {
    found: Vec<(StoredListing, f64)>,
    total: i64,
}

impl Classifieds {
    /// Puts the locations around a point into what is asked for; nothing fits where there are none.
    pub(super) async fn narrow_to_near(
        &self,
        filter: &mut ListingFilter,
        near: Near,
    ) -> Result<Vec<NearLocation>, Error> {
        let find = async move |conn: &mut Conn<'_>| store::location::around(conn, &near).await;
        Ok(put_around(filter, self.0.db.read(find).await?))
    }

    /// A page of what everybody may see around a point.
    pub(super) async fn list_nearest(
        &self,
        query: ListingQuery,
        around: Vec<NearLocation>,
        pages: Pages,
        joins: bool,
    ) -> Result<ListingPage, Error> {
        let now = self.0.db.clock().now();
        let filter = query.filter;
        let words = words(&filter);
        let Nearest { found, total } = match &words {
            Words::NoneLeft => Nearest {
                found: Vec::new(),
                total: 0,
            },
            Words::Any | Words::These(_) => {
                let words = words.these().to_vec();
                self.0
                    .db
                    .read(async move |conn: &mut Conn<'_>| find(conn, &filter, &around, pages, (&words, now)).await)
                    .await?
            }
        };
        let (mut listings, distances): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        if joins {
            self.name_sellers(&mut listings).await?;
        }
        for (found, km) in listings.iter_mut().zip(distances) {
            found.joins.distance_km = Some((km * 10.0).round() / 10.0);
        }
        Ok(ListingPage {
            next: None,
            paging: pages.of(total),
            public: true,
            listings: listings.into_iter().map(|found| self.shown(found, joins)).collect(),
        })
    }
}

/// The same with locations that were found: those that are wanted, the nearest first.
pub(super) fn put_around(filter: &mut ListingFilter, mut around: Vec<NearLocation>) -> Vec<NearLocation> {
    around.sort_by(|one, other| one.km.total_cmp(&other.km));
    if !filter.locations.is_empty() {
        around.retain(|one| filter.locations.iter().any(|wanted| *wanted == one.id.as_str()));
    }
    filter.locations = around.iter().map(|one| one.id.to_string()).collect();
    if around.is_empty() {
        filter.locations.push(NOWHERE.to_owned());
    }
    around
}

/// How many listings each location has is counted first; then those of the page are read, location after location.
async fn find(
    conn: &mut Conn<'_>,
    filter: &ListingFilter,
    around: &[NearLocation],
    pages: Pages,
    (words, now): (&[String], Timestamp),
) -> Result<Nearest, Error> {
    let counts = store::listing_facets::by_location(conn, filter, now, words).await?;
    let (mut skip, mut wanted) = (pages.offset(), pages.limit());
    let mut found = Vec::new();
    for one in around {
        let here = counts.get(one.id.as_str()).copied().unwrap_or_default();
        if skip >= here {
            skip -= here;
            continue;
        }
        let part = PagePart {
            order: ListingOrder::Newest,
            after: ListingOrder::Newest.start(),
            total: Some(here),
            limit: wanted.min(here - skip),
            offset: skip,
        };
        let only = ListingFilter {
            locations: vec![one.id.to_string()],
            ..filter.clone()
        };
        let (listings, _) = store::listing_list::list(conn, &only, Audience::Everybody, words, part, now).await?;
        wanted -= part.limit;
        skip = 0;
        found.extend(listings.into_iter().map(|listing| (listing, one.km)));
        if wanted <= 0 {
            break;
        }
    }
    Ok(Nearest {
        found,
        total: counts.values().sum(),
    })
}
