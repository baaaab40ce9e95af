//! What makes a category, and a tree of them, valid.

use accounts::AccountId;
use platform::{Error, Rule, Timestamp, id::uuid_text, text::Check};

use crate::{
    failures::{Broken, nothing_to_change},
    input::{CategoryChangeIn, CategoryIn},
    model::category::{Category, CategoryId, CategoryNode},
};

/// Levels of the tree; a root is on the first.
pub(crate) const LEVELS: usize = 3;
/// Most characters of a name, slug or icon.
pub(crate) const STRING: usize = 255;
/// Most characters of a description.
pub(crate) const TEXT: usize = 10_000;

/// What an administrator says about a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryContent {
    /// As people read it.
    pub name: String,
    /// Its part of an address.
    pub slug: String,
    /// The id of the parent; `None` for a root.
    pub parent: Option<CategoryId>,
    /// Place among its siblings.
    pub sort_order: i32,
    /// Name of a drawing.
    pub icon: Option<String>,
    /// What it is, in sentences.
    pub description: Option<String>,
}

/// What an administrator changes; `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CategoryChange {
    /// As people read it.
    pub name: Option<String>,
    /// Its part of an address.
    pub slug: Option<String>,
    /// The id of the parent; `None` for a root.
    pub parent: Option<Option<CategoryId>>,
    /// Place among its siblings.
    pub sort_order: Option<i32>,
    /// Name of a drawing.
    pub icon: Option<Option<String>>,
    /// What it is, in sentences.
    pub description: Option<Option<String>>,
}

/// A new category's content, if it is good by itself.
pub fn check_category(input: &CategoryIn) -> Result<CategoryContent, Error> {
    let mut check = Check::new();
    let content = CategoryContent {
        name: check.clean("name", &input.name, 1, STRING),
        slug: check.text("slug", &input.slug, 1, STRING),
        parent: parent(input.parent_category_id.as_deref())?,
        sort_order: input.sort_order,
        icon: check.maybe_clean("icon", input.icon.as_deref(), STRING),
        description: check.maybe_clean("description", input.description.as_deref(), TEXT),
    };
    check.finish()?;
    check_slug(&input.slug)?;
    Ok(content)
}

/// A change, if it is good by itself and changes anything at all.
pub fn check_category_change(input: &CategoryChangeIn) -> Result<CategoryChange, Error> {
    let mut check = Check::new();
    let change = CategoryChange {
        name: required(&mut check, "name", input.name.as_ref()).map(|name| check.clean("name", name, 1, STRING)),
        slug: required(&mut check, "slug", input.slug.as_ref()).map(|slug| check.text("slug", slug, 1, STRING)),
        parent: input
            .parent_category_id
            .as_ref()
            .map(|id| parent(id.as_deref()))
            .transpose()?,
        sort_order: required(&mut check, "sortOrder", input.sort_order.as_ref()).copied(),
        icon: input
            .icon
            .as_ref()
            .map(|icon| check.maybe_clean("icon", icon.as_deref(), STRING)),
        description: input
            .description
            .as_ref()
            .map(|text| check.maybe_clean("description", text.as_deref(), TEXT)),
    };
    check.finish()?;
    if let Some(Some(slug)) = &input.slug {
        check_slug(slug)?;
    }
    if change == CategoryChange::default() {
        return Err(nothing_to_change());
    }
    Ok(change)
}

/// The value of a field that a change may leave out, but not clear.
pub(super) fn required<'a, T>(check: &mut Check, field: &str, given: Option<&'a Option<T>>) -> Option<&'a T> {
    let value = given?.as_ref();
    if value.is_none() {
        check.note(field, Rule::Required);
    }
    value
}

fn parent(id: Option<&str>) -> Result<Option<CategoryId>, Error> {
    let id = id.map(|id| uuid_text("parentCategoryId", id)).transpose()?;
    Ok(id.map(CategoryId::from))
}

impl CategoryContent {
    /// The category that this makes.
    pub(crate) fn make(self, id: CategoryId, owner: AccountId, now: Timestamp) -> Category {
        Category {
            id,
            description: self.description,
            icon: self.icon,
            name: self.name,
            parent_category_id: self.parent,
            slug: self.slug,
            sort_order: self.sort_order,
            is_active: true,
            record_version: 1,
            created_at: now,
            updated_at: now,
            owner,
        }
    }
}

impl Category {
    /// The next version.
    pub(crate) fn touch(mut self, now: Timestamp) -> Self {
        self.record_version += 1;
        self.updated_at = now;
        self
    }
}

impl CategoryChange {
    /// A category with this change applied.
    pub(crate) fn apply_to(self, before: &Category) -> Category {
        let mut after = before.clone();
        set(&mut after.name, self.name);
        set(&mut after.slug, self.slug);
        set(&mut after.parent_category_id, self.parent);
        set(&mut after.sort_order, self.sort_order);
        set(&mut after.icon, self.icon);
        set(&mut after.description, self.description);
        after
    }
}

pub(super) fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

/// Runs of lower-case letters and digits with one hyphen between them.
pub(crate) fn check_slug(slug: &str) -> Result<(), Broken> {
    let good = |run: &str| !run.is_empty() && run.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    if slug.split('-').all(good) {
        Ok(())
    } else {
        Err(Broken::Slug)
    }
}

/// Whether a category (`None`: a new one) with `height` levels, itself included, may stand under a parent, of which
/// `lineage` names itself and all that is above it.
pub(crate) fn check_parent(id: Option<&CategoryId>, lineage: &[CategoryId], height: usize) -> Result<(), Broken> {
    if id.is_some_and(|id| lineage.contains(id)) {
        Err(Broken::Cycle)
    } else if lineage.len() + height > LEVELS {
        Err(Broken::TooDeep)
    } else {
        Ok(())
    }
}

/// The first of `count` places in a row behind the last one, if there are so many.
pub(crate) fn places_behind(last: Option<i32>, count: usize) -> Option<i32> {
    let first = last.map_or(Some(1), |last| last.checked_add(1))?;
    let count = i32::try_from(count).ok()?;
    first.checked_add(count.saturating_sub(1)).map(|_| first)
}

/// The forest of categories that come ordered by parent and place. Takes time in proportion to their number; what stands
/// below none of the roots is left out.
pub(crate) fn tree(categories: Vec<Category>) -> Vec<CategoryNode> {
    let mut below: std::collections::HashMap<Option<CategoryId>, Vec<Category>> = std::collections::HashMap::new();
    for category in categories {
        below
            .entry(category.parent_category_id.clone())
            .or_default()
            .push(category);
    }
    nodes(&mut below, None, LEVELS)
}

fn nodes(
    below: &mut std::collections::HashMap<Option<CategoryId>, Vec<Category>>,
    parent: Option<CategoryId>,
    levels: usize,
) -> Vec<CategoryNode> {
    if levels == 0 {
        return Vec::new();
    }
    let children = below.remove(&parent).unwrap_or_default();
    let node = |category: Category| CategoryNode {
        child_categories: nodes(below, Some(category.id.clone()), levels - 1),
        category,
    };
    children.into_iter().map(node).collect()
}

/// The same categories in the order in which a reader of the tree meets them.
pub(crate) fn in_order(categories: Vec<Category>) -> Vec<Category> {
    let mut ordered = Vec::with_capacity(categories.len());
    walk(tree(categories), &mut ordered);
    ordered
}

fn walk(nodes: Vec<CategoryNode>, met: &mut Vec<Category>) {
    for node in nodes {
        met.push(node.category);
        walk(node.child_categories, met);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(n: usize) -> CategoryId {
        CategoryId::from(format!("00000000-0000-7000-8000-{n:012}"))
    }

    fn input() -> CategoryIn {
        CategoryIn {
            description: None,
            icon: None,
            name: "Cars".to_owned(),
            parent_category_id: None,
            slug: "cars".to_owned(),
            sort_order: 1,
        }
    }

    #[test]
    fn a_slug_has_lower_case_letters_digits_and_single_hyphens() {
        for (slug, good) in [
            ("cars", true),
            ("2-el-araba", true),
            ("a1", true),
            ("", false),
            ("-", false),
            ("cars-", false),
            ("-cars", false),
            ("a--b", false),
            ("Cars", false),
            ("a b", false),
            (" cars", false),
            ("ığdır", false),
            ("a_b", false),
            ("a\n", false),
        ] {
            assert_eq!(check_slug(slug).is_ok(), good, "{slug:?}");
        }
        assert!(
            check_category(&CategoryIn {
                slug: " cars".to_owned(),
                ..input()
            })
            .is_err()
        );
    }

    #[test]
    fn a_change_tells_absent_fields_from_cleared_ones() {
        let read = |json: &str| check_category_change(&serde_json::from_str(json).unwrap());
        let cleared = read(r#"{"parentCategoryId":null,"icon":null,"description":"  "}"#).unwrap();
        assert_eq!(
            (cleared.parent, cleared.icon, cleared.description),
            (Some(None), Some(None), Some(None))
        );
        assert_eq!(cleared.name, None);
        for refused in [
            r#"{"name":null}"#,
            r#"{"slug":null}"#,
            r#"{"sortOrder":null}"#,
            r#"{"name":" "}"#,
            "{}",
            r#"{"id":"x"}"#,
        ] {
            assert!(read(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn names_and_texts_are_bounded() {
        let long = |n: usize| "a".repeat(n);
        assert!(
            check_category(&CategoryIn {
                name: long(255),
                slug: long(255),
                icon: Some(long(255)),
                description: Some(long(10_000)),
                ..input()
            })
            .is_ok()
        );
        for wrong in [
            CategoryIn {
                name: long(256),
                ..input()
            },
            CategoryIn {
                slug: long(256),
                ..input()
            },
            CategoryIn {
                icon: Some(long(256)),
                ..input()
            },
            CategoryIn {
                description: Some(long(10_001)),
                ..input()
            },
            CategoryIn {
                parent_category_id: Some("1".to_owned()),
                ..input()
            },
        ] {
            assert!(check_category(&wrong).is_err());
        }
    }

    #[test]
    fn a_branch_stands_only_where_it_fits_and_not_below_itself() {
        let lineage = [id(1), id(2)];
        assert_eq!(check_parent(None, &lineage, 1), Ok(()));
        assert_eq!(check_parent(Some(&id(9)), &lineage, 2), Err(Broken::TooDeep));
        assert_eq!(check_parent(Some(&id(1)), &lineage[..1], 1), Err(Broken::Cycle));
        assert_eq!(check_parent(Some(&id(2)), &lineage, 1), Err(Broken::Cycle));
        assert_eq!(check_parent(Some(&id(9)), &[], 3), Ok(()));
    }

    #[test]
    fn places_behind_the_last_one_fit_into_32_bits() {
        assert_eq!(places_behind(None, 3), Some(1));
        assert_eq!(places_behind(Some(-7), 3), Some(-6));
        assert_eq!(places_behind(Some(i32::MAX - 3), 3), Some(i32::MAX - 2));
        assert_eq!(places_behind(Some(i32::MAX - 2), 3), None);
        assert_eq!(places_behind(Some(i32::MAX), 1), None);
    }

    fn category(n: usize, parent: Option<usize>) -> Category {
        Category {
            id: id(n),
            description: None,
            icon: None,
            name: n.to_string(),
            parent_category_id: parent.map(id),
            slug: n.to_string(),
            sort_order: i32::try_from(n).unwrap(),
            is_active: true,
            record_version: 1,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            owner: "x".into(),
        }
    }

    fn count(nodes: &[CategoryNode]) -> usize {
        nodes.iter().map(|node| 1 + count(&node.child_categories)).sum()
    }

    proptest! {
        #[test]
        fn a_tree_has_every_category_once_in_order(parents in prop::collection::vec(any::<prop::sample::Index>(), 0..60)) {
            let mut levels: Vec<usize> = Vec::new();
            let mut all = Vec::new();
            for (n, index) in parents.iter().enumerate() {
                let candidate = index.index(n + 1);
                let parent = (candidate < n && levels[candidate] < LEVELS).then_some(candidate);
                levels.push(parent.map_or(1, |parent| levels[parent] + 1));
                all.push(category(n, parent));
            }
            let tree = tree(all.clone());
            prop_assert_eq!(count(&tree), all.len());
            for node in &tree {
                prop_assert!(node.child_categories.iter().all(|child| child.category.parent_category_id.as_ref() == Some(&node.category.id)));
                prop_assert!(node.child_categories.is_sorted_by_key(|child| child.category.sort_order));
            }
        }
    }
}
