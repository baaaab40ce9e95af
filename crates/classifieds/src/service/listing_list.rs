//! Lists of listings, and what such a list has of each kind.

use std::{collections::HashMap, net::IpAddr};

use accounts::{Actor, failures::login_required};
use platform::{
    Conn, Error, Timestamp,
    auth::throttle::Throttle,
    page::{Pages, Paging},
    text::query_words,
};
use serde::Serialize;

use crate::{
    Classifieds,
    model::{
        With,
        listing::{Choice, Condition, Joins, Listing, ListingType, Price, Status},
    },
    rules::listing_query::{ListPosition, ListingFilter, ListingOrder, ListingQuery, cursor},
    store::{
        self,
        listing::Found,
        listing_facets::{ChoiceCount, Counted, Node},
        listing_list::{Audience, PagePart},
    },
};

/// Code of [`throttled`].
pub(crate) const THROTTLED: &str = "classifieds.search.throttled";

/// An address searches too often.
pub(crate) fn throttled() -> Error {
    Error::too_many(THROTTLED, std::time::Duration::from_secs(1))
}

/// A page of a list.
pub(crate) struct Page {
    pub(crate) listings: Vec<With<Listing, Joins>>,
    pub(crate) paging: Paging,
    /// Where the next page begins; `None` if this is the last.
    pub(crate) next: Option<String>,
    /// Whether it holds only what everybody may see.
    pub(crate) public: bool,
}

impl Classifieds {
    /// Counts a search from an address against its allowance; answers from memory do not come here.
    pub(crate) fn allow_search(&self, ip: IpAddr) -> Result<(), Error> {
        allowed(&self.0.searches, ip)
    }

    /// The same for counting what a list has of each kind.
    pub(crate) fn allow_facets(&self, ip: IpAddr) -> Result<(), Error> {
        allowed(&self.0.facets, ip)
    }

    /// What was asked for, as far as the viewer may see it: everybody what is public; who is logged in, their own listings
    /// of any status (`mine`, or a `status` other than active); staff those of everybody.
    pub(crate) async fn list_listings(
        &self,
        viewer: Option<&Actor>,
        mut query: ListingQuery,
        pages: Pages,
        joins: bool,
    ) -> Result<Page, Error> {
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
        let mut page = self.page(query, audience, pages, joins).await?;
        if viewer.is_none() {
            for shown in &mut page.listings {
                shown.object = shown.object.clone().without_contact();
            }
        }
        Ok(page)
    }

    /// Every listing in every status, deleted ones included. For staff.
    pub(crate) async fn fetch_listings(
        &self,
        viewer: &Actor,
        mut query: ListingQuery,
        pages: Pages,
        joins: bool,
    ) -> Result<Page, Error> {
        if query.mine {
            only_own(&mut query.filter, viewer);
        }
        self.page(query, Audience::OwnersAndStaff { with_deleted: true }, pages, joins)
            .await
    }

    async fn page(&self, query: ListingQuery, audience: Audience, pages: Pages, joins: bool) -> Result<Page, Error> {
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
                total: None,
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
        let last = found.last().filter(|_| more);
        Ok(Page {
            next: last.map(|last| cursor(sort, position_of(sort, last), total)),
            paging: match walk {
                // The page's number is not known; all that is told is how many there are.
                Some(_) => Paging {
                    page: 1,
                    per_page: total.max(limit),
                    total,
                },
                None => pages.of(total),
            },
            public: audience == Audience::Everybody,
            listings: found.into_iter().map(|found| self.shown(found, joins)).collect(),
        })
    }

    fn shown(&self, mut found: Found, joins: bool) -> With<Listing, Joins> {
        self.brought_up(&mut found.listing);
        found.shown(joins)
    }

    /// How many there are of each kind of what is wanted and public.
    pub(crate) async fn listing_facets(&self, query: ListingQuery) -> Result<Facets, Error> {
        let now = self.0.db.clock().now();
        let filter = query.filter;
        let words = words(&filter);
        let counted = match &words {
            Words::NoneLeft => None,
            Words::Any | Words::These(_) => Some(self.counted(filter, words.these().to_vec(), now).await?),
        };
        Ok(Facets::of(counted.as_ref()))
    }

    async fn counted(&self, filter: ListingFilter, words: Vec<String>, now: Timestamp) -> Result<Counted, Error> {
        self.0
            .db
            .read(async move |conn: &mut Conn<'_>| store::listing_facets::count(conn, &filter, now, &words).await)
            .await
    }
}

fn allowed(throttle: &Throttle, ip: IpAddr) -> Result<(), Error> {
    if ip.is_loopback() {
        return Ok(());
    }
    throttle.take(&ip.to_string())
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

fn position_of(order: ListingOrder, found: &Found) -> ListPosition {
    match order {
        ListingOrder::Newest => ListPosition(found.listing.created_at.0, found.seq),
        ListingOrder::Cheapest | ListingOrder::Dearest => ListPosition(found.listing.price.0, found.seq),
    }
}

/// The words that are searched for.
enum Words {
    /// Nothing is searched for.
    Any,
    These(Vec<String>),
    /// What is searched for has no word in it, so nothing has it.
    NoneLeft,
}

impl Words {
    fn these(&self) -> &[String] {
        match self {
            Self::These(words) => words,
            Self::Any | Self::NoneLeft => &[],
        }
    }
}

fn words(filter: &ListingFilter) -> Words {
    match &filter.text {
        None => Words::Any,
        Some(text) => match query_words(text) {
            words if words.is_empty() => Words::NoneLeft,
            words => Words::These(words),
        },
    }
}

/// Lower ends of the price bands, in hundredths; each ends a hundredth before the next.
const BANDS: [i64; 10] = [
    0,
    10_000,
    50_000,
    100_000,
    500_000,
    1_000_000,
    5_000_000,
    10_000_000,
    50_000_000,
    100_000_000,
];

/// How many listings there are of each kind.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Facets {
    /// In all.
    total: i64,
    /// By category, with what lies below it; most first.
    categories: Vec<CategoryCount>,
    /// By city, most first, at most 200.
    cities: Vec<CityCount>,
    /// By condition, listings without one last.
    conditions: Vec<ConditionCount>,
    /// By type.
    listing_types: Vec<TypeCount>,
    /// By price.
    price_bands: Vec<BandCount>,
}

#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct CategoryCount {
    id: String,
    parent_category_id: Option<String>,
    name: String,
    slug: String,
    count: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
struct CityCount {
    country: String,
    city: String,
    count: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
struct ConditionCount {
    condition: Option<Condition>,
    condition_idx: Option<i64>,
    count: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
struct TypeCount {
    listing_type: ListingType,
    #[serde(rename = "listingType_idx")]
    listing_type_idx: i64,
    count: i64,
}

/// Both ends are prices that are in it, and can be sent back as filters.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
struct BandCount {
    price_gte: Price,
    /// `null`: no end.
    price_lte: Option<Price>,
    count: i64,
}

impl Facets {
    fn of(counted: Option<&Counted>) -> Self {
        let choices = counted.map_or(&[][..], |counted| &counted.choices);
        let sum =
            |fits: &dyn Fn(&ChoiceCount) -> bool| choices.iter().filter(|row| fits(row)).map(|(.., count)| count).sum();
        let conditions = Condition::ALL.iter().copied().map(Some).chain([None]);
        let bands = BANDS.iter().zip(BANDS.iter().skip(1).map(Some).chain([None])).zip(0..);
        Self {
            total: sum(&|_| true),
            categories: counted.map_or_else(Vec::new, category_counts),
            cities: counted.map_or_else(Vec::new, |counted| {
                let city = |(country, city, count): &(String, String, i64)| CityCount {
                    country: country.clone(),
                    city: city.clone(),
                    count: *count,
                };
                counted.cities.iter().map(city).collect()
            }),
            conditions: conditions
                .map(|condition| ConditionCount {
                    condition,
                    condition_idx: condition.map(Choice::index),
                    count: sum(&|row| row.0 == condition.map_or(2, Choice::index)),
                })
                .collect(),
            listing_types: ListingType::ALL
                .iter()
                .map(|kind| TypeCount {
                    listing_type: *kind,
                    listing_type_idx: kind.index(),
                    count: sum(&|row| row.1 == kind.index()),
                })
                .collect(),
            price_bands: bands
                .map(|((low, next), number)| BandCount {
                    price_gte: Price(*low),
                    price_lte: next.map(|next| Price(next - 1)),
                    count: sum(&|row| row.2 == number),
                })
                .collect(),
        }
    }
}

/// What lies in each category or below it: as many as a list has that is filtered by it.
fn category_counts(counted: &Counted) -> Vec<CategoryCount> {
    let tree: HashMap<&str, &Node> = counted.tree.iter().map(|node| (node.id.as_str(), node)).collect();
    let mut counts: HashMap<&str, i64> = HashMap::new();
    for (leaf, count) in &counted.categories {
        let mut next = tree.get(leaf.as_str());
        // No chain is longer than the tree has nodes, whatever is stored.
        for _ in 0..tree.len() {
            let Some(node) = next else { break };
            *counts.entry(&node.id).or_default() += count;
            next = node.parent.as_deref().and_then(|parent| tree.get(parent));
        }
    }
    let mut shown: Vec<_> = counts
        .into_iter()
        .filter_map(|(id, count)| tree.get(id).filter(|node| node.active).map(|node| (*node, count)))
        .map(|(node, count)| CategoryCount {
            id: node.id.clone(),
            parent_category_id: node.parent.clone(),
            name: node.name.clone(),
            slug: node.slug.clone(),
            count,
        })
        .collect();
    shown.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.id.cmp(&b.id)));
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(id: &str, parent: Option<&str>, active: bool) -> Node {
        Node {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            name: id.to_uppercase(),
            slug: id.to_owned(),
            active,
        }
    }

    #[test]
    fn counts_add_up_along_the_tree_through_deleted_categories_and_around_no_circle() {
        let counted = Counted {
            choices: vec![(0, 0, 0, 2), (2, 1, 9, 3)],
            categories: vec![("leaf".to_owned(), 2), ("root".to_owned(), 1), ("a".to_owned(), 2)],
            cities: Vec::new(),
            tree: vec![
                node("root", None, true),
                node("gone", Some("root"), false),
                node("leaf", Some("gone"), true),
                node("a", Some("b"), true),
                node("b", Some("a"), true),
            ],
        };
        let counts = category_counts(&counted);
        let found = |id: &str| counts.iter().find(|count| count.id == id).map(|count| count.count);
        assert_eq!((found("root"), found("leaf"), found("gone")), (Some(3), Some(2), None));
        let facets = Facets::of(Some(&counted));
        assert_eq!(facets.total, 5);
        assert_eq!(facets.conditions.iter().map(|c| c.count).collect::<Vec<_>>(), [2, 0, 3]);
        assert_eq!(
            facets.price_bands.first().map(|b| (b.price_lte, b.count)),
            Some((Some(Price(9_999)), 2))
        );
        assert_eq!(
            facets.price_bands.last().map(|b| (b.price_lte, b.count)),
            Some((None, 3))
        );
    }

    #[test]
    fn nothing_found_is_told_with_zeros() {
        let facets = Facets::of(None);
        assert_eq!((facets.total, facets.categories.len(), facets.cities.len()), (0, 0, 0));
        assert_eq!(
            (
                facets.conditions.len(),
                facets.listing_types.len(),
                facets.price_bands.len()
            ),
            (3, 4, 10)
        );
    }
}
