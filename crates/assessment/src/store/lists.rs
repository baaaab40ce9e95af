//! What lists have in common: the order that is asked for by the name of a column, and matching parts of words.

/// Orders downwards if the parameter `$down` is 1, by the column whose name is the parameter `$column`, which comes after it;
/// rows that are alike by it, by id. Text and numbers stand apart, since one expression has one type.
macro_rules! ordered {
    ($down:literal, $column:literal, [$($text:literal = $text_key:literal),*], [$($number:literal = $number_key:literal),*],
        $id:literal) => {
        concat!(
            " order by case when cast(", $down, " as bigint) = 0 then case cast(", $column, " as text)",
            $(" when '", $text, "' then ", $text_key,)* " end end asc, case when cast(", $down,
            " as bigint) = 1 then case cast(", $column, " as text)", $(" when '", $text, "' then ", $text_key,)*
            " end end desc, case when cast(", $down, " as bigint) = 0 then case cast(", $column, " as text)",
            $(" when '", $number, "' then ", $number_key,)* " end end asc, case when cast(", $down,
            " as bigint) = 1 then case cast(", $column, " as text)", $(" when '", $number, "' then ", $number_key,)*
            " end end desc, case when cast(", $down, " as bigint) = 0 then ", $id, " end asc, ", $id, " desc"
        )
    };
}
pub(crate) use ordered;

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
