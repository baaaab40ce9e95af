//! Points as columns hold them: whole hundredths.

use papers::Points;
use platform::{Result, db::Row};

/// The points of a column.
pub(crate) fn points(row: &Row<'_>, at: usize) -> Result<Points> {
    row.get(at).map(Points::of_hundredths)
}

/// The points of a column that may be empty.
pub(crate) fn maybe_points(row: &Row<'_>, at: usize) -> Result<Option<Points>> {
    Ok(row.get::<Option<i64>>(at)?.map(Points::of_hundredths))
}

/// As a column that may be empty takes them.
pub(crate) fn hundredths(points: Option<Points>) -> Option<i64> {
    points.map(Points::hundredths)
}
