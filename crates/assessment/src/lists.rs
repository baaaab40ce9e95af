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
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// A column, as the API names it; one of those that the statement knows.
    pub(crate) by: &'static str,
    /// Whether the largest comes first.
    pub(crate) down: bool,
}

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Window {
    /// Most rows.
    pub(crate) limit: i64,
    /// Rows before them.
    pub(crate) offset: i64,
}

/// The pattern of what contains a folded text; of everything without one.
pub(crate) fn containing(folded: Option<&str>) -> String {
    let mut pattern = String::from("%");
    for c in folded.unwrap_or_default().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    if pattern.len() > 1 {
        pattern.push('%');
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_searched_for_is_taken_literally() {
        assert_eq!(containing(None), "%");
        assert_eq!(containing(Some("a%b_c\\")), "%a\\%b\\_c\\\\%");
    }
}
