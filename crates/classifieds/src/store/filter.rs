//! Filters whose values are not known when a statement is written: a statement has a fixed number of slots for each of
//! them, and slots that are not needed are null, which matches nothing.

use platform::{Error, FieldError, Result, Rule, db::Value};

/// Most values of one filter, and slots in a statement.
pub(crate) const MOST: usize = 8;

/// Patterns for `like … escape '\'`, or values for `in (…)`; any of them matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slots([Option<String>; MOST]);

impl Slots {
    /// Matches everything that is not null (as a pattern).
    pub(crate) fn any() -> Self {
        let mut slots: [Option<String>; MOST] = Default::default();
        slots[0] = Some("%".to_owned());
        Self(slots)
    }

    /// Matches any of these; refused, by the name of the filter, if they are too many.
    pub(crate) fn of(filter: &str, values: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut slots: [Option<String>; MOST] = Default::default();
        for (index, value) in values.into_iter().enumerate() {
            let too_many = || Error::invalid_fields(vec![FieldError::new(filter, Rule::TooMany(MOST))]);
            *slots.get_mut(index).ok_or_else(too_many)? = Some(value);
        }
        Ok(Self(slots))
    }

    /// As parameters.
    pub(crate) fn params(&self) -> impl Iterator<Item = Value<'_>> {
        self.0.iter().map(|slot| Value::from(slot.as_deref()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused() {
        let values = |count: usize| Slots::of("name", (0..count).map(|n| n.to_string()));
        assert!(values(MOST).is_ok());
        assert!(values(MOST + 1).is_err());
        assert_eq!(
            values(0)
                .unwrap()
                .params()
                .filter(|value| *value != Value::Null)
                .count(),
            0
        );
    }
}
