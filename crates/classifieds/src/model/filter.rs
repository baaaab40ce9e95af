//! Filters of many values each, as a statement takes them.

use platform::{Error, FieldError, Result, Rule, db, db::Value};

/// Most values of one filter.
pub(crate) const MOST: usize = 8;

/// Patterns for `like … escape '\'`, or values; any of them matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnyOf(String);

impl AnyOf {
    /// Matches everything.
    pub(crate) fn any() -> Self {
        Self(db::list(["%"]))
    }

    /// Matches any of these; refused, by the name of the filter, if they are too many.
    pub(crate) fn of(filter: &str, values: impl IntoIterator<Item = String>) -> Result<Self> {
        let values: Vec<_> = values.into_iter().collect();
        if values.len() > MOST {
            return Err(Error::invalid_fields(vec![FieldError::new(
                filter,
                Rule::TooMany(MOST),
            )]));
        }
        Ok(Self(db::list(values)))
    }

    /// As a parameter.
    pub(crate) fn param(&self) -> Value<'_> {
        Value::Text(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused() {
        let values = |count: usize| AnyOf::of("name", (0..count).map(|n| n.to_string()));
        assert!(values(MOST).is_ok());
        assert!(values(MOST + 1).is_err());
        assert_eq!(values(0).unwrap().param(), Value::Text("[]"));
    }
}
