//! How many listings a list has of each kind.

use std::{collections::HashMap, sync::Arc};

use platform::cache::Weigh;
use serde::Serialize;

use super::{
    attribute::{AttributeDefinition, AttributeKind, InheritedAttribute, Names},
    listing::{Choice, Condition, ListingType, Price},
};

/// A category as counts are added up along the tree.
#[derive(Debug, Clone)]
pub(crate) struct TreeNode {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) active: bool,
}

/// A condition (2 for none), a type, a price band, and how many have the three.
pub(crate) type ChoiceCount = (i64, i64, i64, i64);

/// What was counted.
#[derive(Debug, Clone)]
pub(crate) struct ListingCounts {
    /// By condition, type and price band.
    pub(crate) choices: Vec<ChoiceCount>,
    /// By the category that a listing lies in.
    pub(crate) categories: Vec<(String, i64)>,
    /// By country and city, most first.
    pub(crate) cities: Vec<(String, String, i64)>,
    /// By country, city and district, most first, where cities were asked for.
    pub(crate) districts: Vec<(String, String, String, i64)>,
    /// By attribute, where one category was asked for.
    pub(crate) attributes: AttributeCounts,
    /// Every category that there ever was.
    pub(crate) tree: Vec<TreeNode>,
}

impl ListingCounts {
    /// How many there are in all.
    pub(crate) fn total(&self) -> i64 {
        self.choices.iter().map(|(.., count)| count).sum()
    }
}

/// How many listings have a value of an attribute, or a number.
#[derive(Debug, Clone)]
pub(crate) struct TermCount {
    pub(crate) key: String,
    /// Empty for all that have a number.
    pub(crate) term: String,
    pub(crate) count: i64,
    /// The least and the most of the numbers.
    pub(crate) range: (Option<f64>, Option<f64>),
}

/// A location, and how many listings are there.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedPlace {
    pub city: String,
    /// Empty, if it is all of the city.
    pub district: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    pub count: i64,
}

/// Where listings are that a list has. A listing is where its location is.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedListings {
    pub places: Vec<MappedPlace>,
    /// Listings that have no location, or one whose place on the map nobody knows.
    pub unplaced: i64,
}

/// What was counted for a map, as it is kept in memory.
#[derive(Debug, Clone)]
pub(crate) struct KeptMap(pub(crate) Arc<MappedListings>);

impl Weigh for KeptMap {
    fn weigh(&self) -> usize {
        128 * (self.0.places.len() + 1)
    }
}

/// What was counted of attributes.
#[derive(Debug, Clone, Default)]
pub(crate) struct AttributeCounts {
    /// Those that lists can be narrowed by.
    pub(crate) attributes: Vec<InheritedAttribute>,
    pub(crate) terms: Vec<TermCount>,
}

/// What was counted, as it is kept in memory.
#[derive(Debug, Clone)]
pub(crate) struct KeptCounts(pub(crate) Arc<ListingCounts>);

impl Weigh for KeptCounts {
    fn weigh(&self) -> usize {
        let counts = &self.0;
        // Names of places and slugs have some tens of bytes.
        64 * (counts.choices.len() + counts.categories.len() + counts.cities.len() + counts.districts.len())
            + 160 * (counts.tree.len() + counts.attributes.terms.len())
            + 1024 * counts.attributes.attributes.len()
    }
}

/// Lower ends of the price bands, in hundredths; each ends a hundredth before the next.
pub(crate) const BANDS: [i64; 10] = [
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
#[derive(Debug, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Facets {
    /// In all.
    pub total: i64,
    /// By category, with what lies below it; most first.
    pub categories: Vec<CategoryCount>,
    /// By city, most first, at most 200.
    pub cities: Vec<CityCount>,
    /// By district of the cities that were asked for, most first, at most 200; none where no city was.
    pub districts: Vec<DistrictCount>,
    /// By condition, listings without one last.
    pub conditions: Vec<ConditionCount>,
    pub listing_types: Vec<TypeCount>,
    pub price_bands: Vec<BandCount>,
    /// By the attributes that lists of the category can be narrowed by, where one category was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<AttributeCount>,
}

/// How many of the listings that were found say what of an attribute.
#[derive(Debug, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttributeCount {
    pub key: String,
    #[serde(rename = "type")]
    pub kind: AttributeKind,
    pub names: Names,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many say anything.
    pub count: i64,
    /// Of numbers, the least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<f64>,
    /// Of numbers, the most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<f64>,
    /// Of what is chosen from, each value that some have, in the order of the definition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueCount>,
}

/// How many of the listings that were found have a value.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ValueCount {
    /// As listings hold it; `true` and `false` for what is so or not.
    pub value: String,
    /// As people read it.
    pub names: Names,
    pub count: i64,
}

impl AttributeCounts {
    /// What can be chosen, of what some listings have.
    fn offered(&self) -> Vec<AttributeCount> {
        let all = self.attributes.iter().map(|one| self.count_of(&one.definition));
        all.filter(|one| one.count > 0).collect()
    }

    fn count_of(&self, definition: &AttributeDefinition) -> AttributeCount {
        let terms = || self.terms.iter().filter(|one| one.key == definition.key);
        let number = terms().find(|one| one.term.is_empty());
        let of_value = |value: &str, names: Names| {
            let count = terms().find(|one| one.term == value)?.count;
            Some(ValueCount {
                value: value.to_owned(),
                names,
                count,
            })
        };
        let values: Vec<ValueCount> = match definition.kind {
            AttributeKind::YesNo => ["true", "false"]
                .iter()
                .filter_map(|value| of_value(value, Names::default()))
                .collect(),
            _ => definition
                .options
                .iter()
                .filter_map(|option| of_value(&option.value, option.names.clone()))
                .collect(),
        };
        let range = number
            .filter(|_| definition.kind.is_number())
            .map_or((None, None), |one| one.range);
        AttributeCount {
            key: definition.key.clone(),
            kind: definition.kind,
            names: definition.names.clone(),
            unit: definition.unit.clone(),
            count: if definition.kind.is_number() {
                number.map_or(0, |one| one.count)
            } else {
                values.iter().map(|one| one.count).sum()
            },
            least: range.0,
            most: range.1,
            values,
        }
    }
}

/// How many of the listings that were found are in a category.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryCount {
    pub id: String,
    pub parent_category_id: Option<String>,
    pub name: String,
    pub slug: String,
    pub count: i64,
}

/// How many of the listings that were found are in a city.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct CityCount {
    pub country: String,
    pub city: String,
    pub count: i64,
}

/// How many of the listings that were found are in a district.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct DistrictCount {
    pub country: String,
    pub city: String,
    pub district: String,
    pub count: i64,
}

/// How many of the listings that were found are in a condition.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct ConditionCount {
    pub condition: Option<Condition>,
    pub condition_idx: Option<i64>,
    pub count: i64,
}

/// How many of the listings that were found are of a type.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TypeCount {
    pub listing_type: ListingType,
    #[serde(rename = "listingType_idx")]
    pub listing_type_idx: i64,
    pub count: i64,
}

/// Both ends are prices that are in it, and can be sent back as filters.
#[derive(Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct BandCount {
    pub price_gte: Price,
    /// `null`: no end.
    pub price_lte: Option<Price>,
    pub count: i64,
}

impl Facets {
    pub(crate) fn of(counted: Option<&ListingCounts>) -> Self {
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
            districts: counted.map_or_else(Vec::new, |counted| {
                let district = |(country, city, district, count): &(String, String, String, i64)| DistrictCount {
                    country: country.clone(),
                    city: city.clone(),
                    district: district.clone(),
                    count: *count,
                };
                counted.districts.iter().map(district).collect()
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
            attributes: counted.map_or_else(Vec::new, |counted| counted.attributes.offered()),
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
pub(crate) fn category_counts(counted: &ListingCounts) -> Vec<CategoryCount> {
    let tree: HashMap<&str, &TreeNode> = counted.tree.iter().map(|node| (node.id.as_str(), node)).collect();
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

    fn node(id: &str, parent: Option<&str>, active: bool) -> TreeNode {
        TreeNode {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            name: id.to_uppercase(),
            slug: id.to_owned(),
            active,
        }
    }

    #[test]
    fn counts_add_up_along_the_tree_through_deleted_categories_and_around_no_circle() {
        let counted = ListingCounts {
            choices: vec![(0, 0, 0, 2), (2, 1, 9, 3)],
            categories: vec![("leaf".to_owned(), 2), ("root".to_owned(), 1), ("a".to_owned(), 2)],
            cities: Vec::new(),
            districts: Vec::new(),
            attributes: AttributeCounts::default(),
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
