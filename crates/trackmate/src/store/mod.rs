//! The only SQL of this crate.

pub(crate) mod impact;
pub(crate) mod product;
pub(crate) mod rating;
pub(crate) mod resource;
pub(crate) mod search;
pub(crate) mod search_postgres;
pub(crate) mod search_sqlite;
pub(crate) mod umkm;
pub(crate) mod upload;

use platform::{Error, Result, db::Row};
use serde_json::value::RawValue;

use crate::model::Stored;

/// JSON out of a text column.
fn read_json(row: &Row<'_>, index: usize) -> Result<Stored> {
    RawValue::from_string(row.get(index)?)
        .map(Stored)
        .map_err(Error::internal)
}

/// JSON out of a text column that may be null.
fn maybe_read_json(row: &Row<'_>, index: usize) -> Result<Option<Stored>> {
    row.get::<Option<String>>(index)?
        .map(|text| RawValue::from_string(text).map(Stored).map_err(Error::internal))
        .transpose()
}
