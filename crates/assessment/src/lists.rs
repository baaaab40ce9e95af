//! What lists have in common: which way they run, by which column, which part of them, and what they are searched for.

/// Which way a list runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

/// How a list is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Order {
    /// A column, as the API names it; one of those that the statement knows.
    pub by: &'static str,
    /// Whether the largest comes first.
    pub down: bool,
}

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// Most rows.
    pub(crate) limit: i64,
    /// Rows before them.
    pub(crate) offset: i64,
}
