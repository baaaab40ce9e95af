//! Lists of listings, and what such a list has of each kind.

use std::{net::IpAddr, sync::Arc};

use accounts::{Actor, failures::login_required};
use platform::{
    Conn, Error, Timestamp,
    auth::throttle::Throttle,
    page::{Pages, Paging},
    text::query_words,
};

use super::attribute::facets_of;
use crate::{
    Classifieds,
    model::{
        With,
        facets::{Facets, KeptCounts, KeptMap, MappedListings},
        listing::{Choice, Joins, Listing, Status, StoredListing},
        listing_list::{Audience, ListPosition, ListingFilter, ListingOrder, ListingPage, ListingQuery, PagePart},
    },
    rules::listing_query::cursor,
    store,
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "classifieds.search.throttled";

/// An address searches too often.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(1))
}

impl Classifieds {
    /// Counts a search from an address against its allowance; answers from memory do not come here.
    pub fn allow_search(&self, ip: IpAddr) -> Result<(), Error> {
        take_allowance(&self.0.searches, ip)
    }

    /// The same for counting what a list has of each kind.
    pub(crate) fn allow_facets(&self, ip: IpAddr) -> Result<(), Error> {
        take_allowance(&self.0.facets, ip)
    }

    /// What was asked for, as far as the viewer may see it: everybody what is public; who is logged in, their own listings
    /// of any status (`mine`, or a `status` other than active); staff those of everybody.
    #[platform::boxed]
    pub async fn list_listings(
        &self,
        viewer: Option<&Actor>,
        query: ListingQuery,
        pages: Pages,
        joins: bool,
    ) -> Result<ListingPage, Error> {
        self.list_counted(viewer, query, (pages, joins), None).await
    }

    /// The same, where it is known how many there are.
    pub(super) async fn list_counted(
        &self,
        viewer: Option<&Actor>,
        mut query: ListingQuery,
        (pages, joins): (Pages, bool),
        total: Option<i64>,
    ) -> Result<ListingPage, Error> {
        let active = 1 << Status::Active.index();
        let private = query.mine || query.filter.statuses.is_some_and(|bits| bits != active);
        let audience = if private {
            let viewer = viewer.ok_or_else(login_required)?;
            if query.mine || !viewer.role.is_staff() {
                only_own(&mut query.filter, viewer);
            }
            Audience::OwnersAndStaff { with_deleted: false }
        } else {
            Audience::Everybody
        };
        let around = match query.near {
            Some(near) => self.narrow_to_near(&mut query.filter, near).await?,
            None => Vec::new(),
        };
        let mut page = if query.nearest && !private {
            self.list_nearest(query, around, pages, joins).await?
        } else {
            self.page(query, audience, (pages, joins), total).await?
        };
        if viewer.is_none() {
            for shown in &mut page.listings {
                shown.object = shown.object.clone().without_contact();
            }
        }
        Ok(page)
    }

    /// Every listing in every status, deleted ones included. For staff.
    pub async fn fetch_listings(
        &self,
        viewer: &Actor,
        mut query: ListingQuery,
        pages: Pages,
        joins: bool,
    ) -> Result<ListingPage, Error> {
        if query.mine {
            only_own(&mut query.filter, viewer);
        }
        self.page(
            query,
            Audience::OwnersAndStaff { with_deleted: true },
            (pages, joins),
            None,
        )
        .await
    }

    async fn page(
        &self,
        query: ListingQuery,
        audience: Audience,
        (pages, joins): (Pages, bool),
        known: Option<i64>,
    ) -> Result<ListingPage, Error> {
        let now = self.0.db.clock().now();
        let ListingQuery { filter, sort, walk, .. } = query;
        let part = match walk {
            Some(walk) => PagePart {
                order: sort,
                after: walk.after,
                total: walk.total,
                limit: walk.rows,
                offset: 0,
            },
            None => PagePart {
                order: sort,
                after: sort.start(),
                total: known,
                limit: pages.limit(),
                offset: pages.offset(),
            },
        };
        let limit = part.limit;
        // One row more tells whether there is a next page.
        let part = PagePart {
            limit: limit + 1,
            ..part
        };
        let words = words(&filter);
        let (mut found, total) = match &words {
            Words::NoneLeft => (Vec::new(), 0),
            Words::Any | Words::These(_) => {
                self.0
                    .db
                    .read(async move |conn: &mut Conn<'_>| {
                        store::listing_list::list(conn, &filter, audience, words.these(), part, now).await
                    })
                    .await?
            }
        };
        let full = usize::try_from(limit).map_err(Error::internal)?;
        let more = found.len() > full;
        found.truncate(full);
        if joins {
            self.name_sellers(&mut found).await?;
        }
        let last = found.last().filter(|_| more);
        Ok(ListingPage {
            next: last.map(|last| cursor(sort, position_of(sort, last), total)),
            paging: match walk {
                Some(_) => Paging::walk(limit, total),
                None => pages.of(total),
            },
            public: audience == Audience::Everybody,
            listings: found.into_iter().map(|found| self.shown(found, joins)).collect(),
        })
    }

    pub(super) fn shown(&self, mut found: StoredListing, joins: bool) -> With<Listing, Joins> {
        self.add_waiting_views(&mut found.listing);
        found.shown(joins)
    }

    /// How many there are of each kind of what is wanted and public.
    #[platform::boxed]
    pub async fn count_facets(&self, query: ListingQuery) -> Result<Facets, Error> {
        let now = self.0.db.clock().now();
        let mut filter = query.filter;
        if let Some(near) = query.near {
            self.narrow_to_near(&mut filter, near).await?;
        }
        let words = words(&filter);
        let counted = match &words {
            Words::NoneLeft => None,
            Words::Any | Words::These(_) => Some(self.count_each(filter, words.these().to_vec(), now).await?),
        };
        Ok(Facets::of(counted.as_ref().map(|counted| &*counted.0)))
    }

    /// How many are wanted and public, if that is known from counting what there is of each kind.
    pub(super) async fn counted_total(&self, query: &ListingQuery) -> Result<Option<i64>, Error> {
        if query.near.is_some() || query.walk.is_some() {
            return Ok(None);
        }
        let words = words(&query.filter);
        match &words {
            Words::NoneLeft => Ok(Some(0)),
            Words::Any | Words::These(_) => {
                let now = self.0.db.clock().now();
                let counted = self
                    .count_each(query.filter.clone(), words.these().to_vec(), now)
                    .await?;
                Ok(Some(counted.0.total()))
            }
        }
    }

    /// Counted anew after a write to what it was counted of, and each minute, since time ends listings as well.
    async fn count_each(&self, filter: ListingFilter, words: Vec<String>, now: Timestamp) -> Result<KeptCounts, Error> {
        let key = format!("{} {filter:?}", now.seconds() / 60);
        let count = async move |conn: &mut Conn<'_>| {
            let attributes = match filter.categories.as_slice() {
                [one] => facets_of(conn, &one.as_str().into()).await?,
                _ => Vec::new(),
            };
            let counts = store::listing_facets::count(conn, &filter, now, &words, attributes).await?;
            Ok(KeptCounts(Arc::new(counts)))
        };
        self.0.db.read_kept(&self.0.counts, &key, count).await
    }
}

impl Classifieds {
    /// Where what is wanted and public is.
    #[platform::boxed]
    pub async fn map_listings(&self, query: ListingQuery) -> Result<MappedListings, Error> {
        let now = self.0.db.clock().now();
        let mut filter = query.filter;
        if let Some(near) = query.near {
            self.narrow_to_near(&mut filter, near).await?;
        }
        let words = match words(&filter) {
            Words::NoneLeft => {
                return Ok(MappedListings {
                    places: Vec::new(),
                    unplaced: 0,
                });
            }
            words => words.these().to_vec(),
        };
        let total = self.count_each(filter.clone(), words.clone(), now).await?.0.total();
        let key = format!("{} {filter:?}", now.seconds() / 60);
        let count = async move |conn: &mut Conn<'_>| {
            let counts = store::listing_facets::by_location(conn, &filter, now, &words).await?;
            let places = store::location::on_map(conn, &counts).await?;
            let placed: i64 = places.iter().map(|place| place.count).sum();
            let unplaced = (total - placed).max(0);
            Ok::<_, Error>(KeptMap(Arc::new(MappedListings { places, unplaced })))
        };
        let kept = self.0.db.read_kept(&self.0.maps, &key, count).await?;
        Ok((*kept.0).clone())
    }
}

fn take_allowance(throttle: &Throttle, ip: IpAddr) -> Result<(), Error> {
    if ip.is_loopback() {
        return Ok(());
    }
    throttle.take(&platform::peer::network_of(ip))
}

fn only_own(filter: &mut ListingFilter, viewer: &Actor) {
    let own = viewer.id.to_string();
    if filter.owners.is_empty() || filter.owners.contains(&own) {
        filter.owners = vec![own];
    } else {
        // Somebody else's were asked for: none of them is one's own.
        filter.price = (1, 0);
    }
}

fn position_of(order: ListingOrder, found: &StoredListing) -> ListPosition {
    match order {
        ListingOrder::Newest => ListPosition(found.listing.created_at.0, found.seq),
        ListingOrder::Cheapest | ListingOrder::Dearest => ListPosition(found.listing.price.0, found.seq),
    }
}

/// The words that are searched for.
pub(super) enum Words {
    /// Nothing is searched for.
    Any,
    These(Vec<String>),
    /// What is searched for has no word in it, so nothing has it.
    NoneLeft,
}

impl Words {
    pub(super) fn these(&self) -> &[String] {
        match self {
            Self::These(words) => words,
            Self::Any | Self::NoneLeft => &[],
        }
    }
}

pub(super) fn words(filter: &ListingFilter) -> Words {
    match &filter.text {
        None => Words::Any,
        Some(text) => match query_words(text) {
            words if words.is_empty() => Words::NoneLeft,
            words => Words::These(words),
        },
    }
}
