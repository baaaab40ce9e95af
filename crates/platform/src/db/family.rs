//! Statements that differ in a part: written by a function, one for each key, and known before one of them runs.
//!
//! A list that can be asked for in several orders needs a statement for each, since no engine finds an index through a
//! parameter. A family writes them from their common parts and hands the whole of them to the registry, so that a test can
//! prepare each on both engines, as it does those of [`statements!`](crate::statements).

use std::{collections::HashMap, fmt, hash::Hash, sync::OnceLock};

use super::{Engine, Sql};
use crate::error::{Error, Result};

/// Statements by key.
///
/// ```
/// use platform::db::Family;
///
/// static COUNTS: Family<&str> = Family::new("COUNTS", || vec!["outbox"], |table| format!("select count(*) from {table}"));
/// assert_eq!(COUNTS.of(&"outbox").unwrap().text(), "select count(*) from outbox");
/// assert!(COUNTS.of(&"elsewhere").is_err());
/// ```
pub struct Family<K: 'static> {
    name: &'static str,
    keys: fn() -> Vec<K>,
    write: fn(&K) -> String,
    only: fn(&K) -> Option<Engine>,
    written: OnceLock<HashMap<K, Sql>>,
}

impl<K: Eq + Hash + fmt::Debug> Family<K> {
    /// The statements that `write` makes of each of `keys`. They live as long as the program, so a family is a `static`.
    pub const fn new(name: &'static str, keys: fn() -> Vec<K>, write: fn(&K) -> String) -> Self {
        Self {
            name,
            keys,
            write,
            only: |_| None,
            written: OnceLock::new(),
        }
    }

    /// With the engine that the statement of a key is meant for, if it is one of the allowed forks.
    #[must_use]
    pub const fn only(mut self, only: fn(&K) -> Option<Engine>) -> Self {
        self.only = only;
        self
    }

    /// The statement of a key; a key that the family does not list is a mistake of the program.
    pub fn of(&self, key: &K) -> Result<Sql> {
        let found = self.write_once().get(key).copied();
        found.ok_or_else(|| Error::internal(format!("{} has no statement for {key:?}", self.name)))
    }

    fn write_once(&self) -> &HashMap<K, Sql> {
        self.written.get_or_init(|| {
            let statement = |key: K| {
                let name = String::leak(format!("{}({key:?})", self.name));
                let text = String::leak((self.write)(&key));
                let only = (self.only)(&key);
                (key, Sql::declared(name, text, only))
            };
            (self.keys)().into_iter().map(statement).collect()
        })
    }
}

impl<K> fmt::Debug for Family<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Family")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// What hands its statements to the registry, whatever its keys are.
pub trait Statements: fmt::Debug + Sync {
    /// All of them.
    fn all(&self) -> Vec<Sql>;
}

impl<K: Eq + Hash + fmt::Debug + Send + Sync> Statements for Family<K> {
    fn all(&self) -> Vec<Sql> {
        self.write_once().values().copied().collect()
    }
}
