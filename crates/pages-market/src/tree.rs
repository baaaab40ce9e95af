//! The categories as people walk through them.

use std::collections::HashMap;

use classifieds::api::{CategoryCount, CategoryNode};

/// A category on the way to another one, or below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub id: String,
    pub name: String,
    pub slug: String,
    pub icon: String,
    pub about: String,
}

impl Step {
    fn of(node: &CategoryNode) -> Self {
        let category = &node.category;
        Self {
            id: category.id.to_string(),
            name: category.name.clone(),
            slug: category.slug.clone(),
            icon: category.icon.clone().unwrap_or_default(),
            about: category.description.clone().unwrap_or_default(),
        }
    }

    pub(crate) fn path(&self) -> String {
        format!("/pasar/kategori/{}", self.slug)
    }
}

/// Where a category lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Whereabouts {
    /// From the root to the category itself.
    pub line: Vec<Step>,
    /// What lies directly below it.
    pub below: Vec<Step>,
}

/// The roots.
pub(crate) fn roots(tree: &[CategoryNode]) -> Vec<Step> {
    tree.iter().map(Step::of).collect()
}

/// Where the category lies that fits.
pub(crate) fn find(tree: &[CategoryNode], fits: &dyn Fn(&CategoryNode) -> bool) -> Option<Whereabouts> {
    tree.iter().find_map(|node| {
        if fits(node) {
            return Some(Whereabouts {
                line: vec![Step::of(node)],
                below: roots(&node.child_categories),
            });
        }
        let mut found = find(&node.child_categories, fits)?;
        found.line.insert(0, Step::of(node));
        Some(found)
    })
}

/// How many listings lie in each category or below it, by id.
pub(crate) fn counts(counted: &[CategoryCount]) -> HashMap<&str, i64> {
    counted.iter().map(|count| (count.id.as_str(), count.count)).collect()
}

/// Categories that have this in their names, without case and accents, each with the names above it.
pub(crate) fn search(tree: &[CategoryNode], text: &str) -> Vec<(Step, String)> {
    let mut found = Vec::new();
    look_for(tree, &platform::text::fold(text), "", &mut found);
    found
}

fn look_for(nodes: &[CategoryNode], text: &str, above: &str, found: &mut Vec<(Step, String)>) {
    for node in nodes {
        let name = &node.category.name;
        if platform::text::fold(name).contains(text) {
            found.push((Step::of(node), above.to_owned()));
        }
        let here = if above.is_empty() {
            name.clone()
        } else {
            format!("{above} › {name}")
        };
        look_for(&node.child_categories, text, &here, found);
    }
}
