//! Many values as one parameter: a JSON array in a text, which a statement reads as rows by [`listed!`](crate::listed).
//!
//! `json_each` is SQLite's own; on PostgreSQL a migration of the platform makes a function of that name over texts, so a
//! statement is written once and takes any number of values.

/// The rows of a parameter that [`db::list()`](crate::db::list()) made: `x in (select value from …)`. The values are texts.
///
/// ```
/// assert_eq!(platform::listed!("$2"), "json_each(cast($2 as text))");
/// ```
#[macro_export]
macro_rules! listed {
    ($parameter:literal) => {
        concat!("json_each(cast(", $parameter, " as text))")
    };
}

/// The same for a statement that a function writes.
///
/// ```
/// assert_eq!(platform::db::listed("$2"), platform::listed!("$2"));
/// ```
pub fn listed(parameter: &str) -> String {
    format!("json_each(cast({parameter} as text))")
}

/// Values as one parameter.
pub fn list<T: AsRef<str>>(values: impl IntoIterator<Item = T>) -> String {
    let values = values.into_iter().map(|value| serde_json::Value::from(value.as_ref()));
    serde_json::Value::Array(values.collect()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_may_have_anything_in_them() {
        assert_eq!(list(["a", "\"],[\"", "\\%", "é\n"]), r#"["a","\"],[\"","\\%","é\n"]"#);
        assert_eq!(list([""; 0]), "[]");
    }
}
