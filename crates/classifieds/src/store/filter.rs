//! Filters whose values are not known when a statement is written: each is one parameter, a list of values.

/// Whether a column is like one of the patterns of a filter, or whatever it is for [`AnyOf::any`].
macro_rules! like_any {
    ($column:literal, $parameter:literal) => {
        concat!(
            "(cast(",
            $parameter,
            " as text) = '[\"%\"]' or exists (select 1 from ",
            platform::listed!($parameter),
            " w where ",
            $column,
            " like w.value escape '\\'))"
        )
    };
}

/// Whether the parent of a category is one of a filter's, or whatever it is for [`AnyOf::any`].
macro_rules! under_any {
    ($column:literal, $parameter:literal) => {
        concat!(
            "(cast(",
            $parameter,
            " as text) = '[\"%\"]' or coalesce(",
            $column,
            ", '') in (select value from ",
            platform::listed!($parameter),
            "))"
        )
    };
}

pub(super) use {like_any, under_any};
