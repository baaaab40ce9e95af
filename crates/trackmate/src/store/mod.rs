//! The only SQL of this crate.

pub(crate) mod address;
pub(crate) mod best;
pub(crate) mod browse;
pub(crate) mod external;
pub(crate) mod gtin;
pub(crate) mod impact;
pub(crate) mod listing;
mod narrowed;
pub(crate) mod offer;
pub(crate) mod personal;
pub(crate) mod product;
pub(crate) mod rating;
pub(crate) mod recommend;
pub(crate) mod report;
pub(crate) mod resource;
pub(crate) mod search;
pub(crate) mod search_postgres;
pub(crate) mod search_sqlite;
pub(crate) mod seen;
pub(crate) mod staff;
pub(crate) mod umkm;
pub(crate) mod upload;
pub(crate) mod views;
pub(crate) mod vocabulary;

use platform::{Error, Result, db::Row};
use serde::de::DeserializeOwned;

/// What a text column has as JSON.
fn read_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<T> {
    serde_json::from_str(row.text(index)?).map_err(Error::internal)
}

/// The same of a column that may be null.
fn maybe_read_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> Result<Option<T>> {
    let text = row.maybe_text(index)?;
    text.map(serde_json::from_str).transpose().map_err(Error::internal)
}
