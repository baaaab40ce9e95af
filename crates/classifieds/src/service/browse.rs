//! What people look through: a page of what is public, and how much there is of each kind.

use platform::{Error, page::Pages};

use crate::{
    Classifieds,
    model::{
        facets::{Facets, MappedListings},
        listing_list::{ANY, ListingFilter, ListingPage, ListingQuery},
    },
};

/// A page of a list, and what else could be chosen.
pub struct BrowsedListings {
    pub page: ListingPage,
    /// How many there would be with each value of a kind: of a kind of which something is chosen, counted as if nothing were,
    /// so that the values beside the chosen one stay offered.
    pub facets: Facets,
}

/// A kind of choice, and what it is without one.
type Kind = (
    fn(&ListingFilter) -> bool,
    fn(&mut ListingFilter),
    fn(&mut Facets, Facets),
);

const KINDS: [Kind; 6] = [
    (
        |filter| !filter.categories.is_empty(),
        |filter| filter.categories.clear(),
        |facets, wider| facets.categories = wider.categories,
    ),
    (
        |filter| !(filter.countries.is_empty() && filter.cities.is_empty() && filter.districts.is_empty()),
        |filter| {
            filter.countries.clear();
            filter.cities.clear();
            filter.districts.clear();
        },
        |facets, wider| facets.cities = wider.cities,
    ),
    (
        |filter| !filter.districts.is_empty(),
        |filter| filter.districts.clear(),
        |facets, wider| facets.districts = wider.districts,
    ),
    (
        |filter| filter.conditions != ANY,
        |filter| filter.conditions = ANY,
        |facets, wider| facets.conditions = wider.conditions,
    ),
    (
        |filter| filter.types != ANY,
        |filter| filter.types = ANY,
        |facets, wider| facets.listing_types = wider.listing_types,
    ),
    (
        |filter| filter.price != ListingFilter::default().price,
        |filter| filter.price = ListingFilter::default().price,
        |facets, wider| facets.price_bands = wider.price_bands,
    ),
];

impl Classifieds {
    /// A page of what everybody may see, and what could be chosen beside what is.
    #[platform::boxed]
    pub async fn browse_listings(&self, query: ListingQuery, pages: Pages) -> Result<BrowsedListings, Error> {
        let facets = self.count_siblings(query.clone()).await?;
        // Counting takes several times as long as finding a page.
        let total = self.counted_total(&query).await?;
        let page = self.list_counted(None, query, (pages, true), total).await?;
        Ok(BrowsedListings { page, facets })
    }

    /// Where what everybody may see is, and what could be chosen beside what is.
    #[platform::boxed]
    pub async fn browse_map(&self, query: ListingQuery) -> Result<(MappedListings, Facets), Error> {
        let facets = self.count_siblings(query.clone()).await?;
        Ok((self.map_listings(query).await?, facets))
    }

    /// How many there are of each kind of what is wanted and public, with the values beside those that are chosen.
    pub async fn count_siblings(&self, mut query: ListingQuery) -> Result<Facets, Error> {
        // What lies around a point is the same for all of them.
        if let Some(near) = query.near.take() {
            self.narrow_to_near(&mut query.filter, near).await?;
        }
        let mut facets = self.count_facets(query.clone()).await?;
        for (is_chosen, widen, take) in KINDS {
            if is_chosen(&query.filter) {
                let mut wider = query.clone();
                widen(&mut wider.filter);
                take(&mut facets, self.count_facets(wider).await?);
            }
        }
        for key in query.filter.attributes.keys() {
            let mut wider = query.clone();
            wider.filter.attributes.remove(key);
            let wider = self.count_facets(wider).await?;
            let Some(counted) = wider.attributes.into_iter().find(|one| one.key == *key) else {
                continue;
            };
            match facets.attributes.iter_mut().find(|one| one.key == *key) {
                Some(one) => *one = counted,
                None => facets.attributes.push(counted),
            }
        }
        Ok(facets)
    }
}
