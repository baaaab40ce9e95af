//! Rows of a result, read the same way from both engines.

use crate::{
    clock::Timestamp,
    error::{Error, Result},
};

/// One row, valid while the reading closure runs.
pub struct Row<'r>(pub(super) Source<'r>);

pub(super) enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl<'r> Row<'r> {
    /// The value of column `index`, counted from 0 in the order of the statement's columns.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T> {
        T::from_column(self, index)
    }

    /// A text column without copying it.
    pub fn text(&self, index: usize) -> Result<&'r str> {
        match self.0 {
            Source::Sqlite(row) => row
                .get_ref(index)
                .map_err(Error::internal)
                .and_then(|value| value.as_str().map_err(Error::internal)),
            Source::Postgres(row) => row.try_get(index).map_err(Error::internal),
        }
    }

    /// A text column that may be null, without copying it.
    pub fn maybe_text(&self, index: usize) -> Result<Option<&'r str>> {
        match self.0 {
            Source::Sqlite(row) => row
                .get_ref(index)
                .map_err(Error::internal)
                .and_then(|value| value.as_str_or_null().map_err(Error::internal)),
            Source::Postgres(row) => row.try_get(index).map_err(Error::internal),
        }
    }
}

/// A type that a column can be read as.
pub trait FromColumn: Sized {
    /// Reads column `index`.
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self>;
}

macro_rules! column {
    ($($ty:ty),*) => {$(
        impl FromColumn for $ty {
            fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
                match row.0 {
                    Source::Sqlite(row) => row.get(index).map_err(Error::internal),
                    Source::Postgres(row) => row.try_get(index).map_err(Error::internal),
                }
            }
        }

        impl FromColumn for Option<$ty> {
            fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
                match row.0 {
                    Source::Sqlite(row) => row.get(index).map_err(Error::internal),
                    Source::Postgres(row) => row.try_get(index).map_err(Error::internal),
                }
            }
        }
    )*};
}
column!(i64, f64, String, Vec<u8>);

impl FromColumn for bool {
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(row.get::<i64>(index)? != 0)
    }
}

impl FromColumn for Timestamp {
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
        row.get(index).map(Self)
    }
}

impl FromColumn for Option<Timestamp> {
    fn from_column(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(row.get::<Option<i64>>(index)?.map(Timestamp))
    }
}
