//! Ids as one parameter.

/// The ids of a parameter that [`list`] made: `x in (…)`.
macro_rules! ids {
    ($parameter:literal) => {
        concat!("select cast(value as bigint) from ", platform::listed!($parameter))
    };
}
pub(crate) use ids;

/// Ids as one parameter.
pub(crate) fn list<'i>(ids: impl IntoIterator<Item = &'i i64>) -> String {
    platform::db::list(ids.into_iter().map(ToString::to_string))
}
