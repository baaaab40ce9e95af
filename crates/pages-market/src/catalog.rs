//! The rooms in which administrators keep the catalogue: the tree of categories, and what each asks of its listings.

pub(crate) mod attributes;
pub(crate) mod category;
pub(crate) mod merge;
pub(crate) mod tree;

use classifieds::{CategoryId, api::CategoryNode};
use platform::{Error, Kind};

use crate::Market;

/// Where the tree is.
pub(crate) const PATH: &str = "/admin/kategori";

/// The room of a category.
pub(crate) fn path(slug: &str) -> String {
    format!("{PATH}/{slug}")
}

/// A category in the tree, and where it stands.
pub(crate) struct Found<'a> {
    pub node: &'a CategoryNode,
    /// The names above it.
    pub above: String,
    /// Its level; a root is on the first.
    pub level: usize,
}

/// Every category, from the roots down, each before those below it.
pub(crate) fn all(tree: &[CategoryNode]) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    gather(tree, "", 1, &mut found);
    found
}

fn gather<'a>(nodes: &'a [CategoryNode], above: &str, level: usize, found: &mut Vec<Found<'a>>) {
    for node in nodes {
        let name = &node.category.name;
        found.push(Found {
            node,
            above: above.to_owned(),
            level,
        });
        let here = if above.is_empty() {
            name.clone()
        } else {
            format!("{above} › {name}")
        };
        gather(&node.child_categories, &here, level + 1, found);
    }
}

/// There is no category of the slug in the address.
pub(crate) fn missing() -> Error {
    Error::new(Kind::NotFound, "market.no_category", "there is no such category")
}

/// The siblings among which a category stands, and its place among them.
pub(crate) fn siblings<'a>(
    tree: &'a [CategoryNode],
    slug: &str,
) -> Option<(Option<&'a CategoryId>, &'a [CategoryNode], usize)> {
    fn look<'a>(
        parent: Option<&'a CategoryId>,
        nodes: &'a [CategoryNode],
        slug: &str,
    ) -> Option<(Option<&'a CategoryId>, &'a [CategoryNode], usize)> {
        if let Some(at) = nodes.iter().position(|node| node.category.slug == slug) {
            return Some((parent, nodes, at));
        }
        nodes
            .iter()
            .find_map(|node| look(Some(&node.category.id), &node.child_categories, slug))
    }
    look(None, tree, slug)
}

/// The whole tree.
pub(crate) async fn read(market: &Market) -> Result<Vec<CategoryNode>, Error> {
    market.classifieds().show_category_tree().await
}

/// The category of a slug, with all below it.
pub(crate) fn find<'a>(tree: &'a [CategoryNode], slug: &str) -> Result<&'a CategoryNode, Error> {
    let (_, beside, at) = siblings(tree, slug).ok_or_else(missing)?;
    Ok(&beside[at])
}
