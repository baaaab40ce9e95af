//! The order of a list by the name of a column.

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
