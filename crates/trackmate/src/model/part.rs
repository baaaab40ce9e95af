//! Parts: what a product or a UMKM is made up of, as it is stored within it.

use serde::{Deserialize, Serialize};

/// An entry of a list within a product or UMKM: the id of a stored thing, or the thing itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum PartEntry<T> {
    /// To be looked up when the whole is shown.
    Stored {
        #[serde(rename = "ref")]
        id: String,
    },
    /// The thing, as it was sent or as rows of old have it. It is stored as a row of its own before its whole is.
    Inline(T),
}

/// Whether the whole shows nothing but what stands in it.
pub(crate) fn has_references<T>(entries: &[PartEntry<T>]) -> bool {
    entries.iter().any(|entry| matches!(entry, PartEntry::Stored { .. }))
}

/// What the entries stand for among `known` things, in order; what was deleted since is left out.
pub(crate) fn resolve<T: Clone>(entries: Vec<PartEntry<T>>, known: &[T], id: impl Fn(&T) -> Option<&str>) -> Vec<T> {
    let shown = entries.into_iter().filter_map(|entry| match entry {
        PartEntry::Inline(thing) => Some(thing),
        PartEntry::Stored { id: wanted } => known.iter().find(|thing| id(thing) == Some(wanted.as_str())).cloned(),
    });
    shown.collect()
}

/// The ids among entries, in order, each once.
pub(crate) fn ids<T>(entries: &[PartEntry<T>]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for entry in entries {
        if let PartEntry::Stored { id } = entry
            && !ids.contains(id)
        {
            ids.push(id.clone());
        }
    }
    ids
}

/// What a stored resource or impact belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// To nothing: it is kept for products to name.
    Alone,
    /// To the product or UMKM with this id, which brought it along: it goes when that one does not list it any more.
    PartOf(String),
}

impl Standing {
    /// Out of a column.
    pub(crate) fn of(whole: Option<String>) -> Self {
        whole.map_or(Self::Alone, Self::PartOf)
    }
}
