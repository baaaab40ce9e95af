//! Texts with marks as columns hold them: the plain reading, and the markup where that says more.

use marked::Text;
use platform::{Result, db::Row};

/// The text of two columns.
pub(crate) fn text(row: &Row<'_>, plain: usize, marked: usize) -> Result<Text> {
    Ok(Text::from_stored(row.get(plain)?, row.get(marked)?))
}
